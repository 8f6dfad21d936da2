# Wasl: `make help` lists what can be asked for.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DEMO_DIR := .demo
LOCALES := platform/wasl/i18n/locale
PO := $(wildcard $(LOCALES)/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

.PHONY: help setup setup-dev demo demo-reset test test-quick check format eval bench translations migration clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wasl needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.setup: pyproject.toml constraints.txt | $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.setup-dev: pyproject.toml constraints.txt | $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable . --group dev
	@touch $@ $(VENV)/.setup

%.mo: %.po | $(VENV)/.setup
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

setup: $(VENV)/.setup $(MO)
setup-dev: $(VENV)/.setup-dev $(MO)

demo: setup ## Set up, load the demo, serve it and print the address and sign-ins
	@$(BIN)/wasl demo --data-dir $(DEMO_DIR) --port $(PORT)

demo-reset: ## Forget the demo's data
	rm -rf $(DEMO_DIR)

test: setup-dev ## Set up and run the whole suite (SQLite, PostgreSQL, browser)
	@sh tests/setup_machine.sh
	$(BIN)/python -m pytest -n auto --dist worksteal

test-quick: setup-dev ## The suite without browser and PostgreSQL, for one's own loop
	$(BIN)/python -m pytest -q -m "not browser and not postgresql"

check: setup-dev ## Format, lint, types, import rules, templates, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m wasl.i18n.check

format: setup-dev ## Put code into the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: setup-dev ## Measure matching and coding on the sample data
	$(BIN)/python -m benchmarks.evaluate

bench: setup-dev ## Measure speed, beside a baseline in the same run
	$(BIN)/python -m benchmarks.speed

translations: setup-dev ## Collect texts from code and templates into the catalogues
	$(BIN)/python -m wasl.i18n.collect

migration: setup-dev ## Write a migration from the difference between models and schema: make migration MESSAGE="add …"
	$(BIN)/python -m models.migrations.new "$(MESSAGE)"

clean: ## Remove everything that was built (not the demo's data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist build $(MO)
