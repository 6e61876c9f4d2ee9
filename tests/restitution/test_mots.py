"""Aucun mot du domaine ne reste sans signe ni texte : un verdict nouveau ne peut pas paraître muet."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from evaltools.domaine.lexique import Alerte, EtatAction, EtatValeur, Motif, Niveau, Sens, Verdict
from evaltools.restitution import mots
from evaltools.restitution.gabarit import lire


def test_tout_le_lexique_a_ses_mots() -> None:
    assert set(mots.SIGNES) == set(Verdict)
    assert set(mots.MOTIFS) == set(Motif)
    assert set(mots.ALERTES) == set(Alerte)
    assert set(mots.ETATS) == {*EtatAction, None}
    assert set(mots.NIVEAUX) == set(Niveau)
    assert set(mots.SENS) == set(Sens)
    assert set(mots.ETATS_VALEUR) == set(EtatValeur)


def test_le_mot_d_un_verdict_est_celui_du_lexique() -> None:
    assert {v: s.mot for v, s in mots.SIGNES.items()} == {v: v.value for v in Verdict}


def test_une_classe_par_verdict_et_par_etat() -> None:
    assert len({s.classe for s in mots.SIGNES.values()}) == len(mots.SIGNES)
    assert len({e.classe for e in mots.ETATS.values()}) == len(mots.ETATS)


def test_chaque_signe_est_dessine() -> None:
    dessins = set(re.findall(r'<symbol id="([\w-]+)"', lire("dessins.svg")))
    assert {s.symbole for s in mots.SIGNES.values()} <= dessins
    assert {f"e-{e.classe}" for e in mots.ETATS.values()} <= dessins


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def contraste(a: str, b: str) -> float:
    clair, sombre = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def test_le_contraste_est_calcule_juste() -> None:
    assert contraste("#000000", "#FFFFFF") == pytest.approx(21)
    assert contraste("#12436D", "#FFFFFF") == pytest.approx(10.25, abs=0.01)


@pytest.mark.parametrize("verdict", list(Verdict), ids=lambda v: v.name)
def test_le_nombre_se_lit_sur_sa_bande_et_le_contour_sur_le_blanc(verdict: Verdict) -> None:
    signe = mots.SIGNES[verdict]
    assert contraste(signe.texte, signe.couleur) >= 4.5
    assert contraste(signe.contour, "#FFFFFF") >= 3


@pytest.mark.parametrize("etat", list(mots.ETATS), ids=lambda e: e.name if e else "NON_RENSEIGNE")
def test_le_nombre_se_lit_sur_sa_barre(etat: EtatAction | None) -> None:
    assert contraste(mots.ETATS[etat].texte, mots.ETATS[etat].couleur) >= 4.5


def test_un_signe_se_distingue_sans_la_couleur() -> None:
    ressemblants = {
        frozenset((a, b)) for a, b in combinations(Verdict, 2) if mots.SIGNES[a].symbole == mots.SIGNES[b].symbole
    }
    assert ressemblants == set()


def test_chaque_raison_de_ne_pas_juger_a_son_remede() -> None:
    jamais_non_evaluables = {
        Motif.SANS_OBJET, Motif.NON_ECHU, Motif.DES_L_ORIGINE, Motif.ACQUIS_PERDU, Motif.DEGRADATION, Motif.STAGNATION,
        Motif.PROGRES, Motif.EN_RETARD, Motif.ABANDONNE,
    }  # fmt: skip
    assert {m for m in Motif if not mots.raison(m).remede} == jamais_non_evaluables


@pytest.mark.parametrize(
    ("alerte", "attendu"),
    [
        ("PROVISOIRE", "valeur provisoire"),
        ("partiel, 0/6 EPCI", "total partiel : 0 EPCI sur 6 a répondu"),
        ("partiel, 5/6 EPCI", "total partiel : 5 EPCI sur 6 ont répondu"),
        ("inconnue", "inconnue"),
    ],
)
def test_reserve(alerte: str, attendu: str) -> None:
    assert mots.reserve(alerte) == attendu
