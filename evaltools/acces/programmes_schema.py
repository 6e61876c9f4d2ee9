"""Les clés admises dans ``programme.yaml`` et dans une fiche, dans l'ordre où elles sont écrites.

L'ordre est celui de la fiche du document fondateur : identifiants, intitulés, pilote, publics, territoire,
partenaires, moyens, calendrier, financement, résultats attendus, opérations, indicateurs.

``maille`` et ``agregation`` sont des propositions, pas des mots du document. Règle suivie dans les deux programmes :
ce qui ne s'additionne pas (jalon, texte, échelle) et ce que porte le programme lui-même (gouvernance, communication,
plateformes, objets comptés une seule fois pour plusieurs EPCI) est recueilli une fois pour l'ensemble ; ce qui a lieu
chez quelqu'un (personnes, séances, communes, structures) est recueilli par EPCI et s'additionne ; un taux mesuré par
EPCI se recalcule à partir des numérateurs et dénominateurs cumulés ; les petits groupes (FA 2.2) ne sont pas ventilés.
"""

from __future__ import annotations

from evaltools.acces.schema import Champ, Choix, Code, Entier, Jour, Liste, Nombre, Objet, OuiNon, Texte
from evaltools.domaine.lexique import (
    Agregation,
    Cumul,
    Maille,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    StatutRepere,
    TypeCible,
)

CODE_PROGRAMME = Code(r"[a-z0-9]+(?:-[a-z0-9]+)*", "cls-avesnois")
SIREN = Code(r"[0-9]{9}", "200043404")

REPERE = Objet(
    (
        Champ("statut", Choix(StatutRepere), True),
        Champ("valeur", Nombre()),
        Champ("unite", Texte()),
        Champ("echeance", Jour()),
        Champ("citation", Texte(), True),
        Champ("remarque", Texte()),
    )
)

CITATION = Objet(
    (
        Champ("valeur", Nombre(), True),
        Champ("unite", Texte()),
        Champ("annee", Entier()),
        Champ("periodicite", Choix(PeriodiciteCible)),
        Champ("type_cible", Choix(TypeCible)),
        Champ("citation", Texte(), True),
        Champ("portee", Texte()),
    )
)

INDICATEUR = Objet(
    (
        Champ("code", Code(exemple="FA 1.1.1-QT1"), True),
        Champ("libelle", Texte(), True),
        Champ("libelle_source", Texte()),
        Champ("ligne_source", Texte()),
        Champ("famille", Texte(), True),
        Champ("nature", Choix(Nature), True),
        Champ("niveau", Choix(Niveau), True),
        Champ("sens", Choix(Sens)),
        Champ("cumul", Choix(Cumul)),
        Champ("unite", Texte()),
        Champ("maille", Choix(Maille)),
        Champ("agregation", Choix(Agregation)),
        Champ("ventilation", Liste(Texte())),
        Champ("si_enquete", OuiNon()),
        Champ("clause_ouverte", OuiNon()),
        Champ("sensible", OuiNon()),
        Champ("paire", Texte()),
        Champ("role_paire", Texte()),
        Champ("frequence", Texte()),
        Champ("source", Texte()),
        Champ("responsable", Texte()),
        Champ("cible", CITATION),
        Champ("valeur_initiale", CITATION),
        Champ("reperes", Liste(REPERE)),
        Champ("remarque", Texte()),
    )
)

_JALON = Objet((Champ("libelle", Texte(), True), Champ("echeance", Jour(), True)))

CALENDRIER = Objet(
    (
        Champ("texte", Texte()),
        Champ("debut", Jour()),
        Champ("fin", Jour()),
        Champ("jalons", Liste(_JALON)),
        Champ("remarque", Texte()),
    )
)

_MONTANT = Objet(
    (
        Champ("montant_eur", Nombre(), True),
        Champ("montant_max_eur", Nombre()),
        Champ("unite", Texte()),
        Champ("financeur", Texte()),
        Champ("remarque", Texte()),
    )
)

CHAMPS_FICHE = (
    Champ("pilote", Texte()),
    Champ("publics", Texte()),
    Champ("territoire", Texte()),
    Champ("partenaires", Liste(Texte())),
    Champ("moyens", Texte()),
    Champ("calendrier", CALENDRIER),
    Champ("financement", Texte()),
    Champ("montants", Liste(_MONTANT)),
    Champ("resultats_attendus", Liste(Texte())),
)

OPERATION = Objet(
    (
        Champ("code", Code(exemple="FA 1.1.1"), True),
        Champ("intitule", Texte(), True),
        Champ("elements", Liste(Texte())),
        *CHAMPS_FICHE,
        Champ("reperes", Liste(REPERE)),
        Champ("indicateurs", Liste(INDICATEUR)),
    )
)

_OBJECTIF_OPERATIONNEL = Objet((Champ("code", Code(exemple="12")), Champ("intitule", Texte(), True)))

FICHE = Objet(
    (
        Champ("code", Code(), True),
        Champ("intitule", Texte(), True),
        Champ("axe", Code(exemple="1"), True),
        Champ("objectif", Code(exemple="1")),
        Champ("objectif_operationnel", _OBJECTIF_OPERATIONNEL),
        *CHAMPS_FICHE,
        Champ("reperes", Liste(REPERE)),
        Champ("operations", Liste(OPERATION)),
        Champ("indicateurs", Liste(INDICATEUR)),
    )
)

_TERRITOIRE = Objet(
    (
        Champ("siren", SIREN, True),
        Champ("nom", Texte(), True),
        Champ("alias", Liste(Texte())),
        Champ("population", Entier()),
        Champ("annee_population", Entier()),
        Champ("communes", Entier()),
    )
)

_OBJECTIF = Objet((Champ("code", Code(exemple="1"), True), Champ("intitule", Texte(), True)))

_AXE = Objet(
    (
        Champ("code", Code(exemple="1"), True),
        Champ("intitule", Texte(), True),
        Champ("objectifs", Liste(_OBJECTIF)),
    )
)

_VOCABULAIRE = Objet(tuple(Champ(n, Texte()) for n in ("axe", "axes", "operation", "operations")))

_ANNONCE = Objet((Champ("objet", Texte(), True), Champ("nombre", Entier(), True), Champ("texte", Texte(), True)))

_REMARQUE = Objet((Champ("ou", Texte(), True), Champ("constat", Texte(), True), Champ("question", Texte())))

PROGRAMME = Objet(
    (
        Champ("code", CODE_PROGRAMME, True),
        Champ("titre", Texte(), True),
        Champ("titre_court", Texte(), True),
        Champ("type", Texte(), True),
        Champ("debut", Jour(), True),
        Champ("fin", Jour(), True),
        Champ("source", Texte()),
        Champ("vocabulaire", _VOCABULAIRE),
        Champ("territoires", Liste(_TERRITOIRE), True),
        Champ("axes", Liste(_AXE), True),
        Champ("fiches", Liste(Code()), True),
        Champ("annonces", Liste(_ANNONCE)),
        Champ("remarques", Liste(_REMARQUE)),
    )
)
