"""Ce qu'on écrit dans un classeur s'y relit à l'identique ; et rien de ce qui y est rempli ne se perd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME
from fabrique_collectes import JOURS, NOMBRES, TEXTES, observations, sans_provenance
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.classeurs_style import FEUILLE_IDENTITE, FEUILLE_LISTES
from evaltools.acces.tableur import ouvrir
from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Gravite, Nature
from evaltools.domaine.mesures import Observation


@st.composite
def collectes(draw: st.DrawFn, action: str = "FA 1.1") -> Collecte:
    """Une collecte complète de l'action : une observation par ligne attendue, l'avancement, l'argent, l'enquête."""
    lues = tuple(draw(observations(ligne)) for ligne in lignes_attendues(PROGRAMME, action, 2026))
    objets = [action, *(o.code for o in PROGRAMME.action(action).operations)]
    pas = tuple(
        Avancement(
            action, objet, 2026, draw(st.sampled_from([None, *EtatAction])), draw(st.none() | JOURS),
            draw(st.none() | JOURS), draw(st.none() | JOURS), draw(st.none() | JOURS), draw(TEXTES), draw(TEXTES),
            draw(TEXTES), draw(TEXTES), draw(TEXTES), draw(TEXTES),
        )
        for objet in objets
    )  # fmt: skip
    noms = draw(st.lists(st.sampled_from(["ARS", "CPAM", "Région", "=HYPERLINK()", "@Ville"]), unique=True, max_size=4))
    argent = tuple(
        LigneFinanciere(action, 2026, nom, draw(NOMBRES), draw(st.none() | NOMBRES), None, draw(TEXTES))
        for nom in noms
    )  # fmt: skip
    enquete = Enquete(
        action, "FA 1.1.1-QL2", "ensemble", "2026", draw(st.booleans()), draw(st.none() | JOURS), 90.0, 60.0, 30.0,
        draw(st.none() | st.integers(0, 5).map(float)), 5.0, draw(TEXTES),
    )  # fmt: skip
    return Collecte(lues, pas, argent, (enquete,))


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(collecte=collectes())
def test_tout_ce_qui_est_ecrit_se_relit(tmp_path: Path, collecte: Collecte) -> None:
    chemin = ecrire(tmp_path / "h.xlsx", PROGRAMME, "FA 1.1", 2026, collecte=collecte)
    lu = lire(chemin, PROGRAMME, 2026)
    assert not [str(a) for a in lu.anomalies if a.gravite is Gravite.BLOQUANTE]
    relue = sans_provenance(lu.collecte)
    assert relue.observations == collecte.observations
    assert relue.avancements == collecte.avancements
    assert relue.finances == collecte.finances
    assert relue.enquetes == collecte.enquetes
    assert lu.gardees == ()


SAISIES = st.one_of(
    TEXTES.filter(bool),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["#REF!", "=1+1", "n.d.", "NC", "néant", "< 5", "45 %", "1,234", "12 pers", "sans objet"]),
)


@settings(
    max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(saisies=st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 20)), SAISIES, max_size=25))
def test_toute_cellule_remplie_est_lue_protegee_gardee_ou_dite(
    tmp_path: Path, saisies: dict[tuple[int, int], object]
) -> None:
    chemin = ecrire(tmp_path / "i.xlsx", PROGRAMME, "FA 1.1", 2026)
    classeur = openpyxl.load_workbook(chemin)
    page = classeur["Indicateurs"]
    avant = {(c.row, c.column) for rangee in page.iter_rows() for c in rangee if c.value is not None}
    ajoutees = {place: saisie for place, saisie in saisies.items() if place not in avant}
    for (ligne, colonne), saisie in ajoutees.items():
        page.cell(ligne, colonne).value = saisie
    classeur.save(chemin)

    lu = lire(chemin, PROGRAMME, 2026)
    page_lue = ouvrir(chemin).feuille("Indicateurs")
    assert page_lue is not None
    assert lu.etat != "refusé"
    retrouvees = {g.cellule for g in lu.gardees} | {c for a in lu.anomalies for c in a.cellule.split("!")}
    retrouvees |= _cellules_lues(lu.collecte)
    for place in ajoutees:
        cellule = page_lue.cellule(*place)
        if cellule is not None and str(cellule.texte or cellule.erreur or "x").strip():
            assert cellule.adresse in retrouvees or _sur_une_ligne_lue(place, lu.collecte), (cellule, lu.anomalies)


def _cellules_lues(collecte: Collecte) -> set[str]:
    return {o.cellule for o in collecte.observations}


def _sur_une_ligne_lue(place: tuple[int, int], collecte: Collecte) -> bool:
    """Une case jaune (colonnes I à P) ou l'unité (F) d'une ligne reconnue est lue avec sa ligne."""
    lignes = {int("".join(c for c in o.cellule if c.isdigit())) for o in collecte.observations}
    return place[0] in lignes and (place[1] == 6 or 9 <= place[1] <= 16)


def test_les_feuilles_techniques_sont_reconnues(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", PROGRAMME, "FA 1.1", 2026)
    noms = [f.nom for f in ouvrir(chemin).feuilles]
    assert noms == [
        "Lisez-moi", "Indicateurs", "Avancement", "Financement", "Enquêtes", FEUILLE_LISTES, FEUILLE_IDENTITE,
    ]  # fmt: skip


def test_les_memes_donnees_donnent_les_memes_octets(tmp_path: Path) -> None:
    un, deux = (ecrire(tmp_path / nom, PROGRAMME, "FA 1.1", 2026).read_bytes() for nom in ("1.xlsx", "2.xlsx"))
    assert un == deux


def test_une_periode_inattendue_est_portee_et_relue(tmp_path: Path) -> None:
    etat = EtatValeur.RENSEIGNE
    lue = Observation("cls-essai", "FA 1.1", "FA 1.1.1-QT1", SUD, "2026-S1", etat, "FA 1.1.1", valeur=4.0)
    autre = replace(lue, siren=NORD, periode="2025")
    chemin = ecrire(tmp_path / "a.xlsx", PROGRAMME, "FA 1.1", 2026, collecte=Collecte((lue, autre)))
    relues = sans_provenance(lire(chemin, PROGRAMME, 2026).collecte).observations
    assert lue in relues
    assert [o for o in relues if o.periode != "2026"] == [lue]


def test_la_nature_du_cadrage_est_celle_qui_se_relit(tmp_path: Path) -> None:
    """Une réponse en texte que l'instance a décidé de noter : la colonne « À saisir » le dit à la lecture."""
    code = "FA 1.1.1-QL1"
    cadrage = Cadrage({(code, "ensemble"): Cadre(code, nature=Nature.ECHELLE, unite="note sur 5")})
    lue = Observation("cls-essai", "FA 1.1", code, "ensemble", "2026", EtatValeur.RENSEIGNE, "FA 1.1.1", valeur=4.0)
    chemin = ecrire(tmp_path / "a.xlsx", PROGRAMME, "FA 1.1", 2026, cadrage=cadrage, collecte=Collecte((lue,)))
    assert lue in sans_provenance(lire(chemin, PROGRAMME, 2026).collecte).observations
