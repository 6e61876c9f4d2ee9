"""Les deux programmes livrés : comptes par fiche et libellés, comparés à des valeurs écrites ici à la main."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evaltools.acces import programmes
from evaltools.acces.epci import lire_epci
from evaltools.acces.programmes_ecriture import en_fichiers
from evaltools.domaine.comptes import compter
from evaltools.domaine.lexique import Agregation, Maille, Nature, Niveau, PeriodiciteCible, Sens, StatutRepere
from evaltools.domaine.programme import Programme

INPUTS = Path(__file__).resolve().parents[2] / "inputs"

CLS_PAR_OPERATION = {
    # opération : (indicateurs quantitatifs, indicateurs qualitatifs)
    "FA 1.1.1": (5, 3), "FA 1.2.1": (3, 1), "FA 1.2.2": (2, 3), "FA 1.3.1": (4, 3), "FA 1.3.2": (2, 2),
    "FA 1.3.3": (2, 3), "FA 1.3.4": (2, 2), "FA 1.4.1": (5, 1), "FA 1.4.2": (5, 3), "FA 1.4.3": (6, 4),
    "FA 2.1.1": (5, 1), "FA 2.1.2": (3, 4), "FA 2.1.3": (2, 3), "FA 2.2.1": (4, 3), "FA 2.2.2": (5, 5),
    "FA 2.2.3": (8, 2), "FA 2.2.4": (8, 3), "FA 2.3.1": (6, 5), "FA 2.3.2": (5, 6), "FA 2.3.3": (5, 2),
    "FA 3.1.1": (5, 1), "FA 4.1.1": (0, 0), "FA 4.1.2": (0, 0),
}  # fmt: skip

CLS_PAR_FICHE = {
    "FA 1.1": (5, 3), "FA 1.2": (5, 4), "FA 1.3": (10, 10), "FA 1.4": (16, 8), "FA 2.1": (10, 8),
    "FA 2.2": (25, 13), "FA 2.3": (16, 13), "FA 3.1": (5, 1), "FA 4.1": (4, 4),
}  # fmt: skip

SANTE_PAR_ACTION = {
    # action : (axe, objectif spécifique, objectif opérationnel, résultats attendus, activités, suivi, résultat)
    "A1": ("1", "1", "1", 4, 6, 3, 3), "A2": ("1", "1", "2", 1, 4, 2, 0), "A3": ("1", "1", "3", 4, 1, 2, 5),
    "A4": ("1", "1", "4", 2, 9, 3, 3), "A5": ("1", "1", "5", 1, 7, 4, 4), "A6": ("1", "1", "6", 5, 5, 4, 4),
    "B1": ("1", "2", "7", 3, 2, 1, 2), "B2": ("1", "2", "8", 1, 2, 1, 2), "B3": ("1", "2", "9", 2, 3, 4, 1),
    "C1": ("1", "3", "10", 3, 3, 2, 5), "C2": ("1", "3", "11", 3, 2, 2, 3), "C3": ("1", "3", "12", 2, 3, 4, 3),
    "C4": ("1", "3", "13", 1, 4, 1, 4), "C5": ("1", "3", "14", 2, 4, 1, 3), "C6": ("1", "3", "15", 1, 6, 2, 4),
    "D1": ("2", "4", "16", 2, 3, 1, 1), "D2": ("2", "4", "17", 3, 5, 3, 1), "E1": ("2", "5", "18", 1, 2, 1, 1),
    "E2": ("2", "5", "19", 2, 3, 3, 2), "E3": ("2", "5", "20", 4, 6, 3, 4), "F1": ("2", "6", "21", 4, 5, 1, 1),
    "F2": ("2", "6", "22", 4, 2, 1, 2), "F3": ("2", "6", "23", 2, 2, 2, 4), "F4": ("2", "6", "24", 1, 5, 1, 2),
    "G1": ("2", "7", "25", 1, 5, 4, 1), "G2": ("2", "7", "26", 1, 4, 3, 1), "G3": ("2", "7", "27", 1, 3, 3, 1),
    "H1": ("3", "8", "28", 3, 4, 2, 2), "H2": ("3", "8", "29", 1, 3, 2, 1), "H3": ("3", "8", "30", 1, 5, 3, 2),
    "H4": ("3", "8", "31", 1, 7, 2, 3), "H5": ("3", "8", "32", 1, 5, 2, 3), "H6": ("3", "8", "33", 2, 5, 3, 1),
    "I1": ("3", "9", "34", 3, 5, 2, 3), "I2": ("3", "9", "35", 3, 6, 3, 3), "I3": ("3", "9", "36", 3, 4, 2, 1),
    "I4": ("3", "9", "37", 2, 3, 2, 5), "J1": ("3", "10", "38", 3, 2, 1, 1), "J2": ("3", "10", "39", 2, 4, 2, 6),
    "J3": ("3", "10", "40", 2, 6, 1, 5), "K1": ("3", "11", "41", 1, 4, 2, 3), "K2": ("3", "11", "42", 1, 3, 2, 4),
    "K3": ("3", "11", "43", 3, 3, 2, 4), "K4": ("3", "11", "44", 1, 3, 2, 2), "K5": ("3", "11", "45", 3, 5, 3, 3),
    "L1": ("3", "12", "46", 2, 3, 3, 2),
}  # fmt: skip

CLS_LIBELLES = {
    "FA 1.1.1-QT1": "Nombre de personnes accompagnées par la médiatrice",
    "FA 1.2.1-QT1": 'Nombre de certificats identifiés comme "inutiles"',
    "FA 1.2.2-QT2": "Pourcentage de patients supplémentaires réellement accueillis",
    "FA 1.3.1-QT4": "Nbre d'élèves participants",
    "FA 1.3.2-QT1": "Augmentation des taux d'admission en première année d'études de santé",
    "FA 1.3.3-QT1": "Nbre de retours positifs des étudiants sur l'accompagnement en stage",
    "FA 1.3.4-QT1": "Nombres de stages effectués",
    "FA 1.4.1-QT1": "Nombre d'accueil réalisés",
    "FA 1.4.2-QT1": "Taux d'augmentation du nombre de nouveaux MSU sur le territoire",
    "FA 1.4.3-QT3": "Nbre de professionnels de santé rencontrés et sensibilisés",
    "FA 2.1.1-QT1": "Réunion du CESCE au moins 2 fois par an",
    "FA 2.1.2-QT3": "Nombres d'actions CPES mises en œuvre",
    "FA 2.1.3-QT1": "Nombre de classes engagées sur la durée du programme",
    "FA 2.2.1-QT2": "nombre de personnes présentes",
    "FA 2.2.2-QL5": "Amélioration des résultats scolaires",
    "FA 2.2.3-QT1": "File active des jeunes suivis au sein des CS",
    "FA 2.2.4-QL3": "Amélioration de l'insertion professionnelle",
    "FA 2.3.1-QT2": "Superficie de chaque abris",
    "FA 2.3.2-QT2": "Nbr de bâtiments administratifs interdisant le tabac",
    "FA 2.3.3-QT1": "Nbre de structures recrutées et formées",
    "FA 3.1.1-QT2": "Nombre de réunion",
    "FA 4.1-QT4": (
        "Eventuellement tout autre indicateur pertinent qui pourra être défini conjointement lors du diagnostic"
    ),
}

SANTE_LIBELLES = {
    "A1-R3": "Nombre de décisions non exécutées",
    "A2-S2": "Signature de la Charte",
    "A3-R2": "% de réalisation des axes prioritaires",
    "A4-R1": "Nombre d'indicateurs du système d'information modifiés",
    "A5-R3b": (
        "durée des retards dans la rédaction, la validation ou la diffusion de supports de communication externe "
        "ou interne"
    ),
    "A6-R3b": "nombre de celles intégrées dans le programme santé",
    "B1-R1": "Nombre de partenaires qui souhaitent signer la Charte",
    "B2-R1": "Nombre de partenaires institutionnels ayant signé la Charte de coopération",
    "B3-S3": "Taux de participation effective des personnes concernées",
    "C1-R4b": "analyse par tendance (par ex. positifs, négatifs...)",
    "C2-R2": (
        "Connaissance par la population de l'identité graphique du programme santé (si enquête réalisée à ce sujet)"
    ),
    "C3-S2b": "typologie des destinataires",
    "C4-R1": "Nombre de connections enregistrées",
    "C5-R3": "Nombre de reportages effectués par les médias (Revue de presse)",
    "C6-S1": "Nombre de médias/journalistes invités",
    "D1-S1": "Nombre de réunions de la table de concertation",
    "D2-R1": "Nombre de projets transférés sur l'ensemble du territoire",
    "E1-R1": "Nombre de partenariats noués",
    "E2-R2": "Meilleure fluidité et optimisation du parcours de soins",
    "E3-R3": "Nombre de start-up créés dans le domaine",
    "F1-R1": "Taux de mise en œuvre annuel",
    "F2-R1": "Nombre de sollicitations pour créer un dispositif d'exercice coordonné",
    "F3-R4": "Calcul des temps d'accès aux dispositifs d'exercice coordonné",
    "F4-R2": "Nombre de professionnels intéressés par les dispositifs et participant à la réunion annuelle",
    "G1-S4": "Nombre théorique d'étudiants touchés selon les disciplines",
    "G2-S1": "Nombre de réunions réalisées avec les internes",
    "G3-S1": "Nombre de participations à des conférences et salons",
    "H1-S2": "Liste unique des acteurs construite, disponible et actualisée annuellement",
    "H2-S2": "Nombre de formations identifiées",
    "H3-R2": "Nombre de réunions collectives organisées par les personnes-relais selon les milieux de vie",
    "H4-R3": "Si enquête, nombre de messages retenus",
    "H5-R2": "Nombre estimé de personnes touchées par les messages",
    "H6-S2b": "type de supports de communication diffusés et créés et diffusés, et selon les lieux relais",
    "I1-R2": "Nombre de personnes pratiquant le vélo domicile-travail",
    "I2-R3": "Relevés de satisfaction des publics intégrés dans les dispositifs",
    "I3-R1": "Nombre de dispositifs retenus, implantés et suivis",
    "I4-R1": "Taux de connaissance des messages (si enquête en population)",
    "J1-R1": "Nombre de dispositifs ou actions implantés via les CLS, ASV",
    "J2-R1": "Nombre de participants au Moi(s) sans tabac",
    "J3-R3": "Nombre de personnes incluses dans les dispositifs",
    "K1-S2": "Nombre d'entreprises intervenant dans le territoire ayant le label Silvereco",
    "K2-S1": "Edition du catalogue (format imprimé, pdf, e-pub, html)",
    "K3-R3": "Nombre de mesures prises",
    "K4-R2": "Mesure de la satisfaction par les participants des prestations réalisées",
    "K5-R2": "Nombre d'opérateurs de l'aide à la personne obtenant le label",
    "L1-S2": "Rédaction de recommandations",
}

EMPREINTES = {
    # calculées sur l'extraction des documents, pas sur les fiches : libellés, codes, intitulés des opérations
    "cls-avesnois": (
        "745d21afd18ebf998ce967cc6e987e8d9a817973b16569fb745666a2423e7cc7",
        "55ac8003cb8b3370f259dd9301b5d809b9feb773bf300c73632709501859dcc7",
        "ac78e9640e29e5ef5d93bf294e8e2701f5ae73a9e985c5be468254d4cad8800a",
    ),
    "sante-artois-douaisis": (
        "2ee5b222c2253e6a821c082cf056b2e7d6dff9dab9733c2260dbafd0e9665775",
        "1e58cac91be9af9d2c71aa3380c7d640823df9d9ca65aa0b11411beaa505bb1b",
        "a90db8337620075a51e770273d9c8b3a6daa16878d6718762d13516fa1c0af95",
    ),
}


@pytest.fixture(scope="module")
def cls() -> Programme:
    return _lu("cls-avesnois")


@pytest.fixture(scope="module")
def sante() -> Programme:
    return _lu("sante-artois-douaisis")


def _lu(code: str) -> Programme:
    programme, anomalies = programmes.lire(INPUTS / code)
    assert anomalies == ()
    assert programme is not None
    return programme


def _familles(indicateurs, *familles: str) -> tuple[int, ...]:
    comptes = Counter(i.famille for i in indicateurs)
    return tuple(comptes[f] for f in familles)


def test_les_deux_programmes_sont_listes() -> None:
    assert programmes.lister(INPUTS) == ("cls-avesnois", "sante-artois-douaisis")


def test_cls_comptes(cls: Programme) -> None:
    comptes = compter(cls)
    assert (comptes.axes, comptes.actions, comptes.operations) == (4, 9, 23)
    assert (comptes.indicateurs, comptes.clauses, comptes.entrees) == (159, 1, 160)
    assert [compter(cls, axe=axe).operations for axe in "1234"] == [10, 10, 1, 2]
    assert [compter(cls, axe=axe).actions for axe in "1234"] == [4, 3, 1, 1]
    par_axe = [[i for a in cls.actions_de(axe) for i in a.indicateurs] for axe in "1234"]
    assert [_familles(i, "quantitatif", "qualitatif") for i in par_axe] == [(36, 25), (51, 34), (5, 1), (4, 4)]


def test_cls_comptes_par_operation_et_par_fiche(cls: Programme) -> None:
    lus = {o.code: _familles(o.indicateurs, "quantitatif", "qualitatif") for o in cls.operations}
    assert lus == CLS_PAR_OPERATION
    assert {a.code: _familles(a.indicateurs, "quantitatif", "qualitatif") for a in cls.actions} == CLS_PAR_FICHE
    assert len(cls.action("FA 4.1").indicateurs_communs) == 8


def test_cls_natures_sens_cumuls(cls: Programme) -> None:
    # « mesure » (1) est lue comme un nombre, la clause comme un texte ; « inconnu » et « jalon » n'ont pas de sens
    assert Counter(i.nature.value for i in cls.indicateurs) == {
        "nombre": 70, "echelle": 33, "taux": 26, "texte": 17, "jalon": 13, "superficie": 1,
    }  # fmt: skip
    assert Counter(i.sens for i in cls.indicateurs) == {Sens.HAUSSE: 112, Sens.BAISSE: 9, None: 39}
    assert Counter(str(i.cumul) for i in cls.indicateurs) == {"flux": 55, "ratio": 27, "stock": 15, "None": 63}
    assert Counter(i.niveau.value for i in cls.indicateurs) == {"realisation": 71, "resultat": 80, "contexte": 9}


def test_sante_comptes(sante: Programme) -> None:
    comptes = compter(sante)
    assert (comptes.axes, comptes.objectifs, comptes.objectifs_operationnels) == (3, 12, 46)
    assert (comptes.actions, comptes.operations, comptes.indicateurs, comptes.clauses) == (46, 186, 224, 0)
    assert [(compter(sante, axe=x).actions, compter(sante, axe=x).indicateurs) for x in "123"] == [
        (15, 82), (12, 47), (19, 95),
    ]  # fmt: skip
    assert comptes.par_famille == {"suivi": 103, "resultat": 121}


def test_sante_comptes_par_action(sante: Programme) -> None:
    lus = {
        a.code: (
            a.axe,
            a.objectif,
            a.code_objectif_operationnel,
            len(a.fiche.resultats_attendus),
            len(a.operations),
            *_familles(a.indicateurs, "suivi", "resultat"),
        )
        for a in sante.actions
    }
    assert lus == SANTE_PAR_ACTION


def test_sante_natures_sens_cumuls(sante: Programme) -> None:
    # les 4 « enquête » deviennent 1 taux (C2-R2) et 3 échelles, sans cumul (3 ratios de moins)
    assert Counter(i.nature.value for i in sante.indicateurs) == {
        "nombre": 156, "jalon": 41, "taux": 12, "texte": 7, "echelle": 5, "duree": 2, "distance": 1,
    }  # fmt: skip
    assert Counter(i.sens for i in sante.indicateurs) == {Sens.HAUSSE: 163, Sens.BAISSE: 7, None: 54}
    assert Counter(str(i.cumul) for i in sante.indicateurs) == {"flux": 132, "stock": 23, "ratio": 14, "None": 55}
    assert Counter(i.niveau for i in sante.indicateurs) == {Niveau.REALISATION: 103, Niveau.RESULTAT: 121}
    conditionnels = [i.code for i in sante.indicateurs if i.si_enquete]
    assert conditionnels == ["C2-R2", "H4-R3", "H5-R3", "I4-R1", "J2-R2", "J2-R3", "J3-R4", "J3-R5"]


def test_libelles_mot_pour_mot(cls: Programme, sante: Programme) -> None:
    assert {code: cls.indicateur(code).libelle for code in CLS_LIBELLES} == CLS_LIBELLES
    assert {code: sante.indicateur(code).libelle for code in SANTE_LIBELLES} == SANTE_LIBELLES
    assert {cls.indicateur(code).operation or cls.indicateur(code).action for code in CLS_LIBELLES} == {
        o.code for o in cls.operations if o.indicateurs
    } | {"FA 4.1"}
    assert {sante.indicateur(code).action for code in SANTE_LIBELLES} == {a.code for a in sante.actions}


@pytest.mark.parametrize("code", sorted(EMPREINTES))
def test_aucun_libelle_ne_derive(code: str) -> None:
    lu = _lu(code)
    trouves = [i.libelle for i in lu.indicateurs], [i.code for i in lu.indicateurs], [o.intitule for o in lu.operations]
    assert tuple(hashlib.sha256("\n".join(t).encode()).hexdigest() for t in trouves) == EMPREINTES[code]


def test_cls_lignes_decoupees(cls: Programme) -> None:
    assert len({i.ligne_source for i in cls.indicateurs}) == 134
    decoupes = [i for i in cls.indicateurs if i.libelle_source]
    # 26 entrées de plus que de lignes : 22 lignes coupées en deux, 2 coupées en trois
    assert sorted(Counter(i.ligne_source for i in decoupes).values()) == [2] * 22 + [3] * 2
    assert cls.indicateur("FA 3.1.1-QT4").libelle_source == "Nombre de réunion, nombre et qualité des acteurs présents"


def test_sante_lignes_decoupees(sante: Programme) -> None:
    assert len({i.ligne_source for i in sante.indicateurs}) == 210
    assert {i.ligne_source for i in sante.indicateurs if i.libelle_source} == {
        "A5-R3", "A5-S3", "A6-R3", "A6-S3", "C1-R4", "C2-S1", "C3-S1", "C3-S2", "D2-S2", "E2-S2", "H6-S2", "K3-R1",
        "K3-S1", "K4-S1",
    }  # fmt: skip


def test_cls_paires(cls: Programme) -> None:
    paires = Counter((i.paire, i.role_paire) for i in cls.indicateurs if i.paire)
    assert set(paires.values()) == {1}
    assert sorted({p for p, _r in paires}) == [
        "1.4.1-P1", "2.2.3-P1", "2.2.3-P2", "2.2.3-P3", "2.2.4-P1", "2.2.4-P2", "2.2.4-P3",
    ]  # fmt: skip
    assert {r for _p, r in paires} == {"prevu", "realise"}


def test_cibles_et_valeurs_initiales_du_document_seulement(cls: Programme, sante: Programme) -> None:
    cibles = {i.code: i.cible for i in (*cls.indicateurs, *sante.indicateurs) if i.cible}
    assert {c: (v.valeur, v.periodicite, v.annee, v.unite) for c, v in cibles.items()} == {
        "FA 1.1.1-QT4": (2.0, PeriodiciteCible.ANNUELLE, None, "réunions"),
        "FA 2.1.1-QT1": (2.0, PeriodiciteCible.ANNUELLE, None, "réunions"),
        "A2-S2": (7.0, PeriodiciteCible.CONTRAT, 2021, "signataires"),
    }
    assert cibles["FA 2.1.1-QT1"].texte == "Réunion du CESCE au moins 2 fois par an."
    assert "au moins deux réunions dans l'année" in cibles["FA 1.1.1-QT4"].texte
    initiales = {i.code: i.valeur_initiale for i in (*cls.indicateurs, *sante.indicateurs) if i.valeur_initiale}
    assert list(initiales) == ["FA 1.4.2-QT1"]
    assert (initiales["FA 1.4.2-QT1"].valeur, initiales["FA 1.4.2-QT1"].unite) == (4.0, "MSU")
    assert initiales["FA 1.4.2-QT1"].portee.startswith("stock de MSU")


def test_reperes(cls: Programme, sante: Programme) -> None:
    seances = cls.indicateur("FA 2.2.1-QT1").reperes
    assert [(r.statut, r.valeur, r.unite) for r in seances] == [(StatutRepere.NORME, 14.0, "par programme")]
    communes = cls.indicateur("FA 1.2.1-QT2").reperes
    assert [(r.statut, r.valeur) for r in communes] == [(StatutRepere.MAXIMUM, 55.0)]
    cpts = sante.action("F1").reperes[0]
    assert (cpts.statut, cpts.valeur, cpts.echeance) == (StatutRepere.OBJECTIF, 100.0, date(2028, 12, 31))
    semestrielles = sante.indicateur("A4-S2").reperes
    assert [(r.statut, r.valeur) for r in semestrielles] == [(StatutRepere.FREQUENCE, 2.0)]
    tous = [r for p in (cls, sante) for i in p.indicateurs for r in i.reperes]
    tous += [r for p in (cls, sante) for porteur in (*p.actions, *p.operations) for r in porteur.reperes]
    assert all(r.citation for r in tous)


def test_mailles(cls: Programme, sante: Programme) -> None:
    for indicateur in (*cls.indicateurs, *sante.indicateurs):
        if indicateur.nature in (Nature.JALON, Nature.TEXTE, Nature.ECHELLE):
            assert (indicateur.maille, indicateur.agregation) == (Maille.ENSEMBLE, Agregation.AUCUNE), indicateur.code
        if indicateur.maille is Maille.ENSEMBLE:
            assert indicateur.agregation is Agregation.AUCUNE, indicateur.code
        elif indicateur.cumul is not None and indicateur.cumul.value == "ratio":
            assert indicateur.agregation is Agregation.RATIO_CUMULE, indicateur.code
        else:
            assert indicateur.agregation is Agregation.SOMME, indicateur.code
    assert {i.maille for i in cls.action("FA 2.2").indicateurs} == {Maille.ENSEMBLE}
    gouvernance = [i for a in sante.actions if a.code[0] in "ABC" for i in a.indicateurs]
    assert {i.maille for i in gouvernance} == {Maille.ENSEMBLE}
    assert cls.indicateur("FA 2.1.3-QT2").maille is Maille.EPCI
    assert sante.indicateur("F3-R4").agregation is Agregation.RATIO_CUMULE


def test_calendriers(cls: Programme, sante: Programme) -> None:
    operations = {o.code: o.fiche.calendrier for o in cls.operations}
    assert operations["FA 1.4.1"].texte == "2025-2027"
    assert (operations["FA 1.4.1"].debut, operations["FA 1.4.1"].fin) == (date(2025, 1, 1), date(2027, 12, 31))
    assert [(j.libelle, j.echeance) for j in operations["FA 1.3.2"].jalons] == [
        ("Instruction du dossier de création de la Cordée Santé", date(2026, 6, 30)),
        ("Déploiement de la Cordée Santé", date(2026, 9, 30)),
    ]
    assert operations["FA 1.3.3"].texte == ""
    assert operations["FA 1.1.1"].fin is None
    h4 = sante.action("H4").fiche.calendrier
    assert (h4.texte, h4.debut) == ("À partir de janvier septembre 2022", None)
    assert sante.action("A6").fiche.calendrier.jalons[0].echeance == date(2022, 1, 31)


def test_financements(cls: Programme) -> None:
    montants = {o.code: o.fiche.montants for o in cls.operations if o.fiche.montants}
    assert {c: [(m.montant_eur, m.montant_max_eur, m.unite) for m in ms] for c, ms in montants.items()} == {
        "FA 1.1.1": [(50000.0, None, "€/an/poste")],
        "FA 2.1.2": [(4500.0, None, "€/session de formation")],
        "FA 2.1.3": [(2500.0, None, "€/classe")],
        "FA 2.2.2": [(8107.0, None, "€/programme"), (8000.0, 10000.0, "€/programme (reste à charge)")],
    }
    assert [m.montant_eur for m in cls.action("FA 4.1").fiche.montants] == [18150.0]


def test_territoires_du_referentiel(cls: Programme, sante: Programme) -> None:
    assert {t.siren: t.nom for t in cls.territoires} == {
        "200043404": "CC du Sud Avesnois",
        "200043263": "CC Coeur de l'Avesnois",
    }
    assert {t.siren: t.nom for t in sante.territoires} == {
        "200033579": "CU d'Arras",
        "200044618": "CA Douaisis Agglo",
        "245901152": "CA Coeur d'Ostrevent",
        "200044048": "CC Osartis Marquion",
        "200069482": "CC des Campagnes de l'Artois",
        "200035442": "CC du Sud Artois",
    }
    assert sum(t.population or 0 for t in cls.territoires) == 53_284
    assert sum(t.population or 0 for t in sante.territoires) == 431_969
    assert (sum(t.communes or 0 for t in cls.territoires), sum(t.communes or 0 for t in sante.territoires)) == (55, 310)
    reference = {e.siren: e for e in lire_epci()}
    for territoire in (*cls.territoires, *sante.territoires):
        assert territoire.annee_population == 2023
        assert territoire.population == reference[territoire.siren].population_municipale


def test_dates_et_remarques(cls: Programme, sante: Programme) -> None:
    assert (cls.debut, cls.fin) == (date(2025, 10, 21), date(2028, 12, 31))
    assert (sante.debut, sante.fin) == (date(2021, 1, 1), date(2028, 12, 31))
    assert cls.est_partielle(2025)
    assert not sante.est_partielle(2021)
    assert any("notre lecture" in r.constat for r in cls.remarques)
    assert any("notre lecture" in r.constat for r in sante.remarques)
    assert (len(cls.remarques), len(sante.remarques)) == (84, 82)


def test_les_fichiers_livres_sont_ceux_que_l_outil_ecrirait(cls: Programme, sante: Programme) -> None:
    for programme in (cls, sante):
        for nom, texte in en_fichiers(programme).items():
            assert (INPUTS / programme.code / nom).read_text(encoding="utf-8") == texte, nom


def test_aucune_coordonnee_de_personne_dans_les_programmes() -> None:
    """Ni courriel, ni téléphone, ni civilité suivie d'un nom, dans aucun fichier livré."""
    interdits = re.compile(
        r"[\w.+-]+@[\w-]+\.\w|\b0[1-9](?:[ .-]?\d{2}){4}\b|\b(?:M\.|Mme|MM\.|Monsieur|Madame|Docteur|Dr|Pr)\s+[A-ZÉÈ]"
    )
    fautes = [
        (chemin.name, trouve.group())
        for chemin in INPUTS.rglob("*.yaml")
        for trouve in interdits.finditer(chemin.read_text(encoding="utf-8"))
    ]
    assert fautes == []
