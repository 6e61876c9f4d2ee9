"""La méthode du cadrage : ce que veut dire « évaluable », et ce que les mots du tableau demandent."""

from __future__ import annotations

from evaltools.domaine.evaluabilite import EXPLICATIONS, Evaluable
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import intertitre, paragraphe, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import tableau

NIVEAUX = {
    Evaluable.OUI: "rien n'empêche un verdict une fois les valeurs remontées",
    Evaluable.PARTIELLEMENT: "la valeur de départ manque : avant l'échéance, seul « Atteint » pourra se dire",
    Evaluable.NON: "il manque une cible, un sens ou une mesure : aucun verdict n'est possible",
}


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit la méthode, en une demi-page."""
    lignes = [[p.majuscule(niveau.value), p.majuscule(mots)] for niveau, mots in NIVEAUX.items()]
    manques = [[p.majuscule(m.value), p.majuscule(e.pourquoi)] for m, e in EXPLICATIONS.items()]
    contenus = [
        tableau("Les trois niveaux d'évaluabilité", ["Niveau", "Règle"], lignes),
        paragraphe(
            "Aucune cible, aucune valeur de départ, aucun sens n'est inventé : ce qui n'est ni écrit dans le document "
            "ni décidé par une instance manque, et c'est dit. La cible initiale reste à côté de la cible révisée, avec "
            "l'instance et la date de chacune.",
            "",
        ),
    ]
    if contexte.edition == "technique":
        contenus += [
            intertitre("Pourquoi chaque manque compte"),
            tableau("Ce qui peut manquer à un indicateur", ["Manque", "Pourquoi"], manques),
        ]
    contenus += [intertitre("Accessibilité"), paragraphe(ACCESSIBILITE, "aide")]
    return section("methode", "Méthode", "Comment lire ce document", "", *contenus)


ACCESSIBILITE = (
    "La page se lit au clavier, sans script, de 320 pixels à l'écran large et sur papier. Chaque graphique a un texte "
    "de remplacement et un tableau. Des contrôles automatiques sont passés à la fabrication du modèle de page ; aucun "
    "essai avec un lecteur d'écran ni audit RGAA manuel n'a été mené : le document n'est donc pas déclaré conforme."
)
