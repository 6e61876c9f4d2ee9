"""Chaque faute d'un programme : un fichier fautif, le code, la ligne, le message ; jamais de trace, toutes ensemble."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.acces import programmes
from evaltools.domaine.anomalies import Anomalie

TETE = """\
code: "essai"
titre: Programme d'essai
titre_court: Essai
type: contrat local de santé
debut: 2025-01-01
fin: 2028-12-31
territoires:
  - siren: "111111111"
    nom: CC du Test
    alias:
      - CCT
axes:
  - code: "1"
    intitule: Agir
    objectifs:
      - code: "1"
        intitule: Mieux agir
fiches:
  - "A1"
annonces:
  - objet: actions
    nombre: 1
    texte: une action
"""

FICHE = """\
code: "A1"
intitule: Accueillir
axe: "1"
objectif: "1"
calendrier:
  texte: "2025"
  debut: 2025-01-01
  fin: 2025-12-31
operations:
  - code: "A1.1"
    intitule: Ouvrir un accueil
    indicateurs:
      - code: "A1-S1"
        libelle: Nombre de personnes
        famille: suivi
        nature: nombre
        niveau: realisation
        sens: hausse
        cible:
          valeur: 10
          citation: dix personnes
"""

Ecrire = Callable[..., Path]


@pytest.fixture
def ecrire(tmp_path: Path) -> Ecrire:
    """Écrit un programme d'essai, avec des remplacements dans sa tête ou sa fiche, et rend son dossier."""

    def faire(tete: tuple[str, str] = ("", ""), fiche: tuple[str, str] = ("", ""), dossier: str = "essai") -> Path:
        place = tmp_path / dossier
        (place / "fiches").mkdir(parents=True, exist_ok=True)
        assert tete[0] in TETE
        assert fiche[0] in FICHE
        (place / "programme.yaml").write_text(TETE.replace(*tete, 1) if tete[0] else TETE, encoding="utf-8")
        (place / "fiches" / "A1.yaml").write_text(FICHE.replace(*fiche, 1) if fiche[0] else FICHE, encoding="utf-8")
        return place

    return faire


def _seule(dossier: Path) -> Anomalie:
    programme, anomalies = programmes.lire(dossier)
    assert programme is None
    assert len(anomalies) == 1, [str(a) for a in anomalies]
    return anomalies[0]


def test_le_programme_d_essai_est_sain(ecrire: Ecrire) -> None:
    programme, anomalies = programmes.lire(ecrire())
    assert anomalies == ()
    assert programme is not None
    assert programme.indicateur("A1-S1").cible is not None


def _noms(cas: list[tuple[tuple[str, str], str, int, str]]) -> list[str]:
    return [f"{code}-{rang}" for rang, (_remplacement, code, _ligne, _mots) in enumerate(cas)]


