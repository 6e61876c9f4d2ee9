"""Le français d'une présentation, jusque dans ce que l'on voit en l'ouvrant : langue des textes, noms des objets."""

from __future__ import annotations

import re
from typing import Any

from evaltools.restitution.bureautique.presentation_modele import nommer_le_theme

_NOMS = {
    "Title": "Titre", "Subtitle": "Sous-titre", "Text Placeholder": "Texte",
    "Slide Image Placeholder": "Image de la diapositive", "Notes Placeholder": "Notes", "Header Placeholder": "En-tête",
    "Date Placeholder": "Date", "Footer Placeholder": "Pied de page", "Slide Number Placeholder": "Numéro",
}  # fmt: skip
_MOTS = {
    "Click to edit Master text styles": "Notes", "Second level": "Deuxième niveau", "Third level": "Troisième niveau",
    "Fourth level": "Quatrième niveau", "Fifth level": "Cinquième niveau",
}  # fmt: skip


def parler_francais(presentation: Any) -> None:
    """Donne la langue à chaque morceau de texte, et un nom français à ce que les modèles nomment en anglais."""
    racines = [presentation.part._element, presentation.slide_master._element]
    racines += [m._element for m in presentation.slide_layouts]
    for diapositive in presentation.slides:
        racines.append(diapositive._element)
        racines += [f.chart._chartSpace for f in diapositive.shapes if f.has_chart]
        if diapositive.has_notes_slide:
            racines.append(diapositive.notes_slide._element)
    if any(d.has_notes_slide for d in presentation.slides):
        racines.append(presentation.notes_master._element)
        nommer_le_theme(presentation.notes_master.part)
    for racine in racines:
        _franciser(racine)


def _franciser(racine: Any) -> None:
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for morceau in [*racine.iter(f"{a}r"), *racine.iter(f"{a}fld")]:
        morceau.get_or_add_rPr() if hasattr(morceau, "get_or_add_rPr") else None
    for nom in ("rPr", "defRPr", "endParaRPr"):
        for allure in racine.iter(f"{a}{nom}"):
            allure.set("lang", "fr-FR")
    for texte in racine.iter(f"{a}t"):
        texte.text = _MOTS.get(texte.text, texte.text)
    for forme in racine.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"):
        nu = re.sub(r" \d+$", "", forme.get("name") or "")
        forme.set("name", _NOMS.get(nu, forme.get("name") or ""))
