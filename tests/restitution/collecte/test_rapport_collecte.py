"""La page de contrôle : ce que chaque partie dit, et ce que l'édition publique tait."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fabrique import NORD, SUD, programme_essai

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Fiche
from evaltools.domaine.relances import preparer
from evaltools.domaine.retours import Compte, Retours, faire_le_point
from evaltools.restitution.collecte import contexte, corrections, relance
from evaltools.restitution.html import ABSENT
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_collecte import RapportCollecte

PROGRAMME = programme_essai()


def _vue(code: str, siren: str, etat: EtatValeur, **autres: object) -> Observation:
    return Observation("cls-essai", "FA 1.1", code, siren, "2026", etat, **autres)  # type: ignore[arg-type]


def _pas_un_nombre(cellule: str, brut: str = "12 pers <b>") -> Anomalie:
    details = {"indicateur": "FA 1.1.1-QT1", "territoire": "la CC du Val Sud", "periode": "2026", "exemple": "12"}
    return signaler("VAL-03", Lieu("FA-1.1.xlsx", "Indicateurs", cellule), brut=brut, **details)


FAUTES = (
    signaler("VAL-19", Lieu("FA-1.1.xlsx", "Indicateurs", "L9"), manque="dénominateur"),
    _pas_un_nombre("I6"),
    signaler("VAL-28", Lieu("FA-1.1.xlsx", "Indicateurs", "I8"), objet="x", autre="y"),
)


def _retours(*fautes: Anomalie, fictif: bool = False) -> Retours:
    lu = FichierLu(
        "FA-1.1.xlsx", "a" * 64, "FA 1.1", 2026, "lu avec réserves", fictif,
        Collecte((
            _vue("FA 1.1.1-QT1", SUD, EtatValeur.RENSEIGNE, valeur=1.0),
            _vue("FA 1.1.1-QT1", NORD, EtatValeur.NON_RENSEIGNE, texte="12 pers"),
            _vue("FA 1.1.1-QT2", SUD, EtatValeur.SANS_OBJET),
        )),
        fautes,
    )  # fmt: skip
    refus = (
        signaler("FIC-07", Lieu("photo.pdf"), nature="un document PDF")
        if False
        else signaler("FIC-01", Lieu("vide.xlsx"))
    )
    vide = FichierLu("vide.xlsx", "b" * 64, etat="refusé", anomalies=(refus,))
    absente = signaler("ACT-01", action="FA 2.1", intitule="Prévenir", nombre="5 valeurs", porteur="")
    return faire_le_point(PROGRAMME, 2026, (lu, vide), (*fautes, refus, absente))


def _texte(html: str) -> str:
    nu = re.sub(r"<[^>]+>", " ", html)
    return re.sub(r"\s+", " ", nu.replace("’", "'").replace("&#39;", "'"))


def test_l_essentiel_dit_les_quatre_nombres_avec_leur_denominateur() -> None:
    texte = _texte(RapportCollecte(_retours(*FAUTES)).essentiel().contenu)
    assert "actions dont le classeur est revenu 1 sur 2" in texte
    assert "1 valeur renseignée sur 17 attendues ; 1 à corriger, 15 blanches ; 1 sans objet, hors du compte." in texte
    assert "1 classeur n'est pas revenu. Action FA 2.1." in texte
    assert "2 anomalies bloquantes et 1 point à vérifier." in texte
    assert "1 fichier n'a pas pu être lu." in texte


def test_les_corrections_disent_ou_pourquoi_et_quoi_faire_les_bloquantes_d_abord() -> None:
    html = RapportCollecte(_retours(*FAUTES)).corrections().contenu
    texte = _texte(html)
    assert texte.index("I6") < texte.index("L9")
    assert "<code>12 pers &lt;b&gt;</code>" in html
    assert "L'indicateur FA 1.1.1-QT1 sera « non évaluable » pour la CC du Val Sud en 2026." in texte
    assert "Saisissez un nombre (12), ou choisissez « non disponible » dans la colonne État. [VAL-03]" in texte
    assert "VAL-28" not in texte  # une information n'appelle rien
    assert "1 anomalie bloquante et 1 point à vérifier. Porteur : Centre social." in texte


def test_les_fautes_repetees_tiennent_en_une_ligne_qui_cite_les_cellules() -> None:
    lots = corrections.lots([_pas_un_nombre(f"I{n}") for n in range(6, 16)])
    assert [len(lot) for lot in lots] == [10]
    assert corrections.ou(lots[0]) == "« Indicateurs », I6, I7, I8, I9, I10, I11, I12, I13 et 2 autres"
    assert [len(lot) for lot in corrections.lots([_pas_un_nombre("I6"), _pas_un_nombre("I7")])] == [1, 1]
    assert corrections.ou([signaler("FIC-01", Lieu("vide.xlsx"))]) == "le fichier entier"


def test_la_completude_compte_par_action_porteur_et_territoire() -> None:
    texte = _texte(RapportCollecte(_retours()).completude().contenu)
    for titre in ("Valeurs par action", "Valeurs par porteur", "Valeurs par territoire"):
        assert titre in texte
    assert "Centre social 12 1 0 1 10 1 8 %" in texte.replace("\u202f", " ")
    assert "CC du Val Sud 1 1 0 0 0 1 100 %" in texte.replace("\u202f", " ")
    assert "Porteur non précisé dans la fiche 5 0 0 0 5 0 0 %" in texte.replace("\u202f", " ")
    assert "Total 17 1 0 1 15 1" in texte


def test_un_epci_ne_compte_que_ses_valeurs() -> None:
    rapport = RapportCollecte(_retours(), NORD)
    texte = _texte(rapport.completude().contenu)
    assert "0 valeur renseignée sur 2 attendues ; 1 à corriger, 1 blanche." in texte
    assert "Valeurs par territoire" not in texte


def test_qui_n_a_pas_repondu() -> None:
    texte = _texte(RapportCollecte(_retours(*FAUTES)).absents().contenu)
    assert "Centre social FA 1.1 Accueillir et orienter revenu 10 sur 12 2" in texte
    assert "Porteur non précisé dans la fiche FA 2.1 Prévenir les addictions pas revenu 5 sur 5 0" in texte
    assert "evaltools relancer cls-essai --annee 2026" in texte


def test_les_fichiers_refuses_sont_dits_avec_leur_raison() -> None:
    texte = _texte(RapportCollecte(_retours(*FAUTES)).fichiers().contenu)
    assert "1 fichier lu sur 2 reçus." in texte
    assert "vide.xlsx : Le fichier est vide. À faire :" in texte
    assert "FA-1.1.xlsx FA 1.1 Lu, à corriger 1 1 1" in texte


def test_ce_qui_designe_quelqu_un_n_est_pas_recopie() -> None:
    html = RapportCollecte(_retours(_pas_un_nombre("I6", "voir Mme Dupont 0639980102"))).corrections().contenu
    assert "Dupont" not in html
    assert "0639980102" not in html
    assert "[…]" in html


def test_l_edition_publique_ne_cite_ni_saisie_ni_fichier() -> None:
    rapport = RapportCollecte(_retours(*FAUTES), diffusion="publique")
    assert rapport.corrections().role == rapport.fichiers().role == ABSENT
    page = "".join(b.contenu for b in rapport.blocs())
    assert not any(mot in page for mot in ("12 pers", "FA-1.1.xlsx", "vide.xlsx", "evaltools relancer"))
    assert "Document interne." not in page


@pytest.mark.parametrize("edition", ["technique", "copil", "elus", "citoyenne"])
def test_chaque_edition_fait_une_page(edition: str) -> None:
    blocs = RapportCollecte(_retours(*FAUTES), edition=edition).blocs()
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
    page = assembler(charges[0], charges[1:])
    assert page.count("<h1") == 1
    assert ("corrections" in [b.ancre for b in blocs]) is (edition in ("technique", "copil"))


def test_une_edition_inconnue_est_refusee() -> None:
    with pytest.raises(ValueError, match="inconnue"):
        RapportCollecte(_retours(), edition="cotech")


def test_tout_est_revenu_se_dit() -> None:
    lignes = _retours().lignes
    complet = replace(_retours(), lignes=tuple(replace(x, etats=frozenset({EtatValeur.RENSEIGNE})) for x in lignes))
    lus = tuple(FichierLu(f"{a.code}.xlsx", "a" * 64, a.code, 2026) for a in PROGRAMME.actions)
    rapport = RapportCollecte(replace(complet, fichiers=lus, anomalies=()))
    assert "Tout est revenu, et aucune valeur n'est blanche." in _texte(rapport.absents().contenu)
    assert "Rien n'est à corriger dans ce qui est revenu." in _texte(rapport.essentiel().contenu)
    assert "Tous les classeurs sont revenus." in _texte(rapport.essentiel().contenu)


def test_les_bandeaux() -> None:
    texte = _texte(RapportCollecte(_retours()).entete().contenu)
    assert "Document interne." in texte
    assert "Données fictives." not in texte


def test_le_bilan_accorde_tout() -> None:
    def dit(compte: Compte) -> str:
        return contexte.bilan(compte).replace("\u00a0", " ")

    assert dit(Compte(1, 1)) == "1 valeur renseignée sur 1 attendue."
    assert dit(Compte(4, 0, 1, 2)) == (
        "0 valeur renseignée sur 4 attendues ; 1 expliquée par son état, 3 blanches ; 2 sans objet, hors du compte."
    )
    assert dit(Compte()) == "Aucune valeur n'est attendue."


# ── Le message de relance ────────────────────────────────────────────────────────────────────────────────────────────


def _message(programme: object = PROGRAMME, retours: Retours | None = None, rang: int = 0) -> str:
    point = retours or faire_le_point(programme, 2026, (), ())  # type: ignore[arg-type]
    texte = relance.ecrire(preparer(point)[rang], point.programme, 2026)
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_plusieurs_actions_dans_un_seul_message() -> None:
    actions = tuple(replace(a, fiche=Fiche("Centre social")) for a in PROGRAMME.actions)
    texte = _message(replace(PROGRAMME, actions=actions))
    assert texte.startswith(
        "Objet : collecte 2026, CLS d'essai – ce qui nous manque pour les actions FA 1.1 et FA 2.1\n"
    )
    assert (
        "Les fiches de deux actions désignent comme porteur « Centre social ». Il nous manque encore des informations "
        "sur chacune d'elles." in texte
    )
    assert "  - de remplir les cases jaunes du classeur de chaque action absente ;" in texte
    assert "Si l'une de ces actions n'est plus de votre ressort" in texte


def test_une_action_partagee_ne_demande_que_sa_part() -> None:
    accueil, equipe = PROGRAMME.actions[0].operations
    operations = (replace(accueil, fiche=Fiche("ARS")), replace(equipe, fiche=Fiche("CPAM")))
    partagee = replace(PROGRAMME, actions=(replace(PROGRAMME.actions[0], fiche=Fiche(), operations=operations),))
    texte = _message(partagee)
    assert "(partagée avec « CPAM » ; nous ne listons ici que ce qui vous revient)" in texte
    assert "7 valeurs et l'avancement de l'action y sont attendus." in texte


def test_ce_qui_est_a_corriger_vient_avant_ce_qui_est_a_verifier() -> None:
    texte = _message(retours=_retours(*FAUTES))
    assert texte.index("Une case est à corriger") < texte.index("Un point est à vérifier") < texte.index("sont restées")
    assert "« Indicateurs », I6 (Nombre de personnes accueillies) : « 12 pers <b> » n'est pas un nombre." in texte
    assert "Dix valeurs sur 12 sont restées sans réponse :" in texte
    assert "· Nombre de personnes accueillies" not in texte  # renseignée au sud, à corriger au nord : rien n'y est vide


def test_un_long_message_compte_ce_qu_il_ne_detaille_pas() -> None:
    fautes = [replace(_pas_un_nombre(f"I{n}"), code=f"VAL-{n}") for n in range(10, 24)]
    texte = _message(retours=_retours(*fautes))
    assert "et 4 autres points, dans le classeur joint." in texte


def test_les_valeurs_retenues_sont_comptees_au_fichier_qui_les_porte() -> None:
    """Réunies, les deux valeurs de l'action sont portées par le premier classeur ; chacune vient du sien."""
    un = _vue("FA 1.1.1-QT1", SUD, EtatValeur.RENSEIGNE, valeur=1.0, fichier="a.xlsx")
    deux = _vue("FA 1.1.1-QT1", NORD, EtatValeur.RENSEIGNE, valeur=2.0, fichier="b.xlsx")
    fichiers = (
        FichierLu("a.xlsx", "a" * 64, "FA 1.1", 2026, collecte=Collecte((un, deux))),
        FichierLu("b.xlsx", "b" * 64, "FA 1.1", 2026),
    )
    texte = _texte(RapportCollecte(faire_le_point(PROGRAMME, 2026, fichiers, ())).fichiers().contenu)
    assert "a.xlsx FA 1.1 Lu 1 0 0" in texte
    assert "b.xlsx FA 1.1 Lu 1 0 0" in texte
