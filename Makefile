# Two commands do everything on a new machine: `make demo` and `make test`.
# `make window` opens the window.
# Needs git, make, python3 (3.11 or newer) with venv.  All paths are relative,
# so the folder may lie anywhere, under any name.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
RUN     := $(BIN)/python -m
PIP     := $(RUN) pip --disable-pip-version-check --quiet
# Two workers begin at the ends, so that what a module prepares is prepared once.
PYTEST  := QT_QPA_PLATFORM=offscreen $(RUN) pytest -n 2 --dist worksteal
SOURCES := landgis landgis_ui tests benchmarks sample_data styles docs tools

# Fill the wheelhouse for another system: make wheelhouse PLATFORM=win_amd64
PLATFORM       ?=
PYTHON_VERSION ?= 311

.PHONY: demo window test check pytest format wheelhouse benchmarks libraries lock clean

demo: $(VENV)/ready
	$(BIN)/landgis demo demo

window: $(VENV)/ready
	$(BIN)/landgis gui

test: check pytest

check: $(VENV)/ready-dev
	$(RUN) ruff format --check $(SOURCES)
	$(RUN) ruff check $(SOURCES)
	$(BIN)/lint-imports --no-cache
	$(RUN) mypy

pytest: $(VENV)/ready-dev
	$(PYTEST) --ignore=tests/landgis_ui --cov --cov-report=term:skip-covered
	$(RUN) tools.coverage_gates
	$(PYTEST) tests/landgis_ui

format: $(VENV)/ready-dev
	$(RUN) ruff format $(SOURCES)
	$(RUN) ruff check --fix $(SOURCES)

# Each package once, for this system or PLATFORM; then proof that it installs offline.
wheelhouse: $(VENV)/ready
	sh tools/wheelhouse.sh "$(BIN)/python" "$(PLATFORM)" "$(PYTHON_VERSION)"

benchmarks: $(VENV)/ready-dev
	$(RUN) benchmarks

# New pins for all packages: after a change of the dependencies in pyproject.toml.
lock:
	sh tools/lock.sh "$(PYTHON)"

libraries:
	@sh tools/system_libraries.sh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "LandGIS needs Python 3.11 or newer; try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml requirements.lock
	@sh tools/system_libraries.sh
	$(PIP) install --requirement requirements.lock
	PYTHONWARNINGS=ignore $(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(PIP) install --requirement requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist wheelhouse demo *.egg-info
