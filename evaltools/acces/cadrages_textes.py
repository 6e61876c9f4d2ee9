"""Les textes de la feuille « Lisez-moi » et les consignes du classeur de cadrage."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.classeurs_style import Style

FICTIF = "Données fictives : ce cadrage est un exemple, aucune instance ne l'a décidé."
"""Mention portée par chaque feuille d'un cadrage d'exemple."""

CONSIGNES: Mapping[str, str] = {
    maquette.CADRAGE: "Une ligne par indicateur. Remplissez les cases jaunes ; une case vide veut dire « non décidé ».",
    maquette.ANNUELLES: "Facultatif. Pour une quantité qui s'additionne, la part de l'année ; sinon le niveau à tenir.",
    maquette.PAR_EPCI: "Valeur initiale et cible de chaque EPCI. Année vide : celle de la feuille « Cadrage ».",
    maquette.REPERES: "Nombres et dates trouvés dans le document, que rien ne rattache à un indicateur. Pour mémoire.",
}
"""Consigne de chaque feuille."""

LEGENDE: tuple[tuple[str, Style, str], ...] = (
    ("case jaune", Style.SAISIE_CHOIX, "À remplir par l'instance. Vide : non décidé."),
    ("case grise", Style.VERROU_CENTRE, "Rappel du document ; protégé, sans mot de passe."),
    (
        "proposition – …",
        Style.PROPOSITION,
        "Suggestion lue dans le texte ; elle ne compte pas tant qu'elle n'est pas reportée dans une case jaune.",
    ),
)
"""Couleurs du classeur : exemple, style, sens."""

EXPLICATIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "À quoi sert ce classeur",
        (
            ("Le but", "Fixer, avant de regarder les données, ce qui permettra de dire si un objectif est atteint."),
            (
                "Ce qui manque",
                (
                    "Sans cible, sans sens ou sans valeur initiale, un indicateur est « non évaluable ». Ce n'est pas"
                    " une faute : c'est dit tel quel dans le rapport, avec ce qu'il faudrait décider."
                ),
            ),
            ("Qui décide", "Le COTECH prépare ; le COPIL, ou l'instance de gouvernance, décide et date sa décision."),
        ),
    ),
    (
        "Comment décider, indicateur par indicateur",
        (
            ("1. Le sens", "Doit-il monter, baisser, se maintenir, rester dans une plage ? Il n'y a pas de défaut."),
            ("2. Le départ", "D'où part-on, et en quelle année ? Vide si personne ne le sait : ne rien inventer."),
            (
                "3. La cible",
                (
                    "Où veut-on arriver, et quand ? Dans l'unité de l'indicateur : 45 pour 45 %. Pour un jalon, l'année"
                    " suffit. « Au moins 2 par an » : écrivez 2 et choisissez la périodicité « annuelle »."
                ),
            ),
            ("4. Qui et quand", "Écrivez l'instance et la date de la décision : le rapport les imprime."),
            (
                "Le reste",
                "Facultatif. Les colonnes « Mesurer » gardent la lecture de la fiche quand elles restent vides.",
            ),
        ),
    ),
    (
        "Réviser une cible",
        (
            (
                "La règle",
                (
                    "La cible initiale ne s'efface jamais. La nouvelle s'écrit dans « Cible révisée », avec son"
                    " instance et sa date. Les deux sont imprimées."
                ),
            ),
        ),
    ),
    (
        "Mettre à jour ce classeur",
        (
            (
                "Le geste",
                (
                    "Relancez « evaltools cadrage » : les indicateurs nouveaux sont ajoutés, vos décisions sont"
                    " gardées, et l'ancien fichier est rangé tel quel dans le dossier « anciens »."
                ),
            ),
        ),
    ),
)
"""Explications de la feuille « Lisez-moi » : titre, puis couples nom, texte."""
