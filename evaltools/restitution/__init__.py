"""Ce qui sort : tableaux, figures, phrases, pages. Lit des résultats et n'applique aucune règle d'évaluation."""
