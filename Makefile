# Needs POSIX sh, GNU make 3.81 and a Python 3.11-3.13 with its venv module; nothing else.
# Everything made lands in .venv and caches (`make clean`), and what it serves in var/.

PYTHON ?= python3
ARGS ?=

BIN := .venv/bin
INSTALLED := .venv/installed
INSTALLED_DEV := .venv/installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --annotation-style line --custom-compile-command 'make pins' $(ARGS)

# A process for each core and one more, since some only wait for browsers and servers;
# the tests of one file stay together, for what they share, and begin in the order in
# which tests/conftest.py puts them: what takes longest first.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
PARALLEL = --numprocesses=$$(( $(CORES) + 1 )) --dist=loadfile --no-loadscope-reorder

# A parent environment may name a mirror or a proxy (PIP_INDEX_URL, PIP_CERT ...), but not
# another place, other packages, or a way of building that jieba (source only) cannot take.
unexport PYTHONHOME PYTHONPATH
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN PIP_REQUIRE_HASHES
unexport PIP_REQUIREMENT PIP_EDITABLE PIP_CONSTRAINT PIP_BUILD_CONSTRAINT PIP_NO_DEPS PIP_PRE
unexport PIP_ONLY_BINARY PIP_NO_BINARY PIP_NO_COMPILE PIP_NO_BUILD_ISOLATION

# Without compiled files each of many processes compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check check-all lint types contracts cover faults format pins clean
.DEFAULT_GOAL := help

help: ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run: $(INSTALLED) ## start the helpline (with its simulator, unless a real account is set)
	@if [ -z "$$SIMULATOR$$TWILIO_ACCOUNT_SID" ]; then SIMULATOR=on; export SIMULATOR; fi; \
	exec $(BIN)/helpline run

test: $(INSTALLED_DEV) ## run the tests (some of them: make test ARGS=tests/helpline)
	$(BIN)/pytest $(PARALLEL) $(ARGS)

check: lint types contracts test ## the gate: what must hold before a commit

check-all: lint types contracts cover ## the same with every test there is, on both stores

lint: $(INSTALLED_DEV) ## read every file with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED_DEV) ## check types with mypy
	$(BIN)/mypy

contracts: $(INSTALLED_DEV) ## check who imports whom with import-linter
	$(BIN)/lint-imports --no-logo

# How much must be reached is demanded only where the services are there to be reached.
cover: $(INSTALLED_DEV) ## run every test there is, counting the branches they reach
	@least=; [ "$$REQUIRE_SERVICES" != 1 ] || least=--cov-fail-under=95; \
	set -x; $(BIN)/pytest $(PARALLEL) --everything --cov --cov-report=term-missing:skip-covered $$least
	@[ "$$REQUIRE_SERVICES" != 1 ] || \
	{ set -x; $(BIN)/coverage report --include='helpline/*' --fail-under=100; }

faults: $(INSTALLED_DEV) ## kill workers at random and compare the books (ten minutes)
	$(BIN)/python -m bench.faults $(ARGS)

format: $(INSTALLED_DEV) ## mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

pins: $(INSTALLED_DEV) ## write requirements*.txt anew (newer versions: make pins ARGS=--upgrade)
	$(PIN) --group build --output-file requirements-build.txt
	$(PIN) pyproject.toml --output-file requirements.txt
	$(PIN) pyproject.toml --group dev --constraints requirements.txt \
	  --output-file requirements-dev.txt

clean: ## remove all that make made, but never var/ (the database)
	rm -rf .venv build *.egg-info .coverage* htmlcov .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .grimp_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml requirements-build.txt requirements.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo '找不到 $(PYTHON)：请先安装 Python 3.11、3.12 或 3.13。 / $(PYTHON) was not found: install Python 3.11, 3.12 or 3.13.' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { echo '$(PYTHON) 不是 Python 3.11–3.13：请用 make run PYTHON=python3.12 这样的写法指定一个。 / $(PYTHON) is no Python 3.11-3.13: name one, as in make run PYTHON=python3.12.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo '$(PYTHON) 缺少 venv 模块：请先安装（Debian、Ubuntu 上是 python3-venv 包）。 / $(PYTHON) lacks its venv module: install it (package python3-venv on Debian and Ubuntu).' >&2; exit 1; }
	@echo '正在安装到 .venv，约需一分钟…… / Installing into .venv, about a minute ...' >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements-build.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements.txt
	@$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.txt
	@echo '正在安装测试工具…… / Installing the tools for tests ...' >&2
	@$(PIP) install --require-hashes --no-build-isolation -r requirements-dev.txt
	@touch $@
