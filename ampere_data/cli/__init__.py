"""The command line: each verb a module of a few lines."""
