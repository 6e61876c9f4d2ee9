"""Les parties du rapport de cadrage : ce que l'on peut évaluer avant la première année, et ce qui reste à décider."""
