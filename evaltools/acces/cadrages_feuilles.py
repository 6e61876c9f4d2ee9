"""Retrouver les tableaux d'un classeur de cadrage par leurs titres, et lire leurs lignes.

Ni le nom de la feuille, ni la place d'une colonne ou d'une ligne ne comptent : on peut renommer, insérer, trier,
supprimer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.cadrages_cellules import lire_case, texte_de
from evaltools.acces.cadrages_colonnes import Colonne, Genre
from evaltools.acces.cadrages_rappels import rappels, temoin
from evaltools.acces.classeurs_identite import entre_crochets
from evaltools.acces.tableur import Cellule, Classeur, Feuille, lettres
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import sirens_suivis
from evaltools.domaine.decisions import Decision
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Indicateur, Programme

_ANNEE = re.compile(r"(?:19|20)\d\d")
_LIGNES_DE_TETE = 40
_TITRES_DE_DECISION = frozenset(plier(c.titre) for c in maquette.COLONNES)
"""Titres qui, avec « Indicateur », font reconnaître un tableau : il en faut deux."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une ligne lue : sa décision, d'où vient chaque champ, et ce que montrent ses colonnes verrouillées."""

    feuille: str
    numero: int
    decision: Decision
    lieux: Mapping[tuple[str, str, str], Lieu] = field(default_factory=dict)
    rappels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feuillet:
    """Un tableau retrouvé : sa feuille, sa ligne d'en-têtes, et le numéro de chaque colonne par titre plié."""

    genre: str
    feuille: Feuille
    entete: int
    titres: Mapping[str, int]

    def lire(
        self, programme: Programme, nom: str, unites: Mapping[str, str], anomalies: list[Anomalie]
    ) -> Iterator[Ligne]:
        """Lit les lignes du tableau ; ce qui ne va pas s'ajoute à ``anomalies``."""
        colonnes = self._colonnes(nom, anomalies)
        attendus = rappels(programme) if self.genre == maquette.CADRAGE else {}
        index = _Index.de(programme)
        deplaces: list[int] = []
        for numero, cellules in self.feuille.lignes():
            if numero <= self.entete:
                continue
            cle = self._cle(index, nom, numero, cellules, colonnes, anomalies)
            if cle is None:
                continue
            if not self._temoigne(programme, cle, cellules):
                deplaces.append(numero)
            montre = self._rappels(nom, numero, cellules, attendus.get(cle[0].code, ()), anomalies)
            decision, lieux = self._decider(nom, numero, cellules, colonnes, cle, unites, anomalies)
            yield Ligne(self.feuille.nom, numero, decision, lieux, montre)
        self._egarees(nom, colonnes, anomalies)
        if deplaces:
            nombre = f"{len(deplaces)} ligne{'s' if len(deplaces) > 1 else ''}"
            texte = ", ".join(str(n) for n in deplaces[:12])
            anomalies.append(signaler("CAD-23", Lieu(nom, self.feuille.nom), nombre=nombre, lignes=texte))

    def _colonnes(self, nom: str, anomalies: list[Anomalie]) -> dict[int, Colonne]:
        """Associe à chaque numéro de colonne ce qu'elle porte ; dit celles qui manquent."""
        if self.genre == maquette.ANNUELLES:
            annees = ((titre, n) for titre, n in self.titres.items() if _ANNEE.fullmatch(titre))
            return {n: Colonne(t, t, Genre.NOMBRE, "", "") for t, n in annees}
        trouvees = {}
        for colonne in maquette.COLONNES if self.genre == maquette.CADRAGE else maquette.COLONNES_EPCI:
            numero = self.titres.get(plier(colonne.titre))
            if numero is None:
                anomalies.append(signaler("CAD-06", Lieu(nom, self.feuille.nom), colonne=colonne.titre))
            else:
                trouvees[numero] = colonne
        return trouvees

    def _texte(self, cellules: Mapping[int, Cellule], titre: str) -> str:
        cellule = cellules.get(self.titres.get(plier(titre), 0))
        return texte_de(cellule) if cellule else ""

    def _cle(
        self,
        index: _Index,
        nom: str,
        numero: int,
        cellules: Mapping[int, Cellule],
        colonnes: Mapping[int, Colonne],
        anomalies: list[Anomalie],
    ) -> tuple[Indicateur, str] | None:
        """Dit de quel indicateur et de quel territoire parle une ligne ; ``None`` si rien ne le dit."""
        affiche = self._texte(cellules, maquette.INDICATEUR)
        lieu = Lieu(nom, self.feuille.nom, f"{lettres(self.titres[plier(maquette.INDICATEUR)])}{numero}")
        indicateur = index.indicateur(affiche)
        if indicateur is None:
            remplie = any(n in colonnes for n in cellules)
            code = entre_crochets(affiche)
            if code and remplie:
                anomalies.append(signaler("CAD-08", lieu, indicateur=code))
            elif remplie:
                anomalies.append(signaler("CAD-09", lieu, libelle=affiche))
            return None
        if self.genre != maquette.PAR_EPCI:
            return indicateur, ENSEMBLE
        territoire = self._texte(cellules, maquette.TERRITOIRE)
        siren = _siren(index.programme, territoire)
        if siren not in sirens_suivis(index.programme, indicateur):
            anomalies.append(signaler("CAD-17", lieu, territoire=territoire))
            return None
        return indicateur, siren

    def _temoigne(self, programme: Programme, cle: tuple[Indicateur, str], cellules: Mapping[int, Cellule]) -> bool:
        """Dit si le témoin caché, quand il est là, désigne bien l'indicateur et le territoire affichés."""
        ecrit = self._texte(cellules, maquette.TEMOIN)
        return not ecrit or ecrit == temoin(programme, cle[0].code, cle[1])

    def _rappels(
        self,
        nom: str,
        numero: int,
        cellules: Mapping[int, Cellule],
        attendus: tuple[str, ...],
        anomalies: list[Anomalie],
    ) -> tuple[str, ...]:
        """Relit les colonnes verrouillées ; signale une case qui ne dit plus ce que dit le programme."""
        lus = tuple(self._texte(cellules, titre) for titre, _ in maquette.RAPPELS) if attendus else ()
        for (titre, _), lu, attendu in zip(maquette.RAPPELS, lus, attendus, strict=False):
            if titre not in _COMPARES or not lu or _reduit(lu) == _reduit(attendu):
                continue
            lieu = Lieu(nom, self.feuille.nom, f"{lettres(self.titres[plier(titre)])}{numero}")
            anomalies.append(signaler("CAD-18", lieu, colonne=titre, valeur=lu, attendu=attendu))
        return lus

    def _decider(
        self,
        nom: str,
        numero: int,
        cellules: Mapping[int, Cellule],
        colonnes: Mapping[int, Colonne],
        cle: tuple[Indicateur, str],
        unites: Mapping[str, str],
        anomalies: list[Anomalie],
    ) -> tuple[Decision, dict[tuple[str, str, str], Lieu]]:
        """Lit les cases jaunes d'une ligne, l'unité d'abord : elle dit comment lire les nombres."""
        indicateur, siren = cle
        lus: dict[str, Any] = {}
        lieux = {(indicateur.code, siren, ""): Lieu(nom, self.feuille.nom, f"B{numero}")}
        unite = unites.get(indicateur.code, "")
        for colonne_n, colonne in sorted(colonnes.items(), key=lambda c: c[1].champ != "unite"):
            lieu = Lieu(nom, self.feuille.nom, f"{lettres(colonne_n)}{numero}")
            lieux[indicateur.code, siren, colonne.champ] = lieu
            cellule = cellules.get(colonne_n)
            if cellule is None or (isinstance(cellule.valeur, str) and not cellule.valeur.strip()):
                continue
            valeur, fautes = lire_case(colonne, cellule, lieu, unite)
            anomalies += fautes
            if valeur is not None:
                lus[colonne.champ] = valeur
            if colonne.champ == "unite" and valeur:
                unite = str(valeur)
        if self.genre == maquette.ANNUELLES:
            annuelles = {int(annee): v for annee, v in sorted(lus.items())}
            lieux[indicateur.code, siren, "annuelles"] = lieux[indicateur.code, siren, ""]
            return Decision(indicateur.code, siren, annuelles=annuelles), lieux
        return Decision(indicateur.code, siren, **lus), lieux

    def _egarees(self, nom: str, colonnes: Mapping[int, Colonne], anomalies: list[Anomalie]) -> None:
        """Signale ce qui est écrit sous l'en-tête, hors de toute colonne connue."""
        connues = {*colonnes, *(self.titres[t] for t in _TITRES_CONNUS if t in self.titres)}
        perdues = [
            c.adresse
            for (ligne, colonne), c in sorted(self.feuille.cellules.items())
            if ligne > self.entete and colonne not in connues
        ]
        if perdues:
            nombre = f"{len(perdues)} case{'s' if len(perdues) > 1 else ''} remplie{'s' if len(perdues) > 1 else ''}"
            cellules = ", ".join(perdues[:10]) + ("…" if len(perdues) > 10 else "")
            anomalies.append(signaler("CAD-24", Lieu(nom, self.feuille.nom), nombre=nombre, cellules=cellules))


