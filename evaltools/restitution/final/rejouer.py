"""Rejouer l'évaluation : la version, l'empreinte de chaque fichier lu, le barème, et la commande à taper."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import intertitre, paragraphe, section
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import date_longue, en_clair
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import depliable, tableau

FICHIER = p.Nom("fichier", "fichiers")


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit de quoi refaire cette évaluation à l'identique."""
    n = len(contexte.sources)
    lus = p.phrase(f"{p.compter(n, FICHIER)} {p.verbe(n, 'a été lu', 'ont été lus')}") if n else ""
    return section(
        "rejouer",
        "Rejouer l’évaluation",
        "Comment refaire cette évaluation à l'identique ?",
        "Les mêmes fichiers, la même version et le même barème redonnent le même document, à l'octet près. "
        f"{lus}".strip(),
        _faits(contexte),
        intertitre("La commande"),
        Markup("<pre><code>evaltools rendre params/{}-{}.yaml</code></pre>").format(
            contexte.programme.code, contexte.annee
        ),
        _sources(contexte),
    )


def _faits(contexte: ContexteFinal) -> Markup:
    evaluation = contexte.evaluation
    bareme = evaluation.bareme
    adopte = f", adopté le {en_clair(bareme.adopte_le)}" if bareme.adopte_le else ""
    lignes = [
        ["Outil", f"evaltools {contexte.version}" if contexte.version else "evaltools"],
        ["Programme", contexte.programme.code],
        ["Année d'évaluation", f"{contexte.annee}, verdicts de fin de contrat"],
        ["Données arrêtées au", date_longue(evaluation.arrete_le)],
        ["Barème", f"{bareme.version}{adopte}" if bareme.version else f"sans version{adopte}"],
        ["Diffusion", str(evaluation.diffusion)],
        ["Empreinte de tout ce qui a été lu", contexte.empreinte or "non calculée"],
    ]
    return tableau("Ce qu'il faut pour la refaire", ["Élément", "Valeur"], lignes)


def _sources(contexte: ContexteFinal) -> Markup:
    """Écrit l'empreinte de chaque fichier ; l'édition publique ne donne pas leurs noms, qui peuvent citer quelqu'un."""
    if not contexte.sources:
        return Markup("")
    if not contexte.vue.restreinte:
        return paragraphe(
            "Le nom et l'empreinte de chaque fichier lu sont dans l'édition restreinte et dans son journal."
        )
    lignes = [[nom, Markup("<code>{}</code>").format(sha[:16])] for nom, sha in sorted(contexte.sources)]
    resume = f"Voir les {p.compter(len(lignes), FICHIER)} et leur empreinte"
    table = tableau("Fichiers lus et début de leur empreinte sha256", ["Fichier", "Empreinte"], lignes)
    return intertitre("Les fichiers lus") + depliable(resume, table, "detail")
