"""Une campagne de rendu qui mêle annuel, final et cadrage : chacun ouvert à sa façon, le secret exigé de chacun."""

from __future__ import annotations

from pathlib import Path

import pytest

import evaltools as ev
from evaltools.acces.parametres import ParametresCampagne, lire_campagne
from evaltools.chaine import campagne as chaine_campagne
from evaltools.chaine import carnets, lot, production
from evaltools.chaine.erreurs import CODE_SECRET, ErreurUtilisateur
from evaltools.domaine.anomalies import signaler

CARNETS = ("evaluation_annuelle", "evaluation_finale", "cadrage")


def parametres(monde: Path, **changements: str) -> Path:
    """Écrit la campagne : les trois carnets, l'ensemble du programme, l'édition du COPIL."""
    lignes = {
        "programme": '"cls-avesnois"',
        "annee": "2026",
        "carnets": f"[{', '.join(CARNETS)}]",
        "territoires": '["ensemble"]',
        "editions": "[copil]",
        "diffusion": "restreinte",
        "arrete_le": "2026-12-31",
        "edite_le": "2027-01-15",
        "validation": "null",
    } | changements
    chemin = monde / "params" / "melee.yaml"
    chemin.write_text("".join(f"{cle}: {valeur}\n" for cle, valeur in lignes.items()), encoding="utf-8")
    return chemin


def lire(chemin: Path) -> ParametresCampagne:
    lus, fautes = lire_campagne(chemin)
    assert lus is not None, fautes
    return lus


def test_un_carnet_final_se_reconnait_a_son_parametre(depot: Path) -> None:
    declares = {nom: carnets.parametres_declares(depot / "notebooks" / f"{nom}.ipynb") for nom in CARNETS}
    assert {nom: carnets.est_final(d) for nom, d in declares.items()} == {
        "evaluation_annuelle": False,
        "evaluation_finale": True,
        "cadrage": False,
    }


def test_une_ouverture_par_facon_d_evaluer(monde: Path) -> None:
    ouvertures = production.ouvertures(lire(parametres(monde)))
    assert [o.get("finale", False) for o in ouvertures] == [False, True]
    (seule,) = production.ouvertures(lire(parametres(monde, carnets="[evaluation_finale]")))
    assert seule["finale"] is True


def test_chaque_carnet_rend_ses_editions_et_le_cadrage_une_seule_fois(monde: Path) -> None:
    deux = "[evaluation_finale, cadrage]"
    plan = production.planifier(parametres(monde, territoires="tous", editions="[copil, elus]", carnets=deux))
    rendus = sorted((r.carnet, r.territoire, r.edition) for r in plan.rapports)
    attendus = [("cadrage", "ensemble", "copil")]
    attendus += [("evaluation_finale", t, e) for t in ("200043263", "200043404", "ensemble") for e in ("copil", "elus")]
    assert rendus == sorted(attendus)
    assert {r.commande.sortie.name for r in plan.rapports} == {
        "cadrage-copil.html",
        "evaluation_finale-copil.html",
        "evaluation_finale-elus.html",
    }


def test_une_edition_qu_aucun_carnet_ne_rend_est_refusee(monde: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as erreur:
        production.planifier(parametres(monde, editions="[copil, citoyenne]", carnets="[evaluation_finale, cadrage]"))
    (faute,) = erreur.value.anomalies
    assert (faute.code, "« citoyenne »" in faute.constat) == ("PAR-11", True)
    assert "copil, elus, technique" in faute.remede


def test_le_secret_est_exige_de_chaque_campagne(monde: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """La campagne annuelle passe, la finale romprait le secret : rien n'est rendu (code 13)."""
    exigees: list[bool] = []

    def exiger(self: chaine_campagne.Campagne) -> None:
        exigees.append(self.finale)
        if self.finale:
            raise ErreurUtilisateur(
                (signaler("SEC-01", indicateur="I", territoire="T", periode="2026", seuil=11, unites="jeunes"),),
                CODE_SECRET,
            )

    monkeypatch.setattr(chaine_campagne.Campagne, "exiger_le_secret", exiger)
    with pytest.raises(ErreurUtilisateur) as erreur:
        production.planifier(parametres(monde, diffusion="publique"))
    assert erreur.value.code == CODE_SECRET
    assert exigees == [False, True]


def test_une_evaluation_finale_demande_une_campagne_finale(monde: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as erreur:
        ev.ouvrir("cls-avesnois", 2026).rapport_final()
    assert [a.code for a in erreur.value.anomalies] == ["PAR-12"]
    rapport = ev.ouvrir("cls-avesnois", 2026, finale=True).rapport_final(edition="copil")
    assert "Évaluation finale anticipée." in rapport.entete().contenu


def test_l_historique_n_est_calcule_que_pour_une_finale(monde: Path) -> None:
    assert ev.ouvrir("cls-avesnois", 2026).evaluation.historique == {}
    finale = ev.ouvrir("cls-avesnois", 2026, finale=True).evaluation
    assert list(finale.historique) == [2025]
    annuelle = ev.ouvrir("cls-avesnois", 2025).evaluation
    verdicts = {(r.indicateur, r.siren): r.verdict for r in finale.historique[2025]}
    assert len(verdicts) == len(annuelle.resultats)
    pareils = sum(verdicts[r.indicateur, r.siren] is r.verdict for r in annuelle.resultats)
    assert pareils / len(verdicts) > 0.9  # seules les cibles révisées depuis changent un verdict


def test_l_exemple_va_jusqu_au_bout_du_contrat(depot: Path, tmp_path: Path) -> None:
    from evaltools.acces import programmes
    from evaltools.chaine.exemple import preparer

    programme, anomalies = programmes.lire(depot / "inputs" / "cls-avesnois")
    assert programme is not None, anomalies
    exemple = preparer(programme, 2028)
    assert {annee for a in programme.actions for annee in exemple.attendus(a.code)} == {2025, 2026, 2027, 2028}


@pytest.mark.lent
def test_une_campagne_melee_se_rend_en_une_fois(monde: Path) -> None:
    bilan = production.produire(production.planifier(parametres(monde)), travailleurs=2)
    assert [(i.rapport.carnet, i.etat) for i in bilan.issues] == [(c, "rendu") for c in CARNETS]
    pages = {i.rapport.carnet: i.page.sortie.read_text(encoding="utf-8") for i in bilan.issues if i.page}
    assert "Évaluation finale 2026" in pages["evaluation_finale"]
    assert "Évaluation annuelle 2026" in pages["evaluation_annuelle"]
    assert "Cadrage et évaluabilité" in pages["cadrage"]
    assert "Évaluation finale, " in bilan.index.read_text(encoding="utf-8")
    reprise = production.planifier(parametres(monde))
    assert reprise.a_rendre == ()
    assert lot.rendre_tout(()) == ()
