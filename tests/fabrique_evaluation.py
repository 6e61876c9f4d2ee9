"""Fabrique d'évaluations pour les tests des rapports : tous les verdicts, tous les motifs, tous les états d'action.

Rien n'est calculé par les règles de la maison : les jugements sont écrits ici, cas par cas, et les comptes refaits
simplement. ``petite`` tient en deux axes ; ``grande`` a la taille du plus gros des deux programmes réels.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible
from evaltools.domaine.evaluation import Completude, Evaluation, Resultat, Situation, Synthese, Taux
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Alerte,
    Cumul,
    EtatAction,
    EtatValeur,
    Maille,
    Motif,
    Nature,
    Niveau,
    Sens,
    Verdict,
)
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import (
    Action,
    Axe,
    Calendrier,
    Fiche,
    Indicateur,
    Montant,
    Objectif,
    Operation,
    Programme,
    Territoire,
    Vocabulaire,
)

V, M, A, E = Verdict, Motif, Alerte, EtatAction
NORD, SUD = "200000001", "200000002"


@dataclass(frozen=True)
class Cas:
    """Un indicateur et son jugement, écrits à la main. ``p`` : degré ; ``e`` : part attendue."""

    action: str
    libelle: str
    verdict: Verdict
    motif: Motif | None = None
    v0: float | None = None
    v: float | None = None
    cible: float | None = None
    p: float | None = None
    e: float | None = None
    unite: str = "personnes"
    niveau: Niveau = Niveau.REALISATION
    nature: Nature = Nature.NOMBRE
    sens: Sens | None = Sens.HAUSSE
    cumul: Cumul | None = Cumul.STOCK
    maille: Maille = Maille.ENSEMBLE
    alertes: tuple[str, ...] = ()
    serie: tuple[tuple[int, float | None], ...] = ()
    texte: str = ""
    incertain: str = ""


R, EPCI = Niveau.RESULTAT, Maille.EPCI
CAS = (
    Cas("A1", "Professionnels formés au repérage de la crise suicidaire", V.ATTEINT, None, 0, 112, 100, 1.12, 0.5,
        "professionnels", cumul=Cumul.FLUX, serie=((2023, 20), (2024, 31), (2025, 29), (2026, 32))),
    Cas("A1", "Délai médian d'accès au centre médico-psychologique", V.EN_BONNE_VOIE, None, 182, 121, 90, 0.663, 0.667,
        "jours", R, Nature.DUREE, Sens.BAISSE,
        serie=((2022, 182), (2023, 171), (2024, None), (2025, 134), (2026, 121))),
    Cas("A1", "Réunions de l'instance de gouvernance", V.PARTIELLEMENT_ATTEINT, None, None, 1, 2, 0.5, None, "réunions",
        cumul=Cumul.FLUX),
    Cas("A2", "Assurés de 17 ans et plus sans médecin traitant", V.A_ACCELERER, None, 12.8, 11.1, 9, 0.447, 0.667, "%",
        R, Nature.TAUX, Sens.BAISSE, Cumul.RATIO, EPCI,
        serie=((2022, 12.8), (2023, 12.5), (2024, 12), (2025, 11.6), (2026, 11.1)), alertes=(A.PROVISOIRE,)),
    Cas("A2", "Femmes de 50 à 74 ans dépistées pour le cancer du sein", V.INSUFFISANT, M.PROGRES, 46.2, 49.8, 58, 0.305,
        0.667, "%", R, Nature.TAUX, Sens.HAUSSE, Cumul.RATIO, EPCI,
        serie=((2022, 46.2), (2023, 46.9), (2024, 48.5), (2025, 49), (2026, 49.8)),
        incertain="Insuffisant ; À accélérer"),
    Cas("A2", "Médecins généralistes libéraux pour 100 000 habitants", V.DEGRADATION, M.DEGRADATION, 71.4, 68.9, 78,
        -0.379, 0.667, "médecins", R, Nature.TAUX, serie=((2022, 71.4), (2023, 70.8), (2024, 70.1), (2026, 68.9))),
    Cas("A2", "Communes dotées d'un lieu d'accueil", V.DEGRADATION, M.ACQUIS_PERDU, 26, 24, 25, None, 0.667,
        "communes"),
    Cas("A3", "Jeunes reçus au point d'accueil", V.NON_EVALUABLE, M.PAS_DE_CIBLE, None, 64, None, None, None, "jeunes",
        maille=EPCI, serie=((2024, 41), (2025, 55), (2026, 64))),
    Cas("A3", "Actes de prévention réalisés", V.NON_EVALUABLE, M.PAS_DE_VALEUR, 10, None, 40, None, None, "actes",
        maille=EPCI),
    Cas("A3", "Jeunes en rupture accompagnés", V.NON_EVALUABLE, M.SECRET, 6, None, 20, None, None, "jeunes", R),
    Cas("A3", "Part d'élèves en surpoids", V.NON_EVALUABLE, M.RUPTURE_DE_SERIE, 14.1, 13.7, 12, None, None, "%", R,
        Nature.TAUX, Sens.BAISSE, Cumul.RATIO),
    Cas("A3", "Satisfaction des participants", V.NON_EVALUABLE, M.ENQUETE_NON_REALISEE, 60, None, 80, None, None, "%",
        R, Nature.TAUX),
    Cas("A4", "Taux d'équipement", V.NON_EVALUABLE, M.DENOMINATEUR_NUL, 10, None, 40, None, None, "%", R, Nature.TAUX,
        Sens.HAUSSE, Cumul.RATIO),
    Cas("A4", "Diagnostic du territoire", V.NON_EVALUABLE, M.DONNEE_TROP_ANCIENNE, 1, 3, 6, None, None, "documents"),
    Cas("A4", "Sollicitations reçues", V.NON_EVALUABLE, M.SENS_INCONNU, 10, 12, 15, None, None, "sollicitations",
        sens=None),
    Cas("A4", "Nature des partenariats", V.NON_EVALUABLE, M.NATURE_NON_NOTEE, nature=Nature.TEXTE, sens=None,
        cumul=None, unite="", texte="Conventions avec deux associations"),
    Cas("A4", "Part de logements repérés", V.NON_EVALUABLE, M.ECHEANCE_INCONNUE, 10, 12, 40, None, None, "%", R),
    Cas("A4", "Centres ouverts le samedi", V.NON_EVALUABLE, M.PAS_DE_VALEUR_INITIALE, None, 3, 6, None, None,
        "centres"),
    Cas("A4", "Réseaux soutenus", V.NON_EVALUABLE, M.VALEUR_INITIALE_SEULE, 2, None, 6, None, None, "réseaux"),
    Cas("A4", "Places ouvertes", V.NON_EVALUABLE, M.TROP_TOT, 2, 2, 6, 0.0, 0.0, "places"),
    Cas("A5", "Charte signée", V.NON_ECHU, M.NON_ECHU, None, 0, 1, None, None, "", nature=Nature.JALON),
    Cas("A5", "Bus santé dans les communes isolées", V.SANS_OBJET, M.SANS_OBJET, None, None, None, None, None,
        "communes"),
    Cas("A5", "Comité installé", V.ATTEINT, M.EN_RETARD, 0, 1, 1, 1.0, 1.0, "", nature=Nature.JALON),
    Cas("A5", "Guide publié", V.NON_ATTEINT, M.ABANDONNE, 0, 0, 1, 0.0, 1.0, "", nature=Nature.JALON),
    Cas("A6", "Ateliers d'équilibre tenus", V.ATTEINT, M.DES_L_ORIGINE, 12, 14, 12, None, None, "ateliers"),
    Cas("A6", "Participants aux ateliers", V.INSUFFISANT, M.STAGNATION, 240, 248, 600, 0.022, 0.667, "participants", R,
        cumul=Cumul.FLUX, maille=EPCI, alertes=(A.CUMUL_INCOMPLET, A.PARTIEL_EPCI)),
    Cas("A6", "Signalements reçus", V.ATTEINT, M.PAS_DE_VALEUR_INITIALE, None, 0, 3, None, None, "signalements", R,
        sens=Sens.BAISSE, alertes=(A.CIBLE_REVISEE,)),
)  # fmt: skip

ACTIONS = {
    "A1": ("1", "11", "Installer l'instance de gouvernance et former ses membres", E.REALISEE),
    "A2": ("1", "11", "Faciliter l'accès au médecin traitant et au dépistage", E.EN_COURS),
    "A3": ("1", "12", "Accueillir les jeunes et les accompagner vers le soin", E.REPORTEE),
    "A4": ("2", "21", "Repérer et équiper les lieux ressources", None),
    "A5": ("2", "21", "Mettre en route un bus santé pour les communes isolées", E.ARRETEE),
    "A6": ("2", "22", "Proposer des ateliers d'équilibre aux aînés", E.EN_COURS),
    "A7": ("2", "22", "Étudier un lieu de répit pour les aidants", E.SUSPENDUE),
    "A8": ("2", "22", "Préparer la prochaine charte", E.A_VENIR),
}


def petite(
    *,
    objectifs: bool = True,
    annee: int = 2026,
    debut: date = date(2023, 1, 1),
    fictif: bool = True,
    finale: bool = False,
    diffusion: str = "restreinte",
    piege: str = "",
    precedents: bool = True,
) -> Evaluation:
    """Évaluation à deux axes et huit actions. ``piege`` : texte ajouté à tout champ venu d'un classeur."""
    programme = _programme(objectifs, debut, piege)
    resultats = tuple(_resultats(programme, annee, piege))
    situations = tuple(_situation(rang, code, annee, piege) for rang, code in enumerate(ACTIONS))
    return Evaluation(
        programme=programme,
        annee=annee,
        finale=finale,
        arrete_le=date(annee, 12, 31),
        bareme=Bareme(adopte_le="2026-01-01"),
        cadrage=_cadrage(programme),
        resultats=resultats,
        syntheses=tuple(_syntheses(programme, resultats)),
        situations=situations,
        completudes=(
            Completude("", 30, 22),
            Completude("A1", 4, 4),
            Completude("A4", 6, 0, classeur_recu=False),
        ),
        observations=tuple(_observations(programme, resultats, annee, piege)),
        avancements=tuple(_avancements(annee, piege)),
        finances=_finances(annee, piege),
        fictif=fictif,
        diffusion=diffusion,
        resultats_precedents=tuple(_precedents(resultats, annee)) if precedents else (),
        taux=(
            Taux("realisees", 1, 8),
            Taux("realisation_axe", 1, 3, "1"),
            Taux("realisation_axe", 0, 5, "2"),
            Taux("reportees", 1, 8),
            Taux("arretees", 1, 8),
            Taux("nouvelles", 0, 8),
        ),
        plan=frozenset(ACTIONS),
    )


