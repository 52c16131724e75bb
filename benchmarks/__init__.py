"""How fast, how complete and how large: this project beside others, as whole processes, on the same files."""
