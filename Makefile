# Everything that people run. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
LOCKS := requirements-build.txt requirements.txt requirements-dev.txt
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header
SOURCES := plugins dags sandbox scripts tests $(if $(wildcard benchmarks/*.py),benchmarks)

# Options of the demo stack, such as: make up STACK="--airflow-port 8090"
STACK ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-again up down secrets test test-full simulate mutation lint lock

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Make .venv from the locked requirements (every other target does it too)

$(INSTALLED): $(LOCKS) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; say which one: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt -r requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: $(INSTALLED) ## Two mornings of a small company, from nothing, and what came of each
	$(BIN)/python -m scripts.demo demo $(STACK)

demo-again: $(INSTALLED) ## The second morning once more on what `make demo` left: nothing is written
	$(BIN)/python -m scripts.demo demo-again $(STACK)

up: $(INSTALLED) ## Start the demo and leave it running: Airflow on 127.0.0.1:8080, passwords printed
	$(BIN)/python -m scripts.demo up $(STACK)

down: $(INSTALLED) ## Stop what `make up` started
	$(BIN)/python -m scripts.demo down $(STACK)

secrets: $(INSTALLED) ## Write ./secrets for docker-compose.yaml, once; the passwords are printed
	$(BIN)/python -m scripts.compose_secrets

test: $(INSTALLED) ## Run the tests of every change in 12 minutes, two processes at a time, and judge what they cover
	./scripts/install_chromium.sh
	$(BIN)/python -m scripts.test_groups

test-full: $(INSTALLED) ## Run the tests that are too long for `make test`, within an hour
	./scripts/install_chromium.sh
	$(BIN)/python -m scripts.test_groups --full
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -q tests/domain/test_domain_properties.py

simulate: $(INSTALLED) ## Live through 5,000 simulated worlds, for hours, and tell what they covered
	$(BIN)/python -m tests.simulation --seeds 0:5000 --require 100 --result docs/explanation/simulation.json

mutation: $(INSTALLED) ## Change the rules of accounting one by one: nine of ten changes must be noticed by a test
	$(BIN)/python -m scripts.mutation

lint: $(INSTALLED) ## Run every static check
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yaml
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m scripts.measure
	$(BIN)/python -m scripts.reference --check
	$(BIN)/python -m scripts.cases --check
	$(BIN)/python -m scripts.import_graph --check

lock: $(INSTALLED) ## Resolve the requirements again, to the newest that fit
	$(COMPILE) -o requirements-build.txt requirements-build.in
	$(COMPILE) -o requirements.txt requirements.in
	$(COMPILE) -o requirements-dev.txt requirements-dev.in
	for wanted in tests/clients/*/requirements.in; do \
	  $(COMPILE) --override tests/clients/overrides.txt -o $${wanted%in}txt $$wanted || exit 1; \
	done
