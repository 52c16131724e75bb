"""Proofs: where a cell is told, whether the words still stand there, and whether the value follows from them."""
