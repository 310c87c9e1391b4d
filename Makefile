# `make` alone lists the targets.
# The first that can make environments: version managers leave commands on PATH that only fail.
PYTHON ?= $(firstword $(shell for python in python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip' 2>/dev/null && echo $$python && break; done) python3)
BIN := .venv/bin

.DEFAULT_GOAL := help
# Two set-ups at once would write the same .venv, even with `make -j`.
.NOTPARALLEL:
.PHONY: help demo test check fmt golden tools charts-check lock clean set-up set-up-dev

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: set-up ## the whole platform up, up again and down on the real engine, without a cloud (KEEP=1 leaves it up)
	@$(BIN)/strata rehearse dev $(if $(KEEP),--keep)

test: check tools ## everything: check, then each suite with the real tool that it is about
	$(BIN)/pytest tests/ci
	$(BIN)/pytest tests/browser
	$(BIN)/pytest tests/account
	$(BIN)/pytest tests/rules
	$(BIN)/pytest tests/kubernetes
	$(BIN)/pytest tests/attacks
	$(BIN)/pytest tests/spark
	$(BIN)/pytest tests/yunikorn
	$(BIN)/pytest tests/rehearsal

check: set-up-dev ## style, types, schemas and unit tests, in a few minutes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/strata schema --check
	$(BIN)/strata docs --check
	$(BIN)/strata isolation --check
	$(BIN)/pytest tests/unit
	$(BIN)/pytest tests/options

fmt: set-up-dev ## format, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: set-up-dev ## write the golden files anew, to be reviewed
	$(BIN)/pytest tests/unit --golden

tools: set-up ## find, download or build the engine and the API server
	@$(BIN)/strata tools

charts-check: set-up-dev ## render the charts in CHARTS=folder with the values of every planned release
	@$(BIN)/python -m strata.charts check $(CHARTS)

lock: set-up-dev ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	$(BIN)/uv pip compile --group dev $(LOCK) -c requirements.txt -o requirements-dev.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --quiet

clean: ## remove everything that was made here
	rm -rf .venv .tools .strata .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@$(PYTHON) tools/bootstrap.py

set-up-dev:
	@$(PYTHON) tools/bootstrap.py --dev
