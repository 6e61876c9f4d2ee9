"""Le classeur de cadrage : écrit vide, rempli à la main, relu ; et tout ce qui peut y clocher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.cadrages import ecrire, lire, relire
from evaltools.acces.cadrages_ecriture import ENTETE, PREMIERE
from evaltools.acces.cadrages_textes import FICTIF
from evaltools.domaine.anomalies import Anomalie, bloquantes
from evaltools.domaine.cadrage import depuis_document
from evaltools.domaine.catalogue_cadrage import LECTURE
from evaltools.domaine.decisions import Decision, fusionner
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
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
    Citation,
    Fiche,
    Indicateur,
    Operation,
    Programme,
    Repere,
    Territoire,
)

NORD, SUD = "200043321", "245900410"
CODES = ("A1-S", "A1-F", "A1-T", "A1-J", "A1-X")


def un_programme(code: str = "mini") -> Programme:
    def indicateur(code: str, libelle: str, nature: Nature, **champs: object) -> Indicateur:
        return replace(Indicateur(code, libelle, "A1", "suivi", nature, Niveau.REALISATION), **champs)

    epci = {"maille": Maille.EPCI, "agregation": Agregation.SOMME}
    propre = indicateur("A1-X", "Nature des partenariats", Nature.TEXTE, operation="A1.1")
    communs = (
        indicateur("A1-S", "Nombre de sites ouverts", Nature.NOMBRE, sens=Sens.HAUSSE, cumul=Cumul.STOCK, **epci),
        indicateur(
            "A1-F",
            "Réunions au moins 2 fois par an",
            Nature.NOMBRE,
            sens=Sens.HAUSSE,
            cumul=Cumul.FLUX,
            unite="réunions",
            cible=Citation(2.0, "au moins 2 fois par an", periodicite=PeriodiciteCible.ANNUELLE, unite="réunions"),
        ),
        indicateur("A1-T", "Taux de satisfaction [des usagers]", Nature.TAUX, unite="%", cumul=Cumul.RATIO),
        indicateur("A1-J", "Rédaction de la charte", Nature.JALON),
    )
    operation = Operation(
        "A1.1",
        "Une opération",
        Fiche(pilote="Centre social"),
        (propre,),
        reperes=(Repere(StatutRepere.NORME, "14 séances par groupe", 14.0, "séances"),),
    )
    return Programme(
        code=code,
        titre="Contrat d'essai",
        titre_court="Essai",
        type="cls",
        debut=date(2025, 1, 1),
        fin=date(2027, 12, 31),
        axes=(Axe("1", "Un axe"),),
        objectifs=(),
        actions=(Action("A1", "Une action", "1", operations=(operation,), indicateurs_communs=communs),),
        territoires=(Territoire(NORD, "CC du Nord", ("CCN",)), Territoire(SUD, "CC du Sud")),
    )


PROGRAMME = un_programme()
DECISIONS = (
    Decision(
        "A1-S",
        sens=Sens.HAUSSE,
        valeur_initiale=4.0,
        annee_initiale=2024,
        cible_initiale=10.0,
        annee_cible=2027,
        instance="COPIL",
        decidee_le=date(2025, 3, 12),
        cible_revisee=8.5,
        annee_revisee=2026,
        instance_revision="COTECH",
        revisee_le=date(2026, 1, 5),
        poids=2.0,
        source="registre",
        remarque="= 1+1, dit-on",
        annuelles={2025: 5.0, 2026: 6.5},
    ),
    Decision("A1-S", NORD, valeur_initiale=0.0, annee_initiale=2024, cible_initiale=3.0, instance="COPIL"),
    Decision("A1-F", periodicite=PeriodiciteCible.ANNUELLE, cumul=Cumul.STOCK, niveau=Niveau.RESULTAT),
    Decision(
        "A1-T",
        sens=Sens.PLAGE,
        borne_basse=0.5,
        borne_haute=90.0,
        tolerance=1.0,
        type_cible=TypeCible.VARIATION_POINTS,
        agregation=Agregation.RATIO_CUMULE,
        nature=Nature.TAUX,
        unite="%",
        frequence="annuelle",
        responsable="EPCI",
    ),
    Decision("A1-J", annee_cible=2026),
)


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    return ecrire(tmp_path / "cadrage.xlsx", PROGRAMME)


def colonne(feuille: Worksheet, titre: str) -> int:
    return next(c.column for c in feuille[ENTETE] if c.value == titre)


def ligne(feuille: Worksheet, code: str, siren: str = "") -> int:
    return next(
        r
        for r in range(PREMIERE, feuille.max_row + 1)
        if str(feuille.cell(r, 2).value).endswith(f"[{code}]") and siren in str(feuille.cell(r, 3).value)
    )


def remplir(chemin: Path, *cases: tuple[str, str, Any], feuille: str = maquette.CADRAGE, siren: str = "") -> Path:
    def geste(classeur: Workbook) -> None:
        for code, titre, valeur in cases:
            ws = classeur[feuille]
            ws.cell(ligne(ws, code, siren), colonne(ws, titre)).value = valeur

    return toucher(chemin, geste)


def toucher(chemin: Path, geste: Callable[[Workbook], Any]) -> Path:
    classeur = load_workbook(chemin)
    geste(classeur)
    classeur.save(chemin)
    classeur.close()
    return chemin


def fautes(chemin: Path) -> list[tuple[str, str, str, str]]:
    return [(a.code, a.feuille, a.cellule, a.constat) for a in relire(chemin, PROGRAMME).anomalies]


def decisions(chemin: Path) -> dict[tuple[str, str], Decision]:
    return {d.cle: d for d in relire(chemin, PROGRAMME).decisions if not d.vide}


# ── Écriture ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_les_feuilles_et_leurs_surete(chemin: Path) -> None:
    classeur = load_workbook(chemin)
    visibles = [f.title for f in classeur if f.sheet_state == "visible"]
    assert visibles == ["Lisez-moi", "Cadrage", "Cibles annuelles", "Cibles par EPCI", "Repères du document"]
    cachees = [f.title for f in classeur if f.sheet_state != "visible"]
    assert cachees == ["_listes", "_identite"]
    for nom in visibles:
        assert classeur[nom].protection.sheet
        assert not classeur[nom].protection.password
    for nom in visibles[1:]:
        feuille = classeur[nom]
        assert (feuille.freeze_panes, feuille.print_title_rows) == ("C6", "$5:$5")
        assert feuille.auto_filter.ref.startswith("B5:")
        assert feuille.column_dimensions["A"].hidden
        assert feuille["B2"].value == "Cadrage / mini / maquette 1"


def test_a_la_premiere_ecriture_rien_n_est_decide(chemin: Path) -> None:
    classeur = load_workbook(chemin)
    jaunes = 0
    for feuille in (f for f in classeur if f.title != "Lisez-moi"):
        for rangee in feuille.iter_rows(min_row=PREMIERE):
            for cellule in rangee:
                assert cellule.data_type != "f"
                if not cellule.protection.locked:
                    jaunes += 1
                    assert cellule.value is None, f"{feuille.title}!{cellule.coordinate}"
    epci, annees = 2 * len(maquette.COLONNES_EPCI), 4 * 3
    assert jaunes == 5 * len(maquette.COLONNES) + epci + annees


def test_le_document_est_rappele_et_les_propositions_sont_marquees(chemin: Path) -> None:
    feuille = load_workbook(chemin)["Cadrage"]
    rang = ligne(feuille, "A1-F")
    assert feuille.cell(rang, colonne(feuille, "Cible citée")).value == (
        "2 réunions, chaque année\n« au moins 2 fois par an »"
    )
    assert feuille.cell(rang, colonne(feuille, "Lecture de la fiche")).value == "réalisation ; hausse ; flux"
    texte = ligne(feuille, "A1-X")
    proposition = feuille.cell(texte, colonne(feuille, "Proposition"))
    assert proposition.value == "proposition – responsable : Centre social (pilote de la fiche)"
    assert (proposition.font.italic, proposition.protection.locked) == (True, True)
    assert feuille.cell(ligne(feuille, "A1-T"), colonne(feuille, "Cible citée")).value is None


def test_les_reperes_sans_indicateur_ont_leur_feuille(chemin: Path) -> None:
    feuille = load_workbook(chemin)["Repères du document"]
    assert [c.value for c in feuille[PREMIERE]][1:6] == [
        "A1 Une action",
        "A1.1 Une opération",
        "cible",
        "14 séances, norme de conception : à multiplier par le volume prévu",
        "14 séances par groupe",
    ]


def test_chaque_liste_est_un_nom_defini(chemin: Path) -> None:
    classeur = load_workbook(chemin)
    feuille = classeur["Cadrage"]
    listes = {r.formula1 for r in feuille.data_validations.dataValidation if r.type == "list"}
    attendues = {f"={c.liste}" for c in maquette.COLONNES if c.liste}
    assert listes == attendues
    for nom in listes:
        reference = classeur.defined_names[nom.removeprefix("=")].attr_text
        assert reference.startswith("'_listes'!$")
    sens = next(r for r in feuille.data_validations.dataValidation if r.formula1 == "=sens")
    instance = next(r for r in feuille.data_validations.dataValidation if r.formula1 == "=instances")
    assert (sens.showErrorMessage, instance.showErrorMessage) == (True, False)


def test_les_memes_donnees_donnent_les_memes_octets(tmp_path: Path) -> None:
    premier = ecrire(tmp_path / "a.xlsx", PROGRAMME, decisions=DECISIONS)
    second = ecrire(tmp_path / "b.xlsx", PROGRAMME, decisions=DECISIONS)
    assert premier.read_bytes() == second.read_bytes()


def test_la_mention_fictive_est_partout(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", PROGRAMME, fictif=True)
    classeur = load_workbook(chemin)
    for feuille in classeur:
        if feuille.sheet_state == "visible":
            assert feuille["B3"].value == FICTIF
    assert lire(chemin, PROGRAMME)[0].fictif
    toucher(chemin, lambda c: [c.custom_doc_props.props.clear(), c.remove(c["_identite"])])
    assert relire(chemin, PROGRAMME).fictif, "la mention visible suffit"
    assert not relire(ecrire(tmp_path / "b.xlsx", PROGRAMME), PROGRAMME).fictif


# ── Aller et retour ──────────────────────────────────────────────────────────────────────────────────────────────


def test_un_cadrage_vide_se_relit_comme_le_document(chemin: Path) -> None:
    assert lire(chemin, PROGRAMME) == (depuis_document(PROGRAMME), ())


def test_les_decisions_ecrites_se_relisent(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "cadrage.xlsx", PROGRAMME, decisions=DECISIONS)
    assert decisions(chemin) == {d.cle: d for d in DECISIONS}
    assert not bloquantes(relire(chemin, PROGRAMME).anomalies)


def test_un_cadrage_reecrit_se_relit_egal(tmp_path: Path) -> None:
    cadrage = fusionner(depuis_document(PROGRAMME), DECISIONS, fictif=True)
    chemin = ecrire(tmp_path / "cadrage.xlsx", PROGRAMME, cadrage, fictif=True)
    assert lire(chemin, PROGRAMME)[0] == cadrage


_NOMBRES = st.floats(0, 1e9, allow_nan=False).map(lambda v: round(v, 3))
_TEXTES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("Cc", "Zs")), max_size=30)
_JOURS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
_LIGNES = st.fixed_dictionaries(
    {},
    optional={
        "sens": st.sampled_from(Sens),
        "niveau": st.sampled_from(Niveau),
        "cumul": st.sampled_from(Cumul),
        "agregation": st.sampled_from(Agregation),
        "nature": st.sampled_from(Nature),
        "type_cible": st.sampled_from(TypeCible),
        "periodicite": st.sampled_from(PeriodiciteCible),
        "valeur_initiale": _NOMBRES,
        "cible_initiale": _NOMBRES,
        "cible_revisee": _NOMBRES,
        "borne_haute": _NOMBRES,
        "poids": _NOMBRES,
        "annee_initiale": st.integers(1990, 2100),
        "annee_cible": st.integers(1990, 2100),
        "decidee_le": _JOURS,
        "revisee_le": _JOURS,
        "instance": _TEXTES,
        "remarque": _TEXTES,
        "source": _TEXTES,
        "annuelles": st.dictionaries(st.sampled_from([2025, 2026, 2027]), _NOMBRES),
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lignes=st.lists(_LIGNES, min_size=4, max_size=4))
def test_toute_decision_se_relit_telle_quelle(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    voulues = [Decision(code, **champs) for code, champs in zip(CODES, lignes, strict=False)]
    chemin = ecrire(tmp_path / "cadrage.xlsx", PROGRAMME, decisions=voulues)
    assert decisions(chemin) == {d.cle: d for d in voulues if not d.vide}


def test_un_poids_ecrit_se_relit(tmp_path: Path) -> None:
    voulues = [Decision("A1-T", poids=p, sens=Sens.HAUSSE) for p in (1.0, 0.5, 2.0)]
    for voulue in voulues:
        chemin = ecrire(tmp_path / "cadrage.xlsx", PROGRAMME, decisions=[voulue])
        assert decisions(chemin) == {voulue.cle: voulue}


# ── Rempli à la main ─────────────────────────────────────────────────────────────────────────────────────────────


def test_ce_qu_une_personne_tape_est_compris(chemin: Path) -> None:
    remplir(
        chemin,
        ("A1-T", "Sens", "Hausse "),
        ("A1-T", "Valeur initiale", "45,5 %"),
        ("A1-T", "Année initiale", "2024"),
        ("A1-T", "Cible initiale", 60),
        ("A1-T", "Année cible", 2027.0),
        ("A1-T", "Date de décision", "12 mars 2025"),
        ("A1-T", "Instance", " COPIL "),
        ("A1-T", "Niveau", "RESULTAT"),
        ("A1-T", "Cumul", "ratio"),
        ("A1-T", "Remarque", 2025),
        ("A1-S", "Cible initiale", "1 234,5"),
    )
    assert decisions(chemin) == {
        ("A1-T", ENSEMBLE): Decision(
            "A1-T",
            sens=Sens.HAUSSE,
            valeur_initiale=45.5,
            annee_initiale=2024,
            cible_initiale=60.0,
            annee_cible=2027,
            decidee_le=date(2025, 3, 12),
            instance="COPIL",
            niveau=Niveau.RESULTAT,
            cumul=Cumul.RATIO,
            remarque="2025",
        ),
        ("A1-S", ENSEMBLE): Decision("A1-S", cible_initiale=1234.5),
    }
    assert fautes(chemin) == []


def test_un_zero_est_une_decision_et_un_blanc_n_en_est_pas_une(chemin: Path) -> None:
    remplir(chemin, ("A1-S", "Valeur initiale", 0), ("A1-S", "Cible initiale", "   "))
    assert decisions(chemin) == {("A1-S", ENSEMBLE): Decision("A1-S", valeur_initiale=0.0)}


def test_l_unite_retenue_dit_comment_lire_les_nombres(chemin: Path) -> None:
    remplir(chemin, ("A1-S", "Unité retenue", "%"), ("A1-S", "Cible initiale", "45 %"))
    assert decisions(chemin)["A1-S", ENSEMBLE].cible_initiale == 45.0


def test_un_poids_n_est_pas_dans_l_unite_de_l_indicateur(chemin: Path) -> None:
    remplir(chemin, ("A1-S", "Unité retenue", "%"), ("A1-S", "Poids", 0.5), ("A1-T", "Poids", "1,5"))
    assert {code: decision.poids for (code, _), decision in decisions(chemin).items()} == {"A1-S": 0.5, "A1-T": 1.5}
    assert fautes(chemin) == []


def test_ce_qui_se_voit_fait_foi_quoi_qu_on_deplace(chemin: Path) -> None:
    def bousculer(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        feuille.title = "Notre cadrage à nous"
        feuille.protection.sheet = False
        feuille.insert_rows(1, 3)
        feuille.insert_cols(3, 2)
        feuille.delete_cols(1)
        classeur["Cibles par EPCI"].cell(PREMIERE, 3).value = "ccn"

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    remplir(chemin, ("A1-S", "Cible initiale", 7), feuille=maquette.PAR_EPCI, siren=NORD)
    toucher(chemin, bousculer)
    assert decisions(chemin) == {
        ("A1-S", ENSEMBLE): Decision("A1-S", cible_initiale=12.0),
        ("A1-S", NORD): Decision("A1-S", NORD, cible_initiale=7.0),
    }
    assert fautes(chemin) == []


def test_une_ligne_sans_code_se_reconnait_a_son_libelle(chemin: Path) -> None:
    def effacer_le_code(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        feuille.cell(ligne(feuille, "A1-S"), 2).value = "nombre de sites OUVERTS"

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, effacer_le_code)
    assert decisions(chemin) == {("A1-S", ENSEMBLE): Decision("A1-S", cible_initiale=12.0)}


def test_deux_lignes_identiques_n_en_font_qu_une(chemin: Path) -> None:
    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, lambda c: _recopier(c["Cadrage"], "A1-S"))
    assert decisions(chemin) == {("A1-S", ENSEMBLE): Decision("A1-S", cible_initiale=12.0)}
    assert fautes(chemin) == []


def _recopier(feuille: Worksheet, code: str) -> int:
    origine, copie = ligne(feuille, code), feuille.max_row + 1
    for cellule in feuille[origine]:
        feuille.cell(copie, cellule.column).value = cellule.value
    return copie


# ── Une faute, un code, un message ───────────────────────────────────────────────────────────────────────────────


def seule(chemin: Path) -> Anomalie:
    anomalies = lire(chemin, PROGRAMME)[1]
    assert len(anomalies) == 1, [str(a) for a in anomalies]
    return anomalies[0]


def test_cad_01_cadrage_absent(tmp_path: Path) -> None:
    cadrage, anomalies = lire(tmp_path / "cadrage.xlsx", PROGRAMME)
    assert cadrage == depuis_document(PROGRAMME)
    assert [a.code for a in anomalies] == ["CAD-01"]
    assert anomalies[0].constat == "le programme « mini » n'a pas encore de classeur de cadrage."


def test_cad_02_cadrage_d_un_autre_programme(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "cadrage.xlsx", un_programme("autre"), decisions=DECISIONS)
    faute = seule(chemin)
    assert faute.code == "CAD-02"
    assert faute.constat == "ce classeur est le cadrage de « autre », et non de « mini »."
    assert relire(chemin, PROGRAMME).decisions == ()


def test_cad_03_et_04_feuille_absente(chemin: Path) -> None:
    toucher(chemin, lambda c: [c.remove(c["Cadrage"]), c.remove(c["Cibles annuelles"])])
    presentes = "« Lisez-moi », « Cibles par EPCI », « Repères du document »"
    assert fautes(chemin) == [
        ("CAD-03", "", "", f"la feuille « Cadrage » est introuvable (feuilles présentes : {presentes})."),
        ("CAD-04", "", "", f"la feuille « Cibles annuelles » est introuvable (feuilles présentes : {presentes})."),
    ]


def test_cad_05_entetes_introuvables(chemin: Path) -> None:
    toucher(chemin, lambda c: c["Cadrage"].delete_rows(ENTETE))
    faute = seule(chemin)
    assert (faute.code, faute.feuille) == ("CAD-05", "Cadrage")
    assert faute.constat == "la ligne d'en-têtes est introuvable : aucune colonne « Indicateur »."


def test_cad_06_colonne_absente(chemin: Path) -> None:
    toucher(chemin, lambda c: c["Cadrage"].delete_cols(colonne(c["Cadrage"], "Sens")))
    faute = seule(chemin)
    assert (faute.code, faute.constat) == ("CAD-06", "la colonne « Sens » est introuvable.")


def test_cad_07_colonne_en_double(chemin: Path) -> None:
    def doubler(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        feuille.cell(ENTETE, feuille.max_column + 1).value = "SENS"

    toucher(chemin, doubler)
    anomalies = fautes(chemin)
    assert anomalies[0] == ("CAD-07", "Cadrage", "AL5", "le titre « Sens » figure deux fois (L5 et AL5).")
    assert [a[0] for a in anomalies] == ["CAD-07", "CAD-06"]


def test_cad_08_indicateur_disparu(chemin: Path) -> None:
    def changer(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        copie = _recopier(feuille, "A1-S")
        feuille.cell(copie, 2).value = "Un indicateur retiré [A9-Z]"

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, changer)
    assert fautes(chemin) == [("CAD-08", "Cadrage", "B11", "« A9-Z » n'est pas un indicateur du programme.")]


def test_cad_09_ligne_sans_indicateur(chemin: Path) -> None:
    def changer(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        copie = _recopier(feuille, "A1-S")
        feuille.cell(copie, 2).value = "voir avec le CH"

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, changer)
    constat = "la ligne est remplie, mais « voir avec le CH » ne désigne aucun indicateur."
    assert fautes(chemin) == [("CAD-09", "Cadrage", "B11", constat)]


def test_cad_10_ligne_en_double(chemin: Path) -> None:
    def contredire(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        feuille.cell(_recopier(feuille, "A1-S"), colonne(feuille, "Cible initiale")).value = 15

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, contredire)
    constat = "« A1-S » figure deux fois (lignes 7 et 11) avec des décisions différentes."
    assert fautes(chemin) == [("CAD-10", "Cadrage", "B11", constat)]
    assert decisions(chemin) == {}, "aucune des deux n'est retenue"


def test_cad_11_indicateurs_absents(chemin: Path) -> None:
    toucher(chemin, lambda c: c["Cadrage"].delete_rows(ligne(c["Cadrage"], "A1-J"), 1))
    faute = seule(chemin)
    assert (faute.code, faute.constat) == ("CAD-11", "1 indicateur du programme sans ligne dans ce cadrage : A1-J.")


@pytest.mark.parametrize(
    ("titre", "saisie", "code", "constat"),
    [
        (
            "Cible initiale",
            "environ 120",
            "CAD-12",
            "colonne « Cible initiale », « environ 120 » est une approximation.",
        ),
        (
            "Valeur initiale",
            "1,234",
            "CAD-12",
            "colonne « Valeur initiale », « 1,234 » peut se lire de deux façons.",
        ),
        ("Borne haute", "NC", "CAD-12", "colonne « Borne haute », « NC » n'est pas un nombre."),
        (
            "Sens",
            "haussse",
            "CAD-13",
            "colonne « Sens », « haussse » n'est pas un choix prévu (proche de « hausse »).",
        ),
        ("Cumul", "beaucoup", "CAD-13", "colonne « Cumul », « beaucoup » n'est pas un choix prévu."),
        ("Année cible", "fin 2027", "CAD-14", "colonne « Année cible », « fin 2027 » n'est pas une année."),
        ("Année cible", 27, "CAD-14", "colonne « Année cible », « 27 » n'est pas une année."),
        (
            "Date de décision",
            "mars 2025",
            "CAD-15",
            "colonne « Date de décision », « mars 2025 » n'est pas une date.",
        ),
        ("Poids", "#N/A", "CAD-16", "colonne « Poids », la cellule contient l'erreur #N/A."),
        (
            "Poids",
            "=1+1",
            "CAD-16",
            "colonne « Poids », la cellule contient une formule sans résultat enregistré.",
        ),
    ],
)
def test_cad_12_a_16_case_illisible(chemin: Path, titre: str, saisie: Any, code: str, constat: str) -> None:
    remplir(chemin, ("A1-S", titre, saisie))
    faute = seule(chemin)
    feuille = load_workbook(chemin)["Cadrage"]
    adresse = feuille.cell(ligne(feuille, "A1-S"), colonne(feuille, titre)).coordinate
    assert (faute.code, faute.feuille, faute.cellule, faute.constat) == (code, "Cadrage", adresse, constat)
    assert decisions(chemin) == {}, "une case illisible ne devient pas une décision"


def test_cad_12_dit_quoi_ecrire(chemin: Path) -> None:
    remplir(chemin, ("A1-T", "Cible initiale", 0.45))
    faute = seule(chemin)
    assert faute.constat == "colonne « Cible initiale », « 0.45 » peut se lire de deux façons, pour un pourcentage."
    assert faute.remede == "écrivez 45 % ou 0,45 %, ou laissez la case vide."


def test_cad_17_territoire_inconnu(chemin: Path) -> None:
    def changer(classeur: Workbook) -> None:
        feuille = classeur["Cibles par EPCI"]
        feuille.cell(PREMIERE, 3).value = "CC d'Ailleurs [111111111]"

    toucher(chemin, changer)
    faute = seule(chemin)
    assert (faute.code, faute.feuille, faute.cellule) == ("CAD-17", "Cibles par EPCI", "B6")
    assert faute.constat == (
        "« CC d'Ailleurs [111111111] » n'est pas un EPCI du programme, ou l'indicateur ne s'y recueille pas."
    )


def test_cad_18_case_verrouillee_modifiee(chemin: Path) -> None:
    remplir(chemin, ("A1-F", "Unité", "séances"))
    faute = seule(chemin)
    assert faute.code == "CAD-18"
    assert faute.constat == "colonne « Unité », « séances » remplace ce que dit le programme (« réunions »)."
    assert lire(chemin, PROGRAMME)[0].cadre("A1-F").unite == "réunions"


def test_cad_19_valeur_interpretee(chemin: Path) -> None:
    remplir(chemin, ("A1-S", "Unité retenue", "€"), ("A1-S", "Valeur initiale", "12 k€"))
    faute = seule(chemin)
    assert faute.code == "CAD-19"
    assert faute.constat == "colonne « Valeur initiale », « 12 k€ » est lu 12\u202f000 (des milliers d'euros)."


def test_cad_23_temoin_et_libelle_se_contredisent(chemin: Path) -> None:
    def trier_les_colonnes_visibles(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        haut, bas = ligne(feuille, "A1-S"), ligne(feuille, "A1-F")
        for rang in range(2, feuille.max_column + 1):
            a, b = feuille.cell(haut, rang), feuille.cell(bas, rang)
            a.value, b.value = b.value, a.value

    remplir(chemin, ("A1-S", "Cible initiale", 12))
    toucher(chemin, trier_les_colonnes_visibles)
    constat = "les témoins cachés de 2 lignes ne correspondent plus aux indicateurs affichés (lignes 7, 8)."
    assert fautes(chemin) == [("CAD-23", "Cadrage", "", constat)]
    assert decisions(chemin) == {("A1-S", ENSEMBLE): Decision("A1-S", cible_initiale=12.0)}


def test_cad_24_case_hors_des_colonnes(chemin: Path) -> None:
    def annoter(classeur: Workbook) -> None:
        feuille = classeur["Cadrage"]
        feuille.cell(PREMIERE, feuille.max_column + 3).value = "à revoir en COTECH"

    toucher(chemin, annoter)
    faute = seule(chemin)
    assert (faute.code, faute.constat) == ("CAD-24", "1 case remplie hors des colonnes du cadrage : AN6.")


def test_un_fichier_qui_n_est_pas_un_classeur_est_dit(tmp_path: Path) -> None:
    chemin = tmp_path / "cadrage.xlsx"
    chemin.write_text("bonjour", encoding="utf-8")
    lu = relire(chemin, PROGRAMME)
    assert [a.code[:3] for a in lu.anomalies] == ["FIC"]
    assert lu.decisions == ()


def test_les_fautes_de_fond_ont_leur_cellule(chemin: Path) -> None:
    remplir(
        chemin,
        ("A1-S", "Valeur initiale", 10),
        ("A1-S", "Cible initiale", 8),
        ("A1-S", "Année cible", 2027),
        ("A1-S", "Instance", "COPIL"),
        ("A1-S", "Date de décision", date(2025, 3, 1)),
    )
    faute = seule(chemin)
    assert (faute.code, faute.feuille, faute.cellule) == ("CAD-31", "Cadrage", "O7")


def test_chaque_code_de_lecture_est_eprouve() -> None:
    ailleurs = {f"CAD-{n}" for n in (20, 21, 22, 25)}  # tests/chaine : tenir le cadrage, écrire l'exemple
    ici = Path(__file__).read_text(encoding="utf-8")
    assert {code for code in LECTURE if f'"{code}"' not in ici} == ailleurs
