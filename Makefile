# `make run` and `make test` set up all they need; `make help` lists the rest.
# Needs: GNU make 3.81 or newer, and a Python 3.11 or newer on PATH.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:

IN ?= seeds
OUT ?= reports
PYTHON ?=

# Names from python3.14 down come first: a bare `python3` may be newer than any
# version the packages are built for.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3 python
VENV := .venv
PY := $(VENV)/bin/python
quote = '$(subst ','\'',$(1))'

# Nothing in the caller's environment may send packages elsewhere, hide those of
# the environment or switch assertions off. Where packages come from (index,
# proxy, certificates) stays the caller's.
override PIP_USER := 0
override PIP_REQUIRE_VIRTUALENV := 0
export PIP_USER PIP_REQUIRE_VIRTUALENV
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_CONSTRAINT PIP_BUILD_CONSTRAINT PIP_REQUIREMENT
unexport PIP_NO_DEPS PIP_NO_BINARY PIP_REQUIRE_HASHES PIP_NO_BUILD_ISOLATION PIP_IGNORE_INSTALLED
unexport PIP_PRE PIP_DRY_RUN PIP_EDITABLE PIP_PLATFORM PIP_PYTHON_VERSION PIP_IMPLEMENTATION PIP_ABI
unexport PYTHONPATH PYTHONHOME PYTHONUSERBASE PYTHONSTARTUP PYTHONEXECUTABLE PYTHONPLATLIBDIR
unexport PYTHONOPTIMIZE PYTHONWARNINGS PYTHONSAFEPATH PYTHONINSPECT PYTHONVERBOSE PYTHONPROFILEIMPORTTIME
unexport __PYVENV_LAUNCHER__ PYTEST_ADDOPTS PYTEST_PLUGINS MYPYPATH CDPATH

.PHONY: help run test lint types imports gate bench bench-peers peers measure measure-boilerplate measure-planted measure-provenance measure-relations train splits month faults fuzz clean FORCE

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	while IFS='|' read -r target text; do printf '%-24s %s\n' "$$target" "$$text"; done

run: $(VENV)/.run ## reports on a folder: make run IN="my folder" OUT=reports
	@$(PY) -m dedup run $(ARGS) --out $(call quote,$(value OUT)) -- $(call quote,$(value IN))

test: $(VENV)/.test ## all tests: make test ARGS="tests/test_words.py -x"
	@$(call pytest,$(ARGS))

lint: $(VENV)/.test ## ruff: faults and layout of the code
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: $(VENV)/.test ## mypy, strict
	@$(PY) -m mypy

imports: $(VENV)/.test ## import-linter: imports only go down
	@$(VENV)/bin/lint-imports

gate: $(VENV)/.test ## quality floors on labelled pairs; needs DEDUP_CORPORA
	@$(call pytest,tests/quality $(ARGS))

bench: $(VENV)/.test ## the whole job, its speed and what it finds: make bench ARGS="--articles 20000,100000"
	@$(PY) tests/benchmarks/bench_job.py $(ARGS)

bench-peers: $(VENV)/.test peers ## other programs on the same articles, side by side
	@$(PY) tests/benchmarks/bench_peers.py $(ARGS)

# Each in an environment of its own: they need other versions of the same packages.
PEERS := gaoya daft rensa datatrove text_dedup topn
gaoya_needs := gaoya==0.2.2 polars
daft_needs := daft==0.7.26 numpy
rensa_needs := rensa==0.5.0 numpy polars
datatrove_needs := datatrove[processing]==0.10.1 pyarrow spacy orjson polars
# text-dedup asks for Spark and for versions that no longer go together; its MinHash needs neither.
text_dedup_needs := datasets tqdm xxhash numpy scipy regex click click-option-group rich polars psutil zstandard ftfy bitarray
text_dedup_alone := text-dedup==0.4.0
topn_needs := sparse_dot_topn==1.2.0 scikit-learn==1.9.1 polars
peers: $(PEERS:%=.peers/%/.made) ## environments of the programs that bench-peers runs

.peers/%/.made: $(VENV)/.made
	@echo "Installing $* into .peers/$* (once)" >&2
	@$(PY) -m venv .peers/$* && .peers/$*/bin/python -m pip install -qq --disable-pip-version-check \
		$($*_needs) && { test -z "$($*_alone)" || .peers/$*/bin/python -m pip install -qq \
		--disable-pip-version-check --no-deps $($*_alone); } && touch $@ || echo "$* cannot be installed here: it will be left out" >&2

measure: $(VENV)/.test ## every figure of the gate in one table; needs DEDUP_CORPORA
	@$(PY) tests/quality/measure.py $(ARGS)

measure-boilerplate: $(VENV)/.test ## what is cut, missed and wrongly cut; needs DEDUP_CORPORA
	@$(PY) tests/quality/boilerplate_table.py $(ARGS)

