"""Les phrases de la page. Les mots entre accolades sont remplacés par des nombres tirés des séries."""

from __future__ import annotations

ENTETE = """\
<!-- Page écrite par « python -m comparaison », lancé du dossier « tests » : ne la modifiez pas à la main. -->
# Comparer : notre méthode et celles de quatre outils publics

Pourquoi une méthode de plus ? Parce que les outils qui suivent des indicateurs répondent chacun à une autre question
que la nôtre : « quelle part du changement voulu est faite, et est-ce assez tôt ? ». Cette page passe les mêmes séries
dans cinq formules, et montre où elles se séparent, nombres à l'appui. Elle dit aussi où elles ont raison, et ce que
notre méthode ne sait pas faire.
"""

ESSENTIEL = """\
## L'essentiel

- {total} séries, dont {avec} avec une cible et {sans} sans. « Même lecture » veut dire : un lecteur retient la même
  chose, parmi « atteint », « favorable », « insuffisant », « recul » et « sans avis ».
- **Open SDG est le plus proche** : même lecture pour {sdg} séries à cible sur {avec} (et {statuts} fois exactement le
  statut qui correspond à notre verdict). Il s'en écarte quand un taux de croissance remplace la ligne droite.
- **Akvo RSR et TolaActivity** divisent la valeur par la cible : même lecture pour {akvo} et pour {tola} de ces {avec}
  séries ; pour {akvo_baisses} des {baisses} baisses à faire.
- **toladata**, la suite de TolaActivity, tient compte du sens : {toladata} sur {avec}. Il ignore toujours le départ.
- **UNICEF PRP** tient compte du départ mais met à zéro toute baisse réussie : {prp} sur {avec}, et souvent pour une
  autre raison que nous.
"""

FORMULES = """\
## 1. Les formules

Réécrites par nous (`tests/comparaison/formules.py`) d'après le code public, aux versions citées plus bas, consultées en
novembre 2026 ; rien n'en est copié. *v* : la valeur ; *v0* : le départ ; *v\\** : la cible.

| Outil | Ce qu'il affiche | Formule | Départ | Sens | Temps |
|---|---|---|---|---|---|
| Nous | degré, rythme, verdict | P = (v − v0) / (v\\* − v0), R = P / part attendue | oui | oui | oui |
| Akvo RSR | pourcentage, mention | v / v\\* × 100 ; faible jusqu'à 49, élevé à partir de 85 | non | non | non |
| TolaActivity | pourcentage | v / v\\* × 100 | non | non | non |
| toladata | mieux, à hauteur, moins bien | v / v\\*, à 15\u202f% près, retourné pour une baisse | non | oui | non |
| UNICEF PRP | pourcentage | max(v − v0, 0) / (v\\* − v0) | oui | non | non |
| Open SDG | statut | croissance annuelle composée observée / voulue ; 0,95, 0,60 et 0 | oui | oui | oui |

Où elles se lisent :

- Akvo RSR : dépôt akvo/akvo-rsr, `akvo/rsr/models/result/indicator_period.py` (a53738f9, percent_accomplishment) et
  `akvo/rsr/views/py_reports/utils.py` (0e5317e9, grade) ;
- TolaActivity : dépôt toladata/TolaActivity, `templates/indicators/collected_data_table.html` (06ca3039, « % Met ») ;
- toladata : dépôt mercycorps/toladata, `indicators/queries/utils.py` (e631f72d, over_under) et `indicators/models.py`
  (marge) ;
- UNICEF PRP : dépôt unicef/etools-partner-reporting-portal, `django_api/etools_prp/apps/indicator/models.py`
  (2ebc187b, progress_percentage) ;
- Open SDG : dépôt open-sdg/sdg-build, `sdg/ProgressMeasure.py` (139fede7), et la page « progress-methodology » du
  dépôt open-sdg/open-sdg (26d2e387).
"""

LECTURES = """\
## 2. Ce qui est comparé

Les outils ne disent pas leurs résultats dans les mêmes mots. Chacun est traduit dans les cinq nôtres, toujours de la
façon la plus indulgente pour lui :

- **nous** : Atteint ; En bonne voie (favorable) ; À accélérer et Insuffisant (insuffisant) ; Dégradation (recul) ;
  Non évaluable (sans avis) ;
- **Akvo RSR** : 100\u202f% et plus, atteint ; mention « élevé », favorable ; sinon insuffisant ; rien affiché,
  sans avis ;
- **TolaActivity** : 100\u202f% et plus, atteint ; au moins 85\u202f% (la marge de toladata), favorable ; sinon
  insuffisant ;
- **toladata** : du bon côté de la cible, atteint ; dans la marge, favorable ; sinon insuffisant ;
- **UNICEF PRP**, qui ne publie aucun seuil et laisse une personne choisir le statut : son pourcentage est lu avec
  **notre** barème (rythme au moins 0,95, favorable ; au plus −10\u202f%, recul) ;
- **Open SDG** : ses six statuts répondent un à un à nos six verdicts annuels.

Chaque outil reçoit la dernière valeur, le départ et la cible finale. Une plage (V178) est saisie par son milieu, et
reflétée pour Open SDG comme sa méthode le demande. Les limites naturelles d'Open SDG (V060, V062, V063, V064) sont
celles de la configuration publiée.
"""

