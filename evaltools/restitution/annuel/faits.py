"""Faits marquants, freins et leviers : ce que les pilotes en disent cette année, trois au plus par axe."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from markupsafe import Markup

from evaltools.domaine.avancement import Avancement
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, titre_d_axe
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque

PAR_AXE = 3
CHAMPS = (("faits_marquants", "Faits marquants"), ("freins", "Freins"), ("leviers", "Leviers"))
FAIT = p.Nom("texte", "textes")


def manque(contexte: Contexte) -> Manque | None:
    """Dit pourquoi il n'y a pas de textes : l'édition publique ne les montre pas, ou aucun n'a été écrit."""
    if not contexte.vue.restreinte:
        return Manque("Les textes libres des pilotes ne se publient pas.", "Ils se lisent dans l'édition restreinte.")
    if any(_textes(contexte, champ, None) for champ, _ in CHAMPS):
        return None
    return Manque(
        f"Aucun fait marquant, frein ni levier n'est écrit pour {contexte.annee}.",
        "Les pilotes les écrivent dans la feuille « Avancement » de leur classeur.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit, axe par axe, trois faits marquants, trois freins et trois leviers au plus."""
    corps = []
    for axe in contexte.programme.axes:
        morceaux = [(titre, _textes(contexte, champ, axe.code)) for champ, titre in CHAMPS]
        if any(textes for _, textes in morceaux):
            corps.append(intertitre(titre_d_axe(contexte, axe)))
            corps.append(_colonnes(morceaux))
    total = sum(len(_textes(contexte, champ, None)) for champ, _ in CHAMPS)
    montres = sum(html.count("<li>") for html in corps)
    reste = f"{p.majuscule(p.compter(total - montres, FAIT))} de plus dans les fiches." if total > montres else ""
    return section(
        "faits", "Freins et leviers", "Qu'est-ce qui aide, qu'est-ce qui freine ?", _message(contexte), *corps,
        paragraphe("Textes écrits par les pilotes des actions, tels quels. " + reste),
        diapositives=tuple(_diapositives(contexte)),
    )  # fmt: skip


def _textes(contexte: Contexte, champ: str, axe: str | None) -> list[tuple[str, str]]:
    """Rend (code de l'action, texte), une fois chacun : d'abord ce que l'on dit des actions, puis des opérations."""
    actions = {a.code for a in contexte.programme.actions if axe is None or a.axe == axe}
    lignes = [a for a in contexte.evaluation.avancements if a.annee == contexte.annee and a.action in actions]
    vus: dict[str, str] = {}
    for a in sorted(lignes, key=_cle):
        if texte := str(getattr(a, champ)).strip():
            vus.setdefault(texte, a.action)
    return [(action, texte) for texte, action in vus.items()]


def _cle(a: Avancement) -> tuple[bool, str]:
    return a.objet != a.action, a.objet


def _par_action(textes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Prend un texte par action avant d'en prendre un second : les actions parlent toutes avant que l'une se répète."""
    rangs: dict[str, int] = {}
    ranges = []
    for rang, (action, texte) in enumerate(textes):
        rangs[action] = rangs.get(action, -1) + 1
        ranges.append((rangs[action], rang, action, texte))
    return [(action, texte) for _, _, action, texte in sorted(ranges)][:PAR_AXE]


def _colonnes(morceaux: list[tuple[str, list[tuple[str, str]]]]) -> Markup:
    colonnes = Markup("").join(
        Markup("<div><h4>{}</h4><ul>{}</ul></div>").format(
            titre,
            Markup("").join(Markup("<li><i>{}</i> {}</li>").format(code, texte) for code, texte in _par_action(textes)),
        )
        for titre, textes in morceaux
        if textes
    )
    return Markup('<div class="trois">{}</div>').format(colonnes)


def _message(contexte: Contexte) -> str:
    comptes = [(nom, len({a for a, _ in _textes(contexte, champ, None)})) for champ, nom in CHAMPS]
    parties = [f"{p.compter(n, p.ACTION)} {p.verbe(n, 'cite', 'citent')} des {nom.lower()}" for nom, n in comptes if n]
    return p.phrase(p.lister(parties))


def _diapositives(contexte: Contexte) -> Iterator[Diapositive]:
    """Met les freins et les leviers en regard, trois au plus de chaque."""
    freins, leviers = (_par_action(_textes(contexte, champ, None)) for champ in ("freins", "leviers"))
    paires = zip_longest(freins, leviers, fillvalue=("", ""))
    lignes = [tuple(f"{code} {p.abreger(texte, 130)}".strip() for code, texte in deux) for deux in paires]
    if lignes:
        yield diapo(_message(contexte), legende="Freins et leviers", colonnes=("Freins", "Leviers"), lignes=lignes)
