"""Ce qui entre : YAML, classeurs, paramètres, référentiel des EPCI ; rend des objets du domaine et des anomalies."""