def _programme(objectifs: bool, debut: date, piege: str) -> Programme:
    axes = (Axe("1", "Faciliter l'accès aux soins" + piege), Axe("2", "Agir sur les conditions de vie" + piege))
    objs = tuple(Objectif(c, t + piege, a) for c, t, a in (
        ("11", "Rapprocher le soin des habitants", "1"), ("12", "Accompagner les jeunes", "1"),
        ("21", "Équiper les communes", "2"), ("22", "Soutenir les aînés et leurs aidants", "2"),
    ))  # fmt: skip
    actions = tuple(_action(code, *ACTIONS[code][:3], objectifs, piege) for code in ACTIONS)
    return Programme(
        "essai", "Contrat local de santé du Val d'Orbelle" + piege, "CLS du Val d'Orbelle" + piege,
        "contrat local de santé", debut, date(2028, 12, 31), axes, objs if objectifs else (), actions,
        (
            Territoire(NORD, "CC du Nord Orbelle", ("CCNO",), 24414, 2023, 12),
            Territoire(SUD, "CA d'Orbelle Sud", (), 28870, 2023, 43),
        ),
        Vocabulaire() if objectifs else Vocabulaire("orientation", "orientations"),
        source="Contrat signé le 21 octobre 2025" + piege,
    )  # fmt: skip


