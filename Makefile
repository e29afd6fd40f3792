# The lines of README.md. Needs Python 3.11 or newer, make and the network (or pip's cache) once.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
CORPUS ?= teaching

.PHONY: figures test real lab bench lock clean

figures: $(VENV)/ready
	$(BIN)/slantwise reproduce --corpus $(CORPUS)

test: $(VENV)/ready
	$(BIN)/python -m pytest -m "not real"

real: $(VENV)/ready
	$(BIN)/python -m pytest -m real

bench: $(VENV)/ready
	$(BIN)/python benchmarks/measure_speed.py
	$(BIN)/python benchmarks/measure_lexicon.py
	$(BIN)/python benchmarks/measure_estimates.py

lab: $(VENV)/ready
	$(BIN)/slantwise lab

# The lock of all platforms, made from pyproject.toml; no index address is written into it.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile pyproject.toml --extra test --extra build --extra models --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --output-file requirements.txt

$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Slantwise needs Python 3.11 or newer; found ' + sys.version.split()[0] + '; name another with make PYTHON=python3.12')"
	@echo "environment: installing the locked packages into $(VENV) (one to two minutes)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --progress-bar off --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps -e .
	$(BIN)/python -c "open('$(VENV)/ready', 'w').close()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, True) for p in ('$(VENV)', 'build', 'notebooks/executed')]"
