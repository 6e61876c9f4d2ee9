"""Qui appelle qui : une campagne en mémoire, un rapport, le lot, les pages d'accueil."""
