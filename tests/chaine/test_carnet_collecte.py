"""Le carnet « controle_collecte » rend la même page que ``evaltools controler``, et refuse un paramètre inconnu."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaltools.chaine import controle, controle_sorties
from evaltools.chaine.rendu import Commande, executer, exporter

pytestmark = pytest.mark.lent


def _sections(page: str) -> dict[str, str]:
    return {m[1]: m[0] for m in re.finditer(r'<section id="([\w-]+)".*?</section>', page, re.DOTALL)}


def _rendre(monde: Path, **parametres: str | int) -> str:
    carnet = monde / "notebooks" / "controle_collecte.ipynb"
    return exporter(executer(Commande(carnet, parametres, monde / "sortie.html")))


def test_le_carnet_et_la_commande_montrent_la_meme_chose(monde: Path) -> None:
    carnet = _sections(_rendre(monde, programme="cls-avesnois", annee=2026))
    commande = _sections(controle_sorties.page(controle.retours("cls-avesnois", 2026)))
    assert list(carnet) == ["essentiel", "absents", "corrections", "completude", "fichiers", "methode"]
    assert carnet == commande


def test_le_controle_et_le_rapport_comptent_les_memes_valeurs(monde: Path) -> None:
    """« 160 sur 210 » : sans objet exclu des deux côtés (règle R-77)."""
    from evaltools.chaine.campagne import ouvrir

    total = controle.retours("cls-avesnois", 2026).total
    rapport = next(c for c in ouvrir("cls-avesnois", 2026).evaluation.completudes if not c.action)
    assert (total.attendues, total.renseignees) == (rapport.attendues, rapport.renseignees)
    assert total.sans_objet > 0


def test_un_territoire_inconnu_est_dit(monde: Path) -> None:
    with pytest.raises(Exception, match="n'est pas un EPCI du programme"):
        _rendre(monde, programme="cls-avesnois", annee=2026, territoire="000000000")
