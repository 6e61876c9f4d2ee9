"""Le message de relance d'un porteur, prêt à copier dans un courriel : texte simple, sans nom de personne."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.donnees_personnelles import masquer
from evaltools.domaine.lexique import ENSEMBLE, Gravite
from evaltools.domaine.programme import Programme
from evaltools.domaine.relances import Demande, Relance, remede_au_porteur
from evaltools.domaine.retours import LigneRecue
from evaltools.restitution import phrases as p
from evaltools.restitution.collecte.contexte import trier
from evaltools.restitution.collecte.corrections import lots, ou
from evaltools.restitution.formats import date_longue, nombre
from evaltools.restitution.typographie import typo

POINTS, BLANCHES = 10, 12
"""Nombre de points à reprendre et de valeurs vides que le message détaille ; au-delà, il les compte."""
CASE = p.Nom("case", "cases", feminin=True)
POINT = p.Nom("point", "points")


def ecrire(
    relance: Relance,
    programme: Programme,
    annee: int,
    echeance: date | None = None,
    joints: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Écrit le message d'un porteur.

    Parameters
    ----------
    relance : Relance
        Ce qui lui manque ; au moins une demande.
    echeance : date, optional
        Date de retour demandée ; absente : le message n'en donne pas.
    joints : mapping, optional
        Pour chaque code d'action, les noms des classeurs à joindre au message.

    Returns
    -------
    str
        Objet, corps et formule de fin, en texte simple.
    """
    actions = [demande.action.code for demande in relance.demandes]
    lignes = [
        f"Objet : collecte {annee}, {programme.titre_court} – ce qui nous manque pour {_les_actions(actions)}",
        "",
        "Bonjour,",
        "",
        _presentation(relance, programme, annee),
        "",
    ]
    for demande in relance.demandes:
        lignes += [*_demande(demande, programme), ""]
    lignes += [*_que_faire(relance, echeance, joints or {}), "", *_fin(relance, programme)]
    return "\n".join(typo(ligne) for ligne in lignes) + "\n"


def _les_actions(codes: Sequence[str]) -> str:
    return f"l'action {codes[0]}" if len(codes) == 1 else f"les actions {p.lister(list(codes))}"


def _presentation(relance: Relance, programme: Programme, annee: int) -> str:
    n, seule = len(relance.demandes), relance.demandes[0].action.code
    debut = f"Nous préparons l'évaluation {annee} ({programme.titre_court})."
    if not relance.porteur:
        return (
            f"{debut} Il nous manque des informations sur l'action {seule}, dont la fiche ne précise pas le porteur. "
            "Si vous n'êtes pas le bon interlocuteur, merci de nous indiquer qui peut répondre."
        )
    if n == 1:
        return (
            f"{debut} La fiche de l'action {seule} désigne comme porteur « {relance.porteur} ». Il nous manque encore "
            "des informations sur cette action."
        )
    return (
        f"{debut} Les fiches de {p.en_lettres(n, feminin=True)} actions désignent comme porteur « {relance.porteur} ». "
        "Il nous manque encore des informations sur chacune d'elles."
    )


def _demande(demande: Demande, programme: Programme) -> Iterator[str]:
    yield f"Action {demande.action.code} – {demande.action.intitule}"
    if demande.avec:
        yield f"  (partagée avec {_entre_guillemets(demande.avec)} ; nous ne listons ici que ce qui vous revient)"
    if not demande.classeur:
        yield f"  - Le classeur n'est pas revenu : {_attendu(demande.attendues)}."
        return
    points = trier(demande.fautes)
    blocking = [a for a in points if a.gravite is Gravite.BLOQUANTE]
    doubts = [a for a in points if a.gravite is not Gravite.BLOQUANTE]
    if blocking:
        yield f"  - {_combien(len(blocking), CASE, 'est', 'sont')} à corriger :"
        yield from _points(blocking, demande)
    if doubts:
        yield f"  - {_combien(len(doubts), POINT, 'est', 'sont')} à vérifier :"
        yield from _points(doubts, demande)
    if demande.blanches:
        yield from _blanches(demande.blanches, demande.attendues, programme)


