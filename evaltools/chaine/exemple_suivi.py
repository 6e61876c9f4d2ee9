"""L'avancement, les financements et les enquêtes d'exemple, accordés au scénario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from evaltools.chaine import exemple_textes as textes
from evaltools.chaine.exemple_calendrier import fiches_de, premiere_annee
from evaltools.chaine.exemple_plan import Trame
from evaltools.chaine.exemple_tables import Role
from evaltools.domaine.attendus import est_une_enquete
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Nature
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Action, Fiche, Programme

_ETATS = {
    Role.REALISEE: EtatAction.REALISEE,
    Role.REALISEE_PARTIELLEMENT: EtatAction.REALISEE_PARTIELLEMENT,
    Role.REPORTEE: EtatAction.REPORTEE,
    Role.ARRETEE: EtatAction.ARRETEE,
    Role.SUSPENDUE: EtatAction.SUSPENDUE,
}
_MOTIFS = {
    Role.REPORTEE: textes.REPORTS,
    Role.ARRETEE: textes.ARRETS,
    Role.SUSPENDUE: textes.SUSPENSIONS,
    Role.REALISEE_PARTIELLEMENT: textes.PARTIELLES,
}


def avancer(trame: Trame, action: Action, annee: int) -> tuple[Avancement, ...]:
    """Rend ce que le pilote déclare d'une action et de chacune de ses opérations, pour une année."""
    operations = (None, *(o.code for o in action.operations))
    return tuple(_declarer(trame, action, operation, annee) for operation in operations)


def _declarer(trame: Trame, action: Action, operation: str | None, annee: int) -> Avancement:
    objet = operation or action.code
    premiere = _debut(trame.programme, action, operation)
    fin_prevue = next((f.calendrier.fin for f in fiches_de(action, operation) if f.calendrier.fin), None)
    base = Avancement(action.code, objet, annee, EtatAction.A_VENIR, fin_prevue=fin_prevue)
    if annee < premiere:
        return base
    role, tirage = trame.scenario.role(action.code, operation), trame.tirage(objet, annee, "suivi")
    if role is Role.NON_DEMARREE:
        return replace(base, etat=EtatAction.NON_DEMARREE, motif=textes.choisir(textes.NON_DEMARREE, tirage))
    debut = _debut_reel(trame.programme, action, operation, premiere, trame.tirage(objet, "debut"))
    raconte = _raconter(action, base, operation is None, tirage)
    en_cours = replace(raconte, etat=EtatAction.EN_COURS, debut_reel=debut)
    return _conclure(en_cours, role, annee, trame.derniere, tirage)


def _debut(programme: Programme, action: Action, operation: str | None) -> int:
    """Rend l'année de démarrage ; celle d'une action est la plus précoce de ses opérations."""
    if operation is not None or not action.operations:
        return premiere_annee(programme, action, operation)
    return min(premiere_annee(programme, action, o.code) for o in action.operations)


def _debut_reel(programme: Programme, action: Action, operation: str | None, annee: int, tirage: Random) -> date:
    """Rend la date de démarrage : celle du calendrier, avec quelques semaines de plus, dans la même année."""
    prevus = [f.calendrier.debut for f in fiches_de(action, operation) if f.calendrier.debut is not None]
    prevu = max(prevus[0] if prevus else date(annee, 1, 15), date(annee, 1, 1), programme.debut)
    attente = tirage.randint(0, 40) if operation is None else tirage.randint(41, 120)
    return min(prevu + timedelta(days=attente), date(annee, 12, 18))


def _raconter(action: Action, base: Avancement, entiere: bool, tirage: Random) -> Avancement:
    """Écrit les faits, freins et leviers de l'année : toujours pour l'action, parfois pour une opération."""
    theme = textes.theme_de(action.intitule)
    if not entiere and tirage.random() > 0.3:
        return base
    return replace(
        base,
        faits_marquants=textes.choisir(theme.faits, tirage),
        freins=textes.choisir(theme.freins, tirage) if tirage.random() < 0.7 else "",
        leviers=textes.choisir(theme.leviers, tirage) if tirage.random() < 0.6 else "",
        reorientation=textes.choisir(textes.REORIENTATIONS, tirage) if entiere and tirage.random() < 0.2 else "",
    )


