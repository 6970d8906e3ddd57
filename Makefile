# make lab opens the course, make test proves it; all build their own environment in .venv first.

PYTHON ?= python3
CORES ?= $(shell getconf _NPROCESSORS_ONLN)
VENV := .venv
MADE := $(VENV)/.made
RUN := $(VENV)/bin/python
PIP := -m pip --quiet --disable-pip-version-check

# One BLAS thread is right for small matrices: more only wait for one another.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# The environment is complete: what the caller's shell adds to Python's path must not reach into it.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help lab quick test full beyond matrix notebooks benchmarks record site pins audit binder clean python-is-ready

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

lab: $(VENV)/.lab  ## open JupyterLab on your own copy of the lessons, my_course/ (ARGS="--port=9000" adds options)
	@$(RUN) -m backprop_course lab $(ARGS)

# What ARGS names is tested whole; where it names nothing, what the command stands for is.
NAMED := $(filter tests% notebooks%,$(ARGS))
OPTIONS := $(filter-out $(NAMED),$(ARGS))
PYTEST := $(RUN) -m pytest --numprocesses $(CORES) --dist loadfile
NBVAL := -p tests.within --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg --nbval-cell-timeout 120
chosen = $(if $(NAMED),$(NAMED) -m "",$(1))

quick: $(VENV)/.test  ## for the minute between two edits: the style, and all tests but the slow ones
	@$(RUN) -m ruff check --quiet . && $(RUN) -m ruff format --check --quiet .
	@$(PYTEST) $(call chosen,tests --ignore=tests/browser -m "not slow and not full") $(OPTIONS)

test: $(VENV)/.test  ## all tests, each notebook against its outputs, each lab in a browser (ARGS="tests/test_x.py": only it)
	@$(PYTEST) $(NBVAL) $(call chosen,tests $(wildcard notebooks) -m "not full") $(OPTIONS)

full: test beyond  ## prove everything else as well

beyond: $(VENV)/.test $(VENV)/.grading $(VENV)/.site $(VENV)/.frameworks $(VENV)/.upkeep  ## what full adds to test: the deep browser, the mutants, the wheel, the site, a teacher's grades, PyTorch and JAX
	@$(PYTEST) $(call chosen,tests -m full) $(OPTIONS)

matrix: $(VENV)/.upkeep  ## run the tests with the oldest versions and the newest, on every Python here (ARGS="--list")
	@$(RUN) -m nox $(ARGS)

notebooks: $(VENV)/.test  ## run the lessons again, store their outputs, and renew the README's map (ARGS="notebooks/02_fit_a_line.ipynb" for one)
	@$(RUN) -m tools.notebooks $(ARGS) && $(RUN) -m tools.course_map

benchmarks: $(VENV)/.test  ## measure speed, scale and footprint (ARGS="--quick"; others: pip install -r benchmarks/requirements.txt)
	@for each in training scale prediction footprint slider share; do $(RUN) -m benchmarks.$$each $(ARGS) || exit; done

record: $(VENV)/.frameworks  ## run what lesson 15 hands to PyTorch, JAX and Keras, and record what they give
	@PYTHONPATH=$(VENV)/frameworks $(RUN) -m tools.frameworks

site: $(VENV)/.site  ## make the course as pages that need no Python, in build/site/html
	@$(RUN) -m tools.site

pins: $(VENV)/.upkeep  ## look up the newest version of everything, and pin it with its hashes in pins/
	@$(RUN) -m tools.pins

