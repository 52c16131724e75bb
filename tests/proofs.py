"""Proofs of the invented package by the cell that they prove."""

import lumifer

VALUE = {"record_id": "production-2040-first", "field": "value"}


def proof(**cells: str) -> int:
    return lumifer.find("evidence", **cells)
