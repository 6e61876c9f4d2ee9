"""La garde : ce qu'un fichier reçu doit prouver sur ses octets avant qu'une seule cellule en soit lue.

Un classeur arrive par courriel : il peut être vide, tronqué, chiffré, d'un autre format, ou fait pour nuire. La garde
ne décompresse rien d'inutile, ne suit aucun lien, et ne lève jamais que ``FichierRefuse``.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.raisons import raison_du_systeme

MO = 1024 * 1024
TAILLE_MAX = 20 * MO
TOTAL_MAX = 150 * MO
PARTIES_MAX = 500
RATIO_MAX = 300
RATIO_DES = 4 * MO
"""Le taux de compression n'est jugé que sur les parties de plus de ``RATIO_DES`` octets."""

_ERREURS_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, LookupError, OSError,
)  # fmt: skip
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIFS = {
    "vbaproject.bin": "macros",
    "/externallinks/": "liens vers d'autres classeurs",
    "/embeddings/": "objets incorporés",
    "/activex/": "contrôles ActiveX",
    "connections.xml": "connexions à des données externes",
    "/threadedcomments/": "commentaires en fil de discussion",
}


class FichierRefuse(Exception):
    """Le seul refus que lève la lecture d'un classeur : un code du catalogue (famille FIC) et ses détails."""

    def __init__(self, code: str, **details: object) -> None:
        """Retient le code et les détails que ses textes citent."""
        super().__init__(code, details)
        self.code = code
        self.details = details

    def anomalie(self, fichier: str) -> Anomalie:
        """Rend l'anomalie à montrer, pour le fichier de ce nom."""
        return signaler(self.code, Lieu(fichier), **self.details)


@dataclass(frozen=True, slots=True)
class Paquet:
    """Un fichier qui a passé la garde : son empreinte et ses parties, qu'on lit une à une.

    ``contenus_actifs`` : ce que le fichier porte et que la lecture ignore (macros, liens externes…). ``octets`` : le
    fichier entier.
    """

    nom: str
    sha256: str
    taille: int
    contenus_actifs: tuple[str, ...]
    octets: bytes = field(repr=False)
    _archive: zipfile.ZipFile
    _parties: Mapping[str, zipfile.ZipInfo]

    @property
    def est_ods(self) -> bool:
        """Dit si le paquet est un classeur OpenDocument."""
        return "mimetype" in self._parties

    def __contains__(self, partie: object) -> bool:
        """Dit si le paquet contient cette partie (chemin interne, sans égard à la casse)."""
        return isinstance(partie, str) and partie.casefold() in self._parties

    def lire(self, partie: str, maximum: int = 10 * MO) -> bytes:
        """Décompresse une partie, sans jamais dépasser ``maximum`` octets.

        Raises
        ------
        FichierRefuse
            FIC-12 si la partie manque, FIC-09 si elle est démesurée, FIC-08 si elle est abîmée.
        """
        info = self._parties.get(partie.casefold())
        if info is None:
            raise FichierRefuse("FIC-12", partie=partie)
        if info.file_size > maximum:
            size = info.file_size // MO
            raise FichierRefuse("FIC-09", detail=f"la partie « {partie} » ferait {size} Mo une fois ouverte")
        return _inflate(self._archive, info, info.file_size)


def garder(chemin: Path, *, ods: bool = False) -> Paquet:
    """Vérifie un fichier sur ses octets et rend ses parties.

    Parameters
    ----------
    ods : bool
        Vrai : un classeur .ods est admis (``paquet.est_ods``) ; faux : il est refusé (FIC-06).

    Raises
    ------
    FichierRefuse
        Avec un code FIC-01 à FIC-16 (vide, trop gros, autre format, chiffré, abîmé, démesuré, parties en double),
        ou FIC-40 (lien vers un autre dossier).
    """
    contenu = _read_bytes(chemin)
    _check_magic(contenu)
    try:
        archive = zipfile.ZipFile(io.BytesIO(contenu))
        infos = archive.infolist()
    except _ERREURS_ZIP as erreur:
        raise FichierRefuse("FIC-08") from erreur
    _check_sizes(infos)
    parts = _index(infos)
    _check_kind(parts, archive, ods=ods)
    active = tuple(sorted({label for name in parts for mark, label in _ACTIFS.items() if mark in f"/{name}"}))
    digest = hashlib.sha256(contenu).hexdigest()
    return Paquet(chemin.name, digest, len(contenu), active, contenu, archive, parts)


