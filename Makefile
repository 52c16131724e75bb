# `make` does the main job from a bare clone, `make test` runs everything that must hold. Both need make, git and
# Python 3.11 or newer, nothing else. `make PYTHON=python3.12` chooses the Python.

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
EMPTY = build/empty

# The articles, for those who have them: their proofs are then read again, and each of them must be.
DOCUMENTS = $${AMPERE_DATA_DOCUMENTS:-../shared/seeds}

all: $(VENV)/.installed
	@$(BIN)/ampere-data validate
	@echo
	@$(BIN)/ampere-data list
	@echo
	@$(BIN)/python docs/examples/question_01.py

test: lint types tests data wheel

lint: $(VENV)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed
	$(BIN)/mypy

tests: $(VENV)/.installed
	@if [ -d "$(DOCUMENTS)" ]; then \
	    AMPERE_DATA_DOCUMENTS=$$(cd "$(DOCUMENTS)" && pwd); \
	    export AMPERE_DATA_DOCUMENTS; \
	fi; \
	echo "$(BIN)/pytest"; $(BIN)/pytest

# Our own opinion of the shipped package, then the outside one.
data: $(VENV)/.installed
	@if [ -d "$(DOCUMENTS)" ]; then \
	    echo "$(BIN)/ampere-data validate --require-documents"; \
	    $(BIN)/ampere-data validate --documents "$(DOCUMENTS)" --require-documents; \
	else \
	    echo "$(BIN)/ampere-data validate"; \
	    $(BIN)/ampere-data validate; \
	fi
	$(BIN)/frictionless validate datapackage.json

# The wheel, in an environment that has the base dependencies and nothing else.
wheel: $(VENV)/.installed $(EMPTY)/.installed
	rm -rf build/wheel
	$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(EMPTY)/bin/python -m pip install -qq --no-deps --force-reinstall build/wheel/*.whl
	$(EMPTY)/bin/python -I tests/wheel.py build/wheel/*.whl

# The same tests on the lowest versions that pyproject.toml allows.
lowest: $(VENV)/.python
	rm -rf build/lowest
	$(BIN)/python -m venv build/lowest
	build/lowest/bin/python -m pip install -qq --upgrade 'pip>=25.1'
	build/lowest/bin/python .ci/lowest.py > build/lowest/constraints.txt
	build/lowest/bin/python -m pip install -qq --editable '.[validate]' --group dev \
	    --constraint build/lowest/constraints.txt
	build/lowest/bin/pytest

# The property tests with many more examples than `make test` takes (up to an hour), then each of the fuzzer's seven
# targets, led by coverage, for so many seconds.
SECONDS = 300

fuzz: $(VENV)/.installed
	$(BIN)/pytest --hypothesis-profile=long -m hypothesis
	-$(BIN)/python -m pip install -qq --only-binary atheris --group fuzz
	$(BIN)/python -m fuzzing --seconds $(SECONDS)

# Write the generated parts of the docs anew, and how the package is to be cited.
docs: $(VENV)/.installed
	$(BIN)/cog -r -P -I docs ampere_data/names.py README.md docs/*.md
	$(BIN)/python docs/figure.py
	@$(BIN)/ampere-data export build/metadata --format metadata --force > /dev/null
	cp build/metadata/CITATION.cff build/metadata/.zenodo.json .

# What is published goes here: wheel and sdist into `python`, the exports into `data`.
DIST = dist

# Everything that can be taken home, in English and in French.
export: $(VENV)/.installed
	rm -rf "$(DIST)/data"
	@$(BIN)/ampere-data export "$(DIST)/data" --lang fr --format csv --format xlsx > /dev/null
	@$(BIN)/ampere-data export "$(DIST)/data" --lang en

# Wheel and sdist, judged by those who publish them.
dist: $(VENV)/.installed
	rm -rf "$(DIST)/python"
	$(BIN)/python -m build --no-isolation --outdir "$(DIST)/python" > /dev/null
	$(BIN)/twine check --strict "$(DIST)"/python/*
	$(BIN)/check-wheel-contents "$(DIST)"/python/*.whl

# The table of docs/performance.md; takes about half an hour.
bench: $(VENV)/.installed
	$(BIN)/python -m pip install -qq --group bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks

# The first Python that is new enough: the one asked for, or another that lies around.
$(VENV)/.python:
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "$$python -m venv $(VENV)"; \
	        "$$python" -m venv --clear $(VENV) || exit 1; \
	        $(BIN)/python -m pip install -qq --upgrade 'pip>=25.1' || exit 1; \
	        touch $@; exit 0; \
	    fi; \
	done; echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 1

$(VENV)/.installed: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install -qq --editable '.[validate]' --group dev
	@touch $@

$(EMPTY)/.installed: $(VENV)/.installed
	rm -rf $(EMPTY)
	$(BIN)/python -m venv $(EMPTY)
	$(EMPTY)/bin/python -m pip install -qq .
	@touch $@

.PHONY: all test lint types tests data wheel lowest fuzz docs export dist bench clean
