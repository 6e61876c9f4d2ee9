"""Les parties de la page de contrôle de la collecte : ce qui est revenu, ce qui est à corriger, ce qui manque."""
