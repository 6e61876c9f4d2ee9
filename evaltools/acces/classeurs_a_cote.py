"""Ce qui est dans le dossier des classeurs reçus sans pouvoir être lu : à dire, pour que rien ne s'y perde."""

from __future__ import annotations

from pathlib import Path

from evaltools.acces.classeurs_lecture import candidats


def laisses_de_cote(dossier: Path) -> tuple[str, ...]:
    """Rend les noms de ce qui est dans un dossier sans pouvoir être lu : archives, documents, sous-dossiers pleins.

    Les fichiers cachés, les verrous des tableurs et ce qu'écrit le système n'en sont pas. Le nom d'un
    sous-dossier finit par « / ».
    """
    ours = set(candidats(dossier))
    found = (path for path in sorted(dossier.iterdir()) if path not in ours and not _is_technical(path))
    return tuple(f"{path.name}/" if path.is_dir() else path.name for path in found if _holds_something(path))


def _is_technical(path: Path) -> bool:
    return path.name.startswith(("~$", ".")) or path.name.casefold() in ("thumbs.db", "desktop.ini")


def _holds_something(path: Path) -> bool:
    return not path.is_dir() or any(p.is_file() and not _is_technical(p) for p in path.rglob("*"))
