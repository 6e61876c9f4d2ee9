"""Du SVG d'une figure à une image pour Word : la police du projet seule, deux fois la taille, un cache par contenu."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from evaltools.restitution.bureautique.lecture_figures import POLICE
from evaltools.restitution.gabarit import DOSSIER
from evaltools.restitution.toile import dossier_cache

ZOOM = 2
"""Finesse : 1 440 points pour une figure de 720, soit environ 215 points par pouce sur la page."""

VERSION = "1"
_MEMOIRE: dict[str, bytes] = {}


def png(svg: str) -> bytes:
    """Rend l'image PNG d'un SVG ; la même figure n'est convertie qu'une fois.

    Parameters
    ----------
    svg : str
        SVG entier (voir ``lecture_figures.autonome``).
    """
    cle = hashlib.sha256(f"{VERSION}|{ZOOM}|{svg}".encode()).hexdigest()[:24]
    octets = _MEMOIRE.get(cle) or _relire(cle)
    if octets is None:
        octets = _convertir(svg)
        _ranger(cle, octets)
    _MEMOIRE[cle] = octets
    return octets


def _convertir(svg: str) -> bytes:
    import resvg_py

    polices = [str(DOSSIER / "polices" / f"SS3-{nom}.ttf") for nom in ("Regular", "SemiBold")]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=polices,
            font_family=POLICE,
            sans_serif_family=POLICE,
            zoom=ZOOM,
            languages=["fr"],
        )
    )


def _chemin(cle: str) -> Path | None:
    dossier = dossier_cache()
    return dossier / f"{cle}.png" if dossier else None


def _relire(cle: str) -> bytes | None:
    chemin = _chemin(cle)
    return chemin.read_bytes() if chemin and chemin.is_file() else None


def _ranger(cle: str, octets: bytes) -> None:
    chemin = _chemin(cle)
    if chemin is None:
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{cle}.{os.getpid()}.part")
    provisoire.write_bytes(octets)
    provisoire.replace(chemin)
