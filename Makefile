# make demo   a real gap report, from nothing
# make test   everything that must hold: lint, types, knowledge checks, tests with coverage
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types check unit build catalogue stats benchmark clean

# Debian ships venv and make apart from Python; install them where they are missing and we may.
.venv/ready: pyproject.toml
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || (apt-get update -q && apt-get install -yq python3-venv)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: .venv/ready release.sqlite
	$(BIN)/mra gap --product 蓝牙耳机 --held cb_report,srrc --to EU,US,JP,KR,NZ,IN --format table

release.sqlite: .venv/ready $(shell find mappings ontologies mra -type f -not -name "*.pyc")
	$(BIN)/mra build

build: release.sqlite

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

check: .venv/ready
	$(BIN)/mra check

# The tests look at PDF files: Debian ships the programs that read them, and a Chinese font, apart; install them where they are missing and we may.
.venv/system: .venv/ready
	@{ command -v pdftoppm && ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc; } >/dev/null 2>&1 || \
		(apt-get update -q && apt-get install -yq --no-install-recommends fonts-noto-cjk poppler-utils)
	@touch $@

unit: .venv/ready .venv/system
	$(BIN)/pytest -n auto --cov --cov-report=term-missing:skip-covered

test: lint types check unit

catalogue: .venv/ready
	$(BIN)/pybabel compile --directory mra/catalogue/click --domain messages

# The figures that both read-me files quote.
stats: .venv/ready
	$(BIN)/python -m tests.test_read_me_figures

benchmark: .venv/ready release.sqlite
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv release.sqlite dist build .pytest_cache .mypy_cache .ruff_cache .coverage