_COMPARES = ("Nature", "Unité", "Cible citée", "Valeur initiale citée", "Lecture de la fiche")
_TITRES_CONNUS = frozenset(
    plier(titre)
    for titre in (
        maquette.TEMOIN,
        *(t for t, _ in (*maquette.RAPPELS, *maquette.RAPPELS_EPCI, *maquette.RAPPELS_ANNUELS)),
    )
)


def reperer_feuillets(classeur: Classeur, programme: Programme) -> tuple[dict[str, Feuillet], tuple[Anomalie, ...]]:
    """Retrouve les tableaux d'un classeur, par leurs titres, quels que soient les noms des feuilles.

    Returns
    -------
    tuple
        Les tableaux par genre (« Cadrage », « Cibles annuelles », « Cibles par EPCI »), et les anomalies CAD-03 à
        CAD-05 et CAD-07.
    """
    trouves: dict[str, Feuillet] = {}
    anomalies: list[Anomalie] = []
    for feuille in classeur.feuilles:
        feuillet = _reconnaitre(classeur.nom, feuille, anomalies)
        if feuillet is not None:
            trouves.setdefault(feuillet.genre, feuillet)
    presentes = ", ".join(f"« {f.nom} »" for f in classeur.feuilles if f.etat == "visible")
    noms = {plier(f.nom) for f in classeur.feuilles}
    for genre in (g for g in feuilles_attendues(programme) if g not in trouves):
        if plier(genre) in noms:
            anomalies.append(signaler("CAD-05", Lieu(classeur.nom, genre), colonne=maquette.INDICATEUR))
        else:
            code = "CAD-03" if genre == maquette.CADRAGE else "CAD-04"
            anomalies.append(signaler(code, Lieu(classeur.nom), feuille=genre, presentes=presentes))
    return trouves, tuple(anomalies)