SUR_LA_TETE = [
    # (remplacement dans programme.yaml, code, ligne, mots attendus dans le constat ou le remède)
    (('code: "essai"', "code: essai"), "PRG-08", 1, "« code » vaut essai, sans guillemets"),
    (('code: "essai"', 'code: "Essai 1"'), "PRG-17", 1, "« Essai 1 »"),
    (('code: "essai"', 'code: "../essai"'), "PRG-17", 1, "« ../essai »"),
    (('code: "essai"', 'code: "autre"'), "PRG-18", 1, "le dossier s'appelle « essai »"),
    (("titre: Programme", "titer: Programme"), "PRG-05", 2, "(vouliez-vous écrire « titre » ?)"),
    (("titre: Programme d'essai", "titre: 2025"), "PRG-08", 2, "« titre » vaut 2025"),
    (("type: contrat local de santé", "type:"), "PRG-07", 4, "« type »"),
    (("debut: 2025-01-01", "debut: 2025-02-30"), "PRG-11", 5, "« 2025-02-30 »"),
    (("debut: 2025-01-01", "debut: janvier 2025"), "PRG-11", 5, "« janvier 2025 »"),
    (("fin: 2028-12-31", "fin: 2024-12-31"), "PRG-12", 6, "la fin (2024-12-31) précède le début (2025-01-01)"),
    (("fin: 2028-12-31", "fin: 2028-12-31\nfin: 2029-12-31"), "PRG-06", 7, "déjà écrite dans ce bloc, ligne 6"),
    (('siren: "111111111"', "siren: 111111111"), "PRG-08", 8, "« siren » vaut 111111111"),
    (('siren: "111111111"', 'siren: "1111"'), "PRG-17", 8, "« 1111 »"),
    (("    nom: CC du Test", "    nom: CC du Test\n    population: beaucoup"), "PRG-09", 10, "un nombre entier"),
    (("    nom: CC du Test", "    nom: CC du Test\n    population: 010"), "PRG-09", 10, "« 010 »"),
    (("    nom: CC du Test", '    nom: CC du Test\n    population: "100"'), "PRG-09", 10, "sans guillemets"),
    (("    alias:\n      - CCT", "    alias: CCT"), "PRG-09", 10, "une liste"),
    (("territoires:\n", "territoires:\n  - rien\n"), "PRG-09", 8, "un bloc de clés"),
    (("    alias:\n", "    alias:\n      -\n"), "PRG-09", 11, "une valeur après"),
    (
        ("axes:\n", '  - siren: "222222222"\n    nom: CC CCT\n    alias:\n      - C.C. du Test\naxes:\n'),
        "PRG-19", 14, "« C.C. du Test » désigne déjà « CC du Test »",
    ),
    (("axes:\n", '  - siren: "111111111"\n    nom: Autre\naxes:\n'), "PRG-13", 12, "« 111111111 » est déjà employé"),
    (("fiches:\n", '  - code: "1"\n    intitule: Encore\nfiches:\n'), "PRG-13", 18, "le code d'axe « 1 »"),
    (('  - "A1"\n', '  - "A1"\n  - "A1"\n'), "PRG-13", 18, "« A1 »"),
    (("objet: actions", "objet: action"), "PRG-10", 21, "(vouliez-vous écrire « actions » ?)"),
    (("objet: actions", "objet: actions/9"), "PRG-14", 21, "le code d'axe « 9 » n'existe pas"),
    (("titre_court: Essai", "titre_court: Essai: un"), "PRG-03", 3, "un « : » y apparaît dans un texte"),
    (("texte: une action", 'texte: "une action'), "PRG-03", 23, "un guillemet ouvert n'est pas refermé"),
    (("titre_court: Essai", "titre_court: @Essai"), "PRG-03", 3, "un caractère spécial"),
    (("titre_court: Essai", " titre_court: Essai"), "PRG-03", 3, ""),
    (("titre_court: Essai", "titre_court: &a Essai"), "PRG-04", 3, "une ancre"),
    (("titre_court: Essai", "titre_court: !!python/name:os.system x"), "PRG-04", 3, "une étiquette"),
    (("titre_court: Essai", "? [titre_court]\n: Essai"), "PRG-04", 3, "une clé y est un bloc"),
    (("annonces:", "---\nannonces:"), "PRG-03", 20, "plusieurs documents"),
]  # fmt: skip


@pytest.mark.parametrize(("remplacement", "code", "ligne", "mots"), SUR_LA_TETE, ids=_noms(SUR_LA_TETE))
def test_faute_dans_la_tete(ecrire: Ecrire, remplacement: tuple[str, str], code: str, ligne: int, mots: str) -> None:
    anomalie = _seule(ecrire(tete=remplacement))
    assert (anomalie.code, anomalie.fichier, anomalie.cellule) == (code, "programme.yaml", f"ligne {ligne}")
    assert mots in anomalie.constat
    assert anomalie.consequence
    assert anomalie.remede
    assert "{" not in str(anomalie).replace("{}", "")


