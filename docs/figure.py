"""Draw the README's figure, light and dark: `make docs`, or `python docs/figure.py`.

What was promised, by deadline, and what became of it; the stock-market plan and the headcount as the sources told them
one after the other. All of it is read from the tables.
"""

from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

import ampere_data as ad

FOLDER = Path(__file__).parent
WIDTH, ROW = 370, 34  # of a phone, in pixels
# Ink, faint ink, paper; a promise that stands, that was replaced, that was missed. Told apart by the colour-blind, too.
THEMES = {
    "light": ("#1f2328", "#8c959f", "#ffffff", ("#0969da", "#9a6700", "#cf222e")),
    "dark": ("#e6edf3", "#7d8590", "#0d1117", ("#58a6ff", "#d29922", "#ff7b72")),
}
STATUS = ["announced", "superseded", "missed"]
SIGNS = {"by": "triangle-left", "in": "square", "from": "triangle-right"}
HEDGES = {
    "about": "about ",
    "less_than": "under ",
    "more_than": "over ",
    "at_least": "at least ",
    "at_most": "at most ",
}
HALVES = {"40": "first half of ", "41": "second half of "}


def promises() -> pd.DataFrame:
    """Give each promise with a deadline: its name, when it was known, its deadline, how it stands."""
    targets = ad.load("targets").merge(ad.load("metrics")[["metric_id", "title"]], on="metric_id")
    dated = targets[targets["horizon"].notna()].copy()
    ends = zip(dated["horizon_earliest"], dated["horizon_latest"], strict=True)
    dated["how"] = ["by" if pd.isna(first) else "from" if pd.isna(last) else "in" for first, last in ends]
    dated["deadline"] = dated["horizon_latest"].fillna(dated["horizon_earliest"])
    dated["label"] = [
        f"{row.title}{_figure(row)}, {row.how} {in_words(str(row.horizon))}" for row in dated.itertuples(index=False)
    ]
    return dated.sort_values(["deadline", "known_from"])[["label", "known_from", "deadline", "how", "status"]]


def _figure(row: Any) -> str:
    """Write the figure of a promise with its hedge."""
    if pd.isna(row.value):
        return ""
    figure = f"{row.value:.0%}" if row.unit == "share" else f"{row.value:,.0f} {row.unit}"
    return f": {HEDGES.get(row.comparator, '')}{figure}"


def in_words(horizon: str) -> str:
    """Write a horizon without what stands for by, in and from: `2023-41` is the second half of 2023."""
    year, _, part = horizon.strip("./").partition("-")
    return f"{'the ' if part in HALVES else ''}{HALVES.get(part, '')}{year}"


def told(metric: str) -> pd.DataFrame:
    """Give what was told of a metric of Ampere, in the order of its being known."""
    claims = ad.history("ampere", metric)
    claims["by"] = "told by " + claims["known_from"].dt.strftime("%B %Y")
    return claims


def listing() -> pd.DataFrame:
    """Give the plans of a stock-market listing, each with the half-year that it names."""
    plans = told("stock-market-listing")
    named = ["no date, under study" if pd.isna(one) else in_words(str(one)) for one in plans["horizon"]]
    plans["label"] = plans["by"] + ": " + pd.Series(named, index=plans.index)
    return plans[["label", "horizon_earliest", "horizon_latest", "status"]]


def headcount() -> pd.DataFrame:
    """Give the headcounts, planned and reported."""
    claims = told("employees")
    claims["kind"] = claims["table"].map({"targets": "planned", "observations": "reported"})
    figures = [
        f"{HEDGES.get(str(one.comparator), '')}{one.value:,.0f} {one.kind}" for one in claims.itertuples(index=False)
    ]
    claims["label"] = claims["by"] + ": " + pd.Series(figures, index=claims.index)
    return claims[["label", "value", "kind"]]


def draw(theme: str) -> dict[str, Any]:
    """Make the figure as Vega-Lite: a label above each mark, so that it is legible on a phone."""
    ink, faint, paper, colours = THEMES[theme]
    years = alt.Axis(format="%Y", tickCount="year", title=None, labelOverlap=True)
    stands = alt.Scale(domain=STATUS, range=[*colours])
    colour = alt.Color("status:N", scale=stands, legend=alt.Legend(title=None, symbolType="square", symbolOpacity=1))
    shape = alt.Shape("how:N", scale=alt.Scale(domain=[*SIGNS], range=[*SIGNS.values()]), legend=alt.Legend(title=None))
    row = alt.Y("label:N", sort=None, axis=None)

    def panel(title: str, base: alt.Chart, *marks: alt.Chart) -> Any:
        labels = base.mark_text(align="left", baseline="bottom", dy=-6, fontSize=12).encode(
            x=alt.value(0), y=row, text="label:N"
        )
        return alt.layer(*marks, labels).properties(width=WIDTH, height=alt.Step(ROW), title=title)

    made = alt.Chart(promises())
    span = alt.X("known_from:T", scale=alt.Scale(domain=["2022-07-01", "2032-04-01"]), axis=years)
    line = made.mark_rule(strokeWidth=2, opacity=0.5).encode(x=span, x2="deadline:T", y=row, color=colour)
    mark = made.mark_point(size=90, filled=True, opacity=1).encode(x="deadline:T", y=row, color=colour, shape=shape)

    planned = alt.Chart(listing())
    near = alt.X("horizon_earliest:T", scale=alt.Scale(domain=["2022-07-01", "2025-04-01"]), axis=years)
    bars = planned.mark_bar(height=8).encode(x=near, x2="horizon_latest:T", y=row, color=colour)

    people = alt.Chart(headcount())
    faded = alt.Opacity("kind:N", scale=alt.Scale(domain=["planned", "reported"], range=[0.45, 1]), legend=None)
    count = alt.X("value:Q", title=None, axis=alt.Axis(format=",d", tickCount=4))
    counted = people.mark_bar(height=8, color=colours[0]).encode(x=count, y=row, opacity=faded)

    figure = alt.vconcat(
        panel("What was promised, from its being known to its deadline", made, line, mark),
        panel("The stock-market listing, as it was told", planned, bars),
        panel("The headcount, as it was told", people, counted),
        spacing=20,
    )
    figure = figure.configure(background=paper, padding=14, font="sans-serif").configure_view(stroke=None)
    figure = figure.configure_text(color=ink).configure_title(color=ink, fontSize=13, anchor="start", offset=8)
    figure = figure.configure_legend(labelColor=ink, labelFontSize=12, orient="bottom", symbolFillColor=faint)
    figure = figure.configure_axis(
        labelColor=ink,
        labelFontSize=12,
        domainColor=faint,
        tickColor=faint,
        gridColor=faint,
        gridOpacity=0.25,
    )
    drawn: dict[str, Any] = figure.to_dict()
    return drawn


def main() -> None:
    """Write both pictures."""
    for theme in THEMES:
        svg = vl_convert.vegalite_to_svg(draw(theme))
        (FOLDER / f"figure-{theme}.svg").write_text(svg + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
