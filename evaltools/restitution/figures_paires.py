"""Figure : ce qui était prévu et ce qui a été réalisé la même année, pour les indicateurs qui vont par deux."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Motif
from evaltools.restitution import figures_barres
from evaltools.restitution.figures_barres import Barre, Groupe
from evaltools.restitution.formats import avec_unite, decimales_utiles, pct, unite_lisible
from evaltools.restitution.phrases import Nom, abreger, compter, en_lettres, lister, majuscule, verbe
from evaltools.restitution.vue import Vue

PAIRE = Nom("activité mesurée", "activités mesurées", feminin=True)


@dataclass(frozen=True, slots=True)
class Paire:
    """Le prévu et le réalisé d'un indicateur ; ``taux`` : réalisé sur prévu (``None`` : ne se calcule pas)."""

    code: str
    libelle: str
    unite: str
    prevu: float
    realise: float | None
    taux: float | None


@dataclass(frozen=True, slots=True)
class Paires:
    """Les paires d'une année, dans l'ordre du document."""

    lignes: tuple[Paire, ...]
    annee: int

    @staticmethod
    def depuis(vue: Vue) -> Paires:
        """Garde les réalisés dont le prévu de la même période est connu ; pour un EPCI, les siens et les communs."""
        lignes = tuple(p for r in (*vue.juges, *vue.communs) if (p := _paire(r)) is not None)
        return Paires(lignes, vue.evaluation.annee)

    @property
    def tenues(self) -> int:
        """Nombre de paires où le réalisé égale ou dépasse le prévu."""
        return sum(p.taux is not None and p.taux >= 1 for p in self.lignes)

    @property
    def constat(self) -> str:
        """Titre de la figure : ce qu'elle montre."""
        n, total = self.tenues, len(self.lignes)
        if n == total:
            return "Tout ce qui était prévu a été réalisé" if total > 1 else "Ce qui était prévu a été réalisé"
        if not n:
            return "Le réalisé reste partout en dessous du prévu" if total > 1 else "Le réalisé reste sous le prévu"
        sujet = f"Le réalisé égale ou dépasse le prévu {en_lettres(n)} fois sur {en_lettres(total)}"
        return sujet.replace("un fois", "une fois")

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        faits = [f"{p.code}, {pct(p.taux)} du prévu" for p in self.lignes[:4]]
        n = len(self.lignes)
        return (
            f"Barres du prévu et du réalisé en {self.annee}, {compter(n, PAIRE)}. {majuscule(lister(faits))}. "
            f"{verbe(n, 'Elle est', 'Elles sont')} dans le tableau qui suit."
        )


def _paire(r: Resultat) -> Paire | None:
    if r.prevu is None or r.secrete or r.motif is Motif.SECRET:
        return None
    return Paire(r.indicateur, r.libelle, r.unite, r.prevu, r.valeur, r.taux_de_realisation)


def dessiner(donnees: Paires) -> Markup:
    """Dessine une barre claire (prévu) et une barre pleine (réalisé) par paire, en part du prévu."""
    return figures_barres.dessiner("paires", tuple(_groupe(p) for p in donnees.lignes), donnees.alternative)


def _groupe(p: Paire) -> Groupe:
    d = decimales_utiles([p.prevu, p.realise])
    realise = f"réalisé : {avec_unite(p.realise, '', d)}" + (f" ({pct(p.taux)})" if p.taux is not None else "")
    unite = f" {unite_lisible(p.unite)}" if p.unite else ""
    return Groupe(
        f"{p.code}  {abreger(p.libelle, 70)}",
        (
            Barre(1.0, f"prévu : {avec_unite(p.prevu, '', d)}{unite}", "#FFFFFF", "#55606D", hachuree=True),
            Barre(p.taux, realise, "#12436D"),
        ),
    )
