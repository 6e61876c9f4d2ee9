"""Repérer dans un texte saisi ce qui désigne quelqu'un : courriel, téléphone, numéro, nom, santé d'une personne.

Rien n'est corrigé ni recopié : on dit la sorte de donnée et la case, jamais le texte trouvé. Les règles visent peu de
fausses alertes : un mot de santé ne compte que s'il parle d'une personne (« un jeune … dépressif »), un prénom que s'il
est suivi d'un nom et ne nomme pas un lieu (« collège Jean Jaurès »).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from evaltools.domaine.nombres import plier


class Genre(StrEnum):
    """Sortes de données personnelles que l'on sait repérer."""

    COURRIEL = "une adresse électronique"
    TELEPHONE = "un numéro de téléphone"
    IDENTIFIANT = "ce qui ressemble à un numéro de sécurité sociale"
    PERSONNE = "le nom d'une personne"
    SANTE = "une information sur la santé d'une personne"


@dataclass(frozen=True, slots=True)
class Reperage:
    """Ce qui a été repéré dans un texte : la sorte de donnée, et sa place (fin exclue)."""

    genre: Genre
    debut: int
    fin: int


_COURRIEL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\uff20|\(at\)|\[at\]|\s(?:arobase|AROBASE)\s)\s?[\w-]{1,63}(?:\.[\w-]{1,63})+"
)
_TELEPHONE = re.compile(
    r"(?<![\d,.])(?:"
    r"(?:\+|00)\s?33[\s.-]?(?:\(0\)\s?)?[1-79]([\s.\-/_]{0,2})\d{2}(?:\1\d{2}){3}"
    r"|0[1-79]([\s.\-/_]{0,2})\d{2}(?:\2\d{2}){3}"
    r"|0[1-79]\d{2}\s\d{3}\s\d{3}"
    r")(?!\d)"
)
_IDENTIFIANT = re.compile(
    r"(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)

_NOM = r"[A-ZÀ-ÖØ-Þ](?:[\w’'-]*\w|\.)?"
_CIVILITE = re.compile(
    r"(?<!\w)(?:(?:M|MM|Mr|Mme|Mmes|Mlle|Dr|Drs|Dre|Pr)\.?|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle"
    rf"|[Dd]octeure?s?|[Pp]rofesseure?|[Mm]onsieur|[Mm]adame)[ \u00a0\u202f]+(?P<nom>{_NOM}(?:[ \u00a0-]{_NOM})?)"
)
_FONCTIONS = frozenset(
    "le la les l adjoint adjointe conseiller conseillere delegue deleguee deputee depute directeur directrice "
    "documentaliste gouvernance inspecteur inspectrice maire ministre prefet prefete president presidente "
    "principal principale proviseur proviseure recteur rectrice sante senateur senatrice sous sport".split()
)
_PRENOMS = (
    "Agnès Alain Alexandre Alexandra Alice Amélie André Anne Antoine Arnaud Audrey Aurélie Béatrice Benoît "
    "Bernard Brigitte Bruno Camille Caroline Catherine Cécile Céline Charlotte Christelle Christian Christine "
    "Christophe Claire Claude Corinne Damien Daniel David Delphine Denis Didier Dominique Élodie Elodie Emma "
    "Emmanuel Emmanuelle Éric Eric Fabien Fabrice Fatima Florence Florian Franck François Françoise Frédéric "
    "Gérard Guillaume Hélène Hugo Isabelle Jacques Jean Jérôme Joëlle Julie Julien Karim Karine Laura Laurence "
    "Laurent Léa Louis Luc Lucas Lucie Manon Marc Marie Marine Martine Mathieu Maxime Michel Michèle Mohamed "
    "Monique Nadia Nathalie Nicolas Nicole Océane Olivier Pascal Pascale Patrice Patricia Patrick Paul Philippe "
    "Pierre Quentin Rachid Raphaël Rémi Romain Sabrina Sandrine Sébastien Serge Simon Sophie Stéphane Stéphanie "
    "Sylvie Thierry Thomas Valérie Véronique Vincent Virginie Yann Yves"
).split()
_PRENOM = "(?:" + "|".join(sorted(_PRENOMS, key=len, reverse=True)) + r")(?:-[A-ZÀ-Þ]\w+)?"
_PRENOM_NOM = re.compile(
    rf"(?<![\w’'-])(?:{_PRENOM}[ \u00a0](?:(?:de|du|le|la|el|ben)[ \u00a0])?[A-ZÀ-ÖØ-Þ][\w’'-]+"
    rf"|[A-ZÀ-Þ][A-ZÀ-Þ-]{{2,}}[ \u00a0]{_PRENOM}(?![ \u00a0][A-ZÀ-Þ])(?!\w))"
)
_LIEUX = frozenset(
    "association allee amphitheatre auditorium avenue bd boulevard centre ccas chu chru clinique college complexe "
    "cours csc ecole ehpad espace fondation foyer groupe gymnase halle hall hopital institut lycee maison "
    "mediatheque msp parc place pole quartier residence rue salle site square stade theatre universite village "
    "villa".split()
)

_QUI = re.compile(
    r"(?<!\w)(?:(?:une?|cette?|cet|ce)\s(?:\w+\s){0,2}?(?:patiente?|jeune|usag[eè]re?|él[eè]ve|personne|dame|"
    r"monsieur|femme|homme|enfant|bénéficiaire|participante?|stagiaire|résidente?|adolescente?|fille|garçon|mère|père)"
    r"|(?:la|le)\sjeune(?:\s(?:fille|garçon|femme|homme|mère))?(?!\w)|(?:sa|son)\s(?:fille|fils|mari|femme|frère|sœur|mère|père)"
    r"|(?:il|elle)\s(?:est|a|souffre|présente|suit|était))(?!\w)",
    re.IGNORECASE,
)
_DIAGNOSTIC = re.compile(
    r"(?<!\w)(?:cancer\w*|tumeurs?|leucémie|diab[eé]t\w+|épilep\w+|schizophr\w+|bipolaires?|dépress\w+|anorexi\w+|"
    r"boulimi\w+|suicid\w+|séropositi\w+|vih|sida|hépatite|alcooli\w+|toxicoman\w+|cirrhose|bpco|avc|infarctus|"
    r"alzheimer|parkinson|autis\w+|tdah|trisomi\w+|enceinte|ivg|sclérose|tuberculose|obèse|psychos\w+|psychoti\w+|"
    r"overdose|sevrage|burn-?out|hospitalisée?|sous\straitement)(?!\w)",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[^.!?\n;]+")
_ECART = 90


def reperer(texte: str) -> tuple[Reperage, ...]:
    """Rend ce qui, dans un texte, désigne une personne ; vide s'il n'y a rien.

    Parameters
    ----------
    texte : str
        Un texte saisi par quelqu'un (commentaire, faits marquants, case ajoutée) ; jamais un libellé du programme.

    Returns
    -------
    tuple of Reperage
        Dans l'ordre du texte ; deux repérages ne se chevauchent que s'ils sont de genres différents.

    Examples
    --------
    >>> [r.genre.name for r in reperer("Voir Mme Dupont, 06 39 98 01 02, a.dupont@exemple.fr")]
    ['PERSONNE', 'TELEPHONE', 'COURRIEL']
    >>> reperer("12 personnes atteintes de diabète ont été suivies par le Dr de garde.")
    ()
    """
    if len(texte) < 4:
        return ()
    return tuple(sorted(_tout(texte), key=lambda r: (r.debut, r.fin)))


def _tout(texte: str) -> Iterator[Reperage]:
    if any(signe in texte for signe in ("@", "\uff20", "at", "robase", "ROBASE")):
        yield from (Reperage(Genre.COURRIEL, *m.span()) for m in _COURRIEL.finditer(texte))
    if sum(c.isdigit() for c in texte) >= 10:
        yield from (Reperage(Genre.TELEPHONE, *m.span()) for m in _TELEPHONE.finditer(texte))
        yield from (Reperage(Genre.IDENTIFIANT, *m.span()) for m in _IDENTIFIANT.finditer(texte))
    yield from _personnes(texte)
    yield from _sante(texte)


def _personnes(texte: str) -> Iterator[Reperage]:
    vus: list[tuple[int, int]] = []
    for m in _CIVILITE.finditer(texte):
        if not _est_une_fonction(m["nom"]):
            vus.append(m.span())
            yield Reperage(Genre.PERSONNE, *m.span())
    for m in _PRENOM_NOM.finditer(texte):
        dedans = any(debut <= m.start() < fin for debut, fin in vus)
        if not dedans and not _nomme_un_lieu(texte[: m.start()]):
            yield Reperage(Genre.PERSONNE, *m.span())


def _est_une_fonction(nom: str) -> bool:
    """Dit si ce qui suit une civilité est une fonction (« la Directrice ») et non un nom (« Le Goff »)."""
    mots = re.findall(r"\w+", plier(nom))
    mots = mots[1:] if len(mots) > 1 and mots[0] in ("le", "la", "les", "l") else mots
    return not mots or mots[0] in _FONCTIONS


def _nomme_un_lieu(avant: str) -> bool:
    """Dit si les mots qui précèdent un nom annoncent un lieu (« au collège », « la salle »)."""
    mots = re.findall(r"[\w]+", plier(avant[-40:]))
    return bool(_LIEUX & set(mots[-4:]))


def _sante(texte: str) -> Iterator[Reperage]:
    """Repère un mot de diagnostic dans une phrase qui parle d'une seule personne, nommée ou non."""
    if not _DIAGNOSTIC.search(texte):
        return
    for phrase in _PHRASE.finditer(texte):
        mots = phrase[0]
        qui = [m.span() for m in _QUI.finditer(mots)] + [(r.debut, r.fin) for r in _personnes(mots)]
        for m in _DIAGNOSTIC.finditer(mots):
            if any(min(abs(m.start() - fin), abs(debut - m.end())) <= _ECART for debut, fin in qui):
                yield Reperage(Genre.SANTE, phrase.start() + m.start(), phrase.start() + m.end())


def genres(texte: str) -> tuple[Genre, ...]:
    """Rend les sortes de données personnelles d'un texte, chacune une fois, dans l'ordre du texte.

    Examples
    --------
    >>> [g.name for g in genres("M. Durand puis Mme Durand")]
    ['PERSONNE']
    """
    return tuple(dict.fromkeys(r.genre for r in reperer(texte)))


def masquer(texte: str) -> str:
    """Remplace dans un texte tout ce qui désigne quelqu'un par « […] ».

    Examples
    --------
    >>> masquer("Écrire à a.dupont@exemple.fr avant mai.")
    'Écrire à […] avant mai.'
    """
    morceaux: list[str] = []
    fin = 0
    for r in reperer(texte):
        if r.fin > fin:
            morceaux += [texte[fin : max(fin, r.debut)]] + ["[…]"] * (r.debut >= fin)
            fin = r.fin
    return "".join(morceaux) + texte[fin:]