def _conclure(en_cours: Avancement, role: Role, annee: int, derniere: int, tirage: Random) -> Avancement:
    """Applique la fin de l'histoire, la dernière année : achèvement, report, arrêt, suspension."""
    fin = en_cours.fin_prevue
    if role is Role.EN_COURS:
        if fin is None or fin.year > annee or tirage.random() < 0.25:
            return en_cours
        return replace(en_cours, etat=EtatAction.REALISEE, fin_reelle=fin)
    if annee < derniere:
        return en_cours
    motif = textes.choisir(_MOTIFS[role], tirage) if role in _MOTIFS else ""
    conclu = replace(en_cours, etat=_ETATS[role], motif=motif)
    if role in (Role.REALISEE, Role.REALISEE_PARTIELLEMENT):
        return replace(conclu, fin_reelle=date(annee, tirage.randint(6, 11), tirage.randint(3, 26)))
    if role is Role.REPORTEE:
        return replace(conclu, fin_revisee=date(annee + 1, 12, 31), decision=f"COTECH du 19/03/{annee}")
    if role is Role.ARRETEE:
        return replace(conclu, decision=f"COPIL du 11/06/{annee}")
    return conclu


def financer(trame: Trame, action: Action, annee: int) -> tuple[LigneFinanciere, ...]:
    """Rend les lignes de financement d'une année ; aucune avant le démarrage, ni si la fiche ne nomme personne."""
    if annee < _debut(trame.programme, action, None):
        return ()
    interrompue = trame.scenario.role(action.code) in (Role.ARRETEE, Role.NON_DEMARREE, Role.REPORTEE)
    derniere = annee == trame.derniere
    lignes = []
    for financeur, montant in _financeurs(action):
        tirage = trame.tirage(action.code, financeur, annee)
        prevu = montant or float(tirage.randrange(2000, 18001, 500))
        engage = 0.0 if interrompue and derniere else round(prevu * tirage.uniform(0.7, 1.0), -2)
        paye: float | None = round(engage * tirage.uniform(0.6, 1.0), 2)
        if derniere and tirage.random() < 0.4:
            paye = None
        if engage == 0:
            paye = 0.0
        lignes.append(LigneFinanciere(action.code, annee, financeur, prevu, engage, paye))
    return tuple(lignes)


def _financeurs(action: Action) -> Iterator[tuple[str, float | None]]:
    """Rend les financeurs que la fiche nomme, avec leur montant s'il est écrit."""
    fiches = (action.fiche, *(o.fiche for o in action.operations))
    vus: set[str] = set()
    for fiche in fiches:
        for nom, montant in _financeurs_d_une_fiche(fiche):
            if nom.casefold() not in vus:
                vus.add(nom.casefold())
                yield nom, montant


def _financeurs_d_une_fiche(fiche: Fiche) -> Iterable[tuple[str, float | None]]:
    nommes = [(m.financeur, m.montant_eur) for m in fiche.montants if m.financeur]
    if nommes:
        return nommes
    texte = fiche.financement.partition("(")[0].partition(",")[0].partition(":")[0].strip(" .")
    if not texte or len(texte) > 45 or "définir" in texte.casefold():
        return ()
    return ((texte, None),)


def enqueter(action: Action, observations: Iterable[Observation]) -> tuple[Enquete, ...]:
    """Rend les enquêtes qui vont avec les observations : faites, ou déclarées non faites."""
    indicateurs = {i.code: i for i in action.indicateurs if est_une_enquete(i)}
    enquetes = []
    for o in observations:
        indicateur = indicateurs.get(o.indicateur)
        if indicateur is None:
            continue
        base = Enquete(action.code, o.indicateur, o.siren, o.periode)
        if o.etat is EtatValeur.ENQUETE_NON_REALISEE:
            enquetes.append(replace(base, realisee=False))
        elif o.etat is EtatValeur.RENSEIGNE and o.denominateur:
            sollicites = float(int(o.denominateur * 1.7))
            faite = replace(base, realisee=True, sollicites=sollicites)
            enquetes.append(replace(faite, repondants=o.denominateur, satisfaits=o.numerateur))
        elif o.etat is EtatValeur.RENSEIGNE and indicateur.nature is Nature.ECHELLE and o.valeur is not None:
            enquetes.append(replace(base, realisee=True, note_moyenne=o.valeur, note_maximale=5.0))
    return tuple(enquetes)
