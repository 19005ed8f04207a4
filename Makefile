# `make help` lists what there is. Everything is installed into this checkout and nowhere else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
ENGINES ?= local
# Where pytest starts looking, and what else it is told: make test TESTS=tests/chassis ARGS=-x
TESTS ?=
ARGS ?=
# Among how many processes `make test` shares the tests out; 0: one after the other, in one.
WORKERS ?= 3
# The same of `make test-browser`: each process has a browser and an installation of its own.
BROWSER_WORKERS ?= 2
# Where the runs of `make features` keep what came of them.
FEATURES := .comptoir/features.json
SEEDS ?= 200
EXAMPLES ?= 30
SEED ?=

export UV_PYTHON_DOWNLOADS := never
# Dozens of processes start here: what one has compiled the others read.
unexport PYTHONDONTWRITEBYTECODE
UV := .tooling/bin/uv
RUN := .venv/bin/
KUSTOMIZE := .tooling/bin/kustomize
# Node and npm come with the locked packages, too.
NPM := PATH="$(CURDIR)/.venv/bin:$$PATH" npm --silent --prefix services/gateway/web
WEB := services/gateway/web
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public -type f 2>/dev/null) \
	$(addprefix $(WEB)/,index.html package.json vite.config.ts vite.book.config.ts tsconfig.json compress.mjs)
WEB_PACKAGES := $(WEB)/node_modules/.ready

.PHONY: help setup web hooks up down status demo test fuzz simulate crash race bench images compose-up compose-down backup restore check check-page check-types check-rest fmt schemas features clean observe-check dashboards test-browser screenshots k8s-check k8s-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## install what is needed into this checkout

.tooling/.ready-$(UV_VERSION):
	@deploy/local/setup.sh tooling "$(PYTHON)" $(UV_VERSION)
	@touch $@

.venv/.ready: uv.lock $(wildcard pyproject.toml */pyproject.toml services/*/pyproject.toml deploy/local/*/pyproject.toml) | .tooling/.ready-$(UV_VERSION)
	@deploy/local/setup.sh packages
	@touch $@

web: setup $(WEB)/dist/.built ## build the page that the gateway serves

$(WEB_PACKAGES): $(WEB)/package-lock.json | .venv/.ready
	@deploy/local/setup.sh page-packages
	@touch $@

$(WEB)/dist/.built: $(WEB_PACKAGES) $(WEB_SOURCES)
	@deploy/local/setup.sh page
	@touch $@

hooks: setup ## run the checks before every commit
	$(RUN)pre-commit install

up: setup web ## start everything: engines, services, partners' simulators, demo data, traffic
	@$(RUN)comptoir up --engines $(ENGINES)

down: setup ## stop everything; the data stays
	@$(RUN)comptoir down

status: setup ## what runs, and how it is
	@$(RUN)comptoir status

demo: setup web ## play an evening on fresh engines and count what came of it
	@$(RUN)python -m comptoir_local.demo --engines $(ENGINES)

# A broker of a few minutes is started and restarted oftener than its code runs hot: the second
# compiler costs more than it saves (a start after a kill: 8.5 s of CPU instead of 14).
demo test fuzz crash test-browser features: export JDK_JAVA_OPTIONS := -XX:TieredStopAtLevel=1

test: setup web ## the whole suite; ENGINES=local, containers or external; WORKERS=0 for no side by side
	@tests/support/run.sh $(ENGINES) --numprocesses $(WORKERS) $(TESTS) $(ARGS)

fuzz: setup web ## calls made up from the APIs' descriptions, other ones each time; EXAMPLES=30 of each kind
	@FUZZ_EXAMPLES=$(EXAMPLES) tests/support/run.sh $(ENGINES) tests/fuzz $(ARGS)

simulate: setup ## all services in memory under many seeds, with faults; SEEDS=200, or SEED=17 again
	@$(RUN)python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(SEEDS))

crash: setup web ## kill and pause everything in turn under load, then count; ARGS=--short
	@$(RUN)python -m tests.crash $(ARGS)

race: setup web ## hundreds of buyers at once for the last places, and an inventory killed; ARGS=--without-guard must fail
	@$(RUN)python -m tests.race $(ARGS)

$(KUSTOMIZE): deploy/k8s/tool/go.sum | .tooling/.ready-$(UV_VERSION)
	@deploy/k8s/tool/install.sh

