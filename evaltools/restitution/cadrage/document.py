"""Ce que le document fixe de lui-même : cibles et départs énoncés, repères trouvés dans le texte, lignes composées."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from evaltools.domaine.lexique import PeriodiciteCible
from evaltools.domaine.programme import Citation, Indicateur
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import avec_unite
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, depliable, liste, tableau

LIGNE = p.Nom("ligne composée", "lignes composées", feminin=True)
REPERE = p.Nom("repère", "repères")
ENONCEE = p.Nom("valeur énoncée", "valeurs énoncées", feminin=True)


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit ce que le document énonce, avec ses mots."""
    enoncees = [ligne for i in contexte.indicateurs.values() for ligne in _enoncees(i)]
    contenus = [_table(enoncees), _reperes(contexte), *_composes(contexte)]
    return section(
        "document",
        "Ce que fixe le document",
        "Que fixe le document lui-même ?",
        _chapo(contexte, enoncees),
        *contenus,
        diapositives=[_diapositive(contexte, enoncees)],
    )


def _enoncees(indicateur: Indicateur) -> Iterator[tuple[str, str, str, str, str]]:
    """Rend les valeurs que le document énonce : code, libellé, ce que c'est, la valeur, les mots du document."""
    for mot, citation in (("Cible", indicateur.cible), ("Valeur de départ", indicateur.valeur_initiale)):
        if citation is not None:
            quoi = f"{mot}, à vérifier" if citation.portee else mot
            yield indicateur.code, indicateur.libelle, quoi, _valeur(citation), citation.texte


def _valeur(c: Citation) -> str:
    texte = avec_unite(c.valeur, c.unite)
    if c.periodicite is PeriodiciteCible.ANNUELLE:
        texte += " chaque année"
    return f"{texte} en {c.annee}" if c.annee else texte


def _chapo(contexte: ContexteCadrage, enoncees: list[tuple[str, str, str, str, str]]) -> str:
    cibles = sum(quoi == "Cible" for _, _, quoi, _, _ in enoncees)
    departs = sum(quoi == "Valeur de départ" for _, _, quoi, _, _ in enoncees)
    a_verifier = len(enoncees) - cibles - departs
    total = contexte.total.total
    sans = f"pour {p.compter(total, p.INDICATEUR)}"
    phrases = [p.phrase(f"le document {_verbe(cibles, 'énonce')}", p.compter(cibles, p.CIBLE, lettres=True), sans)]
    depart = p.Nom("valeur de départ", "valeurs de départ", feminin=True)
    phrases.append(p.phrase("il", _verbe(departs, "donne"), p.compter(departs, depart, lettres=True)))
    if a_verifier:
        mesure = p.verbe(a_verifier, "mesure autre chose que l'indicateur", "mesurent autre chose que leur indicateur")
        phrases.append(p.phrase(p.compter(a_verifier, ENONCEE, lettres=True), mesure, ": à vérifier"))
    return " ".join(phrases)


def _verbe(n: int, verbe: str) -> str:
    """Écrit un verbe dont le complément peut être « aucune cible » : la négation vient alors avec lui."""
    return p.elider("ne", verbe) if n == 0 else verbe


def _table(enoncees: list[tuple[str, str, str, str, str]]) -> Markup:
    if not enoncees:
        return Markup("")
    corps = [
        [Markup("<i>{}</i> {}").format(code, libelle), quoi, valeur, f"« {mots.strip(' .')} »"]
        for code, libelle, quoi, valeur, mots in enoncees
    ]
    colonnes: list[Colonne | str] = [
        "Indicateur",
        "Ce qui est énoncé",
        "Valeur",
        Colonne("Mots du document", largeur="38%"),
    ]
    return tableau("Valeurs que le document énonce", colonnes, corps)


def _reperes(contexte: ContexteCadrage) -> Markup:
    """Dit combien de repères le texte contient, et les liste dans l'édition technique."""
    reperes = [
        (x.indicateur, x.champ, x.texte, x.citation)
        for siennes in contexte.propositions.values()
        for x in siennes
        if x.champ in ("cible", "borne haute", "valeur initiale", "repère", "année de la cible")
    ]
    if not reperes:
        return Markup("")
    n = len(reperes)
    phrase = p.phrase(
        f"le texte contient aussi {p.compter(n, REPERE)}",
        p.verbe(n, "qui peut aider", "qui peuvent aider"),
        "à décider",
    )
    texte = paragraphe(f"{phrase} Le classeur de cadrage les propose ; aucun n'est tenu pour une décision.", "aide")
    if contexte.edition != "technique":
        return texte
    corps = [
        [Markup("<i>{}</i> {}").format(code, contexte.indicateurs[code].libelle), p.majuscule(champ), mots, citation]
        for code, champ, mots, citation in reperes
    ]
    colonnes = ["Indicateur", "Pour décider", "Repère", "Mots du document"]
    return texte + depliable("Voir les repères", tableau("Repères trouvés dans le texte", colonnes, corps), "detail")


def _composes(contexte: ContexteCadrage) -> Iterator[Markup]:
    """Dit les lignes du document qui portaient plusieurs mesures, et ce qu'elles sont devenues."""
    lignes: dict[tuple[str, str, str], list[Indicateur]] = {}
    for i in contexte.indicateurs.values():
        if i.libelle_source:
            lignes.setdefault((i.action, i.operation or "", i.libelle_source), []).append(i)
    if not lignes:
        return
    total = sum(len(x) for x in lignes.values())
    yield intertitre("Les lignes qui mesuraient plusieurs choses")
    yield paragraphe(
        p.phrase(
            f"{p.compter(len(lignes), LIGNE)} du document",
            p.verbe(len(lignes), "donne", "donnent"),
            p.compter(total, p.INDICATEUR),
            ": une mesure par ligne, pour que chacune puisse être jugée",
        )
    )
    par_action = Counter(action for action, _, _ in lignes)
    if contexte.edition != "technique":
        detail = [f"{code} ({n})" for code, n in par_action.most_common()]
        yield paragraphe(p.phrase("actions concernées :", p.lister(detail, maximum=12)), "note")
        return
    corps = [
        [source, liste(Markup("<i>{}</i> {}").format(i.code, i.libelle) for i in indicateurs)]
        for (_, _, source), indicateurs in lignes.items()
    ]
    yield tableau("Lignes composées et leurs indicateurs", ["Ligne du document", "Devient"], corps)


def _diapositive(contexte: ContexteCadrage, enoncees: list[tuple[str, str, str, str, str]]) -> Diapositive:
    cibles = sum(quoi == "Cible" for _, _, quoi, _, _ in enoncees)
    titre = p.phrase(
        f"le document {_verbe(cibles, 'énonce')} {p.compter(cibles, p.CIBLE, lettres=True)}",
        f"pour {p.compter(contexte.total.total, p.INDICATEUR)}",
    )
    lignes = tuple((code, p.abreger(libelle, 70), quoi, valeur) for code, libelle, quoi, valeur, _ in enoncees[:8])
    colonnes = ("Code", "Indicateur", "Énoncé", "Valeur")
    return diapo(titre, legende="Valeurs énoncées", colonnes=colonnes, lignes=lignes)
