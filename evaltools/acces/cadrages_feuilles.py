"""Lire les lignes des tableaux d'un classeur de cadrage.

Ni le nom de la feuille, ni la place d'une colonne ou d'une ligne ne comptent : on peut renommer, insérer, trier,
supprimer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.cadrages_cellules import lire_case, texte_de
from evaltools.acces.cadrages_colonnes import Colonne, Genre
from evaltools.acces.cadrages_rappels import rappels, temoin
from evaltools.acces.classeurs_identite import entre_crochets
from evaltools.acces.tableur import Cellule, Feuille, lettres
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import sirens_suivis
from evaltools.domaine.decisions import Decision
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Indicateur, Programme

ANNEE = re.compile(r"(?:19|20)\d\d")
"""Titre d'une colonne de cibles annuelles."""


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
            annees = ((titre, n) for titre, n in self.titres.items() if ANNEE.fullmatch(titre))
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


_COMPARES = (maquette.INDICATEUR, "Nature", "Unité", "Cible citée", "Valeur initiale citée", "Lecture de la fiche")
_TITRES_CONNUS = frozenset(
    plier(titre)
    for titre in (
        maquette.TEMOIN,
        *(t for t, _ in (*maquette.RAPPELS, *maquette.RAPPELS_EPCI, *maquette.RAPPELS_ANNUELS)),
    )
)


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
