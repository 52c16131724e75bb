"""Bytes to rows: storage, encoding, dialect, header, and what is wrong with a file's structure."""
