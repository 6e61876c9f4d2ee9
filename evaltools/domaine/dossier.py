"""Le dossier d'un stock, d'un ratio, d'un flux, d'une échelle ou d'étapes : les faits, puis le verdict.

Il réunit la cible résolue, la valeur jugée et le chemin prévu, établit les faits dont la table des verdicts a besoin,
et rend tout ce qui se montre à côté du verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre
from evaltools.domaine.cibles import TOLERANCE, CibleResolue
from evaltools.domaine.jugement import Contexte, Jugement, oui_non
from evaltools.domaine.lexique import Alerte, Cumul, Motif, Nature, Sens, Verdict
from evaltools.domaine.mesures import Serie
from evaltools.domaine.trajectoire import (
    Chemin,
    Nombre,
    exact,
    points_d_un_flux,
    points_d_un_niveau,
)
from evaltools.domaine.valeur_jugee import ValeurJugee, rupture_entre
from evaltools.domaine.verdicts import Faits, seuils, trancher


@dataclass(frozen=True, slots=True)
class Degres:
    """Degré d'atteinte P, part attendue E, rythme R ; ``None`` : ne se calcule pas."""

    p: Nombre | None = None
    e: Nombre | None = None
    r: Nombre | None = None


def flux_en_baisse(cadre: Cadre) -> bool:
    """Dit si l'indicateur s'additionne et doit baisser, ce que la méthode refuse (règle R-01)."""
    return cadre.cumul is Cumul.FLUX and cadre.sens is Sens.BAISSE


def annee_de_depart(cadre: Cadre, contexte: Contexte) -> int | None:
    """Rend l'année initiale : la déclarée, sinon celle d'avant le contrat (règle R-12)."""
    if cadre.annee_initiale is not None:
        return cadre.annee_initiale
    return None if contexte.debut is None else contexte.debut - 1