ORIGINES = """\
Les séries sont celles de `tests/cas/vecteurs.csv` : des valeurs publiées par Statistique Canada, Eustat et le Sénat,
les jeux d'essai d'Open SDG (V069 à V074) et deux cas construits d'après un code ou une méthode (V123, V178)."""

BILAN = """\
## 3. Le bilan

Nombre de séries, par écart entre ce que dit l'outil et ce que nous disons :

{ecarts}

Séries lues comme nous, selon ce que la cible demande :

{familles}

Une même lecture n'est pas toujours un même calcul : un « 0\u202f% » et notre « insuffisant » s'accordent ici,
quoi qu'il
se soit passé. La section suivante regarde les nombres.
"""

CONSTATS = """\
## 4. Où chacun s'écarte"""

DEPART_IGNORE = """\
### Le départ ignoré (Akvo RSR, TolaActivity, toladata)

Sur {n} hausses à faire, Akvo RSR en met {eleves} à 85\u202f% ou plus. Pour {trompeurs} d'entre elles ({codes})
nous voyons
un progrès insuffisant ou un recul ; {reculs} ont même baissé. Un indicateur qui part haut est bien noté avant toute
action, et le reste s'il recule un peu."""

SENS_IGNORE = """\
### Le sens ignoré (Akvo RSR, TolaActivity, UNICEF PRP)

Sur {n} baisses à faire, Akvo RSR affiche 100\u202f% ou plus pour {dites} ; {fausses} de ces {dites} cibles ne sont pas
atteintes, et {montent} ont monté. Le plus haut pourcentage est {pire}. Les cibles vraiment atteintes sont les moins
bien notées ({vraies}).

UNICEF PRP met le progrès à zéro dès que la valeur ne dépasse pas le départ : des {progres} baisses où une part du
chemin est faite, {nuls} affichent 0\u202f%. Il faut que la situation empire pour que le pourcentage bouge, en
négatif. Des
{communes} lectures communes avec nous sur les baisses, {zeros} sont un zéro lu « insuffisant » et {negatives} un nombre
négatif, que la formule voit bien."""

ACQUIS = """\
### La cible déjà satisfaite au départ

{n} séries demandent de tenir un résultat ; {perdues} l'a perdu. Lues comme nous : {prp} par UNICEF PRP, {akvo} par Akvo
RSR, {toladata} par toladata, {sdg} par Open SDG. Chez UNICEF PRP, s'approcher du plafond par le bas compte
comme un progrès
({positifs}) et s'éloigner du plancher par le haut comme un recul ({negatifs})."""

TAUX_COMPOSE = """\
### Le taux de croissance composé (Open SDG)

Sur {avec} séries à cible, le statut d'Open SDG diffère de notre verdict pour {n} :

{tableau}

V005, V025, V028 et V076 tiennent au chemin supposé : un taux constant demande peu au début quand on part de presque
rien, et presque tout au début quand on va vers presque rien. V052 tient au seuil du recul, V178 à ce que l'on vise le
milieu de la plage plutôt que son bord."""

ZERO_REMPLACE = """\
### Le zéro remplacé (Open SDG)

Un taux de croissance vers zéro n'existe pas : Open SDG met 0,001 à la place, et recommande de choisir soi-même un
remplaçant. Le résultat dépend alors de ce choix, pas du territoire. Notre degré n'a besoin d'aucun remplaçant.

{tableau}

V040 passe ainsi de « cible atteinte » à « progrès limité » selon le nombre de zéros écrits."""

DONNEE_MANQUANTE = """\
### La donnée manquante

Effaçons la dernière valeur des {n} séries à cible. Les rapports d'Akvo RSR affichent 0\u202f% pour {zero_akvo},
UNICEF PRP pour {zero_prp} : une absence y est un échec. Les pages d'Akvo RSR, TolaActivity et toladata n'affichent
rien. Open SDG fait ici comme nous : il reprend la valeur d'avant s'il y en a une, et dit « non disponible » pour
{non_disponibles} séries ; nous disons « non évaluable » pour {non_evaluables}. Tous deux gardent « atteint » une cible
satisfaite au départ, et se trompent alors pour {perdu} (section 7).

La différence est dans le résumé. Le score moyen de ces séries est de {score} quand tout est connu. Sans les dernières
valeurs, notre couverture tombe à {couverture} : plus de score, mais l'intervalle de ce qu'il pourrait être, de {bas} à
{haut}. Aucun des outils ne dit ce que ce qui manque pourrait changer."""