SUR_LA_FICHE = [
    (('code: "A1"\n', 'code: "A2"\n'), "PRG-18", 1, "le fichier est celui de « A1 »"),
    (('code: "A1"\n', 'code: "CON"\n'), "PRG-17", 1, "« CON »"),
    (('axe: "1"', 'axe: "2"'), "PRG-14", 3, "le code d'axe « 2 » n'existe pas"),
    (('axe: "1"', "axe: 1"), "PRG-08", 3, "« axe » vaut 1"),
    (('objectif: "1"', 'objectif: "7"'), "PRG-14", 4, "le code d'objectif « 7 »"),
    (('  texte: "2025"', "  texte: 2025"), "PRG-08", 6, "« texte » vaut 2025"),
    (('  texte: "2025"', "  texte: 2025-01-01"), "PRG-08", 6, "« texte » vaut 2025-01-01"),
    (("  fin: 2025-12-31", "  fin: 2024-12-31"), "PRG-12", 8, "précède"),
    (("calendrier:\n", "calendier:\n"), "PRG-05", 5, "« calendrier »"),
    (('  - code: "A1.1"', '  - code: "A1.1"\n    intitule: X\n  - code: "A1.1"'), "PRG-13", 12, "le code d'opération"),
    (('      - code: "A1-S1"', '      - code: "A1-S1"\n        code: "A1-S2"'), "PRG-06", 14, "ligne 13"),
    (("        libelle: Nombre de personnes\n", ""), "PRG-07", 13, "« libelle »"),
    (("        libelle: Nombre de personnes\n", '        libelle: ""\n'), "PRG-07", 14, "« libelle »"),
    (("nature: nombre", "nature: nombres"), "PRG-10", 16, "(vouliez-vous écrire « nombre » ?)"),
    (("nature: nombre", "nature:\n          - nombre"), "PRG-10", 17, "« nature »"),
    (("sens: hausse", "sens: augmentation"), "PRG-10", 18, "« augmentation »"),
    (("sens: hausse", "si_enquete: peut-être"), "PRG-09", 18, "« oui » ou « non »"),
    (("valeur: 10", "valeur: dix"), "PRG-09", 20, "un nombre"),
    (("valeur: 10", "valeur: 10,5"), "PRG-09", 20, "« 10,5 »"),
    (("valeur: 10", "valeur: .inf"), "PRG-09", 20, "« .inf »"),
    (("valeur: 10", "valeur: 1e999"), "PRG-09", 20, "« 1e999 »"),
    (("          citation: dix personnes\n", ""), "PRG-07", 20, "« citation »"),
    (("sens: hausse", 'paire: "P1"\n        role_paire: prevu'), "PRG-15", 13, "il manque le côté « realise »"),
    (("sens: hausse", "role_paire: prevu"), "PRG-15", 13, "il manque la clé « paire »"),
    (("sens: hausse", "paire: P1"), "PRG-15", 13, "il manque la clé « role_paire »"),
    (("sens: hausse", "paire: P1\n        role_paire: prévu"), "PRG-10", 19, "(vouliez-vous écrire « prevu » ?)"),
]  # fmt: skip


@pytest.mark.parametrize(("remplacement", "code", "ligne", "mots"), SUR_LA_FICHE, ids=_noms(SUR_LA_FICHE))
def test_faute_dans_une_fiche(ecrire: Ecrire, remplacement: tuple[str, str], code: str, ligne: int, mots: str) -> None:
    anomalie = _seule(ecrire(fiche=remplacement))
    assert (anomalie.code, anomalie.fichier, anomalie.cellule) == (code, "fiches/A1.yaml", f"ligne {ligne}")
    assert mots in anomalie.constat + anomalie.remede


def test_fichiers_absents_ou_en_trop(ecrire: Ecrire) -> None:
    dossier = ecrire()
    (dossier / "fiches" / "A1.yaml").rename(dossier / "fiches" / "A3.yaml")
    _programme, anomalies = programmes.lire(dossier)
    assert [(a.code, a.fichier) for a in anomalies] == [("PRG-01", "fiches/A1.yaml"), ("PRG-16", "fiches/A3.yaml")]


def test_tete_absente_les_fiches_sont_tout_de_meme_controlees(ecrire: Ecrire) -> None:
    dossier = ecrire(fiche=("nature: nombre", "nature: nombres"))
    (dossier / "programme.yaml").unlink()
    programme, anomalies = programmes.lire(dossier)
    assert programme is None
    assert [(a.code, a.fichier) for a in anomalies] == [("PRG-01", "programme.yaml"), ("PRG-10", "fiches/A1.yaml")]


