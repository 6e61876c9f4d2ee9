"""Le cadrage : ce que dit le document, ce que l'instance décide, ce qui ne se tient pas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaltools.domaine.anomalies import Lieu
from evaltools.domaine.cadrage import Cadrage, depuis_document, sirens_suivis
from evaltools.domaine.catalogue_cadrage import DECISIONS
from evaltools.domaine.controle_cadrage import controler
from evaltools.domaine.decisions import Decision, fusionner
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
    Gravite,
    Maille,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    StatutRepere,
    TypeCible,
)
from evaltools.domaine.programme import (
    Action,
    Axe,
    Calendrier,
    Citation,
    Fiche,
    Indicateur,
    Jalon,
    Operation,
    Programme,
    Repere,
    Territoire,
)
from evaltools.domaine.propositions import ecrire_repere, propositions

NORD, SUD = "200043321", "245900410"


def indicateur(code: str, **champs: object) -> Indicateur:
    socle = Indicateur(code, f"Nombre de {code}", "A1", "suivi", Nature.NOMBRE, Niveau.REALISATION)
    return replace(socle, **champs)


def programme(*indicateurs: Indicateur, fiche: Fiche | None = None) -> Programme:
    action = Action("A1", "Une action", "1", fiche=fiche or Fiche(), indicateurs_communs=indicateurs)
    return Programme(
        code="mini",
        titre="Contrat d'essai",
        titre_court="Essai",
        type="cls",
        debut=date(2025, 1, 1),
        fin=date(2028, 12, 31),
        axes=(Axe("1", "Un axe"),),
        objectifs=(),
        actions=(action,),
        territoires=(Territoire(NORD, "CC du Nord"), Territoire(SUD, "CC du Sud")),
    )


TAUX = indicateur("T", nature=Nature.TAUX, unite="%", sens=Sens.HAUSSE, cumul=Cumul.RATIO)
STOCK = indicateur("S", sens=Sens.HAUSSE, cumul=Cumul.STOCK)
FLUX = indicateur("F", sens=Sens.HAUSSE, cumul=Cumul.FLUX)
DECIDEE = {"instance": "COPIL", "decidee_le": date(2025, 3, 1)}


# ── Ce que dit le document ───────────────────────────────────────────────────────────────────────────────────────


def test_rien_n_est_suppose() -> None:
    cadre = depuis_document(programme(indicateur("X"))).cadre("X")
    assert (
        cadre.sens,
        cadre.cumul,
        cadre.cible,
        cadre.valeur_initiale,
        cadre.annee_initiale,
    ) == (None, None, None, None, None)


def test_la_cible_citee_est_reprise_avec_sa_periodicite() -> None:
    cite = indicateur("R", cible=Citation(2.0, "au moins 2 fois par an", periodicite=PeriodiciteCible.ANNUELLE))
    cible = depuis_document(programme(cite)).cadre("R").cible
    assert (cible.valeur, cible.periodicite, cible.origine) == (2.0, PeriodiciteCible.ANNUELLE, "document")


@pytest.mark.parametrize("champ", ["valeur_initiale", "cible"])
def test_une_valeur_qui_mesure_autre_chose_n_est_pas_reprise(champ: str) -> None:
    ecartee = replace(TAUX, **{champ: Citation(4.0, "MSU au nombre de 4", portee="le stock de MSU")})
    retenue = replace(TAUX, **{champ: Citation(4.0, "MSU au nombre de 4", annee=2024)})
    assert depuis_document(programme(TAUX)) == depuis_document(programme(ecartee))
    cadre = depuis_document(programme(retenue)).cadre("T")
    assert (cadre.valeur_initiale if champ == "valeur_initiale" else cadre.cible.valeur) == 4.0


def test_une_clause_ouverte_n_a_pas_de_cadre() -> None:
    assert depuis_document(programme(indicateur("C", clause_ouverte=True))).cadres == {}


def test_un_cadre_par_epci_sans_repartir_la_cible() -> None:
    cite = replace(STOCK, maille=Maille.EPCI, cible=Citation(7.0, "sept"), valeur_initiale=Citation(1.0, "une"))
    cadrage = depuis_document(programme(cite))
    assert list(cadrage.cadres) == [("S", ENSEMBLE), ("S", NORD), ("S", SUD)]
    assert (
        cadrage.cadre("S", NORD).cible,
        cadrage.cadre("S", NORD).valeur_initiale,
        cadrage.cadre("S", NORD).sens,
    ) == (None, None, Sens.HAUSSE)


def test_sirens_suivis() -> None:
    assert sirens_suivis(programme(STOCK), STOCK) == ()
    assert sirens_suivis(programme(STOCK), replace(STOCK, maille=Maille.EPCI)) == (NORD, SUD)


# ── Ce que l'instance décide ─────────────────────────────────────────────────────────────────────────────────────


def fondre(indicateurs: tuple[Indicateur, ...], *decisions: Decision) -> Cadrage:
    return fusionner(depuis_document(programme(*indicateurs)), decisions)


def test_un_blanc_ne_change_rien() -> None:
    cite = replace(STOCK, cible=Citation(7.0, "sept", annee=2028), maille=Maille.EPCI)
    assert depuis_document(programme(cite)) == fondre((cite,), Decision("S"), Decision("S", NORD))


def test_une_decision_l_emporte_et_le_reste_vient_du_programme() -> None:
    decision = Decision("S", sens=Sens.BAISSE, valeur_initiale=0.0, annee_initiale=2024, cible_initiale=5.0, poids=0.0)
    cadre = fondre((STOCK,), decision).cadre("S")
    assert (
        cadre.sens,
        cadre.cumul,
        cadre.valeur_initiale,
        cadre.annee_initiale,
        cadre.cible.valeur,
        cadre.poids,
    ) == (Sens.BAISSE, Cumul.STOCK, 0.0, 2024, 5.0, 0.0)
    assert cadre.cible.origine == "cadrage"


def test_la_decision_complete_la_cible_du_document() -> None:
    cite = replace(STOCK, cible=Citation(7.0, "sept"))
    cible = fondre((cite,), Decision("S", annee_cible=2027)).cadre("S").cible
    assert (cible.valeur, cible.annee, cible.origine) == (7.0, 2027, "document")


def test_la_cible_revisee_s_ajoute_a_l_initiale() -> None:
    decision = Decision(
        "S",
        cible_initiale=50.0,
        annee_cible=2028,
        **DECIDEE,
        cible_revisee=40.0,
        instance_revision="COTECH",
        revisee_le=date(2026, 6, 1),
        annuelles={2026: 20.0},
    )
    cadre = fondre((STOCK,), decision).cadre("S")
    assert (cadre.cible_initiale.valeur, cadre.cible_revisee.valeur, cadre.cible.valeur) == (50.0, 40.0, 40.0)
    assert ("COPIL", "COTECH", date(2026, 6, 1)) == (
        cadre.cible_initiale.instance,
        cadre.cible_revisee.instance,
        cadre.cible_revisee.decidee_le,
    )
    assert (
        cadre.cible_initiale.annuelles,
        cadre.cible_revisee.annuelles,
        cadre.cible_revisee.annee,
    ) == ({}, {2026: 20.0}, 2028)


def test_un_epci_reprend_la_mesure_et_les_annees_mais_pas_les_valeurs() -> None:
    suivi = replace(STOCK, maille=Maille.EPCI)
    commune = Decision(
        "S", cumul=Cumul.STOCK, valeur_initiale=10.0, annee_initiale=2024, cible_initiale=30.0, annee_cible=2028
    )
    propre = Decision("S", NORD, valeur_initiale=4.0, cible_initiale=12.0)
    cadrage = fondre((suivi,), commune, propre)
    nord, sud = cadrage.cadre("S", NORD), cadrage.cadre("S", SUD)
    assert (nord.valeur_initiale, nord.annee_initiale, nord.cible.valeur, nord.cible.annee) == (4.0, 2024, 12.0, 2028)
    assert (sud.valeur_initiale, sud.annee_initiale, sud.cible) == (None, None, None)


def test_une_plage_tient_dans_ses_bornes() -> None:
    cadre = fondre((STOCK,), Decision("S", sens=Sens.PLAGE, borne_basse=3.0, borne_haute=5.0)).cadre("S")
    assert (cadre.cible.valeur, cadre.cible.borne_basse, cadre.cible.borne_haute) == (None, 3.0, 5.0)


def test_des_bornes_seules_ne_font_pas_une_cible() -> None:
    assert fondre((STOCK,), Decision("S", borne_basse=0.0, borne_haute=100.0)).cadre("S").cible is None


@pytest.mark.parametrize(
    "facon", [{}, {"type_cible": TypeCible.SOMME_ANNUELLE}, {"periodicite": PeriodiciteCible.ANNUELLE}]
)
def test_des_niveaux_annuels_peuvent_faire_la_cible(facon: dict[str, object]) -> None:
    cible = fondre((FLUX,), Decision("F", annuelles={2025: 1.0, 2026: 2.0}, **facon)).cadre("F").cible
    assert (cible.valeur, cible.annuelles) == (None, {2025: 1.0, 2026: 2.0})


def test_l_echeance_suffit_a_un_jalon_et_a_lui_seul() -> None:
    jalon = indicateur("J", nature=Nature.JALON)
    cadrage = fondre((jalon, STOCK), Decision("J", annee_cible=2026), Decision("S", annee_cible=2026))
    assert (cadrage.cadre("J").cible.valeur, cadrage.cadre("J").cible.annee) == (None, 2026)
    assert cadrage.cadre("S").cible is None


def test_une_ligne_inconnue_est_ignoree_et_le_caractere_fictif_est_garde() -> None:
    cadrage = fusionner(depuis_document(programme(STOCK)), [Decision("ZZZ", cible_initiale=1.0)], fictif=True)
    assert ({("S", ENSEMBLE)}, True) == (set(cadrage.cadres), cadrage.fictif)


def test_une_decision_vide_se_reconnait() -> None:
    assert Decision("S").vide
    assert not Decision("S", valeur_initiale=0.0).vide


# ── Contrôles ────────────────────────────────────────────────────────────────────────────────────────────────────

ANNEES = {"annee_initiale": 2024, "annee_cible": 2028}
FAUTES: list[tuple[str, Indicateur, Decision, str]] = [
    (
        "CAD-30",
        FLUX,
        Decision("F", sens=Sens.BAISSE),
        "« Nombre de F » [F] : une quantité qui s'additionne d'année en année ne peut pas viser la baisse.",
    ),
    (
        "CAD-31",
        STOCK,
        Decision("S", valeur_initiale=10.0, cible_initiale=8.0, **ANNEES, **DECIDEE),
        "« Nombre de S » [S] : la cible (8) va à l'inverse du sens « hausse » (valeur initiale 10).",
    ),
    (
        "CAD-32",
        TAUX,
        Decision("T", cible_initiale=120.0, annee_cible=2028, **DECIDEE),
        "« Nombre de T » [T] : la cible 120 sort de ce qui est possible (entre 0 et 100).",
    ),
    (
        "CAD-32",
        STOCK,
        Decision("S", cible_initiale=60.5, borne_haute=55.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : la cible 60,5 sort de ce qui est possible (55 au plus).",
    ),
    (
        "CAD-33",
        FLUX,
        Decision(
            "F",
            type_cible=TypeCible.SOMME_ANNUELLE,
            cible_initiale=12.0,
            annuelles={2025: 4.0, 2026: 6.0},
            annee_cible=2028,
            **DECIDEE,
        ),
        "« Nombre de F » [F] : la cible déclarée (12) ne s'accorde pas avec les cibles annuelles (somme 10).",
    ),
    (
        "CAD-34",
        STOCK,
        Decision("S", valeur_initiale=1000.0, cible_initiale=1019.0, **ANNEES, **DECIDEE),
        "« Nombre de S » [S] : la cible (1\u202f019) est à moins de 2 % de la valeur initiale (1\u202f000).",
    ),
    (
        "CAD-35",
        STOCK,
        Decision("S", sens=Sens.MAINTIEN, cible_initiale=0.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : maintenir à zéro demande une tolérance (5 % de zéro ne laisse aucune marge).",
    ),
    (
        "CAD-36",
        STOCK,
        Decision("S", cible_initiale=5.0, annee_cible=2028, **DECIDEE, cible_revisee=4.0, instance_revision="COPIL"),
        "« Nombre de S » [S] : la cible révisée n'a pas son instance et sa date.",
    ),
    (
        "CAD-37",
        STOCK,
        Decision("S", cible_initiale=5.0, annee_cible=2030, **DECIDEE),
        "« Nombre de S » [S] : l'année de la cible (2030) sort du contrat (2025-2028).",
    ),
    (
        "CAD-38",
        STOCK,
        Decision("S", valeur_initiale=1.0, annee_initiale=2028, cible_initiale=5.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : la valeur initiale (2028) n'est pas antérieure à la cible (2028).",
    ),
    (
        "CAD-39",
        STOCK,
        Decision("S", sens=Sens.PLAGE, borne_basse=3.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : la plage à tenir n'est pas complète (une des deux bornes manque).",
    ),
    (
        "CAD-39",
        STOCK,
        Decision("S", sens=Sens.PLAGE, borne_basse=5.0, borne_haute=3.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : la plage à tenir n'est pas complète (5 dépasse 3).",
    ),
    (
        "CAD-40",
        indicateur("N", cumul=Cumul.STOCK),
        Decision("N", cible_initiale=5.0, annee_cible=2028, **DECIDEE),
        "« Nombre de N » [N] a une cible, mais pas de sens.",
    ),
    (
        "CAD-41",
        STOCK,
        Decision("S", cible_initiale=5.0, annee_cible=2028, instance="COPIL"),
        "« Nombre de S » [S] : la cible décidée n'a pas son instance et sa date.",
    ),
    ("CAD-42", STOCK, Decision("S", poids=-1.0), "« Nombre de S » [S] : le poids -1 est négatif."),
    (
        "CAD-43",
        STOCK,
        Decision("S", type_cible=TypeCible.VARIATION_PCT, cible_initiale=10.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : la cible est une variation, mais la valeur initiale manque.",
    ),
    (
        "CAD-44",
        STOCK,
        Decision(
            "S",
            cible_revisee=4.0,
            annee_revisee=2028,
            instance_revision="COPIL",
            revisee_le=date(2026, 1, 5),
        ),
        "« Nombre de S » [S] a une cible révisée, mais pas de cible initiale.",
    ),
    (
        "CAD-45",
        replace(STOCK, cible=Citation(2.0, "deux", annee=2028)),
        Decision("S", cible_initiale=3.0, annee_cible=2028, **DECIDEE),
        "« Nombre de S » [S] : le document énonce 2, la décision dit 3.",
    ),
    (
        "CAD-46",
        indicateur("X", nature=Nature.TEXTE),
        Decision("X", cible_initiale=1.0, annee_cible=2028, **DECIDEE),
        "« Nombre de X » [X] est un texte : sa cible ne peut pas servir.",
    ),
    (
        "CAD-33",
        STOCK,
        Decision("S", cible_initiale=12.0, annee_cible=2028, annuelles={2026: 5.0, 2028: 11.0}, **DECIDEE),
        "« Nombre de S » [S] : la cible déclarée (12) ne s'accorde pas avec les cibles annuelles (2028 : 11).",
    ),
    (
        "CAD-49",
        STOCK,
        Decision("S", cible_initiale=5.0, **DECIDEE),
        "« Nombre de S » [S] : la cible n'a pas d'année.",
    ),
    (
        "CAD-50",
        STOCK,
        Decision("S", cible_initiale=5.0, annee_cible=2028, annuelles={2024: 1.0, 2029: 2.0}, **DECIDEE),
        "« Nombre de S » [S] : cible annuelle pour une année hors du contrat (2024, 2029).",
    ),
    (
        "CAD-51",
        STOCK,
        Decision(
            "S",
            sens=Sens.PLAGE,
            borne_basse=3.0,
            borne_haute=5.0,
            annee_cible=2028,
            **DECIDEE,
            cible_revisee=4.0,
            instance_revision="COPIL",
            revisee_le=date(2026, 1, 5),
        ),
        "« Nombre de S » [S] : une plage ne se révise pas par une cible unique.",
    ),
]


@pytest.mark.parametrize(("code", "au_programme", "decision", "constat"), FAUTES, ids=[f[0] for f in FAUTES])
def test_chaque_faute_est_dite_seule_avec_ses_mots(
    code: str, au_programme: Indicateur, decision: Decision, constat: str
) -> None:
    anomalies = controler(programme(au_programme), [decision])
    assert [(code, constat)] == [(a.code, a.constat) for a in anomalies]


def test_les_cibles_des_epci_ne_font_pas_celle_de_l_ensemble() -> None:
    suivi = replace(STOCK, maille=Maille.EPCI, agregation=Agregation.SOMME)
    commune = Decision("S", cible_initiale=30.0, annee_cible=2028, **DECIDEE)
    lignes = [Decision("S", s, cible_initiale=v, **DECIDEE) for s, v in ((NORD, 12.0), (SUD, 15.0))]
    anomalies = controler(programme(suivi), [commune, *lignes])
    assert [(a.code, a.constat) for a in anomalies] == [
        ("CAD-47", "« Nombre de S » [S] : les cibles des EPCI font 27, celle de l'ensemble 30.")
    ]
    assert controler(programme(suivi), [replace(commune, cible_initiale=27.0), *lignes]) == ()
    assert controler(programme(suivi), [commune, lignes[0]]) == (), "un EPCI sans cible : rien à comparer"


def test_un_flux_en_baisse_est_refuse_quelle_que_soit_sa_periodicite_et_le_remede_le_leve() -> None:
    """L'évaluation refuse tout flux en baisse (R-01) : le contrôle du cadrage ne doit pas dire autre chose qu'elle."""
    retards = replace(FLUX, sens=Sens.BAISSE)
    assert controler(programme(retards), []) == (), "rien n'est décidé : rien n'est refusé"
    contrat = Decision("F", cible_initiale=3.0, annee_cible=2028, **DECIDEE)
    chaque_annee = replace(contrat, periodicite=PeriodiciteCible.ANNUELLE)
    for decision in (contrat, chaque_annee):
        (anomalie,) = controler(programme(retards), [decision])
        assert anomalie.code == "CAD-30"
        assert anomalie.remede == (
            "pour le cumul, choisissez « stock » (avec la périodicité « annuelle » pour dire « au plus trois "
            "par an »), "
            "ou « ratio » si c'est une part."
        )
    for cumul in (Cumul.STOCK, Cumul.RATIO):
        assert controler(programme(retards), [replace(chaque_annee, cumul=cumul)]) == ()


@pytest.mark.parametrize(
    ("libelle", "attendus"),
    [
        ("Taux d'augmentation du nombre de maîtres de stage", []),
        ("Évolution du taux de recours", []),
        ("Taux de recours", ["CAD-32"]),
    ],
)
def test_une_augmentation_peut_depasser_cent_pour_cent(libelle: str, attendus: list[str]) -> None:
    """Passer de 4 à 9 maîtres de stage est une augmentation de 125 % : (9 - 4) / 4."""
    taux = replace(TAUX, libelle=libelle)
    decision = Decision("T", valeur_initiale=0.0, cible_initiale=125.0, **ANNEES, **DECIDEE)
    assert [a.code for a in controler(programme(taux), [decision])] == attendus


def test_toutes_les_regles_ont_leur_cas() -> None:
    assert set(DECISIONS) == {f[0] for f in FAUTES} | {"CAD-47"}


def test_un_cadrage_sain_ne_dit_rien() -> None:
    decisions = [
        Decision("S", valeur_initiale=10.0, cible_initiale=20.0, **ANNEES, **DECIDEE),
        Decision("T", valeur_initiale=40.0, cible_initiale=100.0, **ANNEES, **DECIDEE),
        Decision("F", cible_initiale=40.0, annee_cible=2028, **DECIDEE),
    ]
    assert controler(programme(STOCK, TAUX, FLUX), decisions) == ()


def test_l_anomalie_porte_sa_cellule_et_son_territoire() -> None:
    suivi = replace(STOCK, maille=Maille.EPCI)
    ligne = Decision("S", NORD, valeur_initiale=10.0, annee_initiale=2024, cible_initiale=8.0, annee_cible=2028)
    lieu = Lieu("cadrage.xlsx", "Cibles par EPCI", "F7")
    anomalies = controler(programme(suivi), [replace(ligne, **DECIDEE)], {("S", NORD, "cible_initiale"): lieu})
    assert [(a.code, a.cellule, a.gravite) for a in anomalies] == [("CAD-31", "F7", Gravite.AVERTISSEMENT)]
    assert anomalies[0].constat.startswith("« Nombre de S » [S], CC du Nord : ")


# ── Propositions ─────────────────────────────────────────────────────────────────────────────────────────────────


def dites(*indicateurs: Indicateur, fiche: Fiche | None = None) -> list[str]:
    return [str(p) for p in propositions(programme(*indicateurs, fiche=fiche))]


def test_un_repere_devient_une_proposition_avec_ses_mots() -> None:
    repere = Repere(StatutRepere.OBJECTIF, "8 jeunes en 2025", 8.0, "jeunes")
    assert dites(replace(FLUX, unite="jeunes", reperes=(repere,))) == ["cible : 8 jeunes (« 8 jeunes en 2025 »)"]


def test_une_comparaison_exterieure_n_est_pas_une_valeur_initiale() -> None:
    repere = Repere(StatutRepere.REFERENCE, "28 établissements encordés", 28.0, "établissements")
    attendu = "repère : 28 établissements, comparaison extérieure, et non une valeur initiale"
    assert [f"{attendu} (« 28 établissements encordés »)"] == dites(replace(FLUX, unite="jeunes", reperes=(repere,)))


def test_un_repere_sans_nombre_dit_ce_qu_il_dit() -> None:
    repere = Repere(StatutRepere.JALON, "avant l'été", echeance=date(2026, 6, 30), remarque="à confirmer")
    assert ecrire_repere(repere) == "échéance 30/06/2026, à confirmer"


def test_une_valeur_qui_mesure_autre_chose_est_proposee_avec_sa_portee() -> None:
    cite = replace(TAUX, valeur_initiale=Citation(4.0, "MSU au nombre de 4", unite="MSU", portee="le stock"))
    attendu = "valeur initiale : 4 MSU, mais cela mesure autre chose : le stock (« MSU au nombre de 4 »)"
    assert [attendu] == dites(cite)


def test_le_prevu_est_propose_comme_cible_du_realise() -> None:
    prevu = replace(FLUX, code="P", libelle="Nombre prévu", paire="p1", role_paire="prévu", unite="usagers")
    realise = replace(FLUX, code="R", libelle="Nombre réalisé", paire="p1", role_paire="réalisé", unite="usagers")
    assert dites(prevu, realise) == ["cible : le nombre de « Nombre prévu » [P]"]


def test_le_calendrier_est_propose_au_jalon() -> None:
    jalon = indicateur("J", nature=Nature.JALON)
    dates = (Jalon("validation", date(2021, 9, 30)),)
    dite = dites(jalon, fiche=Fiche(calendrier=Calendrier("Validation septembre 2021", jalons=dates)))
    assert dite == ["année de la cible : échéance 30/09/2021, validation (« Validation septembre 2021 »)"]
    sans_date = dites(jalon, fiche=Fiche(calendrier=Calendrier("Permanent")))
    assert sans_date == ["année de la cible : voir le calendrier de la fiche (« Permanent »)"]
    assert dites(jalon) == []


@pytest.mark.parametrize(
    ("libelle", "frequence"),
    [
        ("Nombre de communiqués (par trimestre et par année)", "trimestrielle"),
        ("Nombre de réunions organisées par semestre", "semestrielle"),
        ("Nombre annuel de réunions", "annuelle"),
    ],
)
def test_la_frequence_se_lit_dans_le_libelle(libelle: str, frequence: str) -> None:
    attendu = [f"fréquence : {frequence}, d'après le libellé"]
    assert attendu == dites(replace(FLUX, libelle=libelle, unite="réunions"))
    assert dites(replace(FLUX, libelle=libelle, unite="réunions", frequence="mensuelle")) == []


def test_l_enquete_eventuelle_propose_sa_frequence() -> None:
    assert dites(replace(FLUX, unite="personnes", si_enquete=True)) == ["fréquence : à chaque enquête, si elle a lieu"]


def test_le_sens_n_est_propose_que_s_il_manque() -> None:
    perdu = replace(TAUX, libelle="Réduction de la consommation", sens=None)
    assert dites(perdu) == ["sens : baisse, d'après le libellé"]
    assert dites(replace(perdu, sens=Sens.BAISSE)) == []
    assert dites(replace(perdu, libelle="Augmentation des compétences")) == ["sens : hausse, d'après le libellé"]


def test_l_unite_usuelle_est_proposee_quand_le_document_n_en_fixe_pas() -> None:
    echelle = indicateur("E", nature=Nature.ECHELLE, unite="note ou % (non précisé)", sens=Sens.HAUSSE)
    assert dites(echelle) == ["unité : note de 1 à 5, la même pour toutes les enquêtes (usage courant)"]
    assert dites(replace(echelle, unite="note sur 10")) == []


def test_le_pilote_est_propose_comme_responsable() -> None:
    fiche = Fiche(pilote="Centre social")
    assert dites(STOCK, fiche=fiche) == ["responsable : Centre social (pilote de la fiche)"]
    assert dites(replace(STOCK, responsable="EPCI"), fiche=fiche) == []


def test_la_fiche_de_l_operation_passe_avant_celle_de_l_action() -> None:
    propre = replace(STOCK, operation="A1.1")
    operation = Operation("A1.1", "Une opération", Fiche(pilote="Mission locale"), (propre,))
    base = programme(fiche=Fiche(pilote="EPCI"))
    complet = replace(base, actions=(replace(base.actions[0], operations=(operation,)),))
    assert [str(p) for p in propositions(complet)] == ["responsable : Mission locale (pilote de la fiche)"]


def test_une_clause_ouverte_n_a_pas_de_proposition() -> None:
    assert dites(replace(FLUX, clause_ouverte=True, si_enquete=True)) == []
