"""The shipped data is itself a test."""

import os

import ampere_data


def test_the_shipped_package_is_valid() -> None:
    report = ampere_data.validate(require_documents="AMPERE_DATA_DOCUMENTS" in os.environ)

    assert report.raise_if_invalid().valid
