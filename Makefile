# Il ne faut que Python ≥ 3.11 et make. « make » seul affiche l'aide.
# Sans make (Windows, conda) : voir le README, chaque cible y a son équivalent.

SHELL = /bin/sh
PYTHON ?= python3
ANNEE ?= 2026
TRAVAILLEURS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
PROGRAMMES = cls-avesnois sante-artois-douaisis
OPTIONS_TESTS ?=
OPTIONS_LABO ?=
MISE_A_JOUR ?=

VENV = .venv
PY = $(VENV)/bin/python
INSTALLER = $(PY) -m pip --disable-pip-version-check install --quiet
EVALTOOLS = $(PY) -m evaltools
PYTEST = $(PY) -m pytest -n auto --dist loadfile

export PYTHONUTF8 = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := aide
.PHONY: aide rapports exemple tests tests-complets verifications mutation labo documentation verrous propre propre-tout
.DELETE_ON_ERROR:

aide:
	@printf '%s\n' \
	  "Évaluer un contrat local de santé ou un programme santé : les commandes" \
	  "" \
	  "  make rapports         installe ce qu'il faut, écrit les données d'exemple s'il n'y en a pas," \
	  "                        rend les rapports $(ANNEE) des deux programmes" \
	  "  make tests            vérifie le code et passe les tests (moins de 5 minutes)" \
	  "  make tests-complets   les mêmes, avec les tests lents, le navigateur et la bureautique" \
	  "  make labo             ajoute JupyterLab et ouvre le carnet d'exploration" \
	  "" \
	  "  make exemple          écrit les données d'exemple là où il n'y a pas de collecte" \
	  "  make verifications    style, types, imports et docstrings, sans les tests" \
	  "  make mutation         abîme le domaine d'un rien, 600 fois, et compte ce que les tests voient (une heure)" \
	  "  make documentation    réécrit docs/erreurs.md, docs/dictionnaire.md et docs/comparaison.md" \
	  "  make verrous          recalcule les versions verrouillées (MISE_A_JOUR=oui pour les monter)" \
	  "  make propre           efface outputs/ et les caches (propre-tout : l'environnement aussi)" \
	  "" \
	  "Réglages : PYTHON=python3.12  ANNEE=2026  TRAVAILLEURS=2"

# ── Environnement ────────────────────────────────────────────────────────────────────────────────────────────────
# Un fichier témoin par installation : rien n'est réinstallé tant que les verrous ne changent pas.

$(VENV)/pyvenv.cfg:
	@$(PYTHON) --version >/dev/null 2>&1 || { \
	  echo "« $(PYTHON) » est introuvable ou ne se lance pas. Installez Python 3.11 ou plus récent, ou indiquez-le :"; \
	  echo "  make rapports PYTHON=/chemin/vers/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version 2>&1) est trop ancien : il faut Python 3.11 ou plus récent. Par exemple :"; \
	  echo "  make rapports PYTHON=python3.12"; exit 1; }
	@echo "Environnement : création de $(VENV) avec $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "L'environnement n'a pas pu être créé. Sous Debian ou Ubuntu : apt install python3-venv"; exit 1; }

$(VENV)/.installe-base: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Environnement : installation (une à trois minutes la première fois)"
	@$(INSTALLER) --require-hashes -r requirements.lock
	@$(INSTALLER) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installe-tests: requirements-tests.lock $(VENV)/.installe-base
	@echo "Environnement : installation des outils de test"
	@$(INSTALLER) --require-hashes -r requirements-tests.lock
	@touch $@

$(VENV)/.installe-labo: requirements-labo.lock $(VENV)/.installe-base
	@echo "Environnement : installation de JupyterLab"
	@$(INSTALLER) --require-hashes -r requirements-labo.lock
	@touch $@

# ── Rapports ─────────────────────────────────────────────────────────────────────────────────────────────────────