def _action(code: str, axe: str, objectif: str, titre: str, objectifs: bool, piege: str) -> Action:
    fiche = Fiche(
        "Communauté d'agglomération" + piege, "Tout public" + piege, "Les deux EPCI" + piege, ("ARS" + piege, "CPTS"),
        "Un demi-poste" + piege, "ARS et collectivités" + piege, (Montant(18150, "€", "ARS" + piege),),
        ("Un accès plus rapide" + piege,), Calendrier("2023-2027" + piege, date(2023, 1, 1), date(2027, 6, 30)),
    )  # fmt: skip
    cas = [c for c in CAS if c.action == code]
    inds = tuple(
        Indicateur(
            f"{code}-{rang}", c.libelle + piege, code, "suivi", c.nature, c.niveau, f"{code}.1", sens=c.sens,
            cumul=c.cumul, unite=c.unite + (piege if c.unite else ""), maille=c.maille,
        )
        for rang, c in enumerate(cas, 1)
    )  # fmt: skip
    operations = (
        Operation(f"{code}.1", "Préparer avec les partenaires" + piege, fiche, inds),
        Operation(f"{code}.2", "Mettre en œuvre dans les communes" + piege, fiche),
    )
    return Action(code, titre + piege, axe, objectif if objectifs else None, "", fiche, operations)


