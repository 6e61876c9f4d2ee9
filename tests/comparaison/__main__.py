"""Écrit ``docs/comparaison.md`` : « python -m comparaison », lancé du dossier « tests ».

Un chemin en argument écrit la page ailleurs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from comparaison.page import rediger

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparaison.md"

if __name__ == "__main__":
    sortie = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    sortie.write_text(rediger(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"Page écrite : {sortie}\nRelisez-la, puis ajoutez-la à votre commit.\n")
