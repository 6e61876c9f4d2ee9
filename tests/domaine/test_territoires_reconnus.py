"""Reconnaître un EPCI : ce qui est trouvé, ambigu, hors du programme ou inconnu, et la phrase qui le dit."""

from __future__ import annotations

import pytest

from evaltools.domaine.programme import Territoire
from evaltools.domaine.territoires import Epci, Rattachement, Reconnaissance, cle_de_nom, rattacher, sans_nature

SUD = Territoire("200043404", "CC du Sud Avesnois", ("CCSA",))
COEUR = Territoire("200043263", "CC du Cœur de l'Avesnois", ("3CA", "la CCCA"))


def _epci(siren: str, nom: str) -> Epci:
    return Epci(siren, nom, "CC", 1000, 1010, 10, ("59",))


RIVIERES = [_epci("247000623", "CC des Quatre Rivières"), _epci("247400666", "CC des 4 Rivières"),
            _epci("247400667", "CC des Quatre Rivières")]  # fmt: skip
ARRAS = _epci("200033579", "CU d'Arras")
REFERENCE = [*RIVIERES, ARRAS, _epci(SUD.siren, SUD.nom)]


@pytest.mark.parametrize(
    ("nom", "attendu", "phrase"),
    [
        ("  sud   avesnois ", Rattachement("sud avesnois", Reconnaissance.TROUVE, SUD.siren, ((SUD.siren, SUD.nom),)),
         "« sud avesnois » désigne CC du Sud Avesnois (200043404)."),
        ("200 043 263", Rattachement("200 043 263", Reconnaissance.TROUVE, COEUR.siren, ((COEUR.siren, COEUR.nom),)),
         "« 200 043 263 » désigne CC du Cœur de l'Avesnois (200043263)."),
        ("Communauté urbaine d'Arras", Rattachement("Communauté urbaine d'Arras", Reconnaissance.HORS_PROGRAMME, None,
                                                    ((ARRAS.siren, ARRAS.nom),)),
         "« Communauté urbaine d'Arras » désigne CU d'Arras (200033579), qui n'est pas du programme."),
        ("Quatre Rivières", Rattachement("Quatre Rivières", Reconnaissance.AMBIGU, None, (
            ("247000623", "CC des Quatre Rivières"), ("247400667", "CC des Quatre Rivières"))),
         ("« Quatre Rivières » désigne plusieurs EPCI : CC des Quatre Rivières (247000623) ; CC des Quatre Rivières "
          "(247400667). Donnez le SIREN.")),
        ("Sud Avenois", Rattachement("Sud Avenois", Reconnaissance.INCONNU, None, ((SUD.siren, SUD.nom),)),
         "« Sud Avenois » ne désigne aucun EPCI connu. Noms proches : CC du Sud Avesnois (200043404)."),
        ("zzz", Rattachement("zzz", Reconnaissance.INCONNU), "« zzz » ne désigne aucun EPCI connu."),
        ("", Rattachement("", Reconnaissance.INCONNU), "«  » ne désigne aucun EPCI connu."),
        ("CC", Rattachement("CC", Reconnaissance.INCONNU), "« CC » ne désigne aucun EPCI connu."),
    ],
    ids=range(8),
)  # fmt: skip
def test_rattacher(nom: str, attendu: Rattachement, phrase: str) -> None:
    rendu = rattacher(nom, [SUD, COEUR], REFERENCE)
    assert rendu == attendu
    assert str(rendu) == phrase


def test_deux_epci_du_programme_de_meme_nom_sont_ambigus() -> None:
    autre = Territoire("200000001", "CA Sud Avesnois")
    rendu = rattacher("Sud Avesnois", [SUD, autre], REFERENCE)
    assert (rendu.issue, [s for s, _ in rendu.propositions]) == (Reconnaissance.AMBIGU, [SUD.siren, autre.siren])
    assert rattacher("CA Sud Avesnois", [SUD, autre]).siren is None
    assert rattacher(autre.siren, [SUD, autre]).siren == autre.siren


def test_un_alias_ne_se_reconnait_qu_entier() -> None:
    assert rattacher("la CCCA", [COEUR]).siren == rattacher("CCCA", [COEUR]).siren == COEUR.siren
    assert rattacher("CA Sud", [Territoire("1", "Nord", ("CC Sud",))]).siren is None


@pytest.mark.parametrize(
    ("nom", "cle"),
    [
        ("Communauté d'agglomération du Douaisis", "ca douaisis"),
        ("COMMUNAUTÉ URBAINE D'ARRAS", "cu arras"),
        ("C.C. de la Vallée", "cc vallee"),
        ("Les Æbles", "les aebles"),
        ("l'Artois", "artois"),
        ("CC des Campagnes de l'Artois", "cc campagnes de l artois"),
        ("  Osartis — Marquion ", "osartis marquion"),
    ],
)
def test_cles(nom: str, cle: str) -> None:
    assert cle_de_nom(nom) == cle


def test_sans_nature() -> None:
    assert [sans_nature(c) for c in ("cc sud", "ca sud", "cu sud", "sud cc", "ccsa")] == [
        "sud", "sud", "sud", "sud cc", "ccsa",
    ]  # fmt: skip


def test_au_plus_trois_noms_proches_ceux_du_programme_d_abord() -> None:
    voisins = [_epci(f"24000000{n}", f"CC du Sud Avesnoi{n}") for n in range(5)]
    rendu = rattacher("Sud Avesnoix", [SUD], voisins)
    assert len(rendu.propositions) <= 3
    assert rendu.propositions[0] == (SUD.siren, SUD.nom)