def feuilles_attendues(programme: Programme) -> tuple[str, ...]:
    """Rend les feuilles à remplir du cadrage ; celle des EPCI n'existe que si un indicateur se recueille par EPCI."""
    par_epci = any(sirens_suivis(programme, i) for i in programme.indicateurs if not i.clause_ouverte)
    return (maquette.CADRAGE, maquette.ANNUELLES, *((maquette.PAR_EPCI,) if par_epci else ()))


def _reconnaitre(nom: str, feuille: Feuille, anomalies: list[Anomalie]) -> Feuillet | None:
    for numero, cellules in feuille.lignes():
        if numero > _LIGNES_DE_TETE:
            return None
        titres = [(plier(texte_de(c)), n) for n, c in cellules.items()]
        genre = _genre({titre for titre, _ in titres})
        if genre:
            uniques = _sans_titre_double(nom, feuille, titres, numero, anomalies)
            return Feuillet(genre, feuille, numero, uniques) if plier(maquette.INDICATEUR) in uniques else None
    return None


def _genre(titres: set[str]) -> str:
    if plier(maquette.INDICATEUR) not in titres:
        return ""
    if len(titres & _TITRES_DE_DECISION) >= 2:
        return maquette.PAR_EPCI if plier(maquette.TERRITOIRE) in titres else maquette.CADRAGE
    return maquette.ANNUELLES if any(_ANNEE.fullmatch(t) for t in titres) else ""


def _sans_titre_double(
    nom: str, feuille: Feuille, titres: Iterable[tuple[str, int]], entete: int, anomalies: list[Anomalie]
) -> dict[str, int]:
    """Rend le numéro de chaque titre ; un titre qui figure deux fois ne désigne plus rien."""
    numeros: dict[str, list[int]] = {}
    for titre, numero in titres:
        numeros.setdefault(titre, []).append(numero)
    for trouves in numeros.values():
        if len(trouves) > 1:
            premiere, seconde = (f"{lettres(n)}{entete}" for n in trouves[:2])
            cellule = feuille.cellule(entete, trouves[0])
            details = {"colonne": texte_de(cellule) if cellule else "", "premiere": premiere, "seconde": seconde}
            anomalies.append(signaler("CAD-07", Lieu(nom, feuille.nom, seconde), **details))
    return {titre: trouves[0] for titre, trouves in numeros.items() if len(trouves) == 1}


@dataclass(frozen=True, slots=True)
class _Index:
    """Les indicateurs d'un programme, par code et par libellé pliés ; un libellé porté deux fois ne désigne rien."""

    programme: Programme
    par_code: Mapping[str, Indicateur]
    par_libelle: Mapping[str, Indicateur]

    @classmethod
    def de(cls, programme: Programme) -> _Index:
        connus = [i for i in programme.indicateurs if not i.clause_ouverte]
        libelles = Counter(plier(i.libelle) for i in connus)
        uniques = {plier(i.libelle): i for i in connus if libelles[plier(i.libelle)] == 1}
        return cls(programme, {plier(i.code): i for i in connus}, uniques)

    def indicateur(self, affiche: str) -> Indicateur | None:
        """Retrouve l'indicateur affiché : par son code entre crochets, sinon par un libellé que lui seul porte."""
        code = entre_crochets(affiche)
        return self.par_code.get(plier(code)) if code else self.par_libelle.get(plier(affiche))


def _siren(programme: Programme, affiche: str) -> str:
    """Retrouve l'EPCI affiché : par son SIREN, sinon par son nom ou un de ses alias."""
    siren = entre_crochets(affiche)
    if siren:
        return re.sub(r"\D", "", siren)
    for territoire in programme.territoires:
        if plier(affiche) in {plier(n) for n in (territoire.nom, *territoire.alias)}:
            return territoire.siren
    return ""


def _reduit(texte: str) -> str:
    return " ".join(texte.split())
