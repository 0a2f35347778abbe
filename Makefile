# Two commands for a fresh machine: `make demo` and `make test`. The work is done by scripts/; `make help` lists all.
# Every path here is relative to this folder, so a folder with a space in its name is fine.

ifndef PYTHON
PYTHON := $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done),python3)
endif
VENV = .venv/bin/python

# We start many processes of the same code: what Python has compiled is kept, whatever the shell says.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help demo test lint fuzz bench pictures setup servers stop messages
.DEFAULT_GOAL = help

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: ## install, start everything, send a survey batch, serve the site until interrupted (PORT=8000)
	@$(PYTHON) -m scripts.demo

test: setup servers ## install, start the servers, run all tests (ARGS="-k words")
	@$(VENV) -m pytest -n auto --dist worksteal $(ARGS)

lint: setup servers ## format, style, types, direction of imports, migrations, production settings
	@$(PYTHON) -m scripts.lint

fuzz: setup servers ## ask the API, and guess at hidden numbers, far more than the tests do
	@FUZZ_EXAMPLES=1000 $(VENV) -m pytest -n auto tests/access/test_fuzz.py tests/enumerations/test_small_cells.py $(ARGS)
	@FUZZ_EXAMPLES=1000 $(VENV) -m pytest -n auto -m hypothesis --ignore=tests/access/test_fuzz.py $(ARGS)

audit: setup ## look for known faults in the pinned packages; needs the internet
	@$(PYTHON) -m scripts.audit

bench: setup servers ## measure (ARGS="--help")
	@$(VENV) -m benchmarks $(ARGS)

pictures: setup servers ## take the pictures of docs/tour.md anew, of the demo's invented people
	@$(VENV) -m benchmarks.pictures

setup: ## install what is missing, for the tests too
	@$(PYTHON) -m scripts.install --tests

servers: ## start this folder's private PostGIS and Redis; their addresses: .local/env
	@$(PYTHON) -m scripts.servers

stop: ## end what this folder started
	@$(PYTHON) -m scripts.stop

messages: setup ## collect the strings to translate into locale/sw
	@$(PYTHON) -m scripts.messages