k8s-check: setup $(KUSTOMIZE) ## the Kubernetes manifests against schemas and rules, without a cluster
	@$(RUN)python -m pytest --quiet tests/k8s

k8s-test: setup $(KUSTOMIZE) ## an evening, then blows under load in the cluster that kubectl points at, if it is marked for tests
	@$(RUN)python -m tests.k8s $(ARGS)

bench: setup web ## what it costs and how fast it is, against a floor in the same run
	@$(RUN)python -m tests.bench $(ARGS)

images: ## container images of all services, with the page, and of the operators' tools; BASE=an image
	@BASE="$(BASE)" deploy/docker/images.sh $(TAGS)

compose-up: setup ## engines, services, partners and demo in containers, from the images
	@deploy/docker/compose.sh up

compose-down: setup ## stop them; the data stays, DATA=remove: it goes
	@deploy/docker/compose.sh down $(DATA)

backup: setup ## keep databases, topics and keys in a folder, while everything goes on: TO=folder
	@$(RUN)comptoir backup "$(or $(TO),.comptoir/backups/$(shell date -u +%Y-%m-%dT%H-%M-%SZ))"

restore: setup ## bring an installation back, into engines where it is not: FROM=folder
	@$(RUN)comptoir restore "$(or $(FROM),$(error FROM=folder says which backup))"

check: setup $(WEB_PACKAGES) ## format, lint, types, import boundaries, generated files, compatibility
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-page check-types check-rest

observe-check: setup ## alert rules and their tests, dashboards and the expressions in them
	@deploy/observe/promtool.sh
	@.tooling/prometheus/promtool check config --syntax-only deploy/observe/prometheus/prometheus.yml
	@.tooling/prometheus/promtool check rules deploy/observe/prometheus/rules/*.yml
	@.tooling/prometheus/promtool test rules deploy/observe/prometheus/tests/*.yml
	@$(RUN)python -m deploy.observe.dashboards check

dashboards: setup ## write Grafana's dashboards from what they show
	$(RUN)python -m deploy.observe.dashboards write

check-page:
	$(NPM) run check

check-types:
	$(RUN)mypy .

check-rest:
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)lint-imports --no-cache
	$(RUN)python -m contracts.schema check
	$(RUN)python -m contracts.schema compatible
	$(RUN)python -m comptoir_local.readmes check
	$(RUN)python -m comptoir_local.topic_resources check
	$(RUN)python -m gateway.api.described check
	$(UV) lock --check

fmt: setup $(WEB_PACKAGES) ## format, and mend what can be mended
	$(RUN)ruff check --fix .
	$(RUN)ruff format .
	$(NPM) run fmt

test-browser: setup web ## the pages in a real Chromium, over real services; BROWSER_WORKERS=0 for no side by side
	@deploy/local/chromium.sh install
	@tests/support/run.sh $(ENGINES) $(or $(TESTS),tests/browser) --numprocesses $(BROWSER_WORKERS) \
	    --screenshot only-on-failure --output .comptoir/test-browser $(ARGS)

screenshots: setup web ## a picture of every page in .comptoir/screenshots; README=1: the README's, too
	@deploy/local/chromium.sh install
	@$(RUN)python -m tests.browser.screenshots --engines $(ENGINES) $(if $(README),--readme) $(ARGS)

schemas: setup $(WEB_PACKAGES) ## write the generated schemas, the AsyncAPI document and the services' tables
	$(RUN)python -m contracts.schema write
	$(RUN)python -m comptoir_local.readmes write
	$(RUN)python -m comptoir_local.topic_resources write
	$(RUN)python -m gateway.api.described write
	$(NPM) run api

features: setup web ## the features, their acceptance tests and results
	@rm -f $(FEATURES)
	@run="tests/support/run.sh $(ENGINES) -q --features-file=$(FEATURES)"; ended=0; \
	if [ -z "$(TESTS)" ]; then $$run --numprocesses $(WORKERS) $(ARGS) || ended=1; deploy/local/chromium.sh install; fi; \
	$$run --features --numprocesses $(BROWSER_WORKERS) $(or $(TESTS),tests/browser) $(ARGS) || ended=1; exit $$ended

clean: ## remove what was installed here; running things are stopped first, data is kept
	@if [ -x $(RUN)comptoir ] && [ -e .comptoir/state.json ]; then $(RUN)comptoir down; fi
	rm -rf $(WEB)/node_modules $(WEB)/dist
	rm -rf .venv .tooling .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
