"""Print the lower bounds of pyproject.toml as pip constraints: what `make lowest` installs."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
run_time = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["validate"]]
sys.stdout.writelines(f"{requirement.replace('>=', '==')}\n" for requirement in run_time)