audit: $(VENV)/.upkeep  ## ask whether anything pinned has a known weakness
	@$(RUN) -m pip_audit --strict --require-hashes --disable-pip $(addprefix --requirement=,$(wildcard pins/*.txt)) $(ARGS)

# Of what is committed, as Binder does it: not of what lies in this folder.
binder: $(VENV)/.upkeep  ## make the image that Binder would make, with Docker (ARGS="--no-build --debug": say how, without Docker)
	@rm -rf build/binder && git clone --quiet . build/binder
	@$(RUN) -m repo2docker --no-run --image-name backprop-course $(ARGS) build/binder

clean:  ## remove the environment and what tools leave behind; my_course/ stays
	rm -rf $(VENV) .nox .pytest_cache .hypothesis .ruff_cache build dist
	find backprop_course tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The tests and the stored outputs must not depend on the settings of whoever runs them.
PRIVATE := $(CURDIR)/$(VENV)/private
quick test beyond matrix notebooks: export PYTHONHASHSEED := 0
quick test beyond matrix notebooks: export IPYTHONDIR := $(PRIVATE)/ipython
quick test beyond matrix notebooks: export JUPYTER_CONFIG_DIR := $(PRIVATE)/config
quick test beyond matrix notebooks: export JUPYTER_DATA_DIR := $(PRIVATE)/data
quick test beyond matrix notebooks: export JUPYTER_RUNTIME_DIR := $(PRIVATE)/runtime
quick test beyond matrix notebooks: export JUPYTERLAB_SETTINGS_DIR := $(PRIVATE)/settings
quick test beyond matrix notebooks: export JUPYTERLAB_WORKSPACES_DIR := $(PRIVATE)/workspaces
quick test beyond matrix notebooks: export MPLCONFIGDIR := $(PRIVATE)/matplotlib

# An environment holds absolute paths and a link to its Python: where either has moved, it is built anew.
ifneq ($(shell $(RUN) -c '' 2>/dev/null && cat $(MADE)),$(CURDIR))
.PHONY: $(MADE)
endif

$(MADE): | python-is-ready
	@echo 'Building the environment of the course in $(VENV); this takes a minute or two, once.'
	@$(PYTHON) -m venv --clear $(VENV)
	@echo '$(CURDIR)' > $@

# Only what pins/ names comes from outside, and only with the hashes it names; the course is built by what is pinned.
$(VENV)/.lab $(VENV)/.test: $(VENV)/.%: pyproject.toml pins/lab.txt pins/test.txt $(MADE)
	@$(RUN) $(PIP) install --require-hashes --requirement pins/$*.txt
	@$(RUN) $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.lab  # the test environment contains the one of the lab

# nbgrader and Voilà add to every JupyterLab beside them, so they stand apart: tests/release looks there.
$(VENV)/.grading: pins/grading.txt $(VENV)/.test
	@rm -rf $(VENV)/grading
	@$(RUN) $(PIP) install --require-hashes --no-deps --target $(VENV)/grading --requirement pins/grading.txt
	@touch $@

$(VENV)/.site: pins/site.txt $(VENV)/.test
	@$(RUN) $(PIP) install --require-hashes --no-deps --requirement pins/site.txt
	@touch $@

# The frameworks are large and nobody's but lesson 15's, so they stand apart: tests/release/test_frameworks.py looks there.
# --no-deps keeps CUDA out; where the one pinned file of PyTorch is not to be had, the rest is there without it.
$(VENV)/.frameworks: pins/frameworks.txt pins/torch.txt $(VENV)/.test
	@rm -rf $(VENV)/frameworks
	@$(RUN) $(PIP) install --require-hashes --no-deps --target $(VENV)/frameworks --requirement pins/frameworks.txt
	@$(RUN) $(PIP) install --require-hashes --no-deps --target $(VENV)/frameworks --requirement pins/torch.txt || \
		echo 'PyTorch is left out: pins/torch.txt names no file for this machine.'
	@touch $@

$(VENV)/.upkeep: pins/upkeep.txt $(MADE)
	@$(RUN) $(PIP) install --require-hashes --requirement pins/upkeep.txt
	@touch $@

python-is-ready:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'The course needs Python 3.11 or newer, with venv and ensurepip. $(PYTHON) is:'; \
		$(PYTHON) --version || true; \
		echo 'Name another one:  make lab PYTHON=python3.12   (Debian, Ubuntu: apt install python3-venv)'; \
		exit 1; } >&2
