"""Lire une table à juger : séparateurs, encodages, nombres, en-têtes, classeurs, et toutes les fautes à la fois."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from evaltools.acces.tables_indicateurs import LectureTable, lire
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.lexique import Cumul, EtatValeur, Nature, PeriodiciteCible, Qualite, Sens, TypeCible
from evaltools.domaine.mesures import Serie


def _csv(dossier: Path, texte: str, encodage: str = "utf-8", nom: str = "table.csv") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(texte.encode(encodage))
    return chemin


def _lire(dossier: Path, texte: str, encodage: str = "utf-8", annee: int | None = None) -> LectureTable:
    return lire(_csv(dossier, texte, encodage), annee)


def _codes(anomalies: tuple[Anomalie, ...]) -> list[str]:
    return [a.code for a in anomalies]


def _valeurs(serie: Serie) -> dict[int, float | None]:
    return {an: m.valeur for an, m in serie.mesures.items()}


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separateur", [",", ";", "\t"], ids=["virgule", "point-virgule", "tabulation"])
def test_separateur_et_encodage_sont_reconnus(tmp_path: Path, encodage: str, separateur: str) -> None:
    lignes = ["Indicateur|Libellé|Sens|Cumul|Année|Valeur", "I1|Accès à l'été|à la hausse|stock|2025|12.5"]
    lu = _lire(tmp_path, "\r\n".join(lignes).replace("|", separateur), encodage)
    assert lu.anomalies == ()
    (indicateur,) = lu.indicateurs
    assert (indicateur.libelle, indicateur.cadre.sens, _valeurs(indicateur.serie)) == (
        "Accès à l'été", Sens.HAUSSE, {2025: 12.5},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("12,5", 12.5), ("12.5", 12.5), ("1 234,5", 1234.5), ("1\u202f234,5", 1234.5), ("1.234,5", 1234.5),
        ("1,234.5", 1234.5), ("1,234,567", 1234567.0), ("−3", -3.0), ("45 %", 45.0), ("1e3", 1000.0), ("0", 0.0),
        ("1'234", 1234.0),
    ],
    ids=str,
)  # fmt: skip
def test_nombres_francais_et_anglais(tmp_path: Path, ecrit: str, attendu: float) -> None:
    lu = _lire(tmp_path, f'indicateur;cumul;annee;valeur\nI1;stock;2025;"{ecrit}"\n')
    assert lu.anomalies == ()
    assert _valeurs(lu.indicateurs[0].serie) == {2025: attendu}


@pytest.mark.parametrize("ecrit", ["abc", "12 personnes", "inf", "1_000", "#REF!", "12/15"], ids=str)
def test_un_nombre_illisible_ecarte_l_indicateur_et_lui_seul(tmp_path: Path, ecrit: str) -> None:
    lu = _lire(tmp_path, f"indicateur;cumul;annee;valeur\nI1;stock;2025;{ecrit}\nI2;stock;2025;3\n")
    assert [i.code for i in lu.indicateurs] == ["I2"]
    assert lu.refuses == ("I1",)
    assert _codes(lu.anomalies) == ["IND-13"]
    assert ecrit in lu.anomalies[0].constat
    assert lu.anomalies[0].cellule == "ligne 2"


@pytest.mark.parametrize(
    ("ecrit", "etat", "qualite"),
    [
        ("", EtatValeur.NON_RENSEIGNE, None), ("nan", EtatValeur.NON_RENSEIGNE, None),
        ("NC", EtatValeur.NON_DISPONIBLE, None), ("sans objet", EtatValeur.SANS_OBJET, None),
        ("< 5", EtatValeur.RENSEIGNE, Qualite.SECRET), ("secret", EtatValeur.RENSEIGNE, Qualite.SECRET),
    ],
    ids=["blanc", "nan", "nc", "so", "petit", "secret"],
)  # fmt: skip
def test_un_etat_ecrit_a_la_place_du_nombre(
    tmp_path: Path, ecrit: str, etat: EtatValeur, qualite: Qualite | None
) -> None:
    lu = _lire(tmp_path, f"indicateur;cumul;annee;valeur\nI1;stock;2025;{ecrit}\n")
    mesure = lu.indicateurs[0].serie.mesure(2025)
    assert (mesure.etat, mesure.valeur, mesure.qualites) == (etat, None, {qualite} if qualite else set())


def test_les_etats_et_les_qualites_de_la_colonne_etat(tmp_path: Path) -> None:
    dits = ["renseigne", "provisoire", "Estimé", "rupture", "non_disponible", "sans_objet", "enquete_non_realisee"]
    lignes = [f"I1;stock;{2020 + rang};{rang if rang < 4 else ''};{dit}" for rang, dit in enumerate(dits)]
    lu = _lire(tmp_path, "indicateur;cumul;annee;valeur;etat\n" + "\n".join(lignes))
    assert lu.anomalies == ()
    mesures = lu.indicateurs[0].serie.mesures
    assert [sorted(mesures[2020 + r].qualites) for r in range(4)] == [
        [], [Qualite.PROVISOIRE], [Qualite.ESTIME], [Qualite.RUPTURE],
    ]  # fmt: skip
    assert [mesures[2024 + r].etat for r in range(3)] == [
        EtatValeur.NON_DISPONIBLE, EtatValeur.SANS_OBJET, EtatValeur.ENQUETE_NON_REALISEE,
    ]  # fmt: skip


def test_toute_la_definition_se_lit(tmp_path: Path) -> None:
    entete = (
        "Code;Nature;Sens d'évolution;Cumul;Périodicité de la cible;Type de cible;Valeur initiale;Année initiale;"
        "Valeur cible;Échéance;Tolérance;Borne basse;Borne haute;Début du contrat;Fin du contrat;Année;Valeur"
    )
    lu = _lire(
        tmp_path,
        f"{entete}\nI1;Durée;Réduction;STOCK;contrat;variation_pct;12,5;2020;-10;2030;1;0;60;2021;2030;2025;9\n",
    )
    assert lu.anomalies == ()
    (i,) = lu.indicateurs
    cible = i.cadre.cible_initiale
    assert cible is not None
    assert (i.cadre.nature, i.cadre.sens, i.cadre.cumul) == (Nature.DUREE, Sens.BAISSE, Cumul.STOCK)
    assert (i.cadre.valeur_initiale, i.cadre.annee_initiale, i.debut, i.fin) == (12.5, 2020, 2021, 2030)
    assert (cible.valeur, cible.annee, cible.type_cible, cible.periodicite) == (
        -10, 2030, TypeCible.VARIATION_PCT, PeriodiciteCible.CONTRAT,
    )  # fmt: skip
    assert (cible.tolerance, cible.borne_basse, cible.borne_haute) == (1, 0, 60)


def test_une_definition_ecrite_une_fois_vaut_pour_toutes_les_lignes(tmp_path: Path) -> None:
    lu = _lire(
        tmp_path,
        "indicateur,sens,cumul,cible,annee,valeur\nI1,,,,2024,1\nI1,hausse,stock,10,2025,2\nI1,,,10.0,2026,3\n",
    )
    assert lu.anomalies == ()
    assert lu.indicateurs[0].cadre.sens is Sens.HAUSSE
    assert _valeurs(lu.indicateurs[0].serie) == {2024: 1, 2025: 2, 2026: 3}


def test_une_definition_contradictoire_ecarte_l_indicateur(tmp_path: Path) -> None:
    lu = _lire(
        tmp_path, "indicateur,sens,cumul,cible,annee,valeur\nI1,hausse,stock,10,2024,1\nI1,baisse,stock,12,2025,2\n"
    )
    assert (lu.indicateurs, lu.refuses) == ((), ("I1",))
    assert _codes(lu.anomalies) == ["IND-15", "IND-15"]
    assert "« baisse »" in lu.anomalies[0].constat
    assert "« hausse » à la ligne 2" in lu.anomalies[0].constat


def test_une_cible_annuelle_peut_changer_de_ligne_en_ligne(tmp_path: Path) -> None:
    entete = "indicateur,sens,cumul,periodicite_cible,cible,annee,valeur\n"
    lu = _lire(tmp_path, entete + "I1,hausse,flux,annuelle,2,2024,1\nI1,hausse,flux,annuelle,4,2025,3\n")
    assert lu.anomalies == ()
    cible = lu.indicateurs[0].cadre.cible_initiale
    assert cible is not None
    assert dict(cible.annuelles) == {2024: 2, 2025: 4}


def test_deux_valeurs_la_meme_annee(tmp_path: Path) -> None:
    lignes = ["I1,stock,2025,1", "I1,stock,2025,2", "I2,stock,2025,3", "I2,stock,2025,3", "I2,stock,2025,"]
    lu = _lire(tmp_path, "indicateur,cumul,annee,valeur\n" + "\n".join(lignes))
    assert _codes(lu.anomalies) == ["IND-16"]
    assert "« 2 » ici, et « 1 » à la ligne 2" in lu.anomalies[0].constat
    assert [i.code for i in lu.indicateurs] == ["I2"]
    assert _valeurs(lu.indicateurs[0].serie) == {2025: 3}


def test_un_mot_hors_liste(tmp_path: Path) -> None:
    lignes = ["I1,vers le haut,stock,2025,1,,", "I2,hausse,stock,2025,1,bof,douteux"]
    lu = _lire(tmp_path, "indicateur,sens,cumul,annee,valeur,etat,qualite\n" + "\n".join(lignes))
    assert _codes(lu.anomalies) == ["IND-12", "IND-12", "IND-12"]
    assert "hausse, baisse, maintien, plage" in lu.anomalies[0].remede
    assert lu.indicateurs == ()


@pytest.mark.parametrize(
    ("annee", "lue"),
    [("2025", 2025), ("2025.0", 2025), ("2024/2025", 2025), ("2024-2025", 2025), ("2025-03-01", 2025)],
    ids=str,
)
def test_les_annees_se_lisent(tmp_path: Path, annee: str, lue: int) -> None:
    lu = _lire(tmp_path, f"indicateur,cumul,annee,valeur\nI1,stock,{annee},1\n")
    assert list(lu.indicateurs[0].serie.mesures) == [lue]
    assert lu.indicateurs[0].annee == lue


@pytest.mark.parametrize("annee", ["", "25", "demain", "2025-S1"], ids=["vide", "deux", "mot", "semestre"])
def test_une_valeur_sans_annee_lisible_est_dite(tmp_path: Path, annee: str) -> None:
    lu = _lire(tmp_path, f"indicateur,cumul,annee,valeur\nI1,stock,{annee},1\nI1,stock,2024,2\n")
    assert _codes(lu.anomalies) == ["IND-14"]
    assert lu.refuses == ("I1",)


def test_une_ligne_de_definition_n_a_pas_besoin_d_annee(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,sens,cumul,annee,valeur\nI1,hausse,stock,,\nI1,,,2024,2\n")
    assert lu.anomalies == ()
    assert _valeurs(lu.indicateurs[0].serie) == {2024: 2}


def test_sans_colonne_annee_l_annee_d_evaluation_date_les_valeurs(tmp_path: Path) -> None:
    table = _csv(tmp_path, "indicateur,cumul,valeur\nI1,stock,2\n")
    assert _valeurs(lire(table, 2025).indicateurs[0].serie) == {2025: 2}
    assert _codes(lire(table).anomalies) == ["IND-14"]


def test_un_indicateur_sans_aucune_annee(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,sens,cumul,annee,valeur\nI1,hausse,stock,,\n")
    assert _codes(lu.anomalies) == ["IND-26"]
    assert lu.refuses == ("I1",)


def test_colonnes_inconnues_en_double_absentes(tmp_path: Path) -> None:
    inconnue = _lire(tmp_path, "indicateur,cumul,annee,valeur,valeure_initiale,couleur\nI1,stock,2025,1,2,bleu\n")
    assert _codes(inconnue.anomalies) == ["IND-11", "IND-11"]
    assert "vouliez-vous écrire « valeur_initiale » ?" in inconnue.anomalies[0].constat
    assert len(inconnue.indicateurs) == 1
    double = _lire(tmp_path, "indicateur,cible,annee,Valeur cible\nI1,1,2025,2\n")
    assert _codes(double.anomalies) == ["IND-20"]
    assert double.indicateurs == ()
    sans = _lire(tmp_path, "nom de la mesure,annee,valeur\nI1,2025,1\n")
    assert _codes(sans.anomalies) == ["IND-11", "IND-10"]
    assert "annee, valeur" in sans.anomalies[1].constat


def test_une_ligne_sans_indicateur_est_dite_une_ligne_vide_non(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,cumul,annee,valeur\nI1,stock,2025,1\n,,,\n\n,stock,2025,4\n")
    assert _codes(lu.anomalies) == ["IND-19"]
    assert lu.anomalies[0].cellule == "ligne 5"


def test_valeur_et_etat_contradictoires_l_etat_l_emporte(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,cumul,annee,valeur,etat\nI1,stock,2025,3,sans objet\nI2,stock,2025,3,renseigné\n")
    assert _codes(lu.anomalies) == ["IND-17"]
    un, deux = (i.serie.mesure(2025) for i in lu.indicateurs)
    assert (un.valeur, un.etat, deux.valeur) == (None, EtatValeur.SANS_OBJET, 3)


def test_un_taux_qui_contredit_ses_termes(tmp_path: Path) -> None:
    texte = "indicateur,cumul,annee,valeur,numerateur,denominateur\nI1,ratio,2025,0.9,45,60\nI2,ratio,2025,0.75,45,60\n"
    lu = _lire(tmp_path, texte)
    assert _codes(lu.anomalies) == ["IND-18"]
    assert "c'est le rapport recalculé qui est jugé : 0,75" in lu.anomalies[0].consequence
    assert [_valeurs(i.serie) for i in lu.indicateurs] == [{2025: 0.75}, {2025: 0.75}]


def test_un_taux_saisi_en_pourcentage_donne_l_echelle_du_ratio(tmp_path: Path) -> None:
    texte = "indicateur,cumul,annee,valeur,numerateur,denominateur\nI1,ratio,2025,75,45,60\nI1,ratio,2026,33.3,1,3\n"
    lu = _lire(tmp_path, texte)
    assert lu.anomalies == ()
    assert _valeurs(lu.indicateurs[0].serie) == {2025: 75, 2026: pytest.approx(100 / 3)}


def test_une_cible_en_pourcentage_devant_un_ratio_est_signalee(tmp_path: Path) -> None:
    texte = "indicateur,sens,cumul,cible,annee,numerateur,denominateur\nI1,hausse,ratio,80,2025,45,60\n"
    assert _codes(_lire(tmp_path, texte).anomalies) == ["IND-23"]
    avec = _lire(tmp_path, texte.replace("indicateur,", "indicateur,unite,").replace("I1,", "I1,%,"))
    assert avec.anomalies == ()
    assert _valeurs(avec.indicateurs[0].serie) == {2025: 75}


def test_des_dates_a_l_envers_et_une_valeur_initiale_douteuse(tmp_path: Path) -> None:
    entete = "indicateur,sens,cumul,cible,valeur_initiale,annee_initiale,debut,fin,annee,valeur"
    lu = _lire(tmp_path, f"{entete}\nI1,hausse,stock,80,40,2020,2030,2021,2020,45\n")
    assert _codes(lu.anomalies) == ["IND-24", "IND-25"]
    assert "45" in lu.anomalies[1].constat
    assert len(lu.indicateurs) == 1


def test_sans_cumul_la_derniere_valeur_est_jugee_et_c_est_dit_une_fois(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,annee,valeur\nI1,2025,1\nI2,2025,2\n")
    assert _codes(lu.anomalies) == ["IND-22"]
    assert "(nombre : 2 ; par exemple « I1 »)" in lu.anomalies[0].constat
    assert [i.cadre.cumul for i in lu.indicateurs] == [None, None]


def test_un_jalon_se_lit_oui_non_ou_par_sa_date(tmp_path: Path) -> None:
    lignes = ["I1,jalon,2023,non", "I1,jalon,2024,oui", "I2,jalon,2025,12/03/2025", "I3,jalon,2025,"]
    lu = _lire(tmp_path, "indicateur,nature,annee,valeur\n" + "\n".join(lignes))
    assert lu.anomalies == ()
    assert [_valeurs(i.serie) for i in lu.indicateurs] == [{2023: 0, 2024: 1}, {2025: 1}, {2025: None}]


def test_un_jalon_abandonne(tmp_path: Path) -> None:
    lu = _lire(tmp_path, "indicateur,nature,annee,valeur,etat\nI1,jalon,2024,,Abandonné\n")
    assert lu.indicateurs[0].serie.abandon == 2024


@pytest.mark.parametrize("contenu", [b"", b"\n\n", b"PK\x03\x04bidon", b"a\0b"], ids=["vide", "blancs", "zip", "nul"])
def test_un_fichier_qui_n_est_pas_une_table(tmp_path: Path, contenu: bytes) -> None:
    chemin = tmp_path / "table.csv"
    chemin.write_bytes(contenu)
    assert _codes(lire(chemin).anomalies) == ["IND-21"]


def test_des_guillemets_jamais_fermes(tmp_path: Path) -> None:
    trop = '"' + "x" * 200_000
    assert _codes(_lire(tmp_path, f"indicateur,annee,valeur\nI1,2025,{trop}\n").anomalies) == ["IND-21"]


def _classeur(dossier: Path, lignes: list[list[object]], formats: dict[str, str] | None = None) -> Path:
    classeur = openpyxl.Workbook()
    notes = classeur.active
    assert notes is not None
    notes.title = "Notes"
    notes["A1"] = "lisez la feuille suivante"
    feuille = classeur.create_sheet("Indicateurs")
    for ligne in lignes:
        feuille.append(ligne)
    for adresse, ecriture in (formats or {}).items():
        feuille[adresse].number_format = ecriture
    chemin = dossier / "table.xlsx"
    classeur.save(chemin)
    return chemin


def test_un_classeur_se_lit_ou_que_soit_la_table(tmp_path: Path) -> None:
    chemin = _classeur(
        tmp_path,
        [["Table du COTECH"], [], ["Indicateur", "Sens", "Cumul", "Cible", "Année", "Valeur"],
         ["I1", "hausse", "stock", 20, 2024, 12.5], ["I1", None, None, None, 2025, 15], [None, None],
         ["I2", "baisse", "stock", "1 000,5", date(2025, 6, 1), "NC"]],
    )  # fmt: skip
    lu = lire(chemin)
    assert lu.anomalies == ()
    un, deux = lu.indicateurs
    assert _valeurs(un.serie) == {2024: 12.5, 2025: 15}
    assert deux.cadre.cible_initiale is not None
    assert (deux.cadre.cible_initiale.valeur, _valeurs(deux.serie)) == (1000.5, {2025: None})
    assert lu.lieu(un.lignes[2025]).cellule == "F5"


def test_un_pourcentage_de_classeur_vaut_sur_cent(tmp_path: Path) -> None:
    chemin = _classeur(
        tmp_path,
        [["indicateur", "sens", "cumul", "cible", "annee", "valeur", "numerateur", "denominateur"],
         ["I1", "hausse", "ratio", 0.8, 2025, 0.75, 45, 60]],
        {"D2": "0.0%", "F2": "0%"},
    )  # fmt: skip
    lu = lire(chemin)
    assert lu.anomalies == ()
    (i,) = lu.indicateurs
    assert i.cadre.cible_initiale is not None
    assert (i.cadre.unite, i.cadre.cible_initiale.valeur, _valeurs(i.serie)) == ("%", 80, {2025: 75})


def test_une_erreur_et_une_formule_sans_resultat_sont_dites(tmp_path: Path) -> None:
    chemin = _classeur(
        tmp_path,
        [["indicateur", "cumul", "annee", "valeur"], ["I1", "stock", 2025, "=1/0"], ["I2", "stock", 2025, 3]],
    )
    lu = lire(chemin)
    assert _codes(lu.anomalies) == ["IND-13"]
    assert lu.anomalies[0].cellule == "D2"
    assert [i.code for i in lu.indicateurs] == ["I2"]


def test_un_classeur_refuse_garde_son_code(tmp_path: Path) -> None:
    chemin = tmp_path / "table.xlsx"
    chemin.write_bytes(b"PK\x03\x04ceci n'est pas un classeur")
    (anomalie,) = lire(chemin).anomalies
    assert anomalie.code.startswith("FIC-")
    assert (anomalie.consequence, "collecte" in anomalie.remede) == ("rien n'est jugé.", False)


def test_un_csv_nomme_comme_un_classeur_se_lit(tmp_path: Path) -> None:
    chemin = tmp_path / "table.xlsx"
    chemin.write_text("indicateur,annee,valeur\nI1,2025,12\n", encoding="utf-8")
    assert [i.code for i in lire(chemin).indicateurs] == ["I1"]


@pytest.mark.parametrize("encodage", ["utf-16", "utf-8-sig", "cp1252"])
def test_le_texte_unicode_d_excel_se_lit(tmp_path: Path, encodage: str) -> None:
    chemin = tmp_path / "table.txt"
    chemin.write_text("indicateur\tannée\tvaleur\nÉté\t2025\t12,5\n", encoding=encodage)
    (lu,) = lire(chemin).indicateurs
    assert (lu.code, lu.serie.mesure(2025).valeur) == ("Été", 12.5)


def test_un_fichier_utf_16_tronque_est_refuse(tmp_path: Path) -> None:
    chemin = tmp_path / "table.txt"
    chemin.write_bytes("indicateur\tannee\n".encode("utf-16") + b"I")
    assert _codes(lire(chemin).anomalies) == ["IND-21"]


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_la_ligne_sep_d_excel_dit_le_separateur(tmp_path: Path, separateur: str) -> None:
    lignes = ["indicateur;annee;valeur", "I1;2025;12"]
    lu = _lire(tmp_path, "\n".join([f"sep={separateur}", *(x.replace(";", separateur) for x in lignes)]) + "\n")
    assert lu.anomalies[1:] == ()
    assert [(i.code, i.lignes[2025]) for i in lu.indicateurs] == [("I1", 3)]


@pytest.mark.parametrize("lignes", ["", "\n;;\n"])
def test_des_en_tetes_sans_ligne_le_disent(tmp_path: Path, lignes: str) -> None:
    (anomalie,) = _lire(tmp_path, f"indicateur;annee;valeur\n{lignes}").anomalies
    assert anomalie.code == "IND-21"
    assert "aucune ligne d'indicateur" in anomalie.constat


def test_sans_en_tete_une_seule_anomalie_le_dit(tmp_path: Path) -> None:
    (anomalie,) = _lire(tmp_path, "A,nombre,hausse\nB,nombre,baisse\n").anomalies
    assert anomalie.code == "IND-10"
