"""The Data Package as one zip: descriptor, tables and schemas as they are, each table with its size and digest."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from ampere_data.tabular.package import DESCRIPTOR, Package, locate

# The oldest day that a zip knows: the same files are the same bytes, whenever they are packed.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip whose bytes follow from them alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def write(package: Package, beside: Mapping[str, bytes]) -> bytes:
    """Pack a package.

    Args:
        package: The package.
        beside: Other files that are to lie beside its descriptor.

    Raises:
        PackageError: A path in its descriptor leads astray.
        OSError: A file cannot be read.
    """
    files: dict[str, bytes] = {}
    resources = [_resource(package, dict(one), files) for one in package.descriptor.get("resources", [])]
    descriptor = json.dumps({**package.descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n"
    return pack({DESCRIPTOR: descriptor.encode(), **dict(sorted(files.items())), **beside})


def _resource(package: Package, said: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    """Gather the files of a resource, and say how large they are together and what their digest is."""
    for path in (said.get(part) for part in ("schema", "dialect")):
        if isinstance(path, str) and "://" not in path:
            files[path] = locate(package.folder, path).read_bytes()
    paths = said.get("path", [])
    paths = [paths] if isinstance(paths, str) else paths
    for path in (one for one in paths if "://" not in one):
        files[path] = locate(package.folder, path).read_bytes()
    if len(paths) == 1 and paths[0] in files:
        data = files[paths[0]]
        said |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return said
