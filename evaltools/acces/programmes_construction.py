"""D'un document lu à un ``Programme`` : construction des objets du domaine et contrôle de ce qui les relie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evaltools.acces.programmes_schema import CHAMPS_FICHE
from evaltools.acces.schema import Journal, Lu, court, suggerer
from evaltools.domaine.comptes import OBJETS_COMPTES
from evaltools.domaine.lexique import Agregation, Maille, PeriodiciteCible, TypeCible
from evaltools.domaine.programme import (
    Action,
    Annonce,
    Axe,
    Calendrier,
    Citation,
    Fiche,
    Indicateur,
    Jalon,
    Montant,
    Objectif,
    Operation,
    Programme,
    Remarque,
    Repere,
    Territoire,
    Vocabulaire,
)
from evaltools.domaine.territoires import cle_de_nom

ROLES_DE_PAIRE = ("prevu", "realise")


def construire(tete: Lu, fiches: Iterable[Lu], journal: Journal) -> Programme:
    """Construit le programme à partir de ``programme.yaml`` et de ses fiches, dans l'ordre donné.

    Les fautes de liaison (codes en double, références inconnues, paires incomplètes, dates inversées, alias
    ambigus) sont notées dans le journal ; le programme rendu n'est à garder que si aucune n'est bloquante.
    """
    fiches = tuple(fiches)
    verifier_tete(tete, journal)
    verifier_fiches(tete, fiches, journal)
    v = tete.valeurs
    return Programme(
        code=v["code"] or "",
        titre=v["titre"],
        titre_court=v["titre_court"],
        type=v["type"],
        debut=v["debut"],
        fin=v["fin"],
        axes=tuple(Axe(a.valeurs["code"], a.valeurs["intitule"]) for a in v["axes"]),
        objectifs=tuple(
            Objectif(o.valeurs["code"], o.valeurs["intitule"], a.valeurs["code"])
            for a in v["axes"]
            for o in a.valeurs["objectifs"]
        ),
        actions=tuple(_action(f) for f in fiches),
        territoires=tuple(Territoire(**t.valeurs) for t in v["territoires"]),
        vocabulaire=_vocabulaire(v["vocabulaire"]),
        annonces=tuple(Annonce(**a.valeurs) for a in v["annonces"]),
        remarques=tuple(Remarque(**r.valeurs) for r in v["remarques"]),
        source=v["source"],
    )


def _vocabulaire(lu: Lu | None) -> Vocabulaire:
    return Vocabulaire(**{n: t for n, t in lu.valeurs.items() if t}) if lu else Vocabulaire()


def _action(lu: Lu) -> Action:
    v = lu.valeurs
    operationnel = v["objectif_operationnel"].valeurs if v["objectif_operationnel"] else {}
    code = v["code"] or ""
    return Action(
        code=code,
        intitule=v["intitule"],
        axe=v["axe"] or "",
        objectif=v["objectif"],
        objectif_operationnel=operationnel.get("intitule", ""),
        code_objectif_operationnel=operationnel.get("code") or "",
        fiche=_fiche(v),
        operations=tuple(_operation(o, code) for o in v["operations"]),
        indicateurs_communs=tuple(_indicateur(i, code, None) for i in v["indicateurs"]),
        reperes=_reperes(v["reperes"]),
    )


def _operation(lu: Lu, action: str) -> Operation:
    v = lu.valeurs
    return Operation(
        code=v["code"] or "",
        intitule=v["intitule"],
        fiche=_fiche(v),
        indicateurs=tuple(_indicateur(i, action, v["code"]) for i in v["indicateurs"]),
        elements=v["elements"],
        reperes=_reperes(v["reperes"]),
    )


def _fiche(v: Mapping[str, Any]) -> Fiche:
    valeurs = {c.nom: v[c.nom] for c in CHAMPS_FICHE}
    valeurs["montants"] = tuple(_montant(m.valeurs) for m in v["montants"])
    valeurs["calendrier"] = _calendrier(v["calendrier"])
    return Fiche(**valeurs)


def _montant(v: Mapping[str, Any]) -> Montant:
    return Montant(**{**v, "unite": v["unite"] or "€"})


def _calendrier(lu: Lu | None) -> Calendrier:
    if lu is None:
        return Calendrier()
    return Calendrier(**{**lu.valeurs, "jalons": tuple(Jalon(**j.valeurs) for j in lu.valeurs["jalons"])})


def _reperes(lus: Iterable[Lu]) -> tuple[Repere, ...]:
    return tuple(Repere(**r.valeurs) for r in lus)


def _citation(lu: Lu | None) -> Citation | None:
    if lu is None or lu.valeurs["valeur"] is None:
        return None
    v = lu.valeurs
    return Citation(
        valeur=v["valeur"],
        texte=v["citation"],
        annee=v["annee"],
        periodicite=v["periodicite"] or PeriodiciteCible.CONTRAT,
        type_cible=v["type_cible"] or TypeCible.ABSOLU,
        unite=v["unite"],
        portee=v["portee"],
    )


def _indicateur(lu: Lu, action: str, operation: str | None) -> Indicateur:
    v = dict(lu.valeurs)
    v["code"] = v["code"] or ""
    v["maille"] = v["maille"] or Maille.ENSEMBLE
    v["agregation"] = v["agregation"] or Agregation.AUCUNE
    v["cible"] = _citation(v["cible"])
    v["valeur_initiale"] = _citation(v["valeur_initiale"])
    v["reperes"] = _reperes(v["reperes"])
    return Indicateur(action=action, operation=operation, **v)


def verifier_tete(tete: Lu, journal: Journal) -> None:
    """Contrôle ``programme.yaml`` : dates, codes, SIREN, alias et annonces."""
    v = tete.valeurs
    if v["debut"] and v["fin"] and v["fin"] < v["debut"]:
        journal.noter("PRG-12", tete.lieu_de("fin"), debut=v["debut"], fin=v["fin"])
    _uniques(((a, "axe") for a in v["axes"]), "code", journal)
    _uniques(((o, "objectif") for a in v["axes"] for o in a.valeurs["objectifs"]), "code", journal)
    _uniques(((t, "territoire") for t in v["territoires"]), "siren", journal)
    _noms_uniques(v["territoires"], journal)
    axes = [a.valeurs["code"] for a in v["axes"]]
    for annonce in v["annonces"]:
        objet, _sep, axe = annonce.valeurs["objet"].partition("/")
        if objet not in OBJETS_COMPTES:
            _hors_liste(annonce, "objet", objet, OBJETS_COMPTES, journal)
        elif axe and axe not in axes:
            _inconnu("axe", axe, axes, annonce, "objet", journal)


def verifier_fiches(tete: Lu, fiches: tuple[Lu, ...], journal: Journal) -> None:
    """Contrôle les fiches entre elles et avec ``programme.yaml`` : codes, références, paires, dates."""
    operations = [o for f in fiches for o in f.valeurs["operations"]]
    indicateurs = [i for porteur in (*operations, *fiches) for i in porteur.valeurs["indicateurs"]]
    _uniques(((f, "action") for f in fiches), "code", journal)
    _uniques(((o, "opération") for o in operations), "code", journal)
    _uniques(((i, "indicateur") for i in indicateurs), "code", journal)
    axes: dict[str, list[str]] = {}
    for axe in tete.valeurs["axes"]:
        axes.setdefault(axe.valeurs["code"], []).extend(o.valeurs["code"] for o in axe.valeurs["objectifs"])
    for fiche in fiches:
        axe, objectif = fiche.valeurs["axe"], fiche.valeurs["objectif"]
        if axe and axe not in axes:
            _inconnu("axe", axe, axes, fiche, "axe", journal)
        elif axe and objectif and objectif not in axes[axe]:
            _inconnu("objectif", objectif, axes[axe], fiche, "objectif", journal)
    for porteur in (*fiches, *operations):
        calendrier = porteur.valeurs["calendrier"]
        if calendrier:
            _dates(calendrier, journal)
    _paires(indicateurs, journal)


def _dates(calendrier: Lu, journal: Journal) -> None:
    debut, fin = calendrier.valeurs["debut"], calendrier.valeurs["fin"]
    if debut and fin and fin < debut:
        journal.noter("PRG-12", calendrier.lieu_de("fin"), debut=debut, fin=fin)


def _uniques(lus: Iterable[tuple[Lu, str]], cle: str, journal: Journal) -> None:
    vus: dict[str, Lu] = {}
    for lu, objet in lus:
        code = lu.valeurs[cle]
        if code is None:
            continue
        if code.casefold() in vus:
            autre = vus[code.casefold()].lieu_de(cle)
            journal.noter("PRG-13", lu.lieu_de(cle), objet=objet, identifiant=code, autre=autre)
        else:
            vus[code.casefold()] = lu


def _noms_uniques(territoires: Iterable[Lu], journal: Journal) -> None:
    """Refuse un nom ou un alias qui désignerait deux EPCI (PRG-19) ou qui n'apporte rien (répété)."""
    vus: dict[str, Lu] = {}
    for territoire in territoires:
        for place, nom in (("nom", territoire.valeurs["nom"]), *(("alias", a) for a in territoire.valeurs["alias"])):
            cle = cle_de_nom(nom)
            if cle in vus and vus[cle] is not territoire:
                autre = vus[cle].valeurs["nom"]
                journal.noter("PRG-19", territoire.lieu_de(place), alias=nom, autre=autre)
            vus.setdefault(cle, territoire)


