"""Several files written together: all of them or none, and each of them whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files, keeping the permissions of those that exist.

    All are first written beside their places and only then put there. If that fails half-way, what was already put
    there is taken back.

    Raises:
        OSError: A file cannot be written; all are as they were.
    """
    before = {target: target.read_bytes() if target.exists() else None for target in files}
    drafts: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for target, data in files.items():
            drafts[target] = _draft(target, data)
        for target, draft in drafts.items():
            draft.replace(target)
            done.append(target)
    except BaseException:
        for target in done:
            _restore(target, before[target])
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _restore(target: Path, data: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if data is None:
            target.unlink()
        else:
            target.write_bytes(data)
