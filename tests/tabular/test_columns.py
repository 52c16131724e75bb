"""A list of cells and an Arrow array of texts say the same of themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ampere_data.tabular.columns import Cells, Column, Texts, distinct, marked, surely_less

pa = pytest.importorskip("pyarrow")


def texts(cells: list[str | None]) -> Column:
    return Texts(pa.array(cells, pa.string()))


def codes(cells: list[str | None]) -> Column:
    return Texts(pa.array(cells, pa.string()).dictionary_encode())


COLUMNS: list[Callable[[list[str | None]], Column]] = [Cells, texts, codes]
CELLS = ["a", "", None, "NA", "a", *map(str, range(90)), ""]


@pytest.mark.parametrize("made", COLUMNS)
@pytest.mark.parametrize(("missing", "rows"), [({""}, [1, 2, 95]), ({"NA"}, [2, 3]), (set(), [2]), ({"a"}, [0, 2, 4])])
def test_empty_rows_are_marked(made: Callable[..., Column], missing: set[str], rows: list[int]) -> None:
    assert list(marked(made(CELLS).empty(missing))) == rows


@pytest.mark.parametrize("made", COLUMNS)
def test_each_text_is_given_once(made: Callable[..., Column]) -> None:
    assert distinct([made(CELLS), Cells(["z", 5])]) == {text or "" for text in CELLS} | {"z", "5"}


@pytest.mark.parametrize("rows", [[], [0], [3, 4, 1_000]])
def test_marked_rows_are_given_in_order(rows: list[int]) -> None:
    assert list(marked(sum(1 << row for row in rows))) == rows


@pytest.mark.parametrize("made", COLUMNS[1:])
def test_only_what_surely_is_less_is_marked(made: Callable[..., Column]) -> None:
    lower, upper = ["1", "2", "", None, "5", "0.1"], ["2", "2", "1", "1", "", "0.10000000000000000001"]

    assert list(marked(surely_less(made(lower), made(upper)))) == [0]
    assert surely_less(made(["1"]), made(["two"])) == 0
    assert surely_less(Cells(lower), Cells(upper)) == 0


@pytest.mark.parametrize("made", COLUMNS[1:])
@pytest.mark.parametrize("cells", [[], CELLS, [*map(str, range(200))], [*map(str, range(2**15 + 1)), None]], ids=len)
def test_what_is_kept_is_the_same_and_judged_alike(made: Callable[..., Texts], cells: list[str | None]) -> None:
    column = made(cells)
    kept = column.kept()

    def judge(cell: str | None) -> str | None:
        return cell if cell in ("a", "77") else None

    assert kept.array.to_pylist() == cells
    assert kept.array.nbytes <= column.array.nbytes
    assert list(kept.find(judge)) == list(column.find(judge))
