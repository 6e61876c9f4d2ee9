"""Écrire les valeurs d'un résultat : départ, valeur, cible, chemin parcouru, ce qui reste, réserves."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Cumul, Motif, Nature, Sens, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution.formats import ABSENT, avec_unite, decimales_utiles, en_clair, nombre, pct, unite_lisible
from evaltools.restitution.mots import raison, reserve

MOTIFS_DITS = (
    Motif.DES_L_ORIGINE,
    Motif.ACQUIS_PERDU,
    Motif.STAGNATION,
    Motif.PROGRES,
    Motif.EN_RETARD,
    Motif.ABANDONNE,
    Motif.PAS_DE_VALEUR_INITIALE,
)
"""Motifs d'un indicateur évaluable qui ajoutent quelque chose à son verdict."""

RIEN_DEPUIS = "aucune valeur n'est remontée depuis le départ : le verdict repose sur lui seul"
"""Ce que l'on dit d'une cible déclarée atteinte sur la seule valeur de départ (R-36)."""

SANS_DEPART = (Nature.JALON, Nature.ETAPES, Nature.TEXTE)

UNITE_COURTE = 6
"""Une unité plus longue que ce nombre de signes n'est pas répétée à chaque valeur."""


@dataclass(frozen=True, slots=True)
class Ecriture:
    """Les valeurs d'un résultat, dans son unité et avec un même nombre de décimales."""

    resultat: Resultat
    nature: Nature
    annuelle: bool = False

    @property
    def depuis_zero(self) -> bool:
        """Dit si le chemin part de zéro par nature : un flux, ou une cible à atteindre chaque année."""
        return self.annuelle or self.resultat.cumul == Cumul.FLUX

    @property
    def decimales(self) -> int:
        """Décimales communes au départ, à la valeur et à la cible."""
        r = self.resultat
        return decimales_utiles([r.valeur_initiale, r.valeur, r.cible])

    def ecrire(self, valeur: float | None) -> str:
        """Écrit une valeur ; un jalon se dit « fait » ou « pas fait »."""
        if valeur is None:
            return ABSENT
        if self.nature is Nature.JALON and valeur in (0, 1):
            return "fait" if valeur else "pas fait"
        return avec_unite(valeur, self.resultat.unite, self.decimales)

    def nue(self, valeur: float | None) -> str:
        """Écrit une valeur sans son unité, sauf « % » et les unités très courtes : l'unité est dite à côté."""
        unite = unite_lisible(self.resultat.unite)
        if self.nature is Nature.JALON or len(unite) <= UNITE_COURTE:
            return self.ecrire(valeur)
        return nombre(valeur, self.decimales)

    @property
    def depart(self) -> str:
        """La valeur de départ, sans son unité ; un tiret quand il n'y a pas à en avoir."""
        if self.resultat.valeur_initiale is None and (self.depuis_zero or self.nature in SANS_DEPART):
            return "–"
        return self.nue(self.resultat.valeur_initiale)

    @property
    def valeur(self) -> str:
        """La valeur jugée, ou le texte d'un indicateur qui s'écrit en toutes lettres."""
        return self.ecrire(self.resultat.valeur)

    @property
    def jugee(self) -> str:
        """Ce qui est jugé, sans unité : la valeur, « secret » si elle est tue, ou le départ que rien n'a suivi (R-36).

        Un verdict « atteint » rendu sur la seule valeur de départ ne se lit jamais à côté d'un « n. d. ».
        """
        r = self.resultat
        if r.valeur is not None:
            return self.nue(r.valeur)
        if r.secrete or r.motif is Motif.SECRET:
            return "secret"
        if r.motif is Motif.DES_L_ORIGINE and r.valeur_initiale is not None:
            return f"{self.nue(r.valeur_initiale)} (départ)"
        return self.nue(None)

    @property
    def cible(self) -> str:
        """La cible en vigueur."""
        return self.ecrire(self.resultat.cible)

    @property
    def titres(self) -> tuple[str, str, str]:
        """Titres des trois valeurs, avec leur année : « Départ 2022 », « Cumul 2026 », « Cible 2028 »."""
        r = self.resultat
        valeur = "Cumul" if r.cumul == Cumul.FLUX else "Valeur"
        return (
            f"Départ {r.annee_initiale or ''}".strip(),
            f"{valeur} {r.annee_valeur or ''}".strip(),
            f"Cible {r.annee_cible or ''}".strip(),
        )

    @property
    def chemin(self) -> str:
        """La part du chemin parcourue, en pourcentage, ou « n. d. »."""
        return pct(self.resultat.degre_atteinte)

    @property
    def mots_du_chemin(self) -> str:
        """De quoi cette part est la part : « du chemin », « de la cible », « de la cible de l'année »."""
        if self.annuelle:
            return "de la cible de l'année"
        return "de la cible" if self.depuis_zero else "du chemin"

    @property
    def detail(self) -> str:
        """Le chemin en nombres, ce qui reste dans l'unité, le rythme attendu : une à trois phrases."""
        r = self.resultat
        morceaux = [self._pas(), self._reste()]
        if r.part_attendue is not None and 0 < r.part_attendue < 1 and r.degre_atteinte is not None:
            morceaux.append(f"Rythme attendu fin {r.annee_valeur or r.annee} : {pct(r.part_attendue)}.")
        return " ".join(m for m in morceaux if m)

    def _en_points(self, valeur: float) -> str:
        lisible = unite_lisible(self.resultat.unite)
        unite = "points" if lisible.startswith(("%", "sur ")) else lisible
        return avec_unite(abs(valeur), unite, self.decimales)

    def _pas(self) -> str:
        """Dit le pas fait et le pas voulu : « Baisse de 61 sur 92 jours visés. »."""
        r = self.resultat
        if r.degre_atteinte is None or r.valeur is None or r.cible is None or self.nature is Nature.JALON:
            return ""
        if r.sens in (Sens.MAINTIEN, Sens.PLAGE) or self.nature is Nature.ETAPES:
            return ""
        depart = 0.0 if r.valeur_initiale is None or r.cumul == Cumul.FLUX else r.valeur_initiale
        fait, vise = r.valeur - depart, r.cible - depart
        if not vise:
            return ""
        mots = {True: "hausse", False: "baisse"}
        if not fait:
            if not depart and vise > 0:
                return f"0 sur {self._en_points(vise)}."
            return f"Aucun changement, pour une {mots[vise > 0]} visée de {self._en_points(vise)}."
        if fait * vise < 0:
            voulu = f"au lieu d'une {mots[vise > 0]} de {self._en_points(vise)}"
            return f"{mots[fait > 0].capitalize()} de {self._en_points(fait)}, {voulu}."
        if not depart and vise > 0:
            return f"{nombre(fait, self.decimales)} sur {self._en_points(vise)}."
        return f"{mots[fait > 0].capitalize()} de {nombre(abs(fait), self.decimales)} sur {self._en_points(vise)}."

    def _reste(self) -> str:
        r = self.resultat
        if self.nature is Nature.JALON or r.cible is None or r.valeur is None:
            return ""
        ecart = self._en_points(r.cible - r.valeur)
        if r.cible_atteinte == "oui":
            return f"Cible dépassée de {ecart}." if r.cible != r.valeur else ""
        return f"Reste {ecart}." if r.reste_a_faire is not None else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Raison du verdict, incertitude et réserves, en toutes lettres."""
        r = self.resultat
        notes = []
        muet = self.nature is Nature.JALON and r.motif in (Motif.STAGNATION, Motif.PROGRES)
        if (r.verdict is Verdict.NON_EVALUABLE or r.motif in MOTIFS_DITS) and not muet:
            notes.append(raison(r.motif).mots)
            if r.motif is Motif.DES_L_ORIGINE and r.valeur is None and not r.secrete:
                notes.append(RIEN_DEPUIS)
        if r.incertain:
            notes.append(f"verdict incertain ({' ou '.join(c.strip() for c in r.incertain.split('|'))})")
        if r.annees_applicables is not None and r.annees_atteintes is not None:
            annees = p.compter(r.annees_atteintes, p.ANNEE)
            notes.append(f"cible de l'année atteinte {annees} sur {r.annees_applicables}")
        if r.prevu is not None and r.valeur is not None:
            part = f" ({pct(r.taux_de_realisation)})" if r.taux_de_realisation is not None else ""
            notes.append(f"prévu la même année : {self.nue(r.prevu)}{part}")
        if self.nature is Nature.JALON and r.texte[:1].isdigit():
            notes.append(f"le {en_clair(r.texte)}")
        notes += [reserve(a) for a in r.alertes]
        return tuple(n for n in notes if n)
