# Everything a newcomer needs: `make run` and `make test`. Each target makes its own environment,
# with uv where it is installed and with python3 -m venv and pip where it is not.

PYTHON ?= python3
VENV ?= .venv
OUTPUT ?= output
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench format lock clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /: /' | sort

run: $(VENV)/.run ## Take one real problem through the whole loop; papers land in ./output
	@$(BIN)/mutuality tour --workspace $(OUTPUT)/workspace -o $(OUTPUT)

demo: $(VENV)/.run ## The workbench in a browser, offline, with a demonstration team
	@$(BIN)/mutuality serve --demo --home $(OUTPUT)/demonstration

test: $(VENV)/.dev ## Run the tests; optional parts that are absent are skipped with a reason
	@$(BIN)/python -m pytest

check: $(VENV)/.dev ## Format, lint, types, import contracts, documentation
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/python -m pytest tests/docs

bench: $(VENV)/.dev ## Measure speed and memory, as ratios in one run
	@$(BIN)/python benchmarks/run.py

format: $(VENV)/.dev ## Put the code in the house format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## Resolve the locked versions again (needs uv)
	@for set in run dev; do \
	  extra=$$([ $$set = dev ] && echo "--extra dev --extra browser --extra pdf --extra postgres"); \
	  uv pip compile pyproject.toml -c requirements/constraints.in $$extra --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links -q -o requirements/$$set.txt; \
	done

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) $(OUTPUT)

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(call install,run)

$(VENV)/.dev: requirements/dev.txt pyproject.toml
	$(call install,dev)

# The locked packages first, by hash; then the project itself, which then needs nothing more.
define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo "Mutuality needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make $@ PYTHON=python3.12"; exit 1; }
@if [ -n "$(UV)" ]; then \
  [ -x $(BIN)/python ] || uv venv -q --python $(PYTHON) $(VENV); \
  uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/$(1).txt && \
  uv pip install -q --python $(BIN)/python --no-deps -e . ; \
else \
  [ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV); \
  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/$(1).txt && \
  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e . ; \
fi
@$(BIN)/python -m compileall -q src
@touch $@
endef
