"""Print the lower bounds of pyproject.toml as pip constraints: what `make lowest` installs."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"].values()
run_time = [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]
sys.stdout.writelines(f"{requirement.replace('>=', '==')}\n" for requirement in run_time)
