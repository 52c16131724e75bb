from pathlib import Path

from ampere_data.tabular.rules import CellCheck, Note, Rules
from ampere_data.tabular.standalone import Said
from ampere_data.tabular.validation import validate
from ampere_data.words.reasons import quoted


class Even(Rules):
    def cell_checks(self, table, field):
        if field.descriptor.get("even"):
            yield CellCheck(lambda text: [ODD] if text.isdecimal() and int(text) % 2 else [])


ODD = Note("odd-number", params={"note": quoted("An even number is wanted")})
SCHEMA = {"fields": [{"name": "pairs", "type": "integer", "even": True}]}
Path("pairs.csv").write_text("pairs\n2\n5\n8\n")
for issue in validate("pairs.csv", said=Said(SCHEMA), rules=Even()).issues:
    print(issue.line, issue.field, issue.value, issue.code, issue.message)
