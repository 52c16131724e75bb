"""Run the command line: `python -m ampere_data` is `ampere-data`."""

from ampere_data.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