def test_toutes_les_fautes_a_la_fois(ecrire: Ecrire) -> None:
    dossier = ecrire(tete=("debut: 2025-01-01", "debut: hier"), fiche=("sens: hausse", "sense: haut"))
    fiche = (dossier / "fiches" / "A1.yaml").read_text(encoding="utf-8")
    (dossier / "fiches" / "A1.yaml").write_text(fiche.replace('axe: "1"', 'axe: "9"'), encoding="utf-8")
    _programme, anomalies = programmes.lire(dossier)
    assert [(a.code, a.fichier, a.cellule) for a in anomalies] == [
        ("PRG-11", "programme.yaml", "ligne 5"),
        ("PRG-05", "fiches/A1.yaml", "ligne 18"),
        ("PRG-14", "fiches/A1.yaml", "ligne 3"),
    ]


@pytest.mark.parametrize(
    ("contenu", "code"),
    [
        (b"\x00\x01\x02\xff\xfe", "PRG-02"),
        ("titre: sant\xe9".encode("latin-1"), "PRG-02"),
        (b"code: \x07", "PRG-02"),
        (b"PK\x03\x04" + bytes(range(256)), "PRG-02"),
        (b"[" * 200_000, "PRG-04"),
        (b"a: " * 5_000, "PRG-03"),
        (b"- " * 100_000 + b"a", "PRG-04"),
        (b"&a [*a, *a]", "PRG-04"),
        (b"x" * 5_000_001, "PRG-02"),
        (b"", "PRG-09"),
        (b"~", "PRG-09"),
        (b"- une\n- liste\n", "PRG-09"),
        (b"un texte", "PRG-09"),
    ],
    ids=[
        "binaire", "latin1", "controle", "zip", "crochets", "deux-points", "tirets", "renvois", "enorme", "vide", "nul",
        "liste", "texte",
    ],
)  # fmt: skip
def test_fichier_hostile(ecrire: Ecrire, contenu: bytes, code: str) -> None:
    dossier = ecrire()
    (dossier / "programme.yaml").write_bytes(contenu)
    programme, anomalies = programmes.lire(dossier)
    assert programme is None
    assert code in [a.code for a in anomalies]


def test_un_dossier_au_nom_etrange_est_refuse_sans_trace(ecrire: Ecrire) -> None:
    dossier = ecrire(dossier="Mon programme (1)")
    assert _seule(dossier).code == "PRG-18"
    assert programmes.lister(dossier.parent) == ("Mon programme (1)",)
    assert programmes.lister(dossier / "inexistant") == ()


def test_programme_yaml_qui_est_un_dossier(ecrire: Ecrire) -> None:
    dossier = ecrire()
    (dossier / "programme.yaml").unlink()
    (dossier / "programme.yaml").mkdir()
    assert [a.code for a in programmes.lire(dossier)[1]] == ["PRG-01"]


@given(st.binary(max_size=400))
def test_aucun_octet_ne_fait_planter_la_lecture(tmp_path_factory: pytest.TempPathFactory, octets: bytes) -> None:
    dossier = tmp_path_factory.mktemp("hasard") / "essai"
    (dossier / "fiches").mkdir(parents=True)
    (dossier / "programme.yaml").write_bytes(octets)
    programme, anomalies = programmes.lire(dossier)
    assert programme is None
    assert anomalies


@given(st.integers(0, len(TETE) - 1), st.sampled_from(list("\"':#-[]{}&*!|>%@`\t\n ,?0é\x85")))
def test_aucune_frappe_ne_fait_planter_la_lecture(
    tmp_path_factory: pytest.TempPathFactory, place: int, frappe: str
) -> None:
    dossier = tmp_path_factory.mktemp("frappe") / "essai"
    (dossier / "fiches").mkdir(parents=True)
    (dossier / "fiches" / "A1.yaml").write_text(FICHE, encoding="utf-8")
    (dossier / "programme.yaml").write_text(TETE[:place] + frappe + TETE[place + 1 :], encoding="utf-8")
    programme, anomalies = programmes.lire(dossier)
    assert (programme is None) == any(a.gravite.value == "bloquante" for a in anomalies)
