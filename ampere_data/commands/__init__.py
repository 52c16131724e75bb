"""The verbs of the command line, a module each: `register` says what a verb takes, `run` does it."""
