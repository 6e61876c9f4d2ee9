"""Le vote sur l'identité d'un classeur, et le repérage de ses tableaux, sur des feuilles faites à la main."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from fabrique import programme_essai

from evaltools.acces.classeurs_identite import Identite, ecrire_cle
from evaltools.acces.classeurs_modele import AVANCEMENT, ENQUETES, FINANCEMENT, INDICATEURS, Tableau
from evaltools.acces.classeurs_reperage import TableauLu, reperer_tableaux
from evaltools.acces.classeurs_vote import dire, est_fictif, voter
from evaltools.acces.tableur import Cellule, Classeur, Feuille

PROGRAMME = programme_essai()
ESSAI = Identite("cls-essai", 2026, "FA 1.1")
QT1 = "Nombre de personnes accueillies [FA 1.1.1-QT1]"


def feuille(nom: str, *lignes: tuple[object, ...], etat: str = "visible") -> Feuille:
    """Une feuille dont on donne les lignes, à partir de la première."""
    cellules = {
        (i, j): Cellule(i, j, valeur, str(valeur))
        for i, ligne in enumerate(lignes, start=1)
        for j, valeur in enumerate(ligne, start=1)
        if valeur is not None
    }
    return Feuille(nom, etat, cellules)  # type: ignore[arg-type]


def classeur(*feuilles: Feuille, **autres: object) -> Classeur:
    return Classeur("a.xlsx", "0" * 64, 1, feuilles, **autres)  # type: ignore[arg-type]


def titres(tableau: Tableau, *sans: str) -> tuple[str, ...]:
    return tuple(c.titre for c in tableau.colonnes if c.cle not in sans)


def elu(recu: Classeur) -> Identite | None:
    verdict = voter(recu, reperer_tableaux(recu), PROGRAMME)
    return verdict.identite if verdict else None


def contraires(recu: Classeur) -> list[str]:
    verdict = voter(recu, reperer_tableaux(recu), PROGRAMME)
    assert verdict is not None
    return [dire(v) for v in verdict.contraires]


def technique(identite: Identite) -> Mapping[str, str]:
    return {
        "evaltools_programme": identite.programme,
        "evaltools_annee": str(identite.annee),
        "evaltools_action": identite.action,
        "evaltools_modele": identite.version,
    }


# ── Vote ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rien_ne_dit_rien() -> None:
    assert elu(classeur(feuille("A", ("bonjour", 12)))) is None
    assert elu(classeur(feuille("A", ("sans / rapport # ici",)))) is None


def test_une_seule_source_suffit() -> None:
    assert elu(classeur(feuille("A", (ESSAI.ligne,)))) == ESSAI
    assert elu(classeur(feuille("A", ("x",)), proprietes=technique(ESSAI))) == ESSAI
    noms = {nom: f'"{valeur}"' for nom, valeur in technique(ESSAI).items()}
    assert elu(classeur(feuille("A", ("x",)), noms=noms)) == ESSAI
    assert elu(classeur(feuille("_identite", *technique(ESSAI).items(), etat="masquee"))) == ESSAI


def test_les_codes_visibles_et_la_periode_suffisent() -> None:
    page = feuille(
        "Feuil1", titres(INDICATEURS, "cle"), (QT1, "Sud", "2026", "—", "un nombre", "personnes", "—", "—", 4)
    )
    assert elu(classeur(page)) == replace(ESSAI, version="2")


def test_les_cles_cachees_suffisent() -> None:
    cle = ecrire_cle(ESSAI, "FA 1.1.1-QT1", "Nombre", "111111111", "2026")
    page = feuille("Feuil1", ("Clé", *titres(INDICATEURS, "cle")), (cle, "Libellé effacé"))
    assert elu(classeur(page)) == replace(ESSAI, version="2")


def test_sans_periode_il_manque_l_annee() -> None:
    page = feuille("Feuil1", titres(INDICATEURS, "cle", "periode"), (QT1, "—", "un nombre", "personnes", "Sud"))
    assert elu(classeur(page)) is None


def test_ce_qu_on_voit_l_emporte_sur_ce_qui_est_cache() -> None:
    autre = Identite("cls-essai", 2025, "FA 2.1")
    recu = classeur(
        feuille("A", (ESSAI.ligne,)),
        feuille("_identite", *technique(autre).items()),
        proprietes=technique(autre),
    )
    assert elu(recu) == ESSAI
    assert contraires(recu) == [
        "propriétés du classeur : cls-essai, 2025, action FA 2.1",
        "feuille technique : cls-essai, 2025, action FA 2.1",
    ]


def test_une_ligne_retouchee_pese_moins() -> None:
    retouchee = ESSAI.ligne.replace("2026", "2027")
    recu = classeur(feuille("A", (retouchee,)), feuille("B", (ESSAI.ligne,)))
    assert elu(recu) == ESSAI
    assert contraires(recu) == ["feuille « A », cellule A1 : cls-essai, 2027, action FA 1.1"]


def test_les_proprietes_illisibles_sont_passees() -> None:
    bizarre = {"evaltools_annee": "bientôt", "autre": "x"}
    assert elu(classeur(feuille("A", (ESSAI.ligne,)), proprietes=bizarre)) == ESSAI


def test_donnees_fictives() -> None:
    assert est_fictif(classeur(feuille("A", (None, "DONNÉES FICTIVES : ce classeur est un exemple"))))
    assert est_fictif(classeur(feuille("A", ("x",)), proprietes={"evaltools_fictif": "oui"}))
    assert not est_fictif(classeur(feuille("A", ("Données du terrain",)), proprietes={"evaltools_fictif": "non"}))


# ── Repérage ─────────────────────────────────────────────────────────────────────────────────────────────────────


def reperes(*feuilles: Feuille) -> tuple[TableauLu, ...]:
    return reperer_tableaux(classeur(*feuilles))


@pytest.mark.parametrize("tableau", [INDICATEURS, AVANCEMENT, FINANCEMENT, ENQUETES], ids=lambda t: t.cle)
def test_chaque_tableau_se_reconnait_a_ses_titres(tableau: Tableau) -> None:
    (lu,) = reperes(feuille("n'importe", ("un titre",), (), titres(tableau)))
    assert lu.tableau is tableau
    assert lu.entete == 3
    assert lu.colonnes == {c.cle: rang for rang, c in enumerate(tableau.colonnes, start=1)}
    assert (lu.doubles, lu.inconnues, lu.fin) == ((), (), None)


def test_un_tableau_decale_reduit_et_melange() -> None:
    (lu,) = reperes(feuille("F", (None, None, "Commentaire", "VALEUR ", "épci", "Libellé", "année")))
    assert lu.tableau is INDICATEURS
    assert lu.colonnes == {"commentaire": 3, "valeur": 4, "territoire": 5, "indicateur": 6, "periode": 7}


def test_deux_tableaux_sur_une_feuille() -> None:
    haut, bas = reperes(
        feuille("F", titres(FINANCEMENT), ("ARS", 12), (), titres(AVANCEMENT), (None, "Action [FA 1.1]"))
    )
    assert (haut.tableau, haut.fin, bas.tableau, bas.entete) == (FINANCEMENT, 4, AVANCEMENT, 4)
    assert [n for n, _ in haut.lignes()] == [2]
    assert [n for n, _ in bas.lignes()] == [5]


def test_titres_en_double_ou_inconnus() -> None:
    (lu,) = reperes(feuille("F", (*titres(FINANCEMENT), "Financeurs", "Payeé", None, "Autre")))
    assert lu.doubles == (("financeur", 7),)
    assert lu.inconnues == (8, 10)
    assert lu.titre_proche("paye_eur") == "Payeé"
    assert lu.titre_proche("engage_eur") == ""


def test_ce_qui_ressemble_a_un_tableau_sans_en_etre_un() -> None:
    assert reperes(feuille("F", ("Indicateur", "Valeur"), ("Source", 12, "Valeur"))) == ()
    assert reperes(feuille("F", (12, 13, 14), ("a", "b", "c"))) == ()
    assert reperes(feuille("_listes", titres(INDICATEURS))) == ()


def test_le_nom_de_la_feuille_departage() -> None:
    communs = ("Indicateur", "Territoire", "Période", "Commentaire")
    (une,) = reperes(feuille("Enquêtes", communs))
    (autre,) = reperes(feuille("Indicateurs", communs))
    assert (une.tableau, autre.tableau) == (ENQUETES, INDICATEURS)
