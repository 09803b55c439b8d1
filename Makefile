# Synaq: what a newcomer needs. `make demo` shows it, `make test` proves it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv

.PHONY: install demo test test-all test-js lint format bench-answers bench-statistics bench-eligibility lock clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml package-lock.json bin/make-venv service/assets.py
	@PYTHON=$(PYTHON) bin/make-venv $(VENV)
	@$(VENV)/bin/synaq assets
	@touch $@

demo: install
	@$(VENV)/bin/synaq demo

test: install
	@bin/run-tests quick

test-all: install
	@bin/run-tests all

lint: install
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: install
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

bench-answers: install
	@$(VENV)/bin/python -m benchmarks.answers

bench-statistics: install
	@$(VENV)/bin/python -m benchmarks.item_statistics

bench-eligibility: install
	@$(VENV)/bin/python -m benchmarks.eligibility

lock: install
	@$(UV) pip compile -q pyproject.toml --group dev --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header -o requirements.lock

clean:
	rm -rf $(VENV) node_modules web/static/vendor .mypy_cache .ruff_cache .pytest_cache
