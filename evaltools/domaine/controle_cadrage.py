"""Contrôles d'un cadrage : ce que l'instance a décidé se tient-il ? Règles : methode §2 et §5.

Rien n'est corrigé ici : chaque faute est dite, avec ce qu'elle entraîne et le geste à faire. Les seuils sont ceux du
barème.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import ORIGINE_DECISION, Cadrage, Cadre, Cible, depuis_document
from evaltools.domaine.cibles import NATURES_PAR_ELLES_MEMES, TOLERANCE, resoudre
from evaltools.domaine.decisions import Decision, fusionner
from evaltools.domaine.dossier import flux_en_baisse
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Alerte,
    Cumul,
    Nature,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.nombres import ecrire_nombre
from evaltools.domaine.programme import Indicateur, Programme

Lieux = Mapping[tuple[str, str, str], Lieu]
"""Où chaque champ a été lu : (indicateur, territoire, champ de ``Decision``) → lieu."""

_CODES = {
    Alerte.SENS_INCOHERENT: "CAD-31",
    Alerte.CIBLE_HORS_BORNES: "CAD-32",
    Alerte.CIBLE_INCOHERENTE: "CAD-33",
    Alerte.ECART_MINUSCULE: "CAD-34",
}


@dataclass(frozen=True, slots=True)
class _Vu:
    """Un cadre, ce qui y mène, et de quoi situer une faute."""

    programme: Programme
    indicateur: Indicateur
    cadre: Cadre
    document: Cadre
    decision: Decision
    lieux: Lieux
    bareme: Bareme

    def signaler(self, code: str, champ: str, **details: object) -> Anomalie:
        cle = (self.cadre.indicateur, self.cadre.siren)
        lieu = self.lieux.get((*cle, champ)) or self.lieux.get((*cle, "")) or Lieu()
        return signaler(code, lieu, indicateur=self.nom, **details)

    @property
    def nom(self) -> str:
        nom = f"« {self.indicateur.libelle} » [{self.indicateur.code}]"
        if self.cadre.siren == ENSEMBLE:
            return nom
        return f"{nom}, {self.programme.territoire(self.cadre.siren).nom}"


def controler(
    programme: Programme,
    decisions: Iterable[Decision],
    lieux: Lieux | None = None,
    bareme: Bareme | None = None,
) -> tuple[Anomalie, ...]:
    """Contrôle les décisions d'un cadrage, une fois fondues avec ce que dit le document.

    Parameters
    ----------
    programme : Programme
        Le programme signé.
    decisions : iterable of Decision
        Les lignes décidées.
    lieux : mapping, optional
        Feuille et cellule de chaque champ lu ; absent, l'anomalie nomme seulement l'indicateur.
    bareme : Bareme, optional
        Seuils ; par défaut ceux de la méthode.

    Returns
    -------
    tuple of Anomalie
        Toutes les fautes, dans l'ordre du document ; codes CAD-30 et suivants.
    """
    par_cle = {d.cle: d for d in decisions}
    document = depuis_document(programme)
    cadrage = fusionner(document, par_cle.values())
    indicateurs = {i.code: i for i in programme.indicateurs}
    vus = [
        _Vu(
            programme,
            indicateurs[code],
            cadre,
            document.cadres[code, siren],
            par_cle.get((code, siren), Decision(code, siren)),
            lieux or {},
            bareme or Bareme(),
        )
        for (code, siren), cadre in cadrage.cadres.items()
    ]
    return tuple(a for vu in vus for a in (*_controler_un(vu), *_sommes_des_epci(vu, cadrage)))


def _controler_un(vu: _Vu) -> Iterator[Anomalie]:
    yield from _mesure(vu)
    for cible, champ in ((vu.cadre.cible_initiale, "cible_initiale"), (vu.cadre.cible_revisee, "cible_revisee")):
        if cible is not None:
            yield from _cible(vu, cible, champ)
            yield from _annees(vu, cible, champ)
    yield from _decisions(vu)


def _mesure(vu: _Vu) -> Iterator[Anomalie]:
    cadre = vu.cadre
    if cadre.siren == ENSEMBLE and _baisse_d_un_flux_decidee(vu):
        yield vu.signaler("CAD-30", "sens" if vu.decision.sens else "cumul")
    if cadre.poids < 0:
        yield vu.signaler("CAD-42", "poids", poids=ecrire_nombre(cadre.poids))
    if cadre.sens is Sens.PLAGE and (vu.decision.borne_basse, vu.decision.borne_haute) != (None, None):
        yield from _bornes_de_plage(vu)
    if cadre.sens is Sens.PLAGE and vu.decision.cible_revisee is not None:
        yield vu.signaler("CAD-51", "cible_revisee")


def _baisse_d_un_flux_decidee(vu: _Vu) -> bool:
    """Dit si l'instance vise la baisse d'un flux (règle R-01) ; tant qu'elle n'a rien décidé, rien n'est refusé."""
    if not flux_en_baisse(vu.cadre):
        return False
    return vu.cadre.cible is not None or bool(vu.decision.sens or vu.decision.cumul)


def _bornes_de_plage(vu: _Vu) -> Iterator[Anomalie]:
    basse, haute = vu.decision.borne_basse, vu.decision.borne_haute
    if basse is None or haute is None:
        yield vu.signaler("CAD-39", "borne_basse", manque="une des deux bornes manque")
    elif basse > haute:
        yield vu.signaler("CAD-39", "borne_basse", manque=f"{ecrire_nombre(basse)} dépasse {ecrire_nombre(haute)}")


