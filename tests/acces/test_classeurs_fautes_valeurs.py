"""Fautes de valeur : pour chacune, un classeur fautif, son message exact, et ce qui est retenu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import Pilote, les_codes, observation, relire

from evaltools.domaine.lexique import EtatValeur, Qualite

QT1, TAUX, JALON, TEXTE = "FA 1.1.1-QT1", "FA 1.1.1-QT2", "FA 1.1.1-QT3", "FA 1.1.1-QL1"
NON_EVALUABLE = "l'indicateur FA 1.1.1-QT1 sera « non évaluable » pour la CC du Val Sud en 2026."
OU_ETAT = "ou choisissez « non disponible » dans la colonne État."

Saisie = tuple[str, object, str, str, str]
FAUTES: dict[str, Saisie] = {
    # nom : indicateur, saisie, code, constat, remède
    "mots_et_nombre": (
        QT1, "12 pers", "VAL-03", "« 12 pers » n'est pas un nombre.",
        f"saisissez un nombre (12 ou 12,5), {OU_ETAT}",
    ),
    "mots_seuls": (
        QT1, "beaucoup", "VAL-03", "« beaucoup » n'est pas un nombre.",
        f"saisissez un nombre (12 ou 12,5), {OU_ETAT}",
    ),
    "mots_et_grand_nombre": (
        QT1, "1 234 habitants", "VAL-03", "« 1 234 habitants » n'est pas un nombre.",
        f"saisissez un nombre (1234 ou 1234,5), {OU_ETAT}",
    ),
    "separateur": (
        QT1, "1,234", "VAL-04", "« 1,234 » peut se lire de plusieurs façons : 1234 ou 1,234.",
        "retapez le nombre dans la case, sans séparateur de milliers, avec une virgule pour les décimales.",
    ),
    "neant": (
        QT1, "néant", "VAL-05", "« néant » peut vouloir dire zéro, sans objet ou inconnu.",
        ("tapez 0 si rien n'a eu lieu ; sinon laissez la valeur vide et choisissez un état (« sans objet », "
         "« non disponible »)."),
    ),
    "fraction": (
        QT1, "12/15", "VAL-06", "« 12/15 » est un calcul ou une fraction, pas une valeur.",
        "tapez le résultat ; pour une part, mettez les deux nombres dans « Numérateur » et « Dénominateur ».",
    ),
    "date": (
        QT1, dt.date(2026, 5, 12), "VAL-07",
        "« 12/05/2026 » est une date ou une heure, et c'est un nombre qui est attendu.",
        "retapez le nombre ; une fraction comme 12/5 devient une date : utilisez « Numérateur » et « Dénominateur ».",
    ),
    "environ": (
        QT1, "environ 120", "VAL-08", "« environ 120 » est une valeur approchée.",
        "tapez le nombre seul (120), et choisissez « estimé » dans la colonne Qualité.",
    ),
    "intervalle": (
        QT1, "10 à 12", "VAL-09", "« 10 à 12 » est un intervalle ou un seuil, pas une valeur.",
        "tapez une seule valeur (et « estimé » dans Qualité) ; pour un effectif trop petit à donner, tapez « < 5 ».",
    ),
    "pourcentage_d_un_compte": (
        QT1, "45 %", "VAL-10", "« 45 % » n'est pas dans l'unité de l'indicateur (« personnes »).",
        f"tapez la valeur dans l'unité demandée, {OU_ETAT}",
    ),
    "vrai": (
        QT1, True, "VAL-12", "« VRAI » n'est pas un nombre : c'est une réponse par oui ou non.",
        f"saisissez un nombre, {OU_ETAT}",
    ),
    "trop_grand": (
        QT1, "1E400", "VAL-13", "« 1E400 » est trop grand pour être un nombre utilisable.",
        f"vérifiez la valeur et retapez-la, {OU_ETAT}",
    ),
    "negatif": (
        QT1, -3, "VAL-21", "« -3 » est négatif, et ce qui est compté ici ne peut pas l'être.",
        f"vérifiez le signe et retapez la valeur, {OU_ETAT}",
    ),
    "erreur": (
        QT1, "#REF!", "VAL-01", "la cellule contient une erreur : #REF!.",
        f"corrigez la formule, tapez la valeur à sa place, {OU_ETAT}",
    ),
    "formule_sans_resultat": (
        QT1, "=SUM(A1:A3)", "VAL-02", "la formule « =SUM(A1:A3) » n'a pas de résultat enregistré dans le fichier.",
        "ouvrez le classeur dans votre tableur, vérifiez le résultat et enregistrez ; ou tapez la valeur elle-même.",
    ),
    "taux_ambigu": (
        TAUX, "0,45", "VAL-11", "« 0,45 » peut vouloir dire 45 % ou 0,45 %.",
        "tapez le taux avec son signe (45 %), ou remplissez le numérateur et le dénominateur.",
    ),
    "taux_hors_bornes": (
        TAUX, "120 %", "VAL-22", "120 % n'est pas entre 0 et 100 %.",
        "tapez un taux entre 0 et 100 (45 pour 45 %), ou remplissez le numérateur et le dénominateur.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", FAUTES)
def test_une_saisie_fautive_est_dite_et_n_est_pas_retenue(tmp_path: Path, nom: str) -> None:
    code_indicateur, saisie, code, constat, remede = FAUTES[nom]
    lu = relire(tmp_path, lambda p: p.saisir(code_indicateur, SUD, valeur=saisie))

    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.constat) == (code, constat)
    assert anomalie.consequence == NON_EVALUABLE.replace(QT1, code_indicateur)
    assert anomalie.remede == remede
    assert (anomalie.fichier, anomalie.feuille) == ("FA 1.1.xlsx", "Indicateurs")
    assert anomalie.cellule == ("I7" if code_indicateur == QT1 else "I9")
    retenue = observation(lu, code_indicateur, SUD)
    assert (retenue.etat, retenue.valeur) == (EtatValeur.NON_RENSEIGNE, None)
    assert retenue.texte
    assert observation(lu, code_indicateur, NORD).texte == ""


def test_le_message_s_imprime_comme_le_contrat_le_demande(tmp_path: Path) -> None:
    (anomalie,) = relire(tmp_path, lambda p: p.saisir(QT1, SUD, valeur="12 pers")).anomalies
    assert str(anomalie) == (
        "[VAL-03] « FA 1.1.xlsx », feuille « Indicateurs », cellule I7 : « 12 pers » n'est pas un nombre.\n"
        "  Conséquence : l'indicateur FA 1.1.1-QT1 sera « non évaluable » pour la CC du Val Sud en 2026.\n"
        "  À faire : saisissez un nombre (12 ou 12,5), ou choisissez « non disponible » dans la colonne État."
    )


def test_toutes_les_fautes_sont_dites_a_la_fois(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(QT1, SUD, valeur="12 pers")
        p.saisir(QT1, NORD, valeur=-4)
        p.saisir(TAUX, SUD, numerateur=5, denominateur=3)
        p.saisir(JALON, valeur="peut-être")

    assert les_codes(relire(tmp_path, geste).anomalies) == ["VAL-03", "VAL-21", "VAL-18", "VAL-39"]


RETENUES: dict[str, tuple[Callable[[Pilote], object], str, str, str, str, float | None]] = {
    # nom : geste, code, cellule, constat, conséquence, valeur gardée de QT1 (SUD)
    "non_entier": (
        lambda p: p.saisir(QT1, SUD, valeur=0.45), "VAL-23", "I7",
        "« 0,45 » n'est pas un nombre entier, alors que l'indicateur est un compte.",
        "la valeur est retenue telle quelle.", 0.45,
    ),
    "date_rangee": (
        lambda p: p.saisir(QT1, SUD, valeur=46154), "VAL-24", "I7",
        "« 46\u202f154 » est la façon dont un tableur range une date récente.",
        "la valeur est retenue telle quelle.", 46154.0,
    ),
    "etat_inconnu": (
        lambda p: p.saisir(QT1, SUD, valeur=4, etat="bof"), "VAL-16", "M7", "« bof » n'est pas un état connu.",
        "l'état n'est pas lu : la ligne compte comme si la case État était vide.", 4.0,
    ),
    "qualite_inconnue": (
        lambda p: p.saisir(QT1, SUD, valeur=4, qualite="sûr"), "VAL-17", "N7", "« sûr » n'est pas une qualité connue.",
        "la réserve n'est pas lue ; la valeur est retenue sans réserve.", 4.0,
    ),
    "renseigne_sans_valeur": (
        lambda p: p.saisir(QT1, SUD, etat="renseigné"), "VAL-15", "M7",
        "l'état dit « renseigné », mais aucune valeur n'est donnée.",
        "la valeur compte comme non renseignée.", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", RETENUES)
def test_un_doute_est_dit_et_la_valeur_retenue(tmp_path: Path, nom: str) -> None:
    geste, code, cellule, constat, consequence, valeur = RETENUES[nom]
    lu = relire(tmp_path, geste)
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule, anomalie.constat) == (code, cellule, constat)
    assert anomalie.consequence == consequence
    assert observation(lu, QT1, SUD).valeur == valeur


def test_valeur_et_etat_contradictoires(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(QT1, SUD, valeur=0, etat="sans objet"))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule) == ("VAL-14", "M7")
    assert anomalie.constat == "la ligne porte la valeur « 0 », et son état dit « sans objet »."
    assert anomalie.consequence == NON_EVALUABLE
    retenue = observation(lu, QT1, SUD)
    assert (retenue.etat, retenue.valeur, retenue.texte) == (EtatValeur.NON_RENSEIGNE, None, "0")


def test_un_texte_explique_par_un_etat_n_est_pas_une_faute(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(QT1, SUD, valeur="voir commentaire", etat="non disponible"))
    assert lu.anomalies == ()
    retenue = observation(lu, QT1, SUD)
    assert (retenue.etat, retenue.texte) == (EtatValeur.NON_DISPONIBLE, "voir commentaire")


def test_des_nombres_douteux_et_un_etat_se_contredisent(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, numerateur=70, denominateur=60, etat="non disponible"))
    assert les_codes(lu.anomalies) == ["VAL-18", "VAL-14"]
    retenue = observation(lu, TAUX, SUD)
    assert (retenue.etat, retenue.texte) == (EtatValeur.NON_RENSEIGNE, "70 · 60")


def test_une_erreur_est_dite_meme_expliquee(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(QT1, SUD, valeur="#N/A", etat="non disponible"))
    assert les_codes(lu.anomalies) == ["VAL-01"]
    assert observation(lu, QT1, SUD).etat is EtatValeur.NON_DISPONIBLE


# ── Rapports ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_numerateur_plus_grand_que_le_denominateur(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, numerateur=70, denominateur=60))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule) == ("VAL-18", "J9")
    assert anomalie.constat == "le numérateur (70) est plus grand que le dénominateur (60)."
    assert anomalie.consequence == NON_EVALUABLE.replace(QT1, TAUX)
    assert observation(lu, TAUX, SUD).numerateur is None


def test_rapport_incomplet(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, numerateur=7))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule) == ("VAL-19", "K9")
    assert anomalie.constat == "il manque le dénominateur : le rapport ne peut pas être recalculé."


def test_taux_different_du_rapport(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, valeur=0.8, numerateur=45, denominateur=60))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule) == ("VAL-20", "I9")
    assert anomalie.constat == "le taux saisi (80 %) n'est pas celui du numérateur et du dénominateur (75,0 %)."
    retenue = observation(lu, TAUX, SUD)
    assert (retenue.valeur, retenue.numerateur, retenue.denominateur) == (80.0, 45.0, 60.0)


def test_taux_de_moins_de_un_pour_cent(tmp_path: Path) -> None:
    """LibreOffice range « 0,45 » tapé dans une case de taux comme 0,45 %."""
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, valeur=0.0045))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule) == ("VAL-57", "I9")
    assert anomalie.constat == "le taux saisi est de 0,45 %, soit moins de 1 %."
    assert anomalie.remede == "si vous vouliez dire 45 %, tapez 45 % ; sinon, rien à faire."
    assert observation(lu, TAUX, SUD).valeur == 0.45
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, valeur=0.0045, numerateur=9, denominateur=2000))
    assert lu.anomalies == ()


def test_terme_illisible(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, numerateur="n.d.", denominateur="60 pers"))
    assert [(a.code, a.cellule, a.constat) for a in lu.anomalies] == [
        ("VAL-03", "J9", "« n.d. » n'est pas un nombre."),
        ("VAL-03", "K9", "« 60 pers » n'est pas un nombre."),
    ]


def test_denominateur_nul_n_est_pas_une_faute_et_ne_fait_pas_zero(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(TAUX, SUD, numerateur=0, denominateur=0))
    assert lu.anomalies == ()
    retenue = observation(lu, TAUX, SUD)
    assert (retenue.etat, retenue.valeur, retenue.denominateur) == (EtatValeur.RENSEIGNE, None, 0.0)


# ── Ce qui se lit sans faute ─────────────────────────────────────────────────────────────────────────────────────

LUES: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "zero": (QT1, {"valeur": 0}, {"etat": EtatValeur.RENSEIGNE, "valeur": 0.0}),
    "milliers_insecables": (QT1, {"valeur": "1\u202f234"}, {"valeur": 1234.0}),
    "taux_en_pourcent": (TAUX, {"valeur": 0.45}, {"valeur": 45.0}),
    "taux_en_texte": (TAUX, {"valeur": "45 %"}, {"valeur": 45.0}),
    "taux_sur_un_avec_ses_termes": (
        TAUX, {"valeur": "0,75", "numerateur": 45, "denominateur": 60}, {"valeur": 0.75, "numerateur": 45.0},
    ),
    "petit_effectif": (
        QT1, {"valeur": "< 5"},
        {"etat": EtatValeur.RENSEIGNE, "valeur": None, "texte": "< 5", "qualite": Qualite.SECRET},
    ),
    "nd_dans_la_valeur": (QT1, {"valeur": "n.d."}, {"etat": EtatValeur.NON_DISPONIBLE, "valeur": None}),
    "etat_seul": (QT1, {"etat": "sans objet"}, {"etat": EtatValeur.SANS_OBJET}),
    "synonyme_d_etat": (QT1, {"etat": "Non concernée"}, {"etat": EtatValeur.SANS_OBJET}),
    "estime": (QT1, {"valeur": 12, "qualite": "Estimée"}, {"valeur": 12.0, "qualite": Qualite.ESTIME}),
    "jalon_date": (JALON, {"valeur": dt.date(2026, 3, 12)}, {"valeur": 1.0, "texte": "2026-03-12"}),
    "jalon_oui": (JALON, {"valeur": "Oui"}, {"valeur": 1.0, "texte": "oui"}),
    "jalon_non": (JALON, {"valeur": "non"}, {"valeur": 0.0, "texte": "non"}),
    "jalon_sans_objet": (JALON, {"valeur": "sans objet"}, {"etat": EtatValeur.SANS_OBJET, "valeur": None}),
    "texte": (TEXTE, {"reponse": "Trop peu de médecins."}, {"texte": "Trop peu de médecins.", "valeur": None}),
    "texte_dans_la_valeur": (TEXTE, {"valeur": "Rien"}, {"etat": EtatValeur.RENSEIGNE, "texte": "Rien"}),
    "texte_sans_objet": (TEXTE, {"reponse": "Sans objet"}, {"etat": EtatValeur.SANS_OBJET, "texte": ""}),
    "enquete": (
        "FA 1.1.1-QL2", {"etat": "enquête non réalisée"}, {"etat": EtatValeur.ENQUETE_NON_REALISEE},
    ),
    "euros": ("FA 1.1.2-QT1", {"valeur": "12 500 €"}, {"valeur": 12_500.0}),
    "duree": ("FA 1.1.2-QT2", {"valeur": 12.5}, {"valeur": 12.5}),
}  # fmt: skip


@pytest.mark.parametrize("nom", LUES)
def test_se_lit_sans_faute(tmp_path: Path, nom: str) -> None:
    code, champs, attendu = LUES[nom]
    siren = SUD if code in (QT1, TAUX) else ""
    lu = relire(tmp_path, lambda p: p.saisir(code, siren, **champs))
    assert lu.anomalies == ()
    retenue = observation(lu, code, siren or "ensemble")
    assert {cle: getattr(retenue, cle) for cle in attendu} == attendu


def test_la_provenance_suit_la_valeur(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(QT1, NORD, valeur=7, source="Registre", commentaire="À l'année"))
    retenue = observation(lu, QT1, NORD)
    assert (retenue.fichier, retenue.feuille, retenue.cellule) == ("FA 1.1.xlsx", "Indicateurs", "I8")
    assert retenue.sha256 == lu.sha256
    assert len(lu.sha256) == 64
    assert (retenue.source, retenue.commentaire, retenue.operation) == ("Registre", "À l'année", "FA 1.1.1")


def test_milliers_d_euros(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1.2-QT1", valeur="12,5 k€"))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.cellule, anomalie.constat) == ("VAL-36", "I15", "« 12,5 k€ » est lu 12\u202f500 €.")
    assert observation(lu, "FA 1.1.2-QT1").valeur == 12_500.0


def test_sigle_compris(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(QT1, SUD, valeur="NC"))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.constat) == ("VAL-37", "« NC » est lu « non disponible ».")
    assert observation(lu, QT1, SUD).etat is EtatValeur.NON_DISPONIBLE
    assert lu.etat == "lu"


def test_jalon_illisible_ou_futur(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir(JALON, valeur="en cours"))
    (anomalie,) = lu.anomalies
    assert anomalie.code == "VAL-39"
    assert anomalie.constat == "« en cours » n'est ni une date complète, ni oui, ni non."
    assert anomalie.consequence == (
        "l'indicateur FA 1.1.1-QT3 sera « non évaluable » pour l'ensemble du territoire en 2026."
    )

    lu = relire(tmp_path, lambda p: p.saisir(JALON, valeur=dt.date(2027, 1, 2)))
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.constat) == ("VAL-40", "la date 02/01/2027 vient après la fin de 2026.")
    assert observation(lu, JALON).valeur is None


def test_pourcentage_affiche_dans_une_case_de_compte(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(QT1, SUD, valeur=0.45)
        p.cellule(QT1, "valeur", SUD).number_format = "0%"

    (anomalie,) = relire(tmp_path, geste).anomalies
    assert anomalie.constat == "« 45\u202f% » n'est pas dans l'unité de l'indicateur (« personnes »)."
