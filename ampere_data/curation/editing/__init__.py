"""Change a package on disk: mend it, cite a proof, register a source; whole files or none."""