def _cible(vu: _Vu, cible: Cible, champ: str) -> Iterator[Anomalie]:
    cadre = vu.cadre
    if cadre.nature is Nature.TEXTE:
        yield vu.signaler("CAD-46", champ)
        return
    if cadre.sens is None and cadre.nature not in NATURES_PAR_ELLES_MEMES:
        yield vu.signaler("CAD-40", champ)
    if cadre.sens is Sens.MAINTIEN and cible.valeur == 0 and cible.tolerance is None:
        yield vu.signaler("CAD-35", "tolerance")
    resolue = resoudre(cadre, cible, vu.bareme)
    if resolue is None:
        return
    if resolue.relative_sans_depart:
        yield vu.signaler("CAD-43", champ)
    for alerte in resolue.alertes:
        yield vu.signaler(_CODES[alerte], champ, **_details(vu, cible, resolue.valeur or 0.0))


def _details(vu: _Vu, cible: Cible, valeur: float) -> dict[str, str]:
    """Rend de quoi écrire les quatre alertes d'une cible (methode §5)."""
    return {
        "valeur": ecrire_nombre(valeur),
        "declare": ecrire_nombre(valeur),
        "initiale": ecrire_nombre(vu.cadre.valeur_initiale or 0.0),
        "sens": vu.cadre.sens.value if vu.cadre.sens else "",
        "bornes": _ecrire_bornes(vu.cadre, cible),
        "annuelles": _ecrire_annuelles(vu.cadre, cible),
    }


def _ecrire_bornes(cadre: Cadre, cible: Cible) -> str:
    basse, haute = cible.borne_basse, cible.borne_haute
    if basse is None and haute is None:
        basse, haute = 0.0, 100.0 if cadre.nature is Nature.TAUX else None
    if basse is not None and haute is not None:
        return f"entre {ecrire_nombre(basse)} et {ecrire_nombre(haute)}"
    return f"{ecrire_nombre(basse)} au moins" if basse is not None else f"{ecrire_nombre(haute or 0.0)} au plus"


def _ecrire_annuelles(cadre: Cadre, cible: Cible) -> str:
    if cadre.cumul is Cumul.FLUX or cible.type_cible is TypeCible.SOMME_ANNUELLE:
        return f"somme {ecrire_nombre(sum(cible.annuelles.values()))}"
    return f"{cible.annee} : {ecrire_nombre(cible.annuelles.get(cible.annee or 0, 0.0))}"


def _annees(vu: _Vu, cible: Cible, champ: str) -> Iterator[Anomalie]:
    contrat = vu.programme.annees
    champ_annee = "annee_revisee" if champ == "cible_revisee" else "annee_cible"
    bornes = {"debut": contrat[0], "fin": contrat[-1]}
    if cible.annee is None:
        if cible.periodicite is PeriodiciteCible.CONTRAT and cible.origine == ORIGINE_DECISION:
            yield vu.signaler("CAD-49", champ, fin=contrat[-1])
        return
    if cible.annee not in contrat:
        yield vu.signaler("CAD-37", champ_annee, annee=cible.annee, **bornes)
    initiale = vu.cadre.annee_initiale
    if initiale is not None and initiale >= cible.annee:
        yield vu.signaler("CAD-38", champ_annee, initiale=initiale, annee=cible.annee)


def _decisions(vu: _Vu) -> Iterator[Anomalie]:
    decision, document = vu.decision, vu.document.cible_initiale
    initiale, revisee = vu.cadre.cible_initiale, vu.cadre.cible_revisee
    if initiale is not None and initiale.origine == ORIGINE_DECISION and not _attribuee(initiale):
        yield vu.signaler("CAD-41", "instance")
    if revisee is not None and not _attribuee(revisee):
        yield vu.signaler("CAD-36", "instance_revision")
    if revisee is not None and initiale is None:
        yield vu.signaler("CAD-44", "cible_revisee")
    citee = document.valeur if document is not None else None
    if citee is not None and decision.cible_initiale not in (None, citee):
        decidee = ecrire_nombre(decision.cible_initiale or 0.0)
        yield vu.signaler("CAD-45", "cible_initiale", citee=ecrire_nombre(citee), decidee=decidee)
    hors = sorted(a for a in decision.annuelles if a not in vu.programme.annees)
    if hors:
        yield vu.signaler("CAD-50", "annuelles", annees=", ".join(str(a) for a in hors))


def _attribuee(cible: Cible) -> bool:
    return bool(cible.instance) and cible.decidee_le is not None


def _sommes_des_epci(vu: _Vu, cadrage: Cadrage) -> Iterator[Anomalie]:
    """Compare la cible de l'ensemble à la somme de celles des EPCI, quand tous en ont une."""
    cadre = vu.cadre
    if cadre.siren != ENSEMBLE or cadre.agregation is not Agregation.SOMME:
        return
    epci = [c for (code, siren), c in cadrage.cadres.items() if code == cadre.indicateur and siren != ENSEMBLE]
    valeurs = [_visee(c, vu.bareme) for c in epci]
    ensemble = _visee(cadre, vu.bareme)
    connues = [v for v in valeurs if v is not None]
    if ensemble is None or not connues or len(connues) < len(valeurs):
        return
    if abs(sum(connues) - ensemble) > TOLERANCE:
        yield vu.signaler(
            "CAD-47", "cible_initiale", ensemble=ecrire_nombre(ensemble), somme=ecrire_nombre(sum(connues))
        )


def _visee(cadre: Cadre, bareme: Bareme) -> float | None:
    resolue = resoudre(cadre, cadre.cible, bareme)
    return None if resolue is None else resolue.valeur
