# The front door. Needs Python 3.11+ and make; everything else goes into .venv and node_modules.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types unit e2e faults docs bench lock clean

PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE := 1

help: ## Say what there is
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: .venv/.done node_modules/.done ## Install what is needed into .venv and node_modules

.venv/.done: requirements-dev.lock pyproject.toml
	@echo "Installing into .venv"
	@$(PYTHON) -c 'import sys; sys.exit("Gatehouse needs Python 3.11 or later, and $(PYTHON) is " + sys.version.split()[0] + ". Set PYTHON=python3.x") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@grep -A 40 '^uv==' requirements-dev.lock | awk 'NR == 1 || /^ /{print; next} {exit}' > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.done: package.json package-lock.json .npmrc .venv/.done
	@echo "Installing the CDK command line into node_modules"
	@npm ci --loglevel=error --no-progress > node_modules.log || { cat node_modules.log; exit 1; }
	@rm -f node_modules.log
	@touch $@

demo: setup ## Tell the main job as a story, on the embedded AWS
	@gatehouse sandbox demo

test: lint ## Everything a change must pass; what mostly waits runs beside what mostly computes
	@$(MAKE) --no-print-directory -j2 e2e unit faults

lint: setup ## Style, types, layers
	@ruff format --check --quiet . && ruff check --quiet . && echo "style: fine"
	@mypy --no-error-summary && echo "types: fine"
	@lint-imports --no-cache | tail -1

unit: setup ## Core, flows, adapters, stacks, the sandbox's contracts
	@pytest -q -m "not e2e"

e2e: setup ## The real stacks, deployed to the embedded AWS, driven by events and HTTP
	@pytest -q tests/e2e

faults: setup ## The loop under each fault of AWS, and doctor under each fault of a deployment
	@pytest -q tests/loop tests/doctor

docs: setup ## Compute docs/permissions.md and docs/cost.md again
	@python -m reference

bench: setup ## Measure what is promised of calls, quotas and lanes: about nine minutes
	@python -m bench

lock: setup ## Pin all dependencies again, with hashes and without addresses
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock pyproject.toml
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock pyproject.toml

clean: ## Remove everything that was installed or built
	@rm -rf .venv node_modules cdk.out .cache build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
