PYTHON ?= python3

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --constraint constraints.txt torch==2.13.0
	.venv/bin/pip install --constraint constraints.txt --editable '.[dev]'
	touch $@

.PHONY: test lint
test: .venv/installed
	HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -q

lint: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
