"""Everything that is wrong with a package, a table or a frame, by the standard and by what our schemas declare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampere_data.curation.rules import Curation
from ampere_data.curation.shipped import shipped
from ampere_data.tabular import validation
from ampere_data.tabular.progress import Progress
from ampere_data.tabular.report import Report
from ampere_data.tabular.standalone import Said


def validate(  # noqa: PLR0913 - each says another thing about what is to be checked
    target: object = None,
    *,
    schema: str | Path | Mapping[str, Any] | None = None,
    table: str | None = None,
    dialect: str | Path | Mapping[str, Any] | None = None,
    encoding: str | None = None,
    documents: str | Path | None = None,
    require_documents: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Check a data package, the file of one table or a frame, and report everything that is wrong.

    Args:
        target: Nothing for the shipped package; the path of a descriptor, of a folder that holds `datapackage.json`,
            of a zip that does, or of a file that is one table (CSV, JSON, JSON Lines, xlsx, Parquet); a stream of the
            bytes of a CSV file; or a frame: pandas, or anything with the Arrow C stream interface.
        schema: The Table Schema of such a file or a frame, as a path or as a mapping. A JSON file without `schema` or
            `table` is taken for a descriptor.
        table: The table of the shipped package whose schema such a file or a frame follows. Without `schema` and
            `table`, a file is checked as a table of ours where it is that table's own file.
        dialect: The Table Dialect of such a file, as a path or as a mapping.
        encoding: The encoding of such a file, UTF-8 if none is given.
        documents: The folder with the texts that proofs are read again in.
        require_documents: Whether a proof that cannot be read again is an issue.
        progress: Called with the name of the table at work and the share of the work that is done.

    Returns:
        A report of all findings, and counts of the tables, rows and cells looked at.

    Raises:
        MissingExtra: The libraries of the extra `validate` are not installed.
        UnknownName: `table` is not one of the shipped tables.
        TypeError: `target` is nothing that can be checked.

    Example:
        >>> validate().valid
        True
    """
    said = Said(schema, table, dialect, encoding)
    if target is None and said == Said():
        target = shipped()
    rules = Curation(Path(documents) if documents is not None else None, require_documents)
    return validation.validate(target, said=said, rules=rules, models=shipped(), progress=progress)
