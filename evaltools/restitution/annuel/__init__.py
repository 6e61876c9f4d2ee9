"""Les parties du rapport annuel, une par module."""
