# `make help` lists what there is. Everything is installed into this checkout and nowhere else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
ENGINES ?= local
# Where pytest starts looking, and what else it is told: make test TESTS=tests/chassis ARGS=-x
TESTS ?=
ARGS ?=
SEEDS ?= 200
SEED ?=

export UV_PYTHON_DOWNLOADS := never
UV := .tooling/bin/uv
RUN := .venv/bin/

.PHONY: help setup hooks up down status demo test simulate crash bench check fmt schemas features clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## install what is needed into this checkout

.tooling/.ready-$(UV_VERSION):
	@deploy/local/setup.sh tooling "$(PYTHON)" $(UV_VERSION)
	@touch $@

.venv/.ready: uv.lock $(wildcard pyproject.toml */pyproject.toml services/*/pyproject.toml deploy/local/*/pyproject.toml) | .tooling/.ready-$(UV_VERSION)
	@deploy/local/setup.sh packages
	@touch $@

hooks: setup ## run the checks before every commit
	$(RUN)pre-commit install

up: setup ## start everything: engines, services, partners' simulators, demo data, traffic
	@$(RUN)comptoir up --engines $(ENGINES)

down: setup ## stop everything; the data stays
	@$(RUN)comptoir down

status: setup ## what runs, and how it is
	@$(RUN)comptoir status

demo: setup ## play an evening on fresh engines and count what came of it
	@$(RUN)python -m comptoir_local.demo --engines $(ENGINES)

test: setup ## the whole suite; ENGINES=local, containers or external
	@tests/support/run.sh $(ENGINES) $(TESTS) $(ARGS)

simulate: setup ## all services in memory under many seeds, with faults; SEEDS=200, or SEED=17 again
	@$(RUN)python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(SEEDS))

crash: setup ## kill and pause everything in turn under load, then count; ARGS=--short
	@$(RUN)python -m tests.crash $(ARGS)

bench: setup ## what it costs and how fast it is, against a floor in the same run
	@$(RUN)python -m tests.bench $(ARGS)

check: setup ## format, lint, types, import boundaries, generated files, compatibility
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy .
	$(RUN)lint-imports --no-cache
	$(RUN)python -m contracts.schema check
	$(RUN)python -m contracts.schema compatible
	$(RUN)python -m comptoir_local.readmes check
	$(UV) lock --check

fmt: setup ## format, and mend what can be mended
	$(RUN)ruff check --fix .
	$(RUN)ruff format .

schemas: setup ## write the generated schemas, the AsyncAPI document and the services' tables
	$(RUN)python -m contracts.schema write
	$(RUN)python -m comptoir_local.readmes write

features: setup ## the features, their acceptance tests and results
	@tests/support/run.sh $(ENGINES) -q --features $(TESTS) $(ARGS)

clean: ## remove what was installed here; running things are stopped first, data is kept
	@if [ -x $(RUN)comptoir ] && [ -e .comptoir/state.json ]; then $(RUN)comptoir down; fi
	rm -rf .venv .tooling .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