SANS_CIBLE = """\
### Sans cible

Sur {n} séries sans cible, UNICEF PRP affiche 0\u202f% pour {prp}. Open SDG juge la tendance seule, à seuils communs :
{favorables} favorable, {insuffisants} insuffisant, {reculs} détérioration, y compris pour des variations de moins de
0,25\u202f% par an ({petits}). Nous montrons la tendance et disons « non évaluable » : un COPIL juge un engagement, et
il n'y en a pas."""

INTRODUCTION_DES_CAS = """\
## 5. Les cas les plus instructifs

P : part du chemin faite ; E : part attendue à cette date. Toutes les séries sont en annexe.
"""

CIBLE_DE_L_ANNEE = """\
## 6. Et si l'on saisit la cible de l'année ?

Akvo RSR et toladata sont faits pour des cibles par période : comparer une valeur de mi-parcours à la cible finale ne
leur rend pas justice. Donnons-leur donc, pour les {n} séries en route, la cible de l'année sur la ligne droite.

{tableau}

Cela ne répare presque rien. Le sens reste ignoré par les deux premiers (V025 : {v025} avis pour {v025_attendus}
attendus, {v025_akvo} pour Akvo RSR, alors que c'est mieux que prévu). Et une marge de 15\u202f% du **niveau** dépasse
souvent tout le changement voulu : V014 a fait {v014_degre} du chemin, et TolaActivity affiche {v014_tola} de
la cible de
l'année.
"""

EQUITE = """\
## 7. Limites et équité

**Ce que ces outils font bien, et que nous ne faisons pas.**

- Akvo RSR et UNICEF PRP suivent des projets d'aide et de très nombreux partenaires, valident chaque relevé et les
  additionnent d'un projet à l'autre. Leurs indicateurs sont souvent des cumuls qui partent de zéro (personnes touchées,
  puits construits) : là, v0 = 0, et leur formule est la nôtre.
- TolaActivity et toladata permettent d'attacher une preuve à chaque valeur et gèrent des cibles par période.
  toladata retourne le
  sens des baisses ; son « à hauteur de la cible » est un repère simple pour un chef de projet.
- UNICEF PRP fait choisir le statut par une personne, qui connaît le terrain ; son pourcentage n'est qu'un appui.
- Open SDG publie sa méthode, ses données, ses réglages et tous ses calculs. Juger une tendance sans cible y
  est un choix
  assumé d'institut statistique, qui n'a pas à fixer de cible. Sa documentation prévient des cibles nulles, et
  Statistique Canada écrit 0,1 ou 0,01 plutôt que 0,001 quand c'est plus sensé.

Leurs auteurs connaissent ces limites. Akvo RSR a un champ « ascending » et un départ, que le pourcentage
n'utilise pas :
la demande n° 1957 voulait compter depuis le départ dans le rapport PDF, la n° 4098 signalait les pourcentages faux des
indicateurs à faire baisser (fermée, étiquetée « stale »).

**Ce que notre méthode suppose.**

- La ligne droite est une convention. Pour une technologie qui se diffuse (V005, V028), une courbe qui part lentement
  peut mieux prévoir : Open SDG aurait alors raison contre nous. La réponse est de fixer des cibles annuelles, qui
  dessinent le chemin voulu (R-20), et non de changer de formule.
- Nos seuils (0,95, 0,60, 10\u202f%) sont des choix, ceux du barème ; « recul » pour V052 dépend de l'un d'eux.
- Sans la dernière valeur, nous disons encore « Atteint » une cible satisfaite au départ (ligne 6, R-36), comme Open
  SDG : pour V006, ce serait faux. Le rapport dit le motif, DES_L_ORIGINE, et l'ancienneté.
- Comme eux, nous ne disons rien des causes.

**Ce que cette comparaison ne prouve pas.**

- Ces séries ont été choisies pour éprouver des règles, non tirées au hasard : les proportions ne s'étendent à rien.
- La lecture en cinq mots est la nôtre. Pour UNICEF PRP, les seuils aussi.
- Nous donnons la dernière valeur à chacun. Pour un indicateur mesuré plusieurs fois, Akvo RSR et TolaActivity peuvent
  additionner les relevés, ce qui n'aurait pas de sens pour un taux ; ce n'est pas compté ici.
- Le code lu est une version publiée ; une version plus récente, ou un rapport fait sur mesure, peut calculer autrement.
"""

VERIFIER = """\
## 8. Refaire, et vérifier

```
cd tests
python -m comparaison
```

Les tests de `tests/comparaison` vérifient que cette page est à jour, refont chaque formule à la main, et recomptent le
bilan d'après l'annexe. Pour {publies} séries, Statistique Canada publie le résultat d'Open SDG sur les mêmes données
(`indicator_calculation_components.yml` des dépôts sdg-data-canada-odd-donnees/cif-data-donnees-cic, 0004afd1, et
sdg-data-donnees-odd, 007ce50b) : notre réécriture rend le même nombre à douze chiffres, et le même statut.
"""

ANNEXE = """\
## Annexe : toutes les séries

Dans les cinq dernières colonnes : la lecture, puis ce que l'outil affiche."""