def _resultats(programme: Programme, annee: int, piege: str) -> Iterable[Resultat]:
    rangs: Counter[str] = Counter()
    for cas in CAS:
        rangs[cas.action] += 1
        indicateur = programme.indicateur(f"{cas.action}-{rangs[cas.action]}")
        sirens = (ENSEMBLE, NORD, SUD) if cas.maille is Maille.EPCI else (ENSEMBLE,)
        for siren in sirens:
            yield _resultat(programme, indicateur, cas, siren, annee, piege)


def _resultat(prog: Programme, ind: Indicateur, cas: Cas, siren: str, annee: int, piege: str) -> Resultat:
    action = prog.action(cas.action)
    part = {ENSEMBLE: 1.0, NORD: 0.4, SUD: 0.6}[siren] if cas.unite != "%" else 1.0
    f = {k: None if x is None else x * part for k, x in (("v0", cas.v0), ("v", cas.v), ("c", cas.cible))}
    evaluable = cas.verdict not in (V.NON_EVALUABLE, V.SANS_OBJET, V.NON_ECHU)
    atteinte = "oui" if cas.verdict is V.ATTEINT else "non" if evaluable else "inconnu"
    ancienne = cas.motif is M.DONNEE_TROP_ANCIENNE
    score = (1.0 if atteinte == "oui" else min(max(cas.p or 0, 0), 1)) if evaluable else None
    return Resultat(
        prog.code, annee, siren, action.axe, action.objectif or "", action.code, ind.operation or "", ind.code,
        ind.libelle, ind.unite, cas.niveau, cas.sens or "", cas.cumul or "", f["v0"],
        2022 if cas.v0 is not None else None,
        f["c"], 2028 if cas.cible is not None else None, f["v"], annee if cas.v is not None else None, atteinte,
        cas.p, score, cas.e, cas.p / cas.e if cas.p is not None and cas.e else None, cas.verdict, cas.motif,
        cas.incertain, tuple(cas.alertes), None if f["c"] is None or f["v"] is None else f["c"] - f["v"],
        f"{action.code}-{annee - 5}.xlsx{piege}" if ancienne else "", "F12" if ancienne else "",
        texte=cas.texte + (piege if cas.texte else ""),
        serie={a: None if x is None else x * part for a, x in cas.serie}, trajectoire={},
        feuille="Indicateurs" + piege,
    )  # fmt: skip


