# make demo   set up, build the bundled index, answer a question
# make test   set up, run the tests
PYTHON ?= python3
VENV   ?= .venv
HOME_DIR ?= .iml
BIN    := $(VENV)/bin
IML    := $(BIN)/iml --home $(HOME_DIR)
ASK    ?= My employer keeps my passport. Is that allowed?

.PHONY: demo test lint types eval ingest-tables check check-catalogue reference setup setup-dev constraints fuzz-api load bundle image clean

demo: setup
	@$(IML) reindex
	@echo
	@echo '$$ iml ask "$(ASK)"'
	@$(IML) ask "$(ASK)"
	@echo 'Ask more:        $(IML) ask "your question"'
	@echo 'Your own files:  $(IML) ingest FOLDER && $(IML) reindex'
	@echo 'In the browser:  $(IML) serve      (then open http://127.0.0.1:8000)'

test: setup-dev
	@$(BIN)/python -m pytest

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-dev
	@$(BIN)/mypy

check-catalogue: setup-dev
	@$(BIN)/python -m pytest -q tests/ingest/catalogue

# Retrieval quality on judged questions: make eval EVAL=folder of dev/, citations/, decisions/
eval: setup
	@$(IML) eval $(EVAL)/dev/queries.tsv $(EVAL)/dev/qrels.txt
	@for set in citations decisions; do \
	  $(IML) eval $(EVAL)/$$set/queries.tsv $(EVAL)/$$set/qrels.txt --exclude-kind general_comment \
	    --leave-out-own-words; done

# How well a collection was read, as tables: make ingest-tables COLLECTION=folder
ingest-tables: setup
	@$(BIN)/python tools/ingest_tables.py $(COLLECTION)

# docs/reference from the code
reference: setup-dev
	@$(BIN)/python tools/reference.py

check: test lint types

setup:
	@$(PYTHON) tools/setup.py --venv $(VENV)

setup-dev:
	@$(PYTHON) tools/setup.py --venv $(VENV) --dev

constraints: setup-dev
	@$(BIN)/python -m pip freeze --exclude-editable --exclude torch > constraints.txt

# The API tried with generated requests, by schemathesis in an environment of its own: make fuzz-api [INDEX=home folder]
CASES ?= 1000
fuzz-api: setup
	@test -x .fuzz/bin/schemathesis || { $(PYTHON) -m venv .fuzz && .fuzz/bin/pip install -q 'schemathesis>=4.32,<5'; }
	@$(BIN)/python tools/fuzz_api.py --home $(or $(INDEX),$(HOME_DIR)) --tool $(CURDIR)/.fuzz/bin/schemathesis --max-examples $(CASES)

# Speed, reloads and memory under load, by wrk: make load [INDEX=home folder] [LOAD="--seconds 20"]
load: setup
	@$(BIN)/python tools/load.py --home $(or $(INDEX),$(HOME_DIR)) $(LOAD)

# An archive that installs without a network: make bundle [INDEX=home folder] [BUNDLE="--torch --extra ocr"]
bundle: setup
	@$(BIN)/python tools/bundle.py $(if $(INDEX),--home $(INDEX)) $(BUNDLE)

# A container image: make image [IMAGE="--build-arg TORCH=1"] [DOCKER=podman]
DOCKER ?= docker
image:
	@$(DOCKER) build -f deploy/Dockerfile -t iml-search $(IMAGE) .

clean:
	rm -rf $(VENV) .fuzz .iml .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
