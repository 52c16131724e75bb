"""Do the stretches that are not the article itself still hold the words that they were marked for?"""

from __future__ import annotations

from collections.abc import Iterator

from ampere_data.curation.evidence.inquiry import Inquiry
from ampere_data.curation.evidence.selectors import Span, digest
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows

COLUMNS = frozenset(("source_id", "start", "end", "sha256"))


def check_digests(rows: Rows | None, inquiry: Inquiry) -> Iterator[Issue]:
    """Read each passage again whose document is at hand, and hold its words to their digest.

    A span that lies outside its document is left to the rule that the schema declares for spans.
    """
    if rows is None or not set(rows.labels) >= COLUMNS:
        return
    for row, record in enumerate(rows.records()):
        text = inquiry.text(record["source_id"])
        if text is None or not (record["start"].isdecimal() and record["end"].isdecimal()):
            continue
        span = Span(int(record["start"]), int(record["end"]))
        if span.start < span.end <= len(text) and digest(span.of(text)) != record["sha256"]:
            params = {"source": record["source_id"], "found": digest(span.of(text))}
            yield rows.issue(row, "passage-digest", "sha256", params=params, hint="passage-digest")
