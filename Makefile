# Nghìn Sách. `make` alone prints this help.
#
# A fresh machine needs one of two commands: `make run` or `make test`; each sets up what it needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
UV := uv --directory $(ROOT) --quiet
RUN := $(UV) run --no-sync
PYTEST_WORKERS ?= 3
PORT ?= 8000

export PATH := $(HOME)/.local/bin:$(PATH)

.PHONY: help setup setup-test setup-full run test test-full test-faults test-legacy test-pages test-properties test-languages test-forecast lint format messages bench bench-pages bench-search bench-checking bench-backup clean

help: ## print this help
	@grep -hE '^[a-z-]+:.*## ' $(lastword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install uv, the locked packages and the system libraries that reading and setting books need
	@$(ROOT)/tools/setup.sh run

setup-test: ## the same, and what the tests need besides (browser, test servers)
	@$(ROOT)/tools/setup.sh test

setup-full: ## the same, and the checkers of test-full that come by npm, where npm is there
	@$(ROOT)/tools/setup.sh full

run: setup ## set up, put the sample book on the shelf and serve it at a printed address (PORT=8000)
	@cd $(ROOT) && $(RUN) nghinsach sample --catalogue && exec $(RUN) nghinsach serve --port $(PORT)

test: setup-test ## set up and pass the tests
	@cd $(ROOT) && $(RUN) pytest -n $(PYTEST_WORKERS) --dist loadfile -m "not slow" $(T)

test-full: setup-full ## everything, with whole corpora, fault tests and accessibility checks (long)
	@cd $(ROOT) && $(RUN) pytest $(T)

test-faults: setup-test ## kill -9 of the server in mid-build, 20 times on each database (about 10 minutes)
	@cd $(ROOT) && $(RUN) pytest -s tests/faults

test-legacy: setup-test ## real Word files from before Unicode against their transcripts, with the figures of each
	@cd $(ROOT) && $(RUN) pytest -s tests/corpora/test_legacy.py

test-pages: setup-full ## every page in vi and en, light and dark, phone and desktop: axe (WCAG 2.2 AA), the HTML checker
	@cd $(ROOT) && $(RUN) pytest tests/browser/test_standards.py tests/browser/test_openapi.py

test-properties: setup-test ## 3,000 new examples for each property that must hold for all of them
	@cd $(ROOT) && $(RUN) pytest --hypothesis-profile=searching $$(grep -rl '^@given' tests --include='test_*.py')

test-languages: setup-test ## every language in every design on every page size: nothing off the page, no box (about 15 minutes)
	@cd $(ROOT) && $(RUN) pytest -n $(PYTEST_WORKERS) tests/corpora/test_languages.py

test-forecast: setup-test ## 200 simulated programmes: does the 80% range hold 72% to 88% of the outcomes?
	@cd $(ROOT) && $(RUN) pytest tests/forecast

lint: setup-test ## ruff, mypy strict, import contracts, complete translations and rule pages
	@cd $(ROOT) && $(RUN) ruff check . && $(RUN) ruff format --check . && $(RUN) mypy && $(RUN) lint-imports \
		&& $(RUN) python tools/messages.py check && $(RUN) python tools/rules.py --check

format: ## format the sources
	@cd $(ROOT) && $(RUN) ruff check --fix . ; $(RUN) ruff format .

messages: ## bring the gettext catalogues, and the pages that explain the rules, up to date with the sources
	@cd $(ROOT) && $(RUN) python tools/messages.py extract && $(RUN) python tools/messages.py compile \
		&& $(RUN) python tools/rules.py

bench: setup ## side-by-side measurements of building a book
	@cd $(ROOT) && $(RUN) python benchmarks/book.py

bench-pages: setup-test ## every kind of page on 10,000 titles: p50, p95 and queries, on both databases (about 10 minutes)
	@cd $(ROOT) && $(RUN) python benchmarks/pages.py

bench-checking: setup ## EPUBCheck for each book beside one that goes on running (BOOKS="a.epub b.epub")
	@cd $(ROOT) && $(RUN) python benchmarks/checking.py $(BOOKS)

bench-search: setup-test ## search in 100,000 records and the texts of 1,000 books beside LIKE, on both databases (long)
	@cd $(ROOT) && $(RUN) python benchmarks/search.py

bench-backup: setup-test ## backup and restore of 1,000 titles with 2 GB of files, between both databases (long)
	@cd $(ROOT) && $(RUN) python benchmarks/backup.py

clean: ## remove what can be made again (never var/, where the catalogue lives)
	@cd $(ROOT) && rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
