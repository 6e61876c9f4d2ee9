"""Le classeur de retour : neuf, pré-rempli, fautes en couleur, rien de perdu, et il se relit comme tout classeur."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer, les_codes
from openpyxl.comments import Comment

from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.classeurs_retour import Demande, ecrire_retour, sans_fautes
from evaltools.domaine.collecte import FichierLu

QT1 = "FA 1.1.1-QT1"


def _renvoyer(dossier: Path, geste: Callable[[Pilote], object]) -> tuple[FichierLu, Path, Any]:
    """Abîme un classeur, le lit, écrit son retour ; rend la lecture, le retour, et le retour ouvert."""
    recu = abimer(dossier, geste)
    lu = lire(recu, PROGRAMME, 2026)
    chemin = ecrire_retour(dossier / "retours" / "r.xlsx", Demande(recu, lu, lu.anomalies), PROGRAMME)
    return lu, chemin, openpyxl.load_workbook(chemin)


def _cellule(chemin: Path, code: str, cle: str, siren: str = "", feuille: str = "Indicateurs") -> Any:
    return Pilote(chemin).cellule(code, cle, siren, feuille)


def _points(classeur: Any) -> list[dict[str, Any]]:
    feuille = classeur["À corriger"]
    titres = [c.value for c in feuille[5]][:7]
    lignes = [
        [c.value for c in rangee][:7] for rangee in feuille.iter_rows(min_row=6) if isinstance(rangee[0].value, int)
    ]
    return [dict(zip(titres, ligne, strict=True)) for ligne in lignes]


def _faute_simple(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur="12 pers", commentaire="compté à la main")
    p.saisir(QT1, NORD, valeur=7)


def test_la_feuille_a_corriger_vient_en_tete_et_dit_tout(tmp_path: Path) -> None:
    _, chemin, classeur = _renvoyer(tmp_path, _faute_simple)
    assert classeur.sheetnames[0] == "À corriger"
    assert classeur.active.title == "À corriger"
    adresse = _cellule(chemin, QT1, "valeur", SUD).coordinate
    (point,) = _points(classeur)
    assert point == {
        "N°": 1,
        "Gravité": "bloquant",
        "Où": f"Indicateurs, case {adresse}",
        "De quoi il s'agit": "Nombre de personnes accueillies [FA 1.1.1-QT1] · CC du Val Sud [111111111]",
        "Ce qui est écrit": "12 pers",
        "Ce qui ne va pas": "« 12 pers » n'est pas un nombre.",
        "À faire": "Saisissez un nombre (12 ou 12,5), ou choisissez « non disponible » dans la colonne État.",
    }
    lien = classeur["À corriger"]["C6"].hyperlink
    assert (lien.location, lien.target) == (f"'Indicateurs'!{adresse}", None)


def test_la_case_fautive_est_en_couleur_ouverte_et_notee_les_autres_sont_intactes(tmp_path: Path) -> None:
    _, chemin, _ = _renvoyer(tmp_path, _faute_simple)
    fautive, voisine = _cellule(chemin, QT1, "valeur", SUD), _cellule(chemin, QT1, "valeur", NORD)
    assert fautive.value == "12 pers"
    assert (fautive.fill.start_color.rgb[-6:], fautive.protection.locked) == ("FBD3DA", False)
    assert fautive.comment.text == (
        "« 12 pers » n'est pas un nombre.\nÀ faire : Saisissez un nombre (12 ou 12,5), ou choisissez "
        "« non disponible » dans la colonne État."
    )
    assert (voisine.value, voisine.fill.start_color.rgb[-6:], voisine.comment) == (7, "FFF8D6", None)
    assert _cellule(chemin, QT1, "commentaire", SUD).value == "compté à la main"


def test_le_retour_se_relit_avec_les_memes_fautes_et_rien_de_plus(tmp_path: Path) -> None:
    lu, chemin, _ = _renvoyer(tmp_path, _faute_simple)
    relu = lire(chemin, PROGRAMME, 2026)
    assert (relu.action, relu.annee, relu.etat) == ("FA 1.1", 2026, "lu avec réserves")
    assert les_codes(relu.anomalies) == les_codes(lu.anomalies) == ["VAL-03"]
    assert relu.gardees == ()


def test_corrige_il_ne_reste_rien_a_reprendre(tmp_path: Path) -> None:
    _, chemin, _ = _renvoyer(tmp_path, _faute_simple)
    pilote = Pilote(chemin)
    pilote.saisir(QT1, SUD, valeur=12)
    pilote.enregistrer()
    relu = lire(chemin, PROGRAMME, 2026)
    assert (les_codes(relu.anomalies), relu.gardees) == ([], ())
    assert [o.valeur for o in relu.collecte.observations if o.indicateur == QT1] == [12, 7]


def test_ce_que_le_pilote_ecrit_sur_la_feuille_a_corriger_n_est_pas_perdu(tmp_path: Path) -> None:
    _, chemin, _ = _renvoyer(tmp_path, _faute_simple)
    pilote = Pilote(chemin)
    pilote.feuille("À corriger")["G6"] = "c'est 12"
    pilote.feuille("À corriger")["J9"] = "merci"
    pilote.enregistrer()
    relu = lire(chemin, PROGRAMME, 2026)
    assert {"c'est 12", "merci"} <= {g.texte for g in relu.gardees}


def test_une_note_du_pilote_est_gardee_les_notres_non(tmp_path: Path) -> None:
    _, chemin, _ = _renvoyer(tmp_path, _faute_simple)
    pilote = Pilote(chemin)
    pilote.cellule(QT1, "valeur", NORD).comment = Comment("à revoir en mai", "pilote")
    pilote.enregistrer()
    assert [g.texte for g in lire(chemin, PROGRAMME, 2026).gardees] == ["(note) à revoir en mai"]


def _fautes_partout(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur="#REF!")
    p.cellule(QT1, "valeur", SUD).data_type = "e"
    p.saisir(QT1, NORD, valeur="=A1+B1")
    p.saisir("FA 1.1.1-QT2", SUD, valeur=0.45)
    p.cellule("FA 1.1.1-QT2", "valeur", SUD).number_format = "General"
    p.saisir("FA 1.1.1-QT2", NORD, valeur=0.8, numerateur=70, denominateur=60, qualite="sûr")
    p.saisir("FA 1.1.2-QT2", valeur="12 km", etat="bof", source="=2+2")
    p.saisir("FA 1.1", feuille="Avancement", etat="presque fini", fin_reelle="mai", motif="aucun")
    feuille = p.feuille("Financement")
    feuille["B8"], feuille["A9"], feuille["B9"], feuille["A10"], feuille["B10"] = 500, "CPAM", "12 k", "Total", 900
    p.feuille()["R40"] = "une note en bas"
    p.classeur.create_sheet("Brouillon")["A1"] = "mes calculs"


def test_rien_n_est_perdu_chaque_case_recue_est_a_sa_place_ou_sur_la_feuille(tmp_path: Path) -> None:
    lu, _, classeur = _renvoyer(tmp_path, _fautes_partout)
    assert {
        "VAL-01",
        "VAL-02",
        "VAL-11",
        "VAL-18",
        "VAL-16",
        "VAL-17",
        "ACT-02",
        "VAL-46",
        "VAL-52",
        "VAL-45",
    } <= {a.code for a in lu.anomalies}
    textes = [str(c.value) for f in classeur for rangee in f.iter_rows() for c in rangee if c.value is not None]
    for attendu in (
        "#REF!", "=A1+B1", "0,45", "70", "60", "sûr", "12 km", "bof", "presque fini", "mai", "aucun", "500", "CPAM",
        "12 k", "Total", "900", "une note en bas", "mes calculs",
    ):  # fmt: skip
        assert any(attendu == t or (len(attendu) > 4 and attendu in t) for t in textes), attendu
    assert not any(c.data_type == "f" for f in classeur for rangee in f.iter_rows() for c in rangee)


def test_les_memes_fautes_reviennent_du_retour_non_corrige(tmp_path: Path) -> None:
    """Une formule sans résultat ou une erreur redevient un texte, et reste fautive : aucune valeur n'est inventée."""
    lu, chemin, _ = _renvoyer(tmp_path, _fautes_partout)
    relu = lire(chemin, PROGRAMME, 2026)
    lues = {(o.indicateur, o.siren): (o.etat, o.valeur, o.numerateur) for o in lu.collecte.observations}
    relues = {(o.indicateur, o.siren): (o.etat, o.valeur, o.numerateur) for o in relu.collecte.observations}
    assert relues == lues
    bloquantes = {a.code for a in lu.anomalies if a.gravite == "bloquante"} - {"VAL-01", "VAL-02"}
    assert bloquantes <= {a.code for a in relu.anomalies}


