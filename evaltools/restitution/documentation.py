"""La documentation tirée du code : ``docs/erreurs.md`` (catalogue) et ``docs/dictionnaire.md`` (données)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from evaltools.domaine import lexique
from evaltools.domaine.catalogue import CATALOGUE
from evaltools.domaine.catalogue_modele import Modele
from evaltools.domaine.dictionnaire import Colonne
from evaltools.domaine.dictionnaire_groupes import GROUPES
from evaltools.domaine.dictionnaire_tables import TABLES
from evaltools.restitution.mots import ALERTES, CUMULS, ETATS, ETATS_VALEUR, MOTIFS, NIVEAUX, SENS

FAMILLES = {
    "FIC": "Fichier",
    "FEU": "Feuille",
    "COL": "Colonne",
    "VAL": "Cellule",
    "IND": "Indicateur",
    "ACT": "Action",
    "PRG": "Programme",
    "CAD": "Cadrage",
    "PAR": "Paramètres",
    "RAP": "Rapport",
    "SEC": "Secret statistique",
}
"""Familles d'anomalies, dans l'ordre où elles se rencontrent."""

_MOTS: tuple[tuple[type[StrEnum], dict[str, str]], ...] = (
    (lexique.Motif, {str(m): r.mots for m, r in MOTIFS.items()}),
    (lexique.Alerte, {str(a): mots for a, mots in ALERTES.items()}),
    (lexique.EtatAction, {str(e): s.mot.lower() for e, s in ETATS.items() if e is not None}),
    (lexique.EtatValeur, {str(e): mots for e, mots in ETATS_VALEUR.items()}),
    (lexique.Niveau, {str(n): sens for n, (_, sens) in NIVEAUX.items()}),
    (lexique.Sens, {str(s): mots for s, mots in SENS.items()}),
    (lexique.Cumul, {str(c): mots for c, mots in CUMULS.items()}),
)
SENS_DES_VALEURS = {(liste.__name__, v): mots for liste, sens in _MOTS for v, mots in sens.items()}
"""Mots des rapports pour chaque valeur d'une liste, là où le code seul ne suffit pas."""

_ENTETE = "<!-- Page écrite par « evaltools documenter » : ne la modifiez pas à la main. -->\n"

_INTRODUCTION_ERREURS = """\
# Les anomalies, une par une

Chaque anomalie porte un code, qui ne change jamais de sens et n'est jamais réutilisé. Le message dit toujours quatre
choses : où, ce qui a été constaté, ce que cela entraîne, ce qu'il faut faire. Les mots en *italique* sont remplacés
par ce qui a été lu.

- **bloquante** : rien n'est publié de ce qu'elle touche tant qu'elle n'est pas levée ;
- **avertissement** : le reste est lu et publié, à vous de vérifier ;
- **information** : rien à corriger, mais bon à savoir.
"""

_INTRODUCTION_DICTIONNAIRE = """\
# Le dictionnaire des données

Les tableaux que l'outil produit, colonne par colonne, puis les listes fermées dont ils se servent. Chacun est un
fichier CSV du dossier `donnees` d'une campagne (séparateur « ; », virgule décimale, UTF-8 avec BOM : Excel l'ouvre tel
quel) et une feuille du classeur `donnees.xlsx`. Une case vide n'est jamais un zéro.
"""


def rediger_erreurs() -> str:
    """Rédige la page des anomalies : une section par famille, un paragraphe par code.

    Examples
    --------
    >>> "### FEU-01" in rediger_erreurs()
    True
    """
    parties = [_ENTETE + _INTRODUCTION_ERREURS]
    for famille, titre in FAMILLES.items():
        modeles = {code: modele for code, modele in sorted(CATALOGUE.items()) if code.startswith(f"{famille}-")}
        if modeles:
            parties.append(f"## {titre} ({famille})\n")
            parties += [_paragraphe(code, modele) for code, modele in modeles.items()]
    return "\n".join(parties)


def rediger_dictionnaire() -> str:
    """Rédige le dictionnaire : colonnes des observations et des résultats, puis chaque liste du lexique.

    Examples
    --------
    >>> "| `siren` |" in rediger_dictionnaire()
    True
    """
    return "\n".join(
        [
            _ENTETE + _INTRODUCTION_DICTIONNAIRE,
            *(f"## {titre}\n\n{dit}\n\n{_tableau(colonnes)}" for titre, dit, colonnes in TABLES.values()),
            "## Groupes de « evaltools evaluer »\n\nUne ligne par groupe et territoire, avec --finale ou --groupes.\n",
            _tableau(GROUPES),
            "## Listes\n",
            *(_liste(liste) for liste in listes()),
        ]
    )


def listes() -> tuple[type[StrEnum], ...]:
    """Rend les listes fermées du lexique, dans l'ordre où il les écrit."""
    return tuple(
        v for v in vars(lexique).values() if isinstance(v, type) and issubclass(v, StrEnum) and v is not StrEnum
    )


def _paragraphe(code: str, modele: Modele) -> str:
    return (
        f"### {code} : {modele.titre}\n\n"
        f"*{modele.gravite.value.capitalize()}.* {_lisible(modele.constat)}\n\n"
        f"- Conséquence : {_lisible(modele.consequence)}\n"
        f"- À faire : {_lisible(modele.remede)}\n"
    )


def _lisible(texte: str) -> str:
    """Met chaque champ en italique et une capitale en tête : « {feuille} » devient *feuille*."""
    vu = re.sub(r"\{(\w+)[^}]*\}", lambda m: f"*{m[1].replace('_', ' ')}*", texte)
    return vu[:1].upper() + vu[1:]


def _tableau(colonnes: Iterable[Colonne]) -> str:
    lignes = ["| Colonne | Sens | Valeurs | Case vide |", "|---|---|---|---|"]
    lignes += [f"| `{c.nom}` | {c.sens} | {c.valeurs} | {c.vide} |" for c in colonnes]
    return "\n".join(lignes) + "\n"


def _liste(liste: type[StrEnum]) -> str:
    presentation = re.sub(r" \(methode [^)]*\)", "", " ".join((liste.__doc__ or "").split())).replace("``", "`")
    return f"### {liste.__name__}\n\n{presentation}\n\n" + "\n".join(_valeur(v) for v in liste) + "\n"


def _valeur(valeur: StrEnum) -> str:
    sens = SENS_DES_VALEURS.get((type(valeur).__name__, valeur.value), "")
    return f"- `{valeur.value}` : {sens}" if sens else f"- `{valeur.value}`"
