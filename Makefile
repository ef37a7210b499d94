# Two commands: `make run` and `make test`. They need Python 3.11-3.13 with its venv module, and nothing else.
# Every step leaves a stamp in the environment, so that a second run installs nothing.

PYTHON ?= python3
PORT   ?= 8080
VENV   ?= .venv
UV     ?= $(shell command -v uv 2>/dev/null)
JOBS   ?= 3

BIN := $(VENV)/bin
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install dev run test check soak bench lock format clean

# What comes from a lock is checked against its hashes, whichever of the two installers is at hand.
ifneq ($(UV),)
PIP := $(UV) pip install --quiet --no-progress --python $(BIN)/python
COMPILED := --compile-bytecode
PIP_IS_THERE := true
else
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
# An environment that uv made has no pip.
PIP_IS_THERE := $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv $(VENV)
endif

help:  ## this page
	@echo "Entrepairs"; echo
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'
	@echo; echo "  PYTHON=python3.12 picks the interpreter, PORT=8090 the playground's port."

install: $(VENV)/.runtime  ## set up .venv with what the bot needs to run

dev: $(VENV)/.dev  ## add what the tests and checks need

run: $(VENV)/.runtime  ## open the playground on http://127.0.0.1:8080 (PORT=)
	@$(BIN)/entrepairs playground --port $(PORT)

test: $(VENV)/.dev  ## every test but the long products; says at the end what was skipped
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not soak" $(ARGS)

check: $(VENV)/.dev  ## format, lint, types and walls
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo --cache-dir $(VENV)/.import_linter

soak: $(VENV)/.dev  ## the long products, before a release (up to an hour)
	@DEADLINE_SCALE=1.0 $(BIN)/python -m pytest -q -n 2 --dist worksteal -m soak $(ARGS) || { code=$$?; \
	  if [ $$code -eq 5 ]; then echo "No long product is written yet."; else exit $$code; fi; }

bench: $(VENV)/.dev  ## the measurements of bench/
	@for file in bench/*.py; do \
	  if [ -e "$$file" ]; then echo "== $$file"; $(BIN)/python "$$file" || exit 1; \
	  else echo "No measurement is written yet."; fi; done

format: $(VENV)/.dev  ## write the format that check asks for
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## resolve the three locks anew (needs uv)
	@[ -n "$(UV)" ] || { echo "make lock needs uv: pipx install uv" >&2; exit 1; }
	$(call compile,runtime,pyproject.toml)
	$(call compile,build,--group build)
	$(call compile,dev,pyproject.toml --group dev)

clean:  ## remove the environment and every cache; the data in var/ stays
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find bot adapters storage tests -name __pycache__ -type d -prune -exec rm -rf {} +

define compile
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements/$(1).txt $(2)
endef

# --- the environment ---------------------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys' 2>/dev/null || { \
	  echo "Python is missing ($(PYTHON)): apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "Entrepairs needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is $$($(PYTHON) -V 2>&1):" \
	    "name one with PYTHON=... (Debian 12 and 13: apt-get install python3)" >&2; exit 1; }
ifneq ($(UV),)
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
else
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
endif
	@touch $@

# The project itself is added without its dependencies (they came from the lock), by the build tool of
# the build lock: set aside while it is needed, so that the environment holds what runs and no more.
$(VENV)/.runtime: $(VENV)/.made requirements/runtime.txt requirements/build.txt pyproject.toml
	@echo "Installing what Entrepairs needs to run (once) ..."
	@$(PIP_IS_THERE)
	@$(PIP) $(COMPILED) --require-hashes -r requirements/runtime.txt
	@rm -rf $(VENV)/build
	@$(PIP) --require-hashes --target $(VENV)/build -r requirements/build.txt
	@PYTHONPATH="$(CURDIR)/$(VENV)/build" $(PIP) --no-deps --no-build-isolation --editable .
	@rm -rf $(VENV)/build
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@echo "Installing what the tests and checks need (once) ..."
	@$(PIP_IS_THERE)
	@$(PIP) $(COMPILED) --require-hashes -r requirements/dev.txt
	@touch $@