def empreinte(chemin: Path) -> str:
    """Calcule le sha256 d'un fichier, en hexadécimal.

    Raises
    ------
    FichierRefuse
        FIC-16 si le fichier ne peut pas être lu, FIC-02 s'il est trop gros, FIC-40 si c'est un lien vers ailleurs.
    """
    return hashlib.sha256(_read_bytes(chemin)).hexdigest()


def _read_bytes(path: Path) -> bytes:
    """Read a regular file of the folder it is in: a pipe would hang, a link could lead anywhere."""
    try:
        if path.is_symlink() and Path(os.path.realpath(path)).parent != Path(os.path.realpath(path.parent)):
            raise FichierRefuse("FIC-40")
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            raise FichierRefuse("FIC-16", raison="ce n'est pas un fichier")
        if size > TAILLE_MAX:
            raise FichierRefuse("FIC-02", taille=f"{size / MO:.0f}", maximum=TAILLE_MAX // MO)
        with path.open("rb") as stream:
            return stream.read(size + 1)
    except (OSError, ValueError) as erreur:
        raise FichierRefuse("FIC-16", raison=raison_du_systeme(erreur)) from erreur


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int) -> bytes:
    """Read at most ``size`` bytes: a header that lies about the size cannot make us inflate more."""
    try:
        with archive.open(info) as stream:
            return stream.read(size) if size else b""
    except _ERREURS_ZIP as erreur:
        raise FichierRefuse("FIC-08") from erreur


def _check_magic(content: bytes) -> None:
    if not content.strip(b"\x00 \t\r\n"):
        raise FichierRefuse("FIC-01")
    if content.startswith(_OLE2):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise FichierRefuse("FIC-04" if encrypted else "FIC-03")
    if content.startswith(b"PK"):
        return
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        raise FichierRefuse("FIC-07", nature="un document PDF")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) or b"<html" in head:
        raise FichierRefuse("FIC-07", nature="une page web (HTML) enregistrée sous un nom de classeur")
    if head.startswith((b"<?xml", b"<office:", b"<workbook")):
        raise FichierRefuse("FIC-07", nature="un texte balisé (XML)")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FichierRefuse("FIC-07", nature="d'un format inconnu")
    raise FichierRefuse("FIC-05")


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > PARTIES_MAX:
        raise FichierRefuse("FIC-09", detail=f"il contient {len(infos)} parties")
    total = sum(info.file_size for info in infos)
    if total > TOTAL_MAX:
        raise FichierRefuse("FIC-09", detail=f"il ferait {total // MO} Mo une fois ouvert")
    for info in infos:
        if info.flag_bits & 0x1:
            raise FichierRefuse("FIC-04")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FichierRefuse("FIC-08")
        if info.file_size > RATIO_DES and info.file_size > RATIO_MAX * max(info.compress_size, 1):
            told = f"la partie « {info.filename} » est compressée plus de {RATIO_MAX} fois"
            raise FichierRefuse("FIC-09", detail=told)


def _check_clear(manifest: bytes) -> None:
    """Refuse an encrypted OpenDocument: its manifest names how each part is ciphered."""
    if b"encryption-data" in manifest:
        raise FichierRefuse("FIC-04")


def _index(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/").lstrip("/").casefold()
        if name in parts and not name.endswith("/"):
            raise FichierRefuse("FIC-10", partie=info.filename)
        parts[name] = info
    return parts


def _check_kind(parts: Mapping[str, zipfile.ZipInfo], archive: zipfile.ZipFile, *, ods: bool) -> None:
    if "mimetype" in parts:
        kind = _inflate(archive, parts["mimetype"], 200)
        if b"opendocument.spreadsheet" in kind:
            if ods and "meta-inf/manifest.xml" in parts:
                _check_clear(_inflate(archive, parts["meta-inf/manifest.xml"], MO))
            if ods:
                return
            raise FichierRefuse("FIC-06")
        raise FichierRefuse("FIC-07", nature="un document LibreOffice d'une autre sorte (texte, dessin, diaporama)")
    if "xl/workbook.bin" in parts:
        raise FichierRefuse("FIC-15")
    for mark, nature in (
        ("word/document.xml", "un document Word"),
        ("ppt/presentation.xml", "un diaporama PowerPoint"),
        ("index/document.iwa", "un document Apple (Numbers)"),
    ):
        if mark in parts:
            raise FichierRefuse("FIC-07", nature=nature)
    if "[content_types].xml" not in parts:
        raise FichierRefuse("FIC-07", nature="une archive compressée (.zip)")
