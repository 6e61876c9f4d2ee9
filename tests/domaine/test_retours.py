"""Ce qui est revenu et ce qui manque, compté à la main sur le programme d'essai (18 valeurs attendues en 2026)."""

from __future__ import annotations

from dataclasses import replace

from fabrique import NORD, SUD, programme_essai

from evaltools.domaine.anomalies import Lieu, signaler
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.lexique import ENSEMBLE, EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.porteurs import SANS_PORTEUR
from evaltools.domaine.programme import Fiche, Programme
from evaltools.domaine.relances import preparer, remede_au_porteur
from evaltools.domaine.retours import Compte, Retours, compter, faire_le_point

PROGRAMME = programme_essai()
RENSEIGNE, BLANC, SANS_OBJET = EtatValeur.RENSEIGNE, EtatValeur.NON_RENSEIGNE, EtatValeur.SANS_OBJET


def _vue(code: str, siren: str, etat: EtatValeur, periode: str = "2026") -> Observation:
    action = "FA 1.1" if code.startswith("FA 1") else "FA 2.1"
    return Observation("cls-essai", action, code, siren, periode, etat, valeur=1.0 if etat is RENSEIGNE else None)


def _fichier(action: str, *observations: Observation, etat: str = "lu", **autres: object) -> FichierLu:
    nom = f"{action or 'inconnu'}.xlsx"
    return FichierLu(nom, "a" * 64, action, 2026, etat, collecte=Collecte(observations), **autres)  # type: ignore[arg-type]


def _point(*fichiers: FichierLu, programme: Programme = PROGRAMME) -> Retours:
    return faire_le_point(programme, 2026, fichiers, (a for f in fichiers for a in f.anomalies))


TROIS = (
    _vue("FA 1.1.1-QT1", SUD, RENSEIGNE),
    _vue("FA 1.1.1-QT1", NORD, BLANC),
    _vue("FA 1.1.1-QT2", SUD, EtatValeur.NON_DISPONIBLE),
    _vue("FA 1.1.1-QT3", ENSEMBLE, SANS_OBJET),
)


def test_rien_n_est_revenu() -> None:
    point = _point()
    assert point.total == Compte(18, 0, 0, 0)
    assert (point.total.blanches, point.total.part) == (18, 0.0)
    assert [a.code for a in point.manquantes] == ["FA 1.1", "FA 2.1"]
    assert (point.inconnus, point.fictif, point.bloquantes) == ((), False, ())


def test_renseigne_explique_blanc_et_sans_objet_font_quatre_comptes() -> None:
    """13 valeurs pour FA 1.1 : 1 renseignée, 1 expliquée, 1 sans objet (hors du compte), le reste blanc."""
    point = _point(_fichier("FA 1.1", *TROIS))
    assert point.par_action() == {"FA 1.1": Compte(12, 1, 1, 1), "FA 2.1": Compte(5)}
    assert point.par_action()["FA 1.1"].blanches == 10
    assert point.total == Compte(17, 1, 1, 1)
    assert [a.code for a in point.manquantes] == ["FA 2.1"]


def test_ce_qui_est_saisi_sans_se_lire_est_a_corriger_et_non_blanc() -> None:
    """La case porte « 12 pers » : rien n'en est lu, mais le porteur a répondu."""
    fautive = replace(_vue("FA 1.1.1-QT1", SUD, BLANC), texte="12 pers")
    point = _point(_fichier("FA 1.1", fautive))
    assert point.total == Compte(18, 0, 0, 0, 1)
    assert point.total.blanches == 17


def test_par_territoire_et_par_porteur() -> None:
    """Par EPCI : QT1 et QT2 ; le reste se recueille une fois. FA 2.1 n'a pas de porteur."""
    point = _point(_fichier("FA 1.1", *TROIS))
    assert point.par_territoire() == {SUD: Compte(2, 1, 1), NORD: Compte(2), ENSEMBLE: Compte(13, 0, 0, 1)}
    assert point.par_porteur() == {"Centre social": Compte(12, 1, 1, 1), SANS_PORTEUR: Compte(5)}


