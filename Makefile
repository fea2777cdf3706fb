# Few verbs; CI calls only these.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
ARCHIVE ?= archive

.PHONY: setup capture test test-all lint type bench quality docs lock

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/capture install
	@touch $@

# The demo page, or one of your own: make capture URL=https://example.org/
capture: setup
ifdef URL
	$(BIN)/capture page --output $(ARCHIVE) '$(URL)'
else
	$(BIN)/capture demo --output $(ARCHIVE)
endif

test: setup
	$(BIN)/pytest

test-all: setup
	$(BIN)/pytest -m ''

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

type: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m scripts.bench

quality: setup
	$(BIN)/python -m scripts.quality

# Writes what the docs quote from the program, and fails in CI if they had drifted.
docs: setup
	$(BIN)/python -m scripts.docs $(if $(CI),--check)

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra dev pyproject.toml -o requirements.lock