def test_les_points_bloquants_viennent_d_abord_et_ont_tous_un_lien_quand_ils_ont_une_place(tmp_path: Path) -> None:
    _, _, classeur = _renvoyer(tmp_path, _fautes_partout)
    points = _points(classeur)
    gravites = [p["Gravité"] for p in points]
    assert gravites == sorted(gravites, key=["bloquant", "à vérifier"].index)
    for rang, point in enumerate(points, start=6):
        lien = classeur["À corriger"].cell(rang, 3).hyperlink
        if "case" in point["Où"]:
            feuille, _, case = lien.location.partition("!")
            assert feuille.strip("'") in classeur.sheetnames
            assert classeur[feuille.strip("'")][case].comment is not None


def test_des_lignes_triees_retrouvent_leur_place(tmp_path: Path) -> None:
    def echanger(p: Pilote) -> None:
        _faute_simple(p)
        feuille = p.feuille()
        haut, bas = p.ligne(QT1, SUD), p.ligne(QT1, NORD)
        for colonne in range(1, feuille.max_column + 1):
            un, deux = feuille.cell(haut, colonne), feuille.cell(bas, colonne)
            un.value, deux.value = deux.value, un.value

    _, chemin, _ = _renvoyer(tmp_path, echanger)
    assert _cellule(chemin, QT1, "valeur", SUD).value == "12 pers"
    assert _cellule(chemin, QT1, "valeur", NORD).value == 7