def test_deux_classeurs_qui_se_completent_donnent_une_valeur_renseignee() -> None:
    point = _point(
        _fichier("FA 1.1", _vue("FA 1.1.1-QT1", SUD, SANS_OBJET)),
        _fichier("FA 1.1", _vue("FA 1.1.1-QT1", SUD, RENSEIGNE)),
    )
    assert point.total == Compte(18, 1)


def test_un_classeur_d_une_autre_annee_ou_refuse_ne_compte_pas() -> None:
    point = _point(
        replace(_fichier("FA 1.1", *TROIS), annee=2025),
        _fichier("FA 2.1", etat="refusé"),
        _fichier("", etat="refusé"),
        replace(_fichier("FA 2.1"), etat="doublon", nom="copie.xlsx"),
    )
    assert point.total == Compte(18)
    assert [f.nom for f in point.inconnus] == ["FA 2.1.xlsx", "inconnu.xlsx"]
    assert [a.code for a in point.manquantes] == ["FA 1.1"]


def test_un_compte_vide_n_a_pas_de_part() -> None:
    assert (compter(()), Compte().part) == (Compte(), None)


# ── Relances ─────────────────────────────────────────────────────────────────────────────────────────────────────────

FAUTE = signaler("VAL-19", Lieu("FA 1.1.xlsx", "Indicateurs", "L7"), manque="dénominateur")
INFO = signaler("VAL-28", Lieu("FA 1.1.xlsx", "Indicateurs", "L9"), objet="x", autre="y")


def test_une_relance_par_porteur_et_une_par_action_sans_porteur() -> None:
    une, deux = preparer(_point())
    assert (une.porteur, [d.action.code for d in une.demandes]) == ("Centre social", ["FA 1.1"])
    assert (deux.porteur, deux.code, [d.action.code for d in deux.demandes]) == ("", "action-FA 2.1", ["FA 2.1"])
    assert [(d.classeur, d.attendues, len(d.blanches)) for r in (une, deux) for d in r.demandes] == [
        (False, 13, 13),
        (False, 5, 5),
    ]


def test_plusieurs_actions_pour_un_porteur_tiennent_en_une_relance() -> None:
    actions = tuple(replace(a, fiche=Fiche("Centre social")) for a in PROGRAMME.actions)
    (seule,) = preparer(_point(programme=replace(PROGRAMME, actions=actions)))
    assert [d.action.code for d in seule.demandes] == ["FA 1.1", "FA 2.1"]


def test_les_fautes_a_corriger_et_les_blancs_sont_demandes_pas_les_informations() -> None:
    (une, _) = preparer(_point(_fichier("FA 1.1", *TROIS, anomalies=(FAUTE, INFO))))
    (demande,) = une.demandes
    assert (demande.classeur, demande.fautes, len(demande.blanches), demande.attendues) == (True, (FAUTE,), 10, 12)


def test_une_action_partagee_est_demandee_a_chacun_pour_sa_part() -> None:
    """FA 1.1.1 à l'ARS (7 lignes), FA 1.1.2 à la CPAM (6 lignes) ; la fiche de l'action ne nomme personne."""
    accueil, equipe = PROGRAMME.actions[0].operations
    operations = (replace(accueil, fiche=Fiche("ARS")), replace(equipe, fiche=Fiche("CPAM")))
    partagee = replace(PROGRAMME, actions=(replace(PROGRAMME.actions[0], fiche=Fiche(), operations=operations),))
    ars, cpam = preparer(_point(programme=partagee))
    assert [(r.porteur, r.demandes[0].attendues, r.demandes[0].avec) for r in (ars, cpam)] == [
        ("ARS", 7, ("CPAM",)),
        ("CPAM", 6, ("ARS",)),
    ]
    du_porteur = replace(_fichier("FA 1.1", *TROIS), action="", actions=("FA 1.1",), porteur="ARS", anomalies=(FAUTE,))
    ars, cpam = preparer(_point(du_porteur, programme=partagee))
    assert [(r.demandes[0].classeur, r.demandes[0].fautes) for r in (ars, cpam)] == [(True, (FAUTE,)), (False, ())]


