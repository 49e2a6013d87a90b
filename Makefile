ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?= -n 2 --dist loadscope
VENV := $(ROOT)/.venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help bench serve test check lint types seed-check format openapi lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(ROOT)/Makefile | sed -E 's/:.*## /\t/' | expand -t 14

serve: $(RUNTIME) ## Set everything up and serve the seeded knowledge base (HOST=, PORT=, EXOKB_DATABASE_URL=)
	@cd $(ROOT) && exec $(BIN)/exokb serve --host $(HOST) --port $(PORT)

test: $(DEV) ## Set everything up and run all tests on SQLite and PostgreSQL (PYTEST_ARGS="-n 2")
	@cd $(ROOT) && $(BIN)/python -m pytest $(PYTEST_ARGS)

check: lint types seed-check test ## Format, lint, types, import rules, data checks, tests

lint: $(DEV) ## Check format, style and import rules
	@cd $(ROOT) && $(BIN)/ruff format --check && $(BIN)/ruff check && $(BIN)/lint-imports

types: $(DEV) ## Check types
	@cd $(ROOT) && $(BIN)/mypy

seed-check: $(DEV) ## Check the curated data
	@cd $(ROOT) && $(BIN)/exokb seed check

format: $(DEV) ## Bring code and data into canonical form
	@cd $(ROOT) && $(BIN)/ruff format && $(BIN)/ruff check --fix && $(BIN)/exokb seed format

openapi: $(DEV) ## Write docs/openapi.json
	@cd $(ROOT) && $(BIN)/exokb openapi > docs/openapi.json

bench: $(DEV) ## Measure beside what else there is (BENCH_ARGS="--size 1000,100000")
	@cd $(ROOT) && $(BIN)/python -m benchmarks.run $(BENCH_ARGS)

lock: ## Pin the newest allowed dependencies with their hashes
	$(PYTHON) -m venv $(ROOT)/.venv-lock && $(ROOT)/.venv-lock/bin/pip install -q uv
	cd $(ROOT) && .venv-lock/bin/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras pyproject.toml -o requirements.lock
	cd $(ROOT) && .venv-lock/bin/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove what was set up and the local database
	rm -rf $(VENV) $(ROOT)/.venv-lock $(ROOT)/var

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ExoKB needs Python 3.11 or newer; set PYTHON=python3.x")'
	@$(PYTHON) -m venv $(VENV) || { echo "No venv could be made; on Debian, install python3-venv."; rm -rf $(VENV); exit 1; }

$(RUNTIME): $(ROOT)/requirements.lock $(ROOT)/pyproject.toml | $(BIN)/python
	@test -f $(DEV) || $(BIN)/pip install -q --require-hashes -r $(ROOT)/requirements.lock
	@test ! -f $(DEV) || $(BIN)/pip install -q --require-hashes -r $(ROOT)/requirements-dev.lock
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e $(ROOT)
	@touch $@

$(DEV): $(ROOT)/requirements-dev.lock $(ROOT)/pyproject.toml | $(BIN)/python
	@$(BIN)/pip install -q --require-hashes -r $(ROOT)/requirements-dev.lock
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e $(ROOT)
	@touch $@