def debut_du_flux(cadre: Cadre, serie: Serie, contexte: Contexte) -> int | None:
    """Rend la première année d'un cumul : le début du contrat, sinon l'année qui suit l'initiale, sinon la série."""
    if contexte.debut is not None:
        return contexte.debut
    if cadre.annee_initiale is not None:
        return cadre.annee_initiale + 1
    return min(serie.mesures, default=None)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Ce qu'il faut réunir pour juger un indicateur dont la cible est connue."""

    cadre: Cadre
    serie: Serie
    cible: CibleResolue
    jugee: ValeurJugee
    contexte: Contexte
    bareme: Bareme

    @property
    def flux(self) -> bool:
        """Dit si les années s'additionnent."""
        return self.cadre.cumul is Cumul.FLUX

    @property
    def depart(self) -> float | None:
        """La valeur initiale v0 ; zéro par nature pour un flux et pour des étapes."""
        return 0.0 if self.part_de_zero else self.cadre.valeur_initiale

    @property
    def echeance(self) -> int | None:
        """L'année de la cible, sinon la dernière du contrat, sinon celle des parts annuelles (règle R-12)."""
        annee, fin = self.cible.annee, self.contexte.fin
        if annee is None or fin is None:
            return fin if annee is None else annee
        return max(annee, fin) if self.cible.annee_deduite else annee

    @property
    def part_de_zero(self) -> bool:
        """Dit si le départ est zéro par nature : un flux, des étapes."""
        return self.flux or self.cadre.nature is Nature.ETAPES

    @property
    def _annee_de_depart(self) -> int | None:
        return annee_de_depart(self.cadre, self.contexte)

    @property
    def _depart_suppose(self) -> bool:
        """Dit si l'année initiale est une hypothèse : celle d'avant le contrat."""
        sans_annee = self.cadre.annee_initiale is None and self._annee_de_depart is not None
        return sans_annee and not self.part_de_zero and self.cadre.valeur_initiale is not None

    def juger(self) -> Jugement:
        """Établit les faits, tranche, et rend tout ce qui se montre à côté du verdict."""
        chemin, degres, faits = self._instruire()
        decision, valeur = trancher(faits), self.jugee.valeur
        return Jugement(
            decision.verdict,
            decision.motif,
            decision.ligne,
            valeur_initiale=self.cadre.valeur_initiale,
            annee_initiale=self._annee_de_depart if self._depart_suppose else self.cadre.annee_initiale,
            cible=self.cible.valeur,
            annee_cible=self.echeance,
            valeur=valeur,
            annee_valeur=self.jugee.annee,
            cible_atteinte=oui_non(None if faits.empechement else faits.atteinte),
            degre_atteinte=_nombre(degres.p),
            score=decision.score,
            part_attendue=_nombre(degres.e),
            rythme=_nombre(degres.r),
            reste_a_faire=None if valeur is None else self.cible.reste(valeur),
            alertes=tuple(self._alertes(faits)),
            trajectoire={} if chemin is None else chemin.trajectoire(),
            source=self.jugee.source,
        )

    def verdict(self) -> Verdict:
        """Rend le verdict seul, sans rien de ce qui se montre à côté."""
        return trancher(self._instruire()[2]).verdict

    def _instruire(self) -> tuple[Chemin | None, Degres, Faits]:
        """Établit le chemin prévu, les trois nombres et les faits."""
        empechement, chemin = self._empechement(), self._chemin()
        degres = Degres() if empechement else self._degres(chemin, float)
        return chemin, degres, self._faits(empechement, degres if empechement else self._exacts(chemin, degres))

    def _empechement(self) -> Motif | None:
        """Rend le motif de la ligne 3, ou celui d'une cible relative que nulle valeur initiale ne permet de lire."""
        motif, depart_connu = self.jugee.empechement, self.cadre.valeur_initiale is not None
        if not self.part_de_zero and depart_connu and self.jugee.valeur is not None and self._rompue():
            return Motif.RUPTURE_DE_SERIE
        depart_seul = motif is Motif.PAS_DE_VALEUR and not self.part_de_zero and depart_connu
        if motif is not None and not depart_seul and not self._acquis_ancien():
            return motif
        if self.cadre.sens is None or flux_en_baisse(self.cadre):
            return Motif.SENS_INCONNU
        return Motif.PAS_DE_VALEUR_INITIALE if self.cible.relative_sans_depart else None

    def _acquis_ancien(self) -> bool:
        """Dit si un cumul trop ancien avait déjà atteint sa cible : ce qui est fait le reste (règle R-09)."""
        juge = self.flux and self.cadre.sens is not None
        trop_ancien = juge and self.jugee.empechement is Motif.DONNEE_TROP_ANCIENNE
        return trop_ancien and self.jugee.valeur is not None and self.cible.atteinte(self.jugee.valeur)

    def _rompue(self) -> bool:
        return rupture_entre(self.serie, self._annee_de_depart, self.jugee.annee)

    def _chemin(self) -> Chemin | None:
        """Trace le chemin prévu, du départ à la cible ; ``None`` si l'un des deux manque."""
        depart = self.depart
        if depart is None or self.cadre.sens is None or self.cible.relative_sans_depart:
            return None
        if self.flux:
            debut = debut_du_flux(self.cadre, self.serie, self.contexte)
            points = points_d_un_flux(self.cible, debut, self.echeance, self.contexte.partielles)
        else:
            points = points_d_un_niveau(depart, self.cible, self._annee_de_depart, self.echeance)
        return Chemin(depart, self.cible, tuple(points))

    def _degres(self, chemin: Chemin | None, en: Callable[[float], Nombre]) -> Degres:
        """Calcule P, E et R ; rien si la valeur manque, ou si le départ est déjà dans la cible."""
        valeur, annee = self.jugee.valeur, self.jugee.annee
        if chemin is None or valeur is None or annee is None:
            return Degres()
        if not self.flux and self.cible.atteinte(chemin.initiale):
            return Degres()
        p = chemin.degre(valeur, en)
        if p is None:
            return Degres()
        e = chemin.part_attendue(annee, en)
        return Degres(p, e, p / e if e is not None and e > 0 else None)

    def _exacts(self, chemin: Chemin | None, degres: Degres) -> Degres:
        """Recalcule P, E et R en fractions exactes quand P ou R tombe sur un seuil du barème."""
        de_p, de_r = seuils(self.bareme)
        proche = any(degres.p is not None and abs(degres.p - s) < TOLERANCE for s in de_p)
        proche = proche or any(degres.r is not None and abs(degres.r - s) < TOLERANCE for s in de_r)
        return self._degres(chemin, exact) if proche else degres

    def _faits(self, empechement: Motif | None, degres: Degres) -> Faits:
        valeur, depart = self.jugee.valeur, self.depart
        depart_atteint = depart is not None and self.cible.atteinte(depart)
        atteinte = depart_atteint if valeur is None else self.cible.atteinte(valeur)
        if self.flux:  # un cumul n'a rien acquis au départ : atteint, c'est par la ligne 9
            depart_atteint = depart_atteint and degres.p is None and not atteinte
        return Faits(
            self.contexte.moment(self.echeance),
            self.bareme,
            empechement,
            valeur_connue=valeur is not None,
            depart_connu=depart is not None,
            depart_atteint=depart_atteint,
            atteinte=atteinte,
            p=degres.p,
            e=degres.e,
            r=degres.r,
            annee_partielle=self.flux and self.jugee.annee in self.contexte.partielles,
            flux=self.flux,
        )

    def _alertes(self, faits: Faits) -> Iterator[Alerte]:
        yield from self.jugee.alertes
        yield from self.cible.alertes
        if self._depart_suppose:
            yield Alerte.ANNEE_INITIALE_SUPPOSEE
        if self.cible.annee is None and self.echeance is not None and not self.flux:
            yield Alerte.ECHEANCE_SUPPOSEE
        if faits.annee_partielle:
            yield Alerte.ANNEE_PARTIELLE
        depart_ancien = not faits.valeur_connue and self._age_du_depart > self.bareme.donnee_ancienne_ans
        if faits.empechement is None and (depart_ancien or self._acquis_ancien()):
            yield Alerte.DONNEE_ANCIENNE

    @property
    def _age_du_depart(self) -> int:
        """Âge de la valeur initiale à l'année d'évaluation, en années ; 0 si elle n'est pas datée."""
        depart = self._annee_de_depart
        return 0 if depart is None else self.contexte.annee - depart


def _nombre(degre: Nombre | None) -> float | None:
    """Rend un nombre à virgule flottante, sans zéro négatif."""
    return None if degre is None else float(degre) + 0.0
