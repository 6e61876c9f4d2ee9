"""Ce qui est vrai : fonctions pures et objets figés. Ni fichier, ni horloge, ni page."""
