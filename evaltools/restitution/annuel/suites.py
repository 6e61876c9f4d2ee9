"""Les suites des décisions : ce qui a été décidé l'an dernier, d'après les classeurs, et où en est l'action."""

from __future__ import annotations

from evaltools.domaine.avancement import Avancement
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.formats import date_courte
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import ETATS
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau

DECISION = p.Nom("décision", "décisions", feminin=True)
COLONNES = (Colonne("Décision"), Colonne("Action", largeur="38%"), Colonne("Raison"), Colonne("Où en est-on ?"))
CLOSES = ("Réalisée", "Arrêtée")


def anterieures(contexte: Contexte) -> list[Avancement]:
    """Rend les décisions que les classeurs des années d'avant citent ; celles de l'année sont dans « À suivre »."""
    tous = [
        a for a in contexte.evaluation.avancements if a.annee < contexte.annee and a.decision and a.objet == a.action
    ]
    vues: dict[tuple[str, str], Avancement] = {}
    for a in sorted(tous, key=lambda a: (-a.annee, a.action)):
        vues.setdefault((a.action, a.decision), a)
    return [a for a in vues.values() if a.annee >= contexte.annee - 2]


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucune décision passée n'est connue."""
    if not contexte.vue.restreinte:
        return Manque(
            "Les décisions citées par les pilotes ne se publient pas telles quelles.",
            "L'édition restreinte les montre ; le texte « suites » peut en dire ce qui est public.",
        )
    if anterieures(contexte):
        return None
    return Manque(
        "Aucune décision des années précédentes n'est consignée.",
        "Les pilotes la citent dans la feuille « Avancement » (colonne Décision), ou écrivez le texte « suites » de "
        "l'année.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les décisions passées et l'état d'aujourd'hui."""
    toutes = anterieures(contexte)
    lignes = [_ligne(contexte, a) for a in toutes]
    closes = sum(ligne[3].startswith(CLOSES) for ligne in lignes)
    message = p.phrase(
        p.compter(len(lignes), DECISION, lettres=True),
        p.verbe(len(lignes), "a été prise", "ont été prises"),
        "les deux années d'avant ;",
        f"{p.compter(closes, p.ACTION, lettres=True)} {p.conjuguer(closes, 'est close', 'sont closes')} depuis",
    )
    table = tableau("Décisions précédentes et état de l'action", COLONNES, lignes)
    note = "D'après la colonne « Décision » des classeurs : il n'y a pas de registre où suivre chaque décision."
    return section(
        "suites", "Suites des décisions", "Qu'est devenu ce qui a été décidé ?", message, table, paragraphe(note),
        diapositives=(diapo(message, legende="Décisions précédentes", colonnes=[c.titre for c in COLONNES],
                            lignes=[(d, p.abreger(a, 60), p.abreger(r, 80), e) for d, a, r, e in lignes[:5]]),),
    )  # fmt: skip


def _ligne(contexte: Contexte, a: Avancement) -> list[str]:
    action = contexte.programme.action(a.action)
    situation = contexte.vue.situations[a.action]
    etat = ETATS[situation.etat].mot
    fin = situation.fin_revisee or situation.fin_prevue
    if situation.fin_reelle:
        etat += f" le {date_courte(situation.fin_reelle)}"
    elif fin and situation.etat is not None:
        etat += f", fin attendue le {date_courte(fin)}"
    return [a.decision, f"{action.code} {action.intitule}", a.motif or "non renseignée", etat]
