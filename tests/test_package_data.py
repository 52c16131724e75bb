"""The shipped data is itself a test."""

from conftest import ARTICLES

import ampere_data


def test_the_shipped_package_is_valid() -> None:
    report = ampere_data.validate(documents=ARTICLES, require_documents=any(ARTICLES.glob("*.txt")))

    assert report.raise_if_invalid().valid
