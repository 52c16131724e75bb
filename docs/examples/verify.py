import csv
import hashlib
import os
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    with Path("data", name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


folder = Path(os.environ["AMPERE_DATA_DOCUMENTS"])
texts = {row["source_id"]: (folder / row["file"]).read_bytes().decode("utf-8") for row in rows("sources.csv")}

proofs = rows("evidence.csv")
for proof in proofs:
    span = texts[proof["source_id"]][int(proof["start"]) : int(proof["end"])]
    assert hashlib.sha256(span.encode("utf-8")).hexdigest() == proof["sha256"]
    assert proof["exact"] in span
print(f"{len(proofs)} proofs hold")
