"""Les semestres : ce qui change d'un semestre à l'autre, pour les indicateurs qui se recueillent ainsi."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.domaine.lexique import ENSEMBLE, EtatValeur, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.formats import ABSENT, decimales_utiles, nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau

SECRET = "secret"


def semestre(contexte: Contexte) -> int:
    """Rend le semestre de la note : celui de sa période, sinon celui que la date d'arrêt permet de connaître.

    Seul un semestre achevé compte : jusqu'au 30 décembre, la note porte sur le premier.
    """
    if contexte.periode[-2:] in ("S1", "S2"):
        return int(contexte.periode[-1])
    fin = contexte.evaluation.arrete_le
    return 2 if (fin.month, fin.day) == (12, 31) or fin.year > contexte.annee else 1


def periodes(contexte: Contexte) -> tuple[str, str, str]:
    """Rend trois semestres : celui d'un an avant, le précédent, celui de la note."""
    annee = contexte.annee
    if semestre(contexte) == 1:
        return f"{annee - 1}-S1", f"{annee - 1}-S2", f"{annee}-S1"
    return f"{annee - 1}-S2", f"{annee}-S1", f"{annee}-S2"


def valeurs(contexte: Contexte) -> Mapping[tuple[str, str], Mapping[str, Observation]]:
    """Rend, par indicateur et territoire, les observations des trois semestres."""
    rangees: dict[tuple[str, str], dict[str, Observation]] = {}
    for o in contexte.evaluation.observations:
        if o.periode in periodes(contexte) and (contexte.vue.est_ensemble or o.siren in (contexte.vue.siren, ENSEMBLE)):
            rangees.setdefault((o.indicateur, o.siren), {})[o.periode] = o
    return rangees


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucun indicateur ne se recueille par semestre."""
    if valeurs(contexte):
        return None
    return Manque(
        "Aucune valeur semestrielle n'est remontée : les écarts entre semestres ne se calculent pas.",
        "Mettez « semestrielle » dans la colonne Fréquence du cadrage : le classeur aura une ligne par semestre.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les valeurs des trois semestres et l'écart entre les deux derniers."""
    rangees, trois = valeurs(contexte), periodes(contexte)
    lignes = [_ligne(contexte, cle, rangees[cle]) for cle in sorted(rangees)]
    compares = [ligne for ligne in lignes if ligne[-1] not in (ABSENT, SECRET)]
    nom = p.Nom("indicateur", "indicateurs")
    hausses = sum(ligne[-1].startswith("+") for ligne in compares)
    message = p.phrase(
        p.compter(hausses, nom, lettres=True), "sur", p.en_lettres(len(compares)),
        p.conjuguer(hausses, "progresse", "progressent"), f"{p.contracter('de', lisible(trois[1]))} {_a(trois[2])}",
    ) if compares else "Aucun indicateur n'a de valeur pour deux semestres de suite."  # fmt: skip
    colonnes = [Colonne("Indicateur", largeur="40%"), *(Colonne(t, nombre=True) for t in trois),
                Colonne("Écart", nombre=True)]  # fmt: skip
    titres = [c.titre for c in colonnes]
    return section(
        "semestres", "Semestres", "Qu'est-ce qui a changé en six mois ?", message,
        tableau("Valeurs par semestre", colonnes, lignes),
        paragraphe("Un écart d'un semestre à l'autre peut tenir à la saison : le même semestre de l'an dernier est en "
                   "regard."),
        diapositives=(diapo(message, legende="Valeurs par semestre", colonnes=titres, lignes=lignes[:7]),),
    )  # fmt: skip


def lisible(periode: str) -> str:
    """Écrit un semestre en mots : « le premier semestre 2026 ».

    Examples
    --------
    >>> lisible("2026-S1"), lisible("2025-S2")
    ('le premier semestre 2026', 'le second semestre 2025')
    """
    annee, rang = periode.split("-S")
    return f"le {'premier' if rang == '1' else 'second'} semestre {annee}"


def _a(periode: str) -> str:
    return p.contracter("à", lisible(periode))


def _ligne(contexte: Contexte, cle: tuple[str, str], lignes: Mapping[str, Observation]) -> list[str]:
    code, siren = cle
    indicateur = contexte.vue.indicateurs[code]
    ou = "" if siren in (ENSEMBLE, contexte.vue.siren) else f" ({contexte.programme.territoire(siren).nom})"
    trois = [lignes.get(x) for x in periodes(contexte)]
    d = decimales_utiles([o.valeur for o in trois if o])
    return [f"{code} {indicateur.libelle}{ou}", *(_ecrire(o, d) for o in trois), _ecart(trois[1], trois[2], d)]


def _cachee(o: Observation) -> bool:
    return o.qualite is Qualite.SECRET


def _ecrire(o: Observation | None, d: int) -> str:
    if o is None or o.etat is not EtatValeur.RENSEIGNE:
        return ABSENT
    return SECRET if _cachee(o) else nombre(o.valeur, d)


def _ecart(avant: Observation | None, apres: Observation | None, d: int) -> str:
    deux = (_ecrire(avant, d), _ecrire(apres, d))
    if SECRET in deux:
        return SECRET
    if avant is None or apres is None or avant.valeur is None or apres.valeur is None:
        return ABSENT
    return nombre(apres.valeur - avant.valeur, d, signe=True)