def test_rien_a_redemander() -> None:
    complet = [_vue(ligne.attendue.indicateur.code, ligne.attendue.siren, RENSEIGNE, ligne.attendue.periode)
               for ligne in _point().lignes]  # fmt: skip
    un = [o for o in complet if o.action == "FA 1.1"]
    deux = [o for o in complet if o.action == "FA 2.1"]
    assert preparer(_point(_fichier("FA 1.1", *un), _fichier("FA 2.1", *deux))) == ()


# ── À chacun ce qui lui revient ──────────────────────────────────────────────────────────────────────────────────────


def _partagee() -> Programme:
    """FA 1.1 dont les deux opérations ont chacune leur porteur."""
    accueil, equipe = PROGRAMME.actions[0].operations
    operations = (replace(accueil, fiche=Fiche("ARS")), replace(equipe, fiche=Fiche("CPAM")))
    return replace(PROGRAMME, actions=(replace(PROGRAMME.actions[0], fiche=Fiche(), operations=operations),))


def test_une_faute_n_est_redemandee_qu_au_porteur_de_son_indicateur() -> None:
    programme = _partagee()
    un, autre = (o.indicateurs[0].code for o in programme.actions[0].operations)
    lieu, details = Lieu("FA 1.1.xlsx", "Indicateurs", "I6"), {"territoire": "le Sud", "periode": "2026"}
    fautes = tuple(
        signaler("VAL-03", lieu, brut="12 pers", exemple="12", indicateur=code, **details) for code in (un, autre)
    )
    relances = preparer(_point(_fichier("FA 1.1", etat="lu avec réserves", anomalies=fautes), programme=programme))
    assert {r.porteur: [a.objet for a in r.demandes[0].fautes] for r in relances} == {"ARS": [un], "CPAM": [autre]}


def test_ce_qui_tient_au_rangement_des_fichiers_n_est_pas_demande_au_porteur() -> None:
    lieu = Lieu("FA 1.1.xlsx")
    fautes = (
        signaler("FIC-26", lieu, action="FA 1.1", autres="« b.xlsx »", sort="ne sont pas retenues"),
        signaler("FEU-02", lieu, feuille="Financement"),
    )
    relance = preparer(_point(_fichier("FA 1.1", etat="lu avec réserves", anomalies=fautes)))[0]
    assert [a.code for a in relance.demandes[0].fautes] == ["FEU-02"]
    assert relance.demandes[0].fichiers == ("FA 1.1.xlsx",)


def test_le_remede_est_dit_dans_les_mots_du_porteur() -> None:
    details = {"objet": "FA 1.1.1-QT1, le Sud, 2026", "brut": "4", "autre_brut": "5"}
    ailleurs = {"autre_fichier": "b.xlsx", "autre_feuille": "Indicateurs", "autre_cellule": "I6"}
    conflit = signaler("VAL-54", Lieu("a.xlsx"), **details, **ailleurs)
    assert (conflit.objet, remede_au_porteur(conflit)) == ("FA 1.1.1-QT1", "dites-nous laquelle est la bonne.")
    feuille = signaler("FEU-01", Lieu("a.xlsx"), feuille="Indicateurs", proches="aucune")
    assert remede_au_porteur(feuille) == (
        "recopiez vos valeurs dans les cases jaunes du classeur que nous vous renvoyons."
    )
    colonne = signaler("COL-01", Lieu("a.xlsx"), colonne="Valeur", proche="")
    assert remede_au_porteur(colonne) == "redonnez à la colonne son titre « Valeur », ou repartez d'un classeur neuf."
