"""Les cas les plus instructifs : pour chacun, une phrase dont les nombres viennent des données."""

from __future__ import annotations

from collections.abc import Mapping

from comparaison.bilan import attendue, compose, droite
from comparaison.ecriture import mesure, nombre, pour_cent, tableau
from comparaison.lecture import Outil, avis
from comparaison.series import SerieComparee

PHRASES: Mapping[str, str] = {
    "V005": (
        "{degre} du changement voulu est fait en {temps} du temps, et Open SDG dit « {sdg} » : un chemin à taux "
        "constant n'attend encore que {composee} cette année-là, quand la ligne droite demande {droite}."
    ),
    "V028": (
        "Même mécanique, plus forte : parti de presque rien, l'indicateur croît vite en pourcentage ; Open SDG le dit "
        "en avance ({composee} attendus, contre {droite} en ligne droite), alors qu'il manque {reste} pour arriver à "
        "{cible} en {annee_cible}."
    ),
    "V025": (
        "L'inverse : {degre} du chemin fait en {temps} du temps, mais vers une cible presque nulle le taux constant "
        "n'en laisserait déjà que {composee} ; Akvo RSR et TolaActivity affichent {tola}, UNICEF PRP {prp}."
    ),
    "V049": (
        "Une baisse qui réussit : Akvo RSR dit la cible dépassée ({akvo}) alors qu'elle ne l'est pas, UNICEF PRP dit "
        "{prp} alors que {degre} du chemin est fait ; Open SDG et nous la disons en bonne voie."
    ),
    "V002": (
        "Le nombre à faire baisser de moitié monte d'un tiers, et le pourcentage d'Akvo RSR et de TolaActivity "
        "({tola}) monte avec lui : plus cela va mal, mieux c'est noté."
    ),
    "V035": (
        "La cible est plus qu'atteinte, à zéro : Akvo RSR et TolaActivity affichent {tola}, UNICEF PRP {prp}, c'est-à-"
        "dire ce qu'ils affichent quand rien n'a été fait."
    ),
    "V090": (
        "{degre} du chemin est fait en {temps} du temps ; {akvo} pour Akvo RSR, car le départ était déjà à "
        "{initiale} : l'essentiel de ce pourcentage était acquis avant de commencer."
    ),
    "V019": (
        "La couverture recule, de {initiale} à {valeur} ; Akvo RSR affiche {akvo}, et même toladata la dit "
        "« {toladata} »."
    ),
    "V037": (
        "La cible (au plus {cible}) est tenue, mais la mortalité monte ; UNICEF PRP y voit {prp} d'avancement « vers » "
        "{cible}, Akvo RSR et TolaActivity affichent {tola} : il faudrait que la mortalité monte à {cible} pour "
        "lire 100\u202f%."
    ),
    "V029": (
        "La cible est un plancher, déjà dépassé au départ et plus encore aujourd'hui : UNICEF PRP affiche {prp}, car "
        "s'éloigner du plancher par le haut y compte comme un recul."
    ),
    "V006": (
        "Un acquis perdu : {initiale} au départ, {valeur} aujourd'hui, pour au moins {cible} ; UNICEF PRP le note "
        "{prp} et Akvo RSR {akvo}, comme un indicateur qui n'a pas encore abouti."
    ),
    "V082": (
        "Aucun décès, cible tenue : {tola} pour Akvo RSR et TolaActivity, qui ne distinguent pas ce zéro-là d'une "
        "absence de résultat ; Open SDG ne calcule le taux qu'en remplaçant le départ nul par 0,001."
    ),
    "V052": (
        "Un recul de {recul} du chemin voulu : Open SDG le classe en détérioration, comme tout nombre négatif ; nous "
        "disons « insuffisant, stagnation », car notre barème ne parle de dégradation qu'à partir de 10\u202f%."
    ),
    "V178": (
        "Une dépense à ramener entre 95 et 105, passée de 80 à 110 : les pourcentages disent la cible dépassée "
        "({akvo}, et {prp} pour UNICEF PRP) ; Open SDG reflète la plage, comme nous, mais vise son milieu et la juge "
        "moins avancée."
    ),
    "V062": (
        "Sans cible, nous ne jugeons pas ; Open SDG compare la croissance ({sdg}) à des seuils communs, abaissés ici "
        "parce que l'on approche de 100 ; UNICEF PRP affiche {prp}."
    ),
}
"""Une phrase par cas ; les mots entre accolades sont remplacés par les nombres de la série."""


def rediger(serie: SerieComparee) -> str:
    """Rédige un cas : titre, données, ce que dit chacun, la phrase."""
    j, saisie = serie.jugement, serie.saisie
    donnees = f"De {mesure(saisie.initiale)} ({saisie.annee_initiale}) à {mesure(j.valeur or 0.0)} ({saisie.annee})"
    if saisie.cible is not None:
        donnees += f" ; cible {_cible(serie)} ({saisie.annee_cible})"
    if j.degre_atteinte is not None and j.part_attendue is not None:
        donnees += f" ; P = {pour_cent(j.degre_atteinte, 1)}, E = {pour_cent(j.part_attendue, 1)}"
    entetes = ["Nous", *map(str, Outil)]
    affiches = [notre_verdict(serie), *(avis(outil, serie).affiche for outil in Outil)]
    phrase = PHRASES[serie.code].format_map(_mots(serie))
    return f"### {serie.code}. {serie.libelle}\n\n{donnees}.\n\n{tableau(entetes, [affiches])}\n\n{phrase}\n"


def notre_verdict(serie: SerieComparee) -> str:
    """Écrit notre verdict et son motif."""
    j = serie.jugement
    return f"{j.verdict} ({j.motif})" if j.motif else str(j.verdict)


def attendu(valeur: float) -> str:
    """Écrit une valeur attendue : une décimale, aucune au-delà de 1 000."""
    return nombre(valeur, 0 if abs(valeur) >= 1000 else 1)


def _cible(serie: SerieComparee) -> str:
    return "de 95 à 105" if serie.jugement.cible is None else mesure(serie.jugement.cible)


def _mots(serie: SerieComparee) -> dict[str, str]:
    j, saisie = serie.jugement, serie.saisie
    cible, valeur = saisie.cible, j.valeur or 0.0
    return {
        "initiale": mesure(saisie.initiale),
        "valeur": mesure(valeur),
        "cible": mesure(cible or 0.0),
        "annee_cible": str(saisie.annee_cible),
        "reste": mesure((cible or 0.0) - valeur),
        "degre": pour_cent(j.degre_atteinte or 0.0),
        "recul": pour_cent(-(j.degre_atteinte or 0.0)),
        "temps": pour_cent(saisie.part_du_temps),
        "droite": "" if cible is None else attendu(attendue(serie, droite)),
        "composee": "" if cible is None else attendu(attendue(serie, compose)),
        "akvo": avis(Outil.AKVO, serie).affiche.partition(" (")[0],
        "tola": avis(Outil.TOLA, serie).affiche,
        "toladata": avis(Outil.TOLADATA, serie).affiche,
        "prp": avis(Outil.PRP, serie).affiche,
        "sdg": avis(Outil.OPEN_SDG, serie).affiche.partition(" (")[0]
        if cible is not None
        else avis(Outil.OPEN_SDG, serie).affiche.partition(" (")[2].removesuffix(")") + " par an",
    }