def _inconnu(objet: str, code: str, connus: Iterable[str], lu: Lu, cle: str, journal: Journal) -> None:
    connus = [c for c in connus if c]
    journal.noter(
        "PRG-14",
        lu.lieu_de(cle),
        objet=objet,
        identifiant=code,
        connus=", ".join(connus) or "aucun",
        suggestion=suggerer(code, connus),
    )


def _hors_liste(lu: Lu, cle: str, valeur: str, admises: Iterable[str], journal: Journal) -> None:
    admises = tuple(admises)
    proches = suggerer(valeur, admises)
    journal.noter(
        "PRG-10", lu.lieu_de(cle), cle=cle, valeur=court(valeur), admises=", ".join(admises), suggestion=proches
    )


def _paires(indicateurs: Iterable[Lu], journal: Journal) -> None:
    """Refuse une paire prévu / réalisé à laquelle manque un côté, ou dont un côté est en double."""
    paires: dict[str, dict[str, Lu]] = {}
    for lu in indicateurs:
        paire, role = lu.valeurs["paire"], lu.valeurs["role_paire"]
        if role and role not in ROLES_DE_PAIRE:
            _hors_liste(lu, "role_paire", role, ROLES_DE_PAIRE, journal)
        elif bool(paire) != bool(role):
            manque = "« role_paire »" if paire else "« paire »"
            journal.noter("PRG-15", lu.lieu, paire=paire or lu.valeurs["code"], manque=f"la clé {manque}")
        elif paire and role in paires.setdefault(paire, {}):
            journal.noter("PRG-15", lu.lieu, paire=paire, manque=f"un seul « {role} » (il y en a deux)")
        elif paire:
            paires[paire][role] = lu
    for paire, roles in paires.items():
        for absent in (r for r in ROLES_DE_PAIRE if r not in roles):
            journal.noter("PRG-15", next(iter(roles.values())).lieu, paire=paire, manque=f"le côté « {absent} »")
