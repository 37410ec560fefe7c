# Everything a developer or a CI machine runs. `make` alone lists the targets.

PYTHON ?= python3
SITE ?= cloudmatrix384

VENV := .venv
ORACLES := .venv-oracles
BIN := $(VENV)/bin
OUT := var/run

# Independent codes that check ours in `make test-long`. They pin pandas below 3, hence their own environment;
# wntr needs `six` without declaring it.
ORACLE_CODES := CoolProp fluids ht pandapipes pandapower psychrolib six wntr

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-long check bench clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# `twin` answers 1 when a limit is violated: that is an answer, not a failed demonstration.
run: $(VENV)/.stamp-run  ## limits of the CloudMatrix 384 hall, then one simulated hour of it
	@rm -rf $(OUT) && mkdir -p $(OUT)
	@$(BIN)/twin check $(SITE) --report $(OUT)/check.html || test $$? -eq 1
	@$(BIN)/twin simulate $(SITE) --workload table:activity-small --hours 1 --out $(OUT)/simulate || test $$? -eq 1
	@echo
	@echo "Reports, to open in a browser:"
	@find $(OUT) -name '*.html' | sort | sed 's|^|  $(CURDIR)/|'
	@echo "Series of the simulated hour:"
	@echo "  $(CURDIR)/$(OUT)/simulate/"

# Benchmarks run alone afterwards: a time measured beside another worker means nothing.
test: $(VENV)/.stamp-test  ## unit, physics and integration tests, doctests, then benchmarks
	@$(BIN)/python -m pytest -m "not long" -n 2 --ignore=tests/benchmarks --benchmark-disable
	@$(BIN)/python -m pytest -m "not long" tests/benchmarks

bench: $(VENV)/.stamp-test  ## benchmarks only, with their targets enforced: leave the machine alone meanwhile
	@TWIN_BENCH_STRICT=1 $(BIN)/python -m pytest tests/benchmarks

test-long: $(VENV)/.stamp-test $(ORACLES)/.stamp  ## tests that take minutes or need independent codes
	@$(BIN)/python -m pytest -m long

check: $(VENV)/.stamp-check  ## format, lint, types, import contracts, docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

clean:  ## remove environments, caches, builds and results
	rm -rf $(VENV) $(ORACLES) var site dist .benchmarks .hypothesis .import_linter_cache .mypy_cache \
	  .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- environments ----------------------------------------------------------------------------------------------
# A stamp is made again when the interpreter, the requirements or the version changed.

REQUIREMENTS := pyproject.toml twin/__init__.py

define new_environment
@command -v $(PYTHON) >/dev/null || { \
  echo "No $(PYTHON) found. Install it with: apt-get install python3 python3-venv"; exit 1; }
@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
  echo "$$($(PYTHON) --version) is too old: 3.11 or newer is needed. Name another one, as in"; \
  echo "  make PYTHON=python3.11"; \
  echo "or install it with: apt-get install python3.11 python3.11-venv"; exit 1; }
@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
  echo "$$($(PYTHON) --version) cannot make environments. Install what is missing with:"; \
  $(PYTHON) -c "import sys; print('  apt-get install python%d.%d-venv' % sys.version_info[:2])"; exit 1; }
@rm -rf $(1)
@$(PYTHON) -m venv $(1)
endef

$(VENV)/bin/python:
	$(call new_environment,$(VENV))

$(VENV)/.stamp-run: $(REQUIREMENTS) $(VENV)/bin/python
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.stamp-test: $(REQUIREMENTS) $(VENV)/bin/python
	@echo "Installing into $(VENV), with what the tests need ..."
	@$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@ $(VENV)/.stamp-run

$(VENV)/.stamp-check: $(REQUIREMENTS) $(VENV)/bin/python
	@echo "Installing into $(VENV), with what the checks need ..."
	@$(BIN)/python -m pip install --quiet --editable ".[test,check,docs]"
	@touch $@ $(VENV)/.stamp-test $(VENV)/.stamp-run

$(ORACLES)/bin/python:
	$(call new_environment,$(ORACLES))

$(ORACLES)/.stamp: Makefile $(ORACLES)/bin/python
	@echo "Installing the independent codes into $(ORACLES) ..."
	@$(ORACLES)/bin/python -m pip install --quiet $(ORACLE_CODES)
	@touch $@