def _combien(n: int, nom: p.Nom, singulier: str, pluriel: str, total: int = 0) -> str:
    """Write « Deux cases sont », « Trois valeurs sur 12 sont »."""
    sur = f" sur {nombre(total)}" if total else ""
    return f"{p.majuscule(p.compter(n, nom, lettres=True))}{sur} {p.verbe(n, singulier, pluriel)}"


def _attendu(n: int) -> str:
    """Say what an unreturned workbook should have brought."""
    if not n:
        return "l'avancement de l'action y est attendu"
    valeurs = p.compter(n, p.VALEUR)
    return f"{valeurs} et l'avancement de l'action y sont {p.accorder('attendu', 2)}"


def _entre_guillemets(noms: Sequence[str]) -> str:
    return p.lister([f"« {nom} »" for nom in noms])


def _points(anomalies: Sequence[Anomalie], demande: Demande) -> Iterator[str]:
    noms = dict.fromkeys(a.fichier for a in anomalies)
    rassembles = [lot for nom in noms for lot in lots(a for a in anomalies if a.fichier == nom)]
    for lot in rassembles[:POINTS]:
        fichier = f"dans « {lot[0].fichier} », " if len(demande.fichiers) > 1 else ""
        yield f"      · {fichier}{ou(lot)}{_objet(lot, demande)} : {masquer(lot[0].constat)}"
        yield f"        À faire : {masquer(remede_au_porteur(lot[0]))}"
    if (reste := len(rassembles) - POINTS) > 0:
        yield f"      · et {nombre(reste)} {p.verbe(reste, 'autre point', 'autres points')}, dans le classeur joint."


def _objet(lot: Sequence[Anomalie], demande: Demande) -> str:
    """Name the indicator of a fault: its cell is not the same in the workbook that is joined."""
    libelles = {i.code: i.libelle for i in demande.action.indicateurs}
    return f" ({libelles[lot[0].objet]})" if len(lot) == 1 and lot[0].objet in libelles else ""


def _blanches(lignes: Sequence[LigneRecue], attendues: int, programme: Programme) -> Iterator[str]:
    n = len(lignes)
    yield f"  - {_combien(n, p.VALEUR, 'est restée', 'sont restées', attendues)} sans réponse :"
    for ligne in lignes[:BLANCHES]:
        yield f"      · {ligne.attendue.indicateur.libelle}{_precision(ligne, programme)}"
    if (reste := n - BLANCHES) > 0:
        yield f"      · et {nombre(reste)} {p.verbe(reste, 'autre, vide elle aussi', 'autres, vides elles aussi')}."


def _precision(ligne: LigneRecue, programme: Programme) -> str:
    attendue = ligne.attendue
    lieu = "" if attendue.siren == ENSEMBLE else programme.territoire(attendue.siren).nom
    quand = attendue.periode.partition("-")[2]
    precisions = [part for part in (lieu, quand) if part]
    return f" ({', '.join(precisions)})" if precisions else ""


