"""Lecture des textes de l'évaluateur : ``inputs/<programme>/<année>/textes/*.md``, un fichier par partie de rapport.

Un fichier peut commencer par un en-tête entre deux lignes « --- », une clé par ligne (« diffusion : publique »). Tout
le reste est du Markdown. Rien n'est jamais écrit dans ce dossier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.lexique import Diffusion
from evaltools.domaine.raisons import raison_du_systeme
from evaltools.domaine.textes import Texte

TAILLE_MAXIMUM = 200_000
"""Taille d'un texte au plus, en octets : une centaine de pages."""

_SEPARATEUR = "---"
CLES = ("partie", "remplace", "territoires", "editions", "carnets", "diffusion", "nombres_exterieurs")


@dataclass(frozen=True, slots=True)
class Admis:
    """Ce qu'un en-tête peut nommer : parties des rapports, territoires, éditions, carnets."""

    parties: Collection[str]
    territoires: Collection[str]
    editions: Collection[str]
    carnets: Collection[str]


def lire_dossier(dossier: Path, admis: Admis) -> tuple[tuple[Texte, ...], tuple[Anomalie, ...]]:
    """Lit tous les textes d'une année ; un dossier absent n'en a aucun.

    Returns
    -------
    tuple
        Les textes lus sans faute, et toutes les anomalies RAP-20 à RAP-23 : un texte fautif n'est pas repris.
    """
    textes: list[Texte] = []
    anomalies: list[Anomalie] = []
    for chemin in sorted(dossier.glob("*.md")) if dossier.is_dir() else ():
        texte, fautes = lire(chemin, admis)
        anomalies += fautes
        if texte is not None:
            textes.append(texte)
    return tuple(textes), tuple(anomalies)


def lire(chemin: Path, admis: Admis) -> tuple[Texte | None, tuple[Anomalie, ...]]:
    """Lit un texte ; la partie est le nom du fichier, sauf si l'en-tête en nomme une autre."""
    nom = chemin.name
    contenu = _contenu(chemin)
    if not isinstance(contenu, str):
        return None, (contenu,)
    entete, corps, ligne = _separer(contenu)
    cles, fautes = _cles(entete, nom)
    valeurs = {cle: _lire_valeur(cle, texte, admis) for cle, (texte, _) in cles.items()}
    fautes += [
        signaler("RAP-22", Lieu(nom, ligne=cles[cle][1]), cle=cle, valeur=cles[cle][0], attendu=attendu)
        for cle, (_, attendu) in valeurs.items()
        if attendu
    ]
    partie = _partie(str(valeurs.get("partie", ("", ""))[0] or chemin.stem), admis)
    if not partie:
        proches = get_close_matches(chemin.stem, admis.parties, n=1)
        suggestion = f" ; la plus proche est « {proches[0]} »" if proches else ""
        connues = ", ".join(sorted(admis.parties))
        fautes.append(signaler("RAP-21", Lieu(nom), partie=chemin.stem, suggestion=suggestion, connues=connues))
    if not corps.strip():
        fautes.append(signaler("RAP-20", Lieu(nom), raison="il est vide"))
    if fautes:
        return None, tuple(fautes)
    lues = {cle: valeur for cle, (valeur, _) in valeurs.items() if cle != "partie"}
    return Texte(partie, corps.strip(), nom, ligne=ligne, **lues), ()  # type: ignore[arg-type]


def _contenu(chemin: Path) -> str | Anomalie:
    lieu = Lieu(chemin.name)
    try:
        if chemin.stat().st_size > TAILLE_MAXIMUM:
            return signaler("RAP-20", lieu, raison="il dépasse 200 Ko")
        return chemin.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return signaler("RAP-20", lieu, raison="ce n'est pas un texte enregistré en UTF-8")
    except OSError as erreur:
        return signaler("RAP-20", lieu, raison=f"il ne s'ouvre pas ({raison_du_systeme(erreur)})")


def _separer(contenu: str) -> tuple[list[str], str, int]:
    """Rend les lignes de l'en-tête, le corps, et la ligne où il commence."""
    lignes = contenu.split("\n")
    if lignes[0].strip() != _SEPARATEUR:
        return [], contenu, 1
    fin = next((n for n, ligne in enumerate(lignes[1:], 1) if ligne.strip() == _SEPARATEUR), None)
    if fin is None:
        return [], contenu, 1
    return lignes[1:fin], "\n".join(lignes[fin + 1 :]), fin + 2


def _cles(lignes: list[str], nom: str) -> tuple[dict[str, tuple[str, int]], list[Anomalie]]:
    cles: dict[str, tuple[str, int]] = {}
    fautes: list[Anomalie] = []
    for rang, ligne in enumerate(lignes, 2):
        if not ligne.strip() or ligne.lstrip().startswith("#"):
            continue
        avant, deux_points, apres = ligne.partition(":")
        cle = _plier(avant).replace(" ", "_")
        if not deux_points or cle not in CLES or cle in cles:
            lieu = Lieu(nom, ligne=rang)
            fautes.append(signaler("RAP-23", lieu, cle=ligne.strip(), admises=", ".join(CLES)))
        else:
            cles[cle] = apres.strip(), rang
    return cles, fautes


def _plier(texte: str) -> str:
    sans = unicodedata.normalize("NFD", texte.replace("\u00a0", " ").strip().casefold())
    return "".join(c for c in sans if not unicodedata.combining(c))


def _liste(texte: str) -> tuple[str, ...]:
    brute = texte.strip().removeprefix("[").removesuffix("]")
    return tuple(m for morceau in re.split(r"[;\n]|,(?!\d)", brute) if (m := morceau.strip(" \"'«»\u00a0\u202f")))


def _oui(texte: str, _admis: Admis) -> tuple[object, str]:
    mot = _plier(texte)
    return (mot == "oui", "") if mot in ("oui", "non") else (None, "« oui » ou « non »")


def _diffusion(texte: str, _admis: Admis) -> tuple[object, str]:
    mot = _plier(texte)
    return (Diffusion(mot), "") if mot in tuple(Diffusion) else (None, "« publique » ou « restreinte »")


def _parmi(champ: str) -> Callable[[str, Admis], tuple[object, str]]:
    def lire_liste(texte: str, admis: Admis) -> tuple[object, str]:
        connus = getattr(admis, champ)
        lus = tuple(_plier(m).replace(" ", "_") for m in _liste(texte))
        inconnus = [m for m in lus if m not in connus]
        return (lus, "") if lus and not inconnus else (None, f"un ou plusieurs de : {', '.join(sorted(connus))}")

    return lire_liste


_LECTEURS: dict[str, Callable[[str, Admis], tuple[object, str]]] = {
    "remplace": _oui,
    "diffusion": _diffusion,
    "territoires": _parmi("territoires"),
    "editions": _parmi("editions"),
    "carnets": _parmi("carnets"),
    "nombres_exterieurs": lambda texte, _admis: (_liste(texte), ""),
    "partie": lambda texte, _admis: (texte, ""),
}


def _lire_valeur(cle: str, texte: str, admis: Admis) -> tuple[object, str]:
    """Rend la valeur d'une clé, ou ce qui était attendu."""
    return _LECTEURS[cle](texte, admis)


def _partie(nom: str, admis: Admis) -> str:
    """Rend la partie que nomme un fichier : « Essentiel », « essentiel-2 » et « essentiel » sont la même."""
    plie = re.sub(r"[\s-]+", "_", _plier(nom))
    candidats = (plie, re.sub(r"_+\d+$", "", plie))
    return next((c for c in candidats if c in admis.parties), "")
