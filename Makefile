# Two commands are enough: `make run` opens the window, `make test` runs the checks. Both install what they need.

# The first Python on the path that is new enough.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
IN_VENV := $(VENV)/bin/python
INSTALL := $(IN_VENV) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.DELETE_ON_ERROR:
.PHONY: run test test-slow test-gl lint bench screenshots clean

run: $(VENV)/installed
	$(IN_VENV) main.py

# Tests start many processes: with Python's compiled files each is faster, so the tests keep them whatever is set.
test test-slow test-gl: export PYTHONDONTWRITEBYTECODE :=

test: lint
	QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest -m "not gl and not slow" -n 2

# What takes long for what it adds: closing amid rarer kinds of work, which Ctrl-C does in `make test`.
test-slow: $(VENV)/installed-test
	QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest -m "slow and not gl" -n 2

# What needs OpenGL, on a display without a screen; where there is none this fails.
test-gl: $(VENV)/installed-test
	scripts/install-system-packages qt x11 virtual
	QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
		$(IN_VENV) -m pytest -m gl -n 0

lint: $(VENV)/installed-test
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m mypy

bench: $(VENV)/installed
	$(IN_VENV) -m benchmarks

screenshots: $(VENV)/installed
	scripts/screenshots $(IN_VENV)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The files below say when the environment was last made to match: it is installed anew only when a newer
# pyproject.toml, constraints.txt or list of system packages is there.
$(VENV)/installed: pyproject.toml constraints.txt scripts/system-packages.txt | $(IN_VENV)
	scripts/install-system-packages qt x11
	$(INSTALL) .
	touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt scripts/system-packages.txt | $(IN_VENV)
	scripts/install-system-packages qt
	$(INSTALL) '.[test]'
	touch $@

$(IN_VENV):
	@test -n "$(PYTHON)" || { echo "Losscope needs Python 3.11 or newer, and none is on the path." >&2; exit 2; }
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || scripts/install-system-packages python
	$(PYTHON) -m venv $(VENV)