def _syntheses(programme: Programme, resultats: tuple[Resultat, ...]) -> Iterable[Synthese]:
    groupes = [("programme", programme.code, programme.titre, lambda r: True)]
    for axe in programme.axes:
        groupes.append(("axe", axe.code, axe.intitule, lambda r, c=axe.code: r.axe == c))
    for objectif in programme.objectifs:
        groupes.append(("objectif", objectif.code, objectif.intitule, lambda r, c=objectif.code: r.objectif == c))
    for action in programme.actions:
        groupes.append(("action", action.code, action.intitule, lambda r, c=action.code: r.action == c))
    for siren in (ENSEMBLE, *(t.siren for t in programme.territoires)):
        for groupe, code, intitule, appartient in groupes:
            yield synthese(groupe, code, intitule, siren, [r for r in resultats if r.siren == siren and appartient(r)])


def synthese(groupe: str, code: str, intitule: str, siren: str, lignes: list[Resultat]) -> Synthese:
    """Refait les comptes d'un groupe, sans pondération."""
    comptes = Counter(r.verdict for r in lignes)
    applicables = len(lignes) - comptes[V.SANS_OBJET] - comptes[V.NON_ECHU]
    scores = [r.score for r in lignes if r.score is not None]
    couverture = len(scores) / applicables if applicables else None
    score = sum(scores) / len(scores) if scores and couverture and couverture >= 0.5 else None
    return Synthese(
        groupe, code, intitule, siren, len(lignes), applicables, applicables - comptes[V.NON_EVALUABLE], dict(comptes),
        dict(Counter(r.motif for r in lignes if r.verdict is V.NON_EVALUABLE)), couverture, score,
        sum(scores) / applicables if applicables else None,
        (sum(scores) + applicables - len(scores)) / applicables if applicables else None,
        None if score is None else V.PARTIELLEMENT_ATTEINT,
        tuple(r.indicateur for r in lignes if r.verdict is V.DEGRADATION),
    )  # fmt: skip


def _situation(rang: int, code: str, annee: int, piege: str) -> Situation:
    etat = ACTIONS[code][3]
    return Situation(
        code, etat, en_retard=code in ("A2", "A6"), retard_jours=92 if code in ("A2", "A6") else None,
        debut=None if code == "A8" else date(2023 + rang % 3, 1 + rang, 1), fin_prevue=None if code == "A7" else
        date(2025 + rang % 3, 6, 30), fin_revisee=date(2028, 3, 1) if etat is E.REPORTEE else None,
        fin_reelle=date(2026, 5, 20) if etat is E.REALISEE else None, operations=2,
        operations_realisees={E.REALISEE: 2, E.EN_COURS: 1}.get(etat, 0),
        motif="départ du coordonnateur" + piege if etat in (E.REPORTEE, E.ARRETEE, E.SUSPENDUE) else "",
        decision="COPIL du 12 mars 2026" + piege if etat in (E.REPORTEE, E.ARRETEE) else "",
        faits_marquants="Première rencontre avec les maires" + piege, freins="Peu de candidats" + piege,
        leviers="Appui de la CPTS" + piege, etats_par_annee={annee - 1: E.NON_DEMARREE, annee: etat},
    )  # fmt: skip


def _avancements(annee: int, piege: str) -> Iterable[Avancement]:
    for code, (_, _, _, etat) in ACTIONS.items():
        yield Avancement(code, code, annee, etat)
        yield Avancement(code, f"{code}.1", annee, E.REALISEE if etat in (E.REALISEE, E.EN_COURS) else None,
                         motif="" if etat else "en attente" + piege)  # fmt: skip


def _finances(annee: int, piege: str) -> tuple[LigneFinanciere, ...]:
    return (
        LigneFinanciere("A1", annee, "ARS" + piege, 18150, 12000, 9000.5, "Versé en deux fois" + piege, "A1.xlsx"),
        LigneFinanciere("A1", annee, "Communes", 4000, None, None),
        LigneFinanciere("A2", annee, "ARS", 50000, 20000, 0),
    )


