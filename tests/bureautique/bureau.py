"""Conduit un vrai LibreOffice, comme le ferait un pilote : taper, trier, supprimer, renommer, enregistrer.

À lancer par un Python qui connaît « uno » (celui du système) : ``bureau.py TRAVAUX.json``. Chaque travail dit le
classeur à ouvrir, ce qu'on y tape (dans la langue du classeur), les gestes, et sous quels noms l'enregistrer.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FILTRES = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".pdf": "calc_pdf_Export"}
ATTENTE = 60


def principal(travaux: Path) -> int:
    """Fait tous les travaux avec un seul LibreOffice, puis l'arrête."""
    import uno  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as profil:
        _parler_francais(Path(profil))
        canal = f"evaltools{Path(profil).name}"
        commande = [
            "soffice", f"-env:UserInstallation=file://{profil}", "--headless", "--norestore",
            f"--accept=pipe,name={canal};urp;",
        ]  # fmt: skip
        bureau = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            contexte = _joindre(uno, canal)
            pupitre = contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
            for travail in json.loads(travaux.read_text(encoding="utf-8")):
                _faire(uno, pupitre, travail)
            with contextlib.suppress(Exception):  # il ferme le canal en s'arrêtant
                pupitre.terminate()
            bureau.wait(30)
        finally:
            bureau.kill()
    return 0


def _parler_francais(profil: Path) -> None:
    """Règle la langue des nombres et des dates : « 12,5 » est un nombre, « 01/02/2026 » le 1er février."""
    (profil / "user").mkdir()
    (profil / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
        "<value>fr-FR</value></prop></item></oor:items>",
        encoding="utf-8",
    )


def _joindre(uno: Any, canal: str) -> Any:
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    fin = time.monotonic() + ATTENTE
    while True:
        try:
            return resolveur.resolve(f"uno:pipe,name={canal};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > fin:
                raise
            time.sleep(0.3)


def _propriete(uno: Any, nom: str, valeur: Any) -> Any:
    dite = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    dite.Name, dite.Value = nom, valeur
    return dite


def _faire(uno: Any, pupitre: Any, travail: dict[str, Any]) -> None:
    cachee = _propriete(uno, "Hidden", True)
    document = pupitre.loadComponentFromURL(Path(travail["source"]).as_uri(), "_blank", 0, (cachee,))
    for feuille, adresse, texte in travail["saisies"]:
        document.Sheets.getByName(feuille).getCellRangeByName(adresse).FormulaLocal = texte
    for geste in travail.get("gestes", ()):
        _geste(uno, document, *geste)
    for sortie in travail["sorties"]:
        filtre = _propriete(uno, "FilterName", FILTRES[Path(sortie).suffix])
        document.storeToURL(Path(sortie).as_uri(), (filtre,))
    document.close(True)


def _geste(uno: Any, document: Any, nom: str, feuille: str, *details: Any) -> None:
    page = document.Sheets.getByName(feuille)
    if page.isProtected():
        page.unprotect("")
    if nom == "trier":
        plage, colonne = details
        champ = uno.createUnoStruct("com.sun.star.table.TableSortField")
        champ.Field, champ.IsAscending = colonne, False
        suite = uno.Any("[]com.sun.star.table.TableSortField", (champ,))
        page.getCellRangeByName(plage).sort((_propriete(uno, "SortFields", suite),))
    elif nom == "supprimer":
        page.Rows.removeByIndex(details[0] - 1, details[1])
    elif nom == "inserer":
        page.Rows.insertByIndex(details[0] - 1, details[1])
    elif nom == "renommer":
        page.Name = details[0]


if __name__ == "__main__":
    sys.exit(principal(Path(sys.argv[1])))
