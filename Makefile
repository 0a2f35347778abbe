# Two commands for a fresh machine: `make demo` and `make test`. The work is done in scripts/; `make help` lists the rest.
# Every path below is relative to this folder, so a folder with spaces in its name is fine.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export PYTHONDONTWRITEBYTECODE = 1
SCRIPT = $(or $(PYTHON),@echo "Pamoja needs Python 3.11 or newer." && false ||) -m scripts

.PHONY: help demo test lint bench setup servers stop messages

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: ## install, start everything, send a batch, serve the site (PORT=8000) until interrupted
	@$(SCRIPT).demo

test: ## install, start the servers, run all tests (ARGS="-k words")
	@$(SCRIPT).checks test $(ARGS)

lint: ## formatting, types, direction of imports, migrations, production settings
	@$(SCRIPT).checks lint

bench: ## measure (ARGS="--help")
	@$(SCRIPT).checks bench $(ARGS)

setup: ## install what is missing, for tests too
	@$(SCRIPT).install --tests

servers: ## start the private PostGIS and Redis; addresses in .local/env
	@$(SCRIPT).servers

stop: ## end what this folder started
	@$(SCRIPT).stop

messages: ## collect the translatable strings into locale/
	@$(SCRIPT).checks messages
