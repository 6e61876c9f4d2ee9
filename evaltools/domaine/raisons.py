"""Ce que le système répond quand un fichier ne se lit ou ne s'écrit pas, dit en français."""

from __future__ import annotations

import errno

_RAISONS = {
    errno.ENOENT: "il n'existe pas",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "le disque est en lecture seule",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un fichier porte le nom d'un de ses dossiers",
    errno.EEXIST: "il existe déjà",
    errno.EBUSY: "il est ouvert ailleurs",
    errno.ELOOP: "c'est un lien qui tourne en rond",
    errno.ENAMETOOLONG: "son nom est trop long",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
}


def raison_du_systeme(erreur: Exception) -> str:
    """Dit pourquoi le système a refusé, quelle que soit la langue qu'il parle.

    Examples
    --------
    >>> raison_du_systeme(FileNotFoundError(2, "No such file or directory")), raison_du_systeme(ValueError())
    ("il n'existe pas", 'le système le refuse')
    """
    numero = erreur.errno if isinstance(erreur, OSError) else None
    return _RAISONS.get(numero or 0, "le système le refuse")