# Le témoin « en cours » fait reprendre un exemple dont l'écriture a été interrompue ; une vraie collecte est gardée.
exemple: $(VENV)/.installe-base
	@for p in $(PROGRAMMES); do \
	  temoin=$(VENV)/exemple-$$p-$(ANNEE).en-cours; \
	  if [ ! -e $$temoin ] && ls inputs/$$p/$(ANNEE)/collecte/*.xlsx >/dev/null 2>&1; then \
	    echo "$$p : une collecte $(ANNEE) existe, elle est gardée."; \
	  else \
	    touch $$temoin; \
	    $(EVALTOOLS) exemple $$p --annee $(ANNEE) || exit $$?; \
	    rm -f $$temoin; \
	  fi; \
	done

rapports: exemple
	@etat=0; \
	for p in $(PROGRAMMES); do \
	  $(EVALTOOLS) rendre params/$$p-$(ANNEE).yaml --travailleurs $(TRAVAILLEURS) || etat=$$?; \
	done; \
	echo; \
	if [ $$etat -ne 0 ]; then echo "Des rapports manquent : lisez ci-dessus ce qui a échoué et le remède."; exit $$etat; fi; \
	echo "Les rapports sont prêts. Ouvrez dans un navigateur :"; \
	echo "  $(CURDIR)/outputs/index.html"

# ── Tests ────────────────────────────────────────────────────────────────────────────────────────────────────────

verifications: $(VENV)/.installe-tests
	@echo "Vérification du style"
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@echo "Vérification des imports entre couches"
	@$(VENV)/bin/lint-imports --no-logo --no-cache >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@echo "Vérification des types"
	@$(VENV)/bin/mypy --no-error-summary
	@echo "Vérification des docstrings"
	@$(VENV)/bin/interrogate --quiet evaltools

tests: verifications
	$(PYTEST) -m "not lent" $(OPTIONS_TESTS)

tests-complets: verifications
	$(PYTEST) $(OPTIONS_TESTS)

MUTATION = .venv-mutation
TAILLE ?= 600
GRAINE ?= 1

# Un environnement à part : mutmut n'est pas une dépendance du projet.
mutation:
	@$(PYTHON) -m venv $(MUTATION)
	@$(MUTATION)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-tests.lock
	@$(MUTATION)/bin/python -m pip --disable-pip-version-check install --quiet mutmut==3.8.1
	@$(MUTATION)/bin/python tests/mutation/mutation.py --taille $(TAILLE) --graine $(GRAINE)

# ── Laboratoire ──────────────────────────────────────────────────────────────────────────────────────────────────

labo: $(VENV)/.installe-labo exemple
	@echo "JupyterLab s'ouvre dans le navigateur. Pour l'arrêter : Ctrl+C dans ce terminal, deux fois."
	$(PY) -m jupyterlab $(OPTIONS_LABO) notebooks/exploration.ipynb

# ── Entretien ────────────────────────────────────────────────────────────────────────────────────────────────────

documentation: $(VENV)/.installe-base
	@$(EVALTOOLS) documenter
	@cd tests && "$(CURDIR)/$(PY)" -m comparaison

VERROUS = .venv-verrous
COMPILER = $(VERROUS)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --extra construction
TENIR = $(if $(MISE_A_JOUR),--upgrade,-c requirements.lock -c requirements-tests.lock -c requirements-labo.lock)

$(VERROUS)/bin/uv:
	@$(PYTHON) -m venv $(VERROUS)
	@$(VERROUS)/bin/python -m pip --disable-pip-version-check install --quiet uv

verrous: $(VERROUS)/bin/uv
	$(COMPILER) $(TENIR) --extra tests --extra labo -o $(VERROUS)/ensemble.lock
	$(COMPILER) --upgrade -c $(VERROUS)/ensemble.lock -o requirements.lock
	$(COMPILER) --upgrade -c $(VERROUS)/ensemble.lock --extra tests -o requirements-tests.lock
	$(COMPILER) --upgrade -c $(VERROUS)/ensemble.lock --extra labo -o requirements-labo.lock
	@echo "Verrous écrits. Reportez les versions nouvelles dans environment.yml, puis : make tests"

propre:
	@rm -rf outputs/* outputs/.cache
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find evaltools tests notebooks -name __pycache__ -prune -exec rm -rf {} +
	@echo "outputs/ et les caches sont vidés ; inputs/ n'est pas touché."

propre-tout: propre
	@rm -rf $(VENV) $(VERROUS) $(MUTATION)
	@echo "L'environnement est effacé ; « make rapports » le refera."