def _observations(prog: Programme, resultats: tuple[Resultat, ...], annee: int, piege: str) -> Iterable[Observation]:
    for rang, r in enumerate(resultats):
        if r.siren == ENSEMBLE and prog.indicateur(r.indicateur).maille is Maille.EPCI:
            continue
        ancienne = r.motif is M.DONNEE_TROP_ANCIENNE
        etat = EtatValeur.NON_RENSEIGNE if r.valeur is None or ancienne else EtatValeur.RENSEIGNE
        yield Observation(
            prog.code, r.action, r.indicateur, r.siren, str(annee), etat, valeur=r.valeur,
            fichier=f"{r.action}-{annee}.xlsx{piege}", feuille=r.feuille, cellule=f"F{rang + 6}",
            commentaire="À confirmer" + piege,
        )  # fmt: skip


def _precedents(resultats: tuple[Resultat, ...], annee: int) -> Iterable[Resultat]:
    for r in resultats:
        valeur = r.serie.get(annee - 1)
        verdict = V.INSUFFISANT if r.verdict is V.ATTEINT else r.verdict
        yield replace(r, annee=annee - 1, annee_valeur=annee - 1, valeur=valeur, verdict=verdict)


def _cadrage(programme: Programme) -> Cadrage:
    cadres = {
        (i.code, ENSEMBLE): Cadre(i.code, ENSEMBLE, i.nature, i.niveau, i.sens, i.cumul, i.unite, cible_initiale=Cible(
            1.0, 2028, instance="COPIL", decidee_le=date(2025, 3, 12), origine="décision"))
        for i in programme.indicateurs
    }  # fmt: skip
    return Cadrage(cadres, fictif=True)


# ── La taille réelle ─────────────────────────────────────────────────────────────────────────────────────────────

DEBUTS = (
    "Nombre de réunions tenues avec",
    "Nombre de personnes accompagnées par",
    "Part des communes couvertes par",
    "Nombre de professionnels formés avec",
    "Délai moyen de réponse de",
    "Nombre de supports diffusés par",
)
SUITES = ("les établissements de santé et les collectivités du territoire",
          "les maisons de santé pluriprofessionnelles", "les EPCI signataires",
          "les partenaires associatifs engagés dans la démarche de prévention",
          "le groupe de travail consacré à l'activité physique et à l'alimentation")  # fmt: skip


