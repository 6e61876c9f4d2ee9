"""La page ``docs/comparaison.md`` : chaque nombre y est calculé, aucun n'est recopié."""

from __future__ import annotations

from collections.abc import Sequence

from comparaison import cas, textes
from comparaison.bilan import (
    EN_ROUTE,
    Series,
    accords,
    accords_a_la_cible_de_l_annee,
    avec_cible,
    avis_a_la_cible_de_l_annee,
    de_la_famille,
    ecarts,
    par_origine,
    publies,
    statuts_differents,
)
from comparaison.constats import constats
from comparaison.ecriture import envelopper, mesure, nombre, pour_cent, tableau
from comparaison.lecture import NOTRE_LECTURE, RIEN, Ecart, Outil, avis
from comparaison.series import Famille, SerieComparee, charger

COLONNES_DU_BILAN = ("Écart avec notre lecture", *Outil)


def rediger() -> str:
    """Rédige toute la page."""
    series = charger()
    par_code = {s.code: s for s in series}
    parties = (
        textes.ENTETE,
        essentiel(series),
        textes.FORMULES,
        textes.LECTURES,
        origines(series),
        bilan(series),
        constats(series),
        textes.INTRODUCTION_DES_CAS,
        "\n".join(cas.rediger(par_code[code]) for code in cas.PHRASES),
        cible_de_l_annee(series),
        textes.EQUITE,
        textes.VERIFIER.format(publies=len(publies(series))),
        annexe(series),
    )
    return envelopper("\n".join(partie.strip("\n") + "\n" for partie in parties))


def essentiel(series: Series) -> str:
    """Dit en quatre lignes ce qui ressort."""
    jugees, sans = avec_cible(series), de_la_famille(series, Famille.SANS_CIBLE)
    n = len(jugees)
    return textes.ESSENTIEL.format(
        total=len(series),
        avec=n,
        sans=len(sans),
        sdg=accords(jugees, Outil.OPEN_SDG),
        statuts=n - len(statuts_differents(jugees)),
        prp=accords(jugees, Outil.PRP),
        tola=accords(jugees, Outil.TOLA),
        akvo=accords(jugees, Outil.AKVO),
        toladata=accords(jugees, Outil.TOLADATA),
        baisses=len(de_la_famille(series, Famille.BAISSE)),
        akvo_baisses=accords(de_la_famille(series, Famille.BAISSE), Outil.AKVO),
    )


def origines(series: Series) -> str:
    """Dit d'où viennent les séries."""
    lignes = [(depot, str(compte)) for depot, compte in par_origine(series).items()]
    return f"{textes.ORIGINES}\n\n{tableau(('Dépôt ou document', 'Séries'), lignes, a_droite=(1,))}\n"


def bilan(series: Series) -> str:
    """Fait les deux tableaux du bilan : par sorte d'écart, puis par sorte de série."""
    comptes = {outil: ecarts(series, outil) for outil in Outil}
    lignes = [(str(sorte), *(_compte(len(comptes[o][sorte])) for o in Outil)) for sorte in Ecart]
    lignes.append(("**Total**", *(f"**{sum(map(len, comptes[o].values()))}**" for o in Outil)))
    par_famille = [_ligne_de_famille(de_la_famille(series, f), f) for f in Famille]
    droite = tuple(range(1, len(COLONNES_DU_BILAN)))
    return textes.BILAN.format(
        ecarts=tableau(list(map(str, COLONNES_DU_BILAN)), lignes, a_droite=droite),
        familles=tableau(
            ["Sorte de série", "Séries", *map(str, Outil)], par_famille, a_droite=(1, *(d + 1 for d in droite))
        ),
    )


def cible_de_l_annee(series: Series) -> str:
    """Refait le compte quand on donne aux outils à pourcentage la cible de l'année."""
    en_route = de_la_famille(series, *EN_ROUTE)
    outils = (Outil.AKVO, Outil.TOLA, Outil.TOLADATA)
    lignes = [
        (str(outil), str(accords(en_route, outil)), str(accords_a_la_cible_de_l_annee(en_route, outil)))
        for outil in outils
    ]
    entetes = ("Outil", "Même lecture, cible finale", "Même lecture, cible de l'année")
    v025, v014 = (next(s for s in en_route if s.code == code) for code in ("V025", "V014"))
    return textes.CIBLE_DE_L_ANNEE.format(
        n=len(en_route),
        tableau=tableau(entetes, lignes, a_droite=(1, 2)),
        v025=mesure(v025.jugement.valeur or 0.0),
        v025_attendus=nombre(v025.saisie.a_la_cible_de_l_annee().cible or 0.0, 1),
        v025_akvo=avis_a_la_cible_de_l_annee(Outil.AKVO, v025).affiche,
        v014_degre=pour_cent(v014.jugement.degre_atteinte or 0.0),
        v014_tola=avis_a_la_cible_de_l_annee(Outil.TOLA, v014).affiche,
    )


def annexe(series: Sequence[SerieComparee]) -> str:
    """Donne toutes les séries, ce que dit chacun, et la lecture qu'on en fait."""
    entetes = ("Série", "Libellé", "Départ", "Cible", "Valeur", "Notre verdict", "Notre lecture", *map(str, Outil))
    return f"{textes.ANNEXE}\n\n{tableau(entetes, map(_ligne_d_annexe, series), a_droite=(2, 3, 4))}\n"


def _ligne_d_annexe(serie: SerieComparee) -> tuple[str, ...]:
    saisie, j = serie.saisie, serie.jugement
    dits = (avis(outil, serie) for outil in Outil)
    return (
        serie.code,
        serie.libelle,
        f"{mesure(saisie.initiale)} ({saisie.annee_initiale})",
        RIEN if saisie.cible is None else f"{mesure(saisie.cible)} ({saisie.annee_cible})",
        f"{mesure(j.valeur or 0.0)} ({saisie.annee})",
        cas.notre_verdict(serie),
        str(NOTRE_LECTURE[j.verdict]),
        *(f"{dit.lecture} : {dit.affiche}" for dit in dits),
    )


def _ligne_de_famille(series: Series, famille: Famille) -> tuple[str, ...]:
    return str(famille), str(len(series)), *(str(accords(series, outil)) for outil in Outil)


def _compte(nombre: int) -> str:
    return str(nombre) if nombre else "·"
