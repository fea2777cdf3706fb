# Few verbs; CI calls only these.
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
ARCHIVE ?= archive
JOBS    ?= 2
PIP     := $(BIN)/python -m pip --disable-pip-version-check install --quiet
READY   := $(VENV)/.ready
DEV     := $(VENV)/.ready-dev
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml

.PHONY: setup capture test test-all lint type bench quality docs lock

# What a capture needs.
setup: $(READY)

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --editable .
	$(BIN)/capture install
	@touch $@

# What the tests and checks need besides.
$(DEV): $(READY) requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# The demo page, or one of your own: make capture URL=https://example.org/
capture: $(READY)
ifdef URL
	$(BIN)/capture page --output $(ARCHIVE) '$(URL)'
else
	$(BIN)/capture demo --output $(ARCHIVE)
endif

# Two at a time, a file each: most of a test's time is waiting for a browser.
test: $(DEV)
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadfile

test-all: $(DEV)
	$(BIN)/pytest -m ''

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

type: $(DEV)
	$(BIN)/mypy

bench: $(DEV)
	$(BIN)/python -m scripts.bench $(ONLY)

quality: $(DEV)
	$(BIN)/python -m scripts.quality $(ONLY)

# Writes what the docs quote from the program; under CI it only says whether they had drifted.
docs: $(DEV)
	$(BIN)/python -m scripts.docs $(if $(CI),--check)

lock: $(DEV)
	$(PIP) uv
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra dev -o requirements-dev.lock