def test_une_ligne_inconnue_est_rendue_sur_la_feuille(tmp_path: Path) -> None:
    def renommer(p: Pilote) -> None:
        ligne = p.ligne(QT1, SUD)
        p.saisir(QT1, SUD, valeur=41)
        p.feuille().cell(ligne, p.colonne("indicateur")).value = "Nombre de choses [ZZ]"

    lu, chemin, classeur = _renvoyer(tmp_path, renommer)
    assert "VAL-25" in les_codes(lu.anomalies)
    textes = [str(c.value) for rangee in classeur["À corriger"].iter_rows() for c in rangee if c.value is not None]
    assert "41" in textes
    assert any("Nombre de choses [ZZ]" in t for t in textes)
    assert lire(chemin, PROGRAMME, 2026).etat == "lu"  # la ligne est revenue, vide


def test_sans_faute_pas_de_retour(tmp_path: Path) -> None:
    recu = abimer(tmp_path, lambda p: p.saisir(QT1, SUD, valeur=12))
    lu = lire(recu, PROGRAMME, 2026)
    assert sans_fautes(Demande(recu, lu, lu.anomalies))


def test_le_retour_est_reproductible_et_le_recu_n_est_pas_touche(tmp_path: Path) -> None:
    recu = abimer(tmp_path, _faute_simple)
    avant = recu.read_bytes()
    lu = lire(recu, PROGRAMME, 2026)
    octets = [
        ecrire_retour(tmp_path / nom, Demande(recu, lu, lu.anomalies), PROGRAMME).read_bytes()
        for nom in ("a.xlsx", "b.xlsx")
    ]
    assert octets[0] == octets[1]
    assert recu.read_bytes() == avant


def test_un_fichier_qui_n_est_pas_un_classeur_reconnu_est_refuse(tmp_path: Path) -> None:
    autre = tmp_path / "autre.xlsx"
    openpyxl.Workbook().save(autre)
    lu = lire(autre, PROGRAMME, 2026)
    with pytest.raises(ValueError, match="n'est pas un classeur de collecte"):
        ecrire_retour(tmp_path / "r.xlsx", Demande(autre, lu, lu.anomalies), PROGRAMME)


def _perdues(classeur: Any) -> list[tuple[str, str]]:
    """Ce que la feuille « À corriger » rend sous « Ce que nous n'avons pas su placer » : (où, quoi)."""
    rangees = [[c.value for c in r if c.value is not None] for r in classeur["À corriger"].iter_rows()]
    debut = next((i for i, r in enumerate(rangees) if r and str(r[0]).startswith("Ce que nous n'avons")), len(rangees))
    return [(str(r[0]), str(r[1])) for r in rangees[debut + 2 :] if len(r) > 1]


def test_une_note_et_un_texte_a_cote_sont_rendus_meme_sur_une_ligne_sans_faute(tmp_path: Path) -> None:
    """La valeur 7 est lue ; sa note, et le texte mis dans une case sans usage, sont rendus sur la feuille."""

    def geste(p: Pilote) -> None:
        _faute_simple(p)
        p.cellule(QT1, "valeur", NORD).comment = Comment("à confirmer", "pilote")
        p.cellule(QT1, "valeur", SUD).comment = Comment("sur une case fautive", "pilote")
        p.saisir("FA 1.1.1-QL1", reponse="un texte", valeur="un autre texte")

    _, chemin, classeur = _renvoyer(tmp_path, geste)
    rendus = [quoi for _, quoi in _perdues(classeur)]
    assert rendus == ["un autre texte", "(note) sur une case fautive", "(note) à confirmer"]
    assert _cellule(chemin, QT1, "valeur", NORD).value == 7


def test_l_aide_renommee_n_est_pas_prise_pour_une_saisie(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        _faute_simple(p)
        p.feuille("Lisez-moi").title = "A LIRE"
        p.feuille("A LIRE")["H30"] = "vu avec le comité"

    _, _, classeur = _renvoyer(tmp_path, geste)
    assert _perdues(classeur) == [("A LIRE, H30", "vu avec le comité")]


def test_sans_titres_seul_ce_que_le_pilote_a_tape_est_rendu(tmp_path: Path) -> None:
    """Les 13 lignes du modèle ne sont pas du pilote : il n'a tapé que « 12 pers », son commentaire et 7."""

    def geste(p: Pilote) -> None:
        _faute_simple(p)
        for case in p.feuille()[5]:
            case.value = None

    lu, _, classeur = _renvoyer(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["FEU-07", "VAL-34"]
    assert sorted(quoi for _, quoi in _perdues(classeur)) == ["12 pers", "7", "compté à la main"]


def test_le_porteur_ne_lit_ni_commande_ni_dossier(tmp_path: Path) -> None:
    _, _, classeur = _renvoyer(tmp_path, lambda p: p.classeur.remove(p.feuille("Financement")))
    (point,) = _points(classeur)
    assert point["À faire"] == "Repartez d'un classeur neuf si vous aviez quelque chose à y mettre."
