PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup capture test test-all lint type bench quality docs
