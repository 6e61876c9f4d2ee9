"""Les parties de l'évaluation finale : le contrat entier, du départ à l'échéance."""