def grande(graine: int = 1, annee: int = 2026) -> Evaluation:
    """Évaluation de la taille du plus gros programme : 3 axes, 12 objectifs, 46 actions, 224 indicateurs, 6 EPCI."""
    hasard = random.Random(graine)
    territoires = tuple(
        Territoire(f"2000000{i:02d}", f"CC du Pays numéro {i}", (), 20000 + 999 * i, 2023, 20) for i in range(1, 7)
    )
    axes = tuple(Axe(str(i), f"Axe de travail numéro {i} pour la santé des habitants") for i in (1, 2, 3))
    objectifs = tuple(
        Objectif(str(i), f"Objectif spécifique {i} : créer et soutenir des actions avec les acteurs du territoire",
                 str(1 + (i - 1) // 4)) for i in range(1, 13)
    )  # fmt: skip
    actions, cas_de = [], {}
    for n in range(46):
        code, objectif = f"{'ABCDEFGHIJKL'[n * 12 // 46]}{n % 4 + 1}", objectifs[n * 12 // 46]
        code = f"{code}{n}" if code in {a.code for a in actions} else code
        inds = []
        for k in range(5 if n % 46 < 40 else 4):
            cas = _tirer(hasard, code)
            inds.append(Indicateur(f"{code}-R{k + 1}", cas.libelle, code, "suivi", cas.nature, cas.niveau, None,
                                   sens=cas.sens, cumul=cas.cumul, unite=cas.unite, maille=cas.maille))  # fmt: skip
            cas_de[inds[-1].code] = cas
        fiche = Fiche("Pôle métropolitain", "Habitants", "Les six EPCI", ("ARS", "CPTS"), calendrier=Calendrier(
            "Démarrage janvier 2021, mise en place septembre 2021", date(2021, 1, 1), date(2027, 12, 31)))  # fmt: skip
        operations = tuple(Operation(f"{code}.{k}", f"Activité {k} : rédiger, faire valider et diffuser le document",
                                     ) for k in range(1, 5))  # fmt: skip
        actions.append(Action(code, f"Action {code} : {SUITES[n % 5].removeprefix('les ')} et habitants", objectif.axe,
                              objectif.code, "", fiche, operations, tuple(inds)))  # fmt: skip
    programme = Programme("essai", "Programme santé du Pôle métropolitain d'Orbelle", "Programme santé d'Orbelle",
                          "programme santé", date(2021, 1, 1), date(2028, 12, 31), axes, objectifs, tuple(actions),
                          territoires)  # fmt: skip
    resultats = []
    for ind in programme.indicateurs:
        sirens = (ENSEMBLE, *(t.siren for t in territoires)) if ind.maille is Maille.EPCI else (ENSEMBLE,)
        for siren in sirens:
            brut = _resultat(programme, ind, cas_de[ind.code], ENSEMBLE, annee, "")
            resultats.append(replace(brut, siren=siren))
    etats = [E.EN_COURS, E.REALISEE, E.EN_COURS, E.REPORTEE, None, E.NON_DEMARREE, E.EN_COURS, E.ARRETEE]
    modele = petite(annee=annee)
    situations = tuple(
        replace(_situation(n % 8, "A2", annee, ""), action=a.code, etat=etats[n % 8], en_retard=n % 9 == 2,
                operations=4, operations_realisees=n % 5)
        for n, a in enumerate(actions)
    )  # fmt: skip
    return replace(
        modele, programme=programme, resultats=tuple(resultats), situations=situations,
        syntheses=tuple(_syntheses(programme, tuple(resultats))),
        observations=tuple(_observations(programme, tuple(resultats), annee, "")), avancements=(),
        resultats_precedents=(), completudes=(Completude("", 360, 301),), finances=(), taux=(), plan=frozenset(),
    )  # fmt: skip


def _tirer(hasard: random.Random, action: str) -> Cas:
    libelle = f"{hasard.choice(DEBUTS)} {hasard.choice(SUITES)}"
    niveau, maille = hasard.choice((Niveau.REALISATION, R)), EPCI if hasard.random() < 0.3 else Maille.ENSEMBLE
    tirage = hasard.random()
    if tirage < 0.3:
        motif = hasard.choice((M.PAS_DE_CIBLE, M.PAS_DE_VALEUR, M.SENS_INCONNU, M.ENQUETE_NON_REALISEE))
        return Cas(action, libelle, V.NON_EVALUABLE, motif, v=12 if motif is M.PAS_DE_CIBLE else None, niveau=niveau,
                   maille=maille)  # fmt: skip
    v0, cible = hasard.randint(0, 40), hasard.randint(60, 200)
    p = hasard.uniform(-0.3, 1.4)
    v = round(v0 + p * (cible - v0))
    p = (v - v0) / (cible - v0)
    if p >= 1:
        verdict, motif = V.ATTEINT, None
    elif p <= -0.1:
        verdict, motif = V.DEGRADATION, M.DEGRADATION
    else:
        r = p / 0.75
        verdict = V.EN_BONNE_VOIE if r >= 0.95 else V.A_ACCELERER if r >= 0.6 else V.INSUFFISANT
        motif = M.PROGRES if verdict is V.INSUFFISANT else None
    serie = tuple((a, round(v0 + (v - v0) * (a - 2020) / 6)) for a in range(2021, 2027))
    return Cas(action, libelle, verdict, motif, v0, v, cible, p, 0.75, niveau=niveau, maille=maille, serie=serie)
