"""What a user writes, for the type checkers: `tests/test_names.py` has them read it."""

import pandas as pd

import ampere_data as ad
from ampere_data.names import EntityId, TableName, TargetsStatus

WHO: EntityId = "ampere"
OPEN: TargetsStatus = "announced"
TABLES: list[TableName] = ["targets", "observations"]


def promised(entity: EntityId) -> pd.DataFrame:
    """Give the promises of an entity that are open."""
    targets = ad.load("targets", as_of="2023-12-31")
    return targets.loc[(targets["entity_id"] == entity) & (targets["status"] == OPEN)]


def main() -> None:
    """Use everything once."""
    rows: dict[str, int] = {name: len(ad.load(name)) for name in ad.tables()}
    told: pd.DataFrame = ad.history(WHO, "employees")
    report: ad.Report = ad.validate()
    codes: list[str] = [issue.code for issue in report.issues]
    line: str = ad.cite("targets", "vehicle-production-2031")
    items: list[dict[str, object]] = [dict(item) for item in ad.cite(form="csl")]
    proofs: pd.DataFrame = ad.evidence("entities", WHO)
    both: pd.DataFrame = pd.concat([ad.about(WHO, language="fr"), ad.latest()])
    print(rows, told, codes, line, items, proofs, both, promised(WHO), ad.__version__)


if __name__ == "__main__":
    main()
