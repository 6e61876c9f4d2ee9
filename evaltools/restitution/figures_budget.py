"""Figure : ce qui est prévu, engagé et payé dans l'année, par axe. Un total incomplet est dit « au moins »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.nombres import plier
from evaltools.restitution import figures_barres
from evaltools.restitution.figures_barres import Barre, Groupe
from evaltools.restitution.formats import ABSENT, INSECABLE, nombre, pct
from evaltools.restitution.phrases import lister
from evaltools.restitution.vue import Vue

COLONNES = (("Prévu", "prevu_eur"), ("Engagé", "engage_eur"), ("Payé", "paye_eur"))
STYLES = (("#FFFFFF", "#55606D", True), ("#3F88D9", "#1F5C9E", False), ("#12436D", "", False))


@dataclass(frozen=True, slots=True)
class Somme:
    """Une somme de montants : le total de ce qui est connu (``None`` : rien), et combien de montants manquent."""

    total: float | None
    absents: int
    lignes: int

    @staticmethod
    def de(montants: Iterable[float | None]) -> Somme:
        """Additionne ce qui est connu et compte le reste.

        Examples
        --------
        >>> Somme.de([1, None, 2.5]), Somme.de([]).total
        (Somme(total=3.5, absents=1, lignes=3), None)
        """
        tous = list(montants)
        connus = [m for m in tous if m is not None]
        return Somme(sum(connus) if connus else None, len(tous) - len(connus), len(tous))

    @property
    def partielle(self) -> bool:
        """Dit si le total n'est qu'un minimum."""
        return self.absents > 0 and self.total is not None

    def ecrire(self, unite: bool = True) -> str:
        """Écrit le total, « au moins … » s'il est partiel, « n. d. » si rien n'est connu."""
        if self.total is None:
            return ABSENT
        debut = "au moins " if self.partielle else ""
        return f"{debut}{nombre(self.total, 0)}{f'{INSECABLE}€' if unite else ''}"


@dataclass(frozen=True, slots=True)
class Ligne:
    """Les trois sommes d'un axe (ou d'un financeur, ou de l'ensemble)."""

    libelle: str
    prevu: Somme
    engage: Somme
    paye: Somme

    @property
    def part_engagee(self) -> float | None:
        """Engagé sur prévu ; ``None`` si l'un des deux manque ou n'est qu'un minimum : la part ne se calcule pas."""
        prevu, engage = self.prevu, self.engage
        if not prevu.total or engage.total is None or prevu.absents or engage.absents:
            return None
        return engage.total / prevu.total

    @property
    def absents(self) -> int:
        """Montants non renseignés, les trois colonnes réunies."""
        return self.prevu.absents + self.engage.absents + self.paye.absents


@dataclass(frozen=True, slots=True)
class Financement:
    """Le financement de l'année : une ligne par axe qui en a, une par financeur, et l'ensemble."""

    axes: tuple[Ligne, ...]
    financeurs: tuple[Ligne, ...]
    ensemble: Ligne
    mot: str
    annee: int

    @staticmethod
    def depuis(vue: Vue) -> Financement:
        """Réunit les montants de l'année ; sans aucun montant, ``axes`` est vide."""
        programme, annee = vue.evaluation.programme, vue.evaluation.annee
        lignes = [f for f in vue.evaluation.finances if f.annee == annee]
        ensemble = ligne("Ensemble", lignes)
        connus = [s for s in (ensemble.prevu, ensemble.engage, ensemble.paye) if s.total is not None]
        codes = {a.code: {x.code for x in programme.actions_de(a.code)} for a in programme.axes}
        axes = [(f"{a.code}. {a.intitule}", [f for f in lignes if f.action in codes[a.code]]) for a in programme.axes]
        financeurs: dict[str, list[LigneFinanciere]] = {}
        for f in sorted(lignes, key=lambda f: plier(f.financeur)):
            financeurs.setdefault(plier(f.financeur), []).append(f)
        return Financement(
            tuple(ligne(nom, dedans) for nom, dedans in axes if dedans) if connus else (),
            tuple(ligne(_le_plus_ecrit(dedans) or "Financeur non précisé", dedans) for dedans in financeurs.values()),
            ensemble,
            programme.vocabulaire.axe,
            annee,
        )

    @property
    def constat(self) -> str:
        """Titre de la figure : ce qu'elle montre, et si ce n'est qu'un minimum."""
        e = self.ensemble
        if e.part_engagee is not None:
            engage, prevu = e.engage.ecrire(), e.prevu.ecrire()
            return f"{pct(e.part_engagee)} du budget prévu en {self.annee} est engagé ({engage} sur {prevu})"
        if e.engage.total is not None:
            return f"{e.engage.ecrire().capitalize()} engagés en {self.annee}, sur {e.prevu.ecrire()} prévus"
        return f"{e.prevu.ecrire().capitalize()} prévus en {self.annee} ; les montants engagés ne sont pas remontés"

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        faits = lister([f"{nom.lower()} {getattr(self.ensemble, c).ecrire()}" for nom, c in _CHAMPS])
        par_axe = f"Barres des montants prévus, engagés et payés en {self.annee}, par {self.mot}"
        return f"{par_axe}. En tout : {faits}. Données dans le tableau qui suit."


_CHAMPS = (("Prévu", "prevu"), ("Engagé", "engage"), ("Payé", "paye"))


def ligne(libelle: str, lignes: Sequence[LigneFinanciere]) -> Ligne:
    """Additionne des lignes de financement, colonne par colonne."""
    return Ligne(libelle, *(Somme.de(getattr(f, champ) for f in lignes) for _, champ in COLONNES))


def _le_plus_ecrit(lignes: Sequence[LigneFinanciere]) -> str:
    """Rend l'écriture la plus fréquente d'un financeur, que la casse et les accents ne dédoublent pas."""
    comptes = Counter(f.financeur for f in lignes)
    return min(comptes, key=lambda nom: (-comptes[nom], nom))


def dessiner(donnees: Financement) -> Markup:
    """Dessine trois barres par axe : prévu, engagé, payé."""
    groupes = tuple(Groupe(x.libelle, tuple(_barres(x))) for x in donnees.axes)
    return figures_barres.dessiner("budget", groupes, donnees.alternative)


def _barres(x: Ligne) -> Iterable[Barre]:
    for (nom, champ), (fond, contour, hachuree) in zip(_CHAMPS, STYLES, strict=True):
        somme: Somme = getattr(x, champ)
        yield Barre(somme.total, f"{nom.lower()} : {somme.ecrire()}", fond, contour, hachuree)
