"""Ce qui est décidé : par qui, quand, combien de cibles ; les révisions à côté de la cible initiale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from evaltools.domaine.cadrage import Cible
from evaltools.domaine.lexique import ENSEMBLE, Nature, PeriodiciteCible
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, intertitre, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage, Decidee, pour_l_ensemble
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import ABSENT, avec_unite, date_longue, nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau
from evaltools.restitution.typographie import typo


def manque(contexte: ContexteCadrage) -> Manque | None:
    """Dit ce qui empêche d'écrire la partie : aucune décision."""
    if contexte.decide:
        return None
    remede = "Remplissez le classeur de cadrage avec le COTECH : « evaltools cadrage » l'écrit, pré-rempli."
    return Manque("Aucune instance n'a encore décidé de cible.", remede)


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit les décisions, par instance et par date, puis les cibles révisées ; toutes dans l'édition technique."""
    seances = _par_seance(contexte)
    contenus = [_table_des_seances(seances), *_revisions(contexte)]
    if contexte.edition == "technique":
        contenus.append(depliable("Voir toutes les cibles fixées", _toutes(contexte), "detail"))
    return section(
        "decisions",
        "Ce qui est décidé",
        "Qu'est-ce qui est décidé, par qui et quand ?",
        p.phrase(dire_instances(contexte)),
        *contenus,
        diapositives=[_diapositive(seances)],
    )


def dire_instances(contexte: ContexteCadrage) -> str:
    """Dit qui a décidé combien de cibles, et quand : une ligne, sans majuscule ni point."""
    morceaux = [
        f"{dire_seance(instance, jour)} : {p.compter(n, p.CIBLE)}"
        for (instance, jour), n in _par_seance(contexte).items()
    ]
    return p.lister(morceaux, maximum=3)


def dire_seance(instance: str, jour: date | None) -> str:
    """Nomme une séance : « COPIL du 4 décembre 2025 » ; ce qui manque est dit.

    Examples
    --------
    >>> dire_seance("", None), dire_seance("COTECH", None)
    ('instance et date non précisées', 'COTECH, date non précisée')
    """
    if not instance and jour is None:
        return "instance et date non précisées"
    if jour is None:
        return f"{instance}, date non précisée"
    return f"{instance or 'instance non précisée,'} {'du' if instance else 'le'} {date_longue(jour)}"


def _par_seance(contexte: ContexteCadrage) -> dict[tuple[str, date | None], int]:
    """Compte les cibles de l'ensemble par instance et date, de la plus ancienne à la plus récente."""
    comptes = Counter(d.cle for d in pour_l_ensemble(contexte.decisions))
    return {cle: comptes[cle] for cle in sorted(comptes, key=lambda c: (c[1] or date.max, c[0]))}


def _table_des_seances(seances: dict[tuple[str, date | None], int]) -> Markup:
    lignes = [
        [instance or "Non précisée", date_longue(jour) if jour else "non précisée", nombre(n)]
        for (instance, jour), n in seances.items()
    ]
    colonnes: list[Colonne | str] = ["Instance", "Date", Colonne("Cibles fixées", nombre=True)]
    return tableau("Décisions, par instance et par date", colonnes, lignes)


def _revisions(contexte: ContexteCadrage) -> list[Markup]:
    revisees = [d for d in pour_l_ensemble(contexte.decidees) if d.revisee]
    if not revisees:
        return []
    colonnes: list[Colonne | str] = [
        "Indicateur",
        Colonne("Cible initiale", nombre=True),
        Colonne("Cible révisée", nombre=True),
        "Révisée par",
    ]
    lignes = [
        [_nom(contexte, d), ecrire_cible(d, d.cadre.cible_initiale), ecrire_cible(d, d.cible), dire_seance(*d.cle)]
        for d in revisees
    ]
    return [
        intertitre("Les cibles révisées"),
        tableau("Cibles révisées, à côté de la cible initiale", colonnes, lignes),
    ]


def _nom(contexte: ContexteCadrage, d: Decidee) -> Markup:
    libelle = contexte.indicateurs[d.cadre.indicateur].libelle
    lieu = "" if d.cadre.siren == ENSEMBLE else f"{contexte.programme.territoire(d.cadre.siren).nom}"
    suite = Markup(' <span class="mention">{}</span>').format(lieu) if lieu else Markup("")
    return Markup("<i>{}</i> {}{}").format(d.cadre.indicateur, libelle, suite)


def ecrire_cible(d: Decidee, cible: Cible | None) -> str:
    """Écrit une cible dans l'unité de l'indicateur, avec son année ; un jalon est « fait » à son échéance."""
    if cible is None:
        return ABSENT
    texte = "fait" if d.cadre.nature is Nature.JALON else _valeur(d, cible)
    if cible.periodicite is PeriodiciteCible.ANNUELLE:
        texte += " par an"
    return f"{texte} en {cible.annee}" if cible.annee else texte


def _valeur(d: Decidee, cible: Cible) -> str:
    if cible.valeur is not None:
        return avec_unite(cible.valeur, d.cadre.unite)
    if cible.borne_basse is not None and cible.borne_haute is not None:
        return typo(f"de {nombre(cible.borne_basse)} à {avec_unite(cible.borne_haute, d.cadre.unite)}")
    return "par année" if cible.annuelles else ABSENT


def _toutes(contexte: ContexteCadrage) -> Markup:
    lignes = [_ligne(contexte, d) for d in contexte.decidees]
    colonnes: list[Colonne | str] = [
        "Indicateur",
        Colonne("Départ", nombre=True),
        Colonne("Cible", nombre=True),
        "Fixée par",
    ]
    return tableau("Toutes les cibles fixées, initiales et révisées", colonnes, lignes)


def _ligne(contexte: ContexteCadrage, d: Decidee) -> Sequence[Cellule]:
    depart = "–" if d.cadre.valeur_initiale is None else avec_unite(d.cadre.valeur_initiale, d.cadre.unite)
    cible = ecrire_cible(d, d.cible) + (" (révisée)" if d.revisee else "")
    qui = d.instance if d.instance == "document signé" else dire_seance(*d.cle)
    return [_nom(contexte, d), depart, cible, qui]


def _diapositive(seances: dict[tuple[str, date | None], int]) -> Diapositive:
    total = sum(seances.values())
    titre = p.phrase(p.compter(total, p.CIBLE, lettres=True), p.verbe(total, "est décidée", "sont décidées"))
    lignes = tuple(
        (i or "Non précisée", date_longue(j) if j else "non précisée", nombre(n)) for (i, j), n in seances.items()
    )
    return diapo(titre, legende="Décisions", colonnes=("Instance", "Date", "Cibles fixées"), lignes=lignes)