measure-planted: $(VENV)/.test ## what a run finds where the truth is planted; needs DEDUP_CORPORA
	@$(PY) tests/quality/measure_planted.py $(ARGS)

measure-provenance: $(VENV)/.test ## origins and chains, every promised figure; needs DEDUP_CORPORA
	@$(PY) tests/quality/measure_provenance.py $(ARGS)

measure-relations: $(VENV)/.test ## how far verdicts carry over to unseen corpora; needs DEDUP_CORPORA
	@$(PY) tests/quality/measure_relations.py $(ARGS)

train: $(VENV)/.test ## weights of the verdict anew from labelled pairs; needs DEDUP_CORPORA
	@$(PY) tests/quality/train_relations.py --write $(ARGS)

splits: $(VENV)/.test ## states night by night against all at once, 1,000 random splits
	@$(PY) tests/state/splits.py $(ARGS)

month: $(VENV)/.test ## a month of nights against one run over all; needs DEDUP_CORPORA
	@$(PY) tests/state/month.py $(ARGS)

faults: $(VENV)/.test ## kill runs, fill disks, flip bytes: a table of what was tried and lost
	@$(PY) tests/faults/faults.py $(ARGS)

fuzz: $(VENV)/.test ## broken files of every format: make fuzz ARGS="--cases 100000"
	@$(PY) tests/fuzzing/fuzz.py $(ARGS)

clean: ## remove the environment and caches; reports stay
	rm -rf $(VENV) build dist dedup_news.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find dedup tests -type d -name __pycache__ -prune -exec rm -rf {} +

# Pytest leaves with 5 where it finds nothing to run.
pytest = $(PY) -m pytest $(1) || { code=$$?; if [ $$code = 5 ]; then \
	echo "No test ran: there is none, or ARGS leaves none of them" >&2; \
	fi; exit $$code; }

# Stamps: a second run finds them newer than what they were made from, and does nothing.
$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	@$(call install,-e .)
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml constraints.txt
	@$(call install,-e '.[test]')
	@touch $(VENV)/.run $@

install = echo "Installing into $(VENV) (once; some minutes)" >&2; \
	$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt $(1) || { \
	echo "The packages could not be installed. If one has no build for $$($(PY) -V), name another Python: make PYTHON=python3.12" >&2; \
	exit 1; }

# The environment is made anew when its Python is gone, another one is asked for,
# or the folder has moved.
made_with = $(shell sed -n 1p $(VENV)/.made 2>/dev/null)
made_in = $(shell sed -n 2p $(VENV)/.made 2>/dev/null)
ifneq ($(shell test -x $(PY) && echo yes),yes)
$(VENV)/.made: FORCE
else ifneq ($(made_in),$(CURDIR))
$(VENV)/.made: FORCE
else ifneq ($(strip $(PYTHON)),)
ifneq ($(made_with),$(PYTHON))
$(VENV)/.made: FORCE
endif
endif

$(VENV)/.made:
	@set -e; given=$(call quote,$(value PYTHON)); found=; made=; \
	new_enough() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
	works() { $(PY) -m pip --version >/dev/null 2>&1; }; \
	if [ -n "$$given" ]; then \
		command -v "$$given" >/dev/null 2>&1 || { \
			echo "PYTHON=$$given: there is no such program" >&2; exit 1; }; \
		new_enough "$$given" || { \
			echo "PYTHON=$$given is $$("$$given" -V 2>&1 || echo 'no working Python'): Python 3.11 or newer is needed" >&2; exit 1; }; \
		set -- "$$given"; \
	else set -- $(PYTHONS); fi; \
	for python do \
		new_enough "$$python" || continue; \
		found=$${found:-$$python}; \
		full=$$("$$python" -c 'import sys; print(sys.executable)'); \
		for way in venv virtualenv 'virtualenv command' 'uv command'; do \
			rm -rf $(VENV); \
			case $$way in \
				venv) "$$full" -m venv $(VENV) ;; \
				virtualenv) "$$full" -m virtualenv $(VENV) ;; \
				'virtualenv command') command -v virtualenv && virtualenv -p "$$full" $(VENV) ;; \
				'uv command') command -v uv && uv venv --seed --python "$$full" $(VENV) ;; \
			esac >/dev/null 2>&1 || continue; \
			if works; then made=$$full; break 2; fi; \
		done; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or newer on PATH: install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; fi; \
	if [ -z "$$made" ]; then rm -rf $(VENV); \
		echo "$$found cannot make environments: install its venv module (Debian, Ubuntu: apt install python3-venv), virtualenv or uv" >&2; exit 1; fi; \
	echo "Environment $(VENV) of $$($(PY) -V)" >&2; \
	$(PY) -m pip install -qq --disable-pip-version-check --upgrade pip; \
	printf '%s\n%s\n' "$$given" $(call quote,$(CURDIR)) >$@