def _que_faire(relance: Relance, echeance: date | None, joints: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "Ce que nous vous demandons :"
    absents = [d for d in relance.demandes if not d.classeur]
    if absents:
        lesquels = (
            "du classeur de cette action" if len(relance.demandes) == 1 else "du classeur de chaque action absente"
        )
        yield f"  - de remplir les cases jaunes {lesquels} ;"
    montre = any(nom.endswith("-a-corriger.xlsx") for d in relance.demandes for nom in joints.get(d.action.code, ()))
    if any(d.fautes for d in relance.demandes):
        ou_donc = " : le classeur joint les montre en couleur, et sa feuille « À corriger » y mène" if montre else ""
        yield f"  - de reprendre les cases signalées plus haut{ou_donc} ;"
    if any(d.classeur and d.blanches for d in relance.demandes):
        lequel = "ce même classeur joint, qui remplace le vôtre" if montre else "le classeur que vous nous aviez envoyé"
        yield f"  - de répondre aux valeurs restées vides, dans {lequel} ;"
    yield "  - si une valeur vous manque, de laisser sa case vide et de choisir un état (« non disponible »…) ;"
    yield "    une case vide n'est pas un zéro : si c'est zéro, tapez 0 ;"
    quand = f"au plus tard le {date_longue(echeance)}" if echeance else "dès que vous le pourrez"
    yield f"  - de nous renvoyer le fichier {quand}, au format Excel (.xlsx), en réponse à ce message."
    noms = dict.fromkeys(nom for d in relance.demandes for nom in joints.get(d.action.code, ()))
    if noms:
        yield ""
        yield f"{p.verbe(len(noms), 'Pièce jointe', 'Pièces jointes')} : {', '.join(noms)}."


def _fin(relance: Relance, programme: Programme) -> Iterator[str]:
    if relance.porteur:
        yield (
            "Si cette action n'est plus de votre ressort, merci de nous indiquer qui peut répondre."
            if (len(relance.demandes) == 1)
            else "Si l'une de ces actions n'est plus de votre ressort, merci de nous indiquer qui peut répondre."
        )
        yield ""
    yield "Nous restons à votre disposition pour vous aider, et vous remercions de votre concours."
    yield ""
    yield "Bien cordialement,"
    yield f"La coordination – {programme.titre_court}"


def resumer(
    relances: Sequence[tuple[Relance, str]],
    programme: Programme,
    annee: int,
    a_joindre: Mapping[str, Sequence[str]] | None = None,
    illisibles: Sequence[str] = (),
) -> str:
    """Écrit la vue d'ensemble : qui relancer, pour quoi, le fichier de chaque message et ce qu'il faut y joindre.

    Parameters
    ----------
    relances : sequence of (Relance, str)
        Chaque relance et le nom du fichier où est son message.
    a_joindre : mapping, optional
        Pour chaque fichier de message, les classeurs à joindre, avec leur chemin.
    illisibles : sequence of str
        Les fichiers reçus qui n'ont pas pu être lus : ils peuvent venir d'un porteur relancé à tort.
    """
    n = len(relances)
    message = p.Nom("message", "messages")
    lignes = [
        f"Relances de la collecte {annee} – {programme.titre_court}",
        f"{p.majuscule(p.compter(n, message, lettres=True))} à envoyer, un par porteur.",
        *([f"Avant d'envoyer : {prevenir(illisibles)}"] if illisibles else []),
        "",
    ]
    for relance, fichier in relances:
        nom = relance.porteur or f"Action {relance.demandes[0].action.code}, porteur non précisé dans la fiche"
        lignes.append(nom)
        lignes += [f"  - {demande.action.code} : {dire(demande)}" for demande in relance.demandes]
        lignes += [f"  Message : {fichier}"]
        lignes += [f"  À joindre : {chemin}" for chemin in (a_joindre or {}).get(fichier, ())]
        lignes += [""]
    return "\n".join(typo(ligne) for ligne in lignes)


def prevenir(illisibles: Sequence[str]) -> str:
    """Dit quels fichiers reçus n'ont pas pu être lus, et pourquoi les regarder avant d'envoyer les relances.

    Examples
    --------
    >>> prevenir(["FA-2.1.xls"]).replace(chr(0xA0), " ")
    "un fichier reçu n'a pas pu être lu (« FA-2.1.xls ») ; voyez si ce n'est pas la réponse d'un porteur relancé ici."
    """
    n = len(illisibles)
    combien = p.compter(n, p.Nom("fichier reçu", "fichiers reçus"), lettres=True)
    return (
        f"{combien} n'{p.verbe(n, 'a', 'ont')} pas pu être {p.accorder('lu', n)} "
        f"({_entre_guillemets(illisibles)}) ; voyez si ce n'est pas la réponse d'un porteur relancé ici."
    )


def dire(demande: Demande) -> str:
    """Dit en quelques mots ce qui manque d'une action : « classeur pas revenu », « 2 cases à corriger, 5 vides »."""
    if not demande.classeur:
        return "classeur pas revenu"
    blocking = sum(a.gravite is Gravite.BLOQUANTE for a in demande.fautes)
    doubts, blank = len(demande.fautes) - blocking, len(demande.blanches)
    parts = [f"{p.compter(blocking, CASE)} à corriger"] * bool(blocking)
    parts += [f"{p.compter(doubts, POINT)} à vérifier"] * bool(doubts)
    parts += [f"{p.compter(blank, p.VALEUR)} sans réponse"] * bool(blank)
    return ", ".join(parts)
