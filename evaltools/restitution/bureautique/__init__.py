"""Les documents que l'on retouche : Word et PowerPoint, tirés des mêmes blocs que la page."""
