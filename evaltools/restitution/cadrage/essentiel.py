"""L'essentiel du cadrage : combien d'indicateurs se jugent aujourd'hui, ce qui manque d'abord, ce qui est décidé."""

from __future__ import annotations

from collections.abc import Iterator

from evaltools.domaine.evaluabilite import EXPLICATIONS, Manque
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.essentiel import Chiffre
from evaltools.restitution.cadrage.contexte import ContexteCadrage, pour_l_ensemble
from evaltools.restitution.cadrage.decisions import dire_instances
from evaltools.restitution.constats import Constat
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import INSECABLE, nombre, pct
from evaltools.restitution.html import SECTION, Bloc

CONTRADICTION = p.Nom("point", "points")


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit l'essentiel du cadrage."""
    tous = tuple(constats(contexte))
    html = gabarit.remplir(
        "essentiel.html.j2",
        chiffres=list(chiffres(contexte)),
        constats=tous,
        partielle=False,
        clair=False,
        annee=contexte.annee,
    )
    diapositive = Diapositive(tous[0].message, tuple(f"{c.message} {c.preuves}".strip() for c in tous[1:]))
    return Bloc(SECTION, "essentiel", "L’essentiel", html, diapositives=(diapositive,))


def chiffres(contexte: ContexteCadrage) -> Iterator[Chiffre]:
    """Rend les chiffres clés du cadrage."""
    total, avant = contexte.total, contexte.bilans_du_document[0]
    sur = f"sur{INSECABLE}{nombre(total.total)}"
    part = pct((total.part_pct or 0) / 100)
    suite = f"{part} ; avec le document seul : {nombre(avant.evaluables)}" if contexte.decide else part
    yield Chiffre(nombre(total.evaluables), sur, "indicateurs évaluables aujourd'hui", suite, "#12436D")
    yield Chiffre(nombre(total.partiels), sur, "évaluables en partie", "la valeur de départ manque encore", "#3F88D9")
    yield Chiffre(
        nombre(total.non_evaluables),
        sur,
        "non évaluables en l'état",
        "une cible, un sens ou une mesure manque",
        "#6B7280",
    )
    fixees = pour_l_ensemble(contexte.decisions)
    revisees = sum(d.revisee for d in fixees)
    detail = f"dont {p.compter(revisees, p.Nom('révisée', 'révisées', feminin=True))}" if revisees else ""
    yield Chiffre(
        nombre(len(fixees) - revisees),
        "",
        "cibles fixées par une instance",
        detail or _sans_decision(contexte),
        "#28A197",
    )
    yield Chiffre(nombre(len(contexte.contradictions)), "", "points à trancher dans le document", "", "#E8590C")


def _sans_decision(contexte: ContexteCadrage) -> str:
    return "pour l'ensemble du programme" if contexte.decide else "le classeur de cadrage n'est pas encore rempli"


def constats(contexte: ContexteCadrage) -> Iterator[Constat]:
    """Rend les phrases de l'essentiel : ce qui se juge, ce qui manque, ce qui est décidé, ce qui se contredit."""
    total = contexte.total
    if not total.total:
        yield Constat("Le document n'a aucun indicateur.", "Rien ne peut être évalué sans en décider.")
        return
    n = total.evaluables
    sujet = p.majuscule(p.proportion(n, total.total, p.INDICATEUR))
    yield Constat(
        f"{sujet} {p.conjuguer(n, 'peut être jugé', 'peuvent être jugés')} dès que les valeurs seront remontées.",
        _reste(contexte),
    )
    yield from _premier_manque(contexte)
    yield from _decisions(contexte)
    yield from _a_trancher(contexte)


def _reste(contexte: ContexteCadrage) -> str:
    total, parties = contexte.total, []
    if total.partiels:
        parties.append(f"{nombre(total.partiels)} le {p.verbe(total.partiels, 'sera', 'seront')} en partie")
    if total.non_evaluables:
        mots = p.verbe(total.non_evaluables, "ne peut pas l'être", "ne peuvent pas l'être")
        parties.append(f"{nombre(total.non_evaluables)} {mots} en l'état")
    return p.phrase(p.lister(parties)) if parties else ""


def _premier_manque(contexte: ContexteCadrage) -> Iterator[Constat]:
    manques = sorted(
        ((m, contexte.total.manques[m]) for m in (Manque.CIBLE, Manque.VALEUR_INITIALE, Manque.SENS)),
        key=lambda paire: -paire[1],
    )
    presents = [(m, n) for m, n in manques if n]
    if not presents:
        yield Constat("Aucune cible, aucun départ, aucun sens ne manque.", "")
        return
    manque, n = presents[0]
    autres = [f"{_article(m)} à {nombre(k)}" for m, k in presents[1:]]
    suite = f"il manque aussi {p.lister(autres)} ; " if autres else ""
    yield Constat(
        f"Ce qui manque le plus : {_article(manque)}, à {p.compter(n, p.INDICATEUR)}.",
        p.phrase(f"{suite}à faire d'abord : {EXPLICATIONS[manque].remede}"),
    )


def _article(manque: Manque) -> str:
    return f"{'un' if manque is Manque.SENS else 'une'} {manque.value}"


def _decisions(contexte: ContexteCadrage) -> Iterator[Constat]:
    if not contexte.decide:
        yield Constat(
            "Aucune instance n'a encore décidé de cible.",
            "Le classeur de cadrage, pré-rempli, attend les décisions : evaltools cadrage l'écrit.",
        )
        return
    fixees = pour_l_ensemble(contexte.decisions)
    revisees = sum(d.revisee for d in fixees)
    n = len(fixees) - revisees
    message = f"{p.majuscule(p.compter(n, p.CIBLE, lettres=True))} {p.verbe(n, 'est fixée', 'sont fixées')}"
    if revisees:
        message += f", {nombre(revisees)} {p.verbe(revisees, 'a été révisée', 'ont été révisées')}"
    yield Constat(f"{message}.", p.phrase(dire_instances(contexte)))


def _a_trancher(contexte: ContexteCadrage) -> Iterator[Constat]:
    trouvees = contexte.contradictions
    if trouvees:
        n = len(trouvees)
        premiere = trouvees[0]
        yield Constat(
            f"Le document laisse {p.compter(n, CONTRADICTION, lettres=True)} à trancher.",
            p.phrase(f"par exemple, {premiere.constat} : {premiere.a_trancher}"),
        )
