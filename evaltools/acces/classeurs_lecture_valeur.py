"""Lire une ligne d'indicateur : la valeur, ses termes, son état, sa qualité, et tout ce qui n'y va pas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evaltools.acces.classeurs_lecture_lignes import Ligne
from evaltools.acces.classeurs_mots import ATTENDUS, ETATS, QUALITES
from evaltools.acces.classeurs_releve import Defaut, Releve, ecrire_texte, est_vide, montrer
from evaltools.acces.tableur import Cellule
from evaltools.domaine.coherence import (
    Doute,
    Genre,
    conclure_etat,
    douter_de_la_valeur,
    douter_du_rapport,
    genre_de_valeur,
)
from evaltools.domaine.lexique import EtatValeur, Nature, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import (
    EtatLu,
    LectureNombre,
    NombreLu,
    NombreRefuse,
    Note,
    Refus,
    centupler,
    ecrire_nombre,
    plier,
)
from evaltools.domaine.saisies import JalonLu, lire_etat, lire_jalon, lire_qualite, lire_valeur

_NATURES = {plier(words): nature for nature, words in ATTENDUS.items()}
_CODES: Mapping[Refus, str] = {
    Refus.PAS_UN_NOMBRE: "VAL-03",
    Refus.TEXTE_AVEC_NOMBRE: "VAL-03",
    Refus.SEPARATEUR_AMBIGU: "VAL-04",
    Refus.ETAT_AMBIGU: "VAL-05",
    Refus.CALCUL: "VAL-06",
    Refus.DATE: "VAL-07",
    Refus.APPROXIMATION: "VAL-08",
    Refus.INTERVALLE: "VAL-09",
    Refus.BORNE: "VAL-09",
    Refus.UNITE_CONTRAIRE: "VAL-10",
    Refus.POURCENTAGE_AMBIGU: "VAL-11",
    Refus.VRAI_FAUX: "VAL-12",
    Refus.HORS_LIMITES: "VAL-13",
}
_EXPLIQUEES = frozenset({*_CODES.values(), "VAL-39"})
ANNEE_MIN = 1990
"""Une date d'avant n'est pas celle d'une action : « 4 » tapé dans une case de date y devient le 4 janvier 1900."""
_EXPLICATIFS = (EtatValeur.NON_DISPONIBLE, EtatValeur.SANS_OBJET, EtatValeur.ENQUETE_NON_REALISEE)


@dataclass
class _Row:
    """What one row says, while it is being read. ``kept`` turns false when the value must not be used."""

    line: Ligne
    nature: Nature
    unit: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    text: str = ""
    raws: list[str] = field(default_factory=list)
    written: EtatValeur | None = None
    quality: Qualite | None = None
    kept: bool = True
    pending: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)

    @property
    def raw(self) -> str:
        """Everything that was typed in the row's value cells, as seen."""
        return " · ".join(dict.fromkeys(self.raws))

    @property
    def has_value(self) -> bool:
        numbers = (self.value, self.numerator, self.denominator)
        return any(n is not None for n in numbers) or bool(self.text) or self.quality is Qualite.SECRET


def lire_observation(releve: Releve, ligne: Ligne) -> Observation:
    """Lit une ligne reconnue ; les anomalies vont au relevé.

    Une valeur fautive n'est pas retenue : l'observation est alors « non renseignée » et garde le texte saisi.
    """
    return _RowReader(releve).read(ligne)


class _RowReader:
    """Reads one row; every method adds to the row or tells the record what is wrong."""

    def __init__(self, releve: Releve) -> None:
        self.releve = releve
        self.sheet = ""

    def read(self, line: Ligne) -> Observation:
        self.sheet = line.tableau.feuille.nom
        row = _Row(line, self._nature(line), self._unit(line))
        self._read_value(row)
        self._read_terms(row)
        declared = self._declared(row)
        # Un texte qui n'est pas un nombre, à côté d'un état qui dit pourquoi, est une explication et non une faute.
        explained = declared in _EXPLICATIFS and not row.kept and not row.has_value
        self._flush(row, _EXPLIQUEES if explained else frozenset())
        state = declared if explained and declared is not None else self._conclude(row, declared)
        return self._build(row, state)

    def _nature(self, line: Ligne) -> Nature:
        """Say what was asked: what the row shows, else what the programme says."""
        asked = line.tableau.feuille.cellule(line.numero, line.tableau.colonnes.get("attendu", 0))
        shown = _NATURES.get(plier(asked.texte)) if asked is not None else None
        return shown or line.indicateur.nature

    def _unit(self, line: Ligne) -> str:
        """Say in which unit: the one the row shows, else that of the programme."""
        column = line.tableau.colonnes.get("unite", 0)
        shown = line.tableau.feuille.cellule(line.numero, column)
        return shown.texte.strip() if shown is not None and shown.texte.strip() else line.indicateur.unite

    def _read_value(self, row: _Row) -> None:
        line = row.line
        if row.nature is Nature.TEXTE:
            self._read_answer(row)
            return
        cell = self.releve.lire(line.tableau, line.numero, "valeur")
        if cell is None:
            return
        if isinstance(cell, Defaut):
            self._refuse(row, "valeur", cell.code, cell.brut, cell.details)
            return
        self._tell_formula(row, cell)
        if row.nature is Nature.JALON:
            self._take_milestone(row, cell)
        else:
            terms = self.releve.lire(line.tableau, line.numero, "denominateur") is not None
            read = lire_valeur(cell.valeur, row.unit, pourcent=cell.en_pourcent, termes=terms)
            row.value = self._take(row, "valeur", cell, read)
            if row.value is not None:
                self._doubt(row, douter_de_la_valeur(row.value, self._genre(row)))
                if cell.en_pourcent and not terms and 0 < row.value < 1:
                    percent, hundred = ecrire_nombre(row.value), ecrire_nombre(centupler(row.value))
                    self._later(row, "VAL-57", "valeur", brut=percent, cent=hundred)

    def _read_answer(self, row: _Row) -> None:
        table, number = row.line.tableau, row.line.numero
        key = next((k for k in ("reponse", "valeur") if self._filled(row, k)), "reponse")
        cell = self.releve.lire(table, number, key)
        if isinstance(cell, Defaut):
            self._refuse(row, key, cell.code, cell.brut, cell.details)
        elif cell is not None:
            row.raws.append(montrer(cell))
            row.text = ecrire_texte(cell)
            if plier(row.text) in _SANS_REPONSE:
                row.written, row.text = lire_etat(row.text), ""

    def _filled(self, row: _Row, key: str) -> bool:
        """Say whether a cell of the row carries something, without taking it as read."""
        column = row.line.tableau.colonnes.get(key, 0)
        cell = row.line.tableau.feuille.cellule(row.line.numero, column)
        return cell is not None and not est_vide(cell)

    def _take(self, row: _Row, key: str, cell: Cellule, read: LectureNombre) -> float | None:
        """Keep a number; note a state; refuse the rest with its reason."""
        row.raws.append(montrer(cell))
        if isinstance(read, NombreLu):
            if read.note in (Note.MILLIERS_D_EUROS, Note.MILLIONS_D_EUROS):
                self._later(row, "VAL-36", key, brut=montrer(cell), lu=ecrire_nombre(read.valeur))
            return read.valeur
        if isinstance(read, EtatLu) and key == "valeur":
            self._take_state(row, cell, read)
        elif isinstance(read, EtatLu):
            self._refuse(row, key, "VAL-03", montrer(cell), {"exemple": "12 ou 12,5"})
        else:
            self._refuse(row, key, _CODES[read.refus], montrer(cell), _hints(read))
        return None

    def _take_state(self, row: _Row, cell: Cellule, read: EtatLu) -> None:
        if read.qualite is Qualite.SECRET:
            row.quality, row.text = Qualite.SECRET, montrer(cell)
        else:
            row.written = read.etat
            if read.note is Note.SIGLE_INTERPRETE:
                self._later(row, "VAL-37", "valeur", brut=montrer(cell), etat=ETATS[read.etat])

    def _take_milestone(self, row: _Row, cell: Cellule) -> None:
        read, shown = lire_jalon(cell.valeur), montrer(cell)
        row.raws.append(shown)
        if isinstance(read, NombreRefuse):
            self._refuse(row, "valeur", "VAL-39", shown, {})
        elif isinstance(read, EtatLu):
            row.written = read.etat
        elif read.le is not None and read.le.year < ANNEE_MIN:
            self._refuse(row, "valeur", "VAL-83", shown, {})
        elif read.le is not None and read.le > date(self.releve.annee, 12, 31):
            self._refuse(row, "valeur", "VAL-40", shown, {"annee": self.releve.annee})
        else:
            row.value, row.text = float(read.fait), _milestone_text(read)

    def _read_terms(self, row: _Row) -> None:
        for key in ("numerateur", "denominateur"):
            cell = self.releve.lire(row.line.tableau, row.line.numero, key)
            if isinstance(cell, Defaut):
                self._refuse(row, key, cell.code, cell.brut, cell.details)
            elif cell is not None:
                number = self._take(row, key, cell, lire_valeur(cell.valeur, pourcent=cell.en_pourcent))
                row.numerator, row.denominator = (
                    (number, row.denominator) if key == "numerateur" else (row.numerator, number)
                )
        doubts = douter_du_rapport(row.value, row.numerator, row.denominator, row.unit, self._genre(row))
        self._doubt(row, doubts)

    def _genre(self, row: _Row) -> Genre:
        return genre_de_valeur(row.nature, row.unit, row.line.indicateur.libelle)

    # ── État et qualité ──────────────────────────────────────────────────────────────────────────────────────────

    def _declared(self, row: _Row) -> EtatValeur | None:
        text = self.releve.texte(row.line.tableau, row.line.numero, "etat")
        state = lire_etat(text) if text else None
        if text and state is None:
            self._signal(row, "VAL-16", "etat", brut=text, admis=_among(ETATS.values()))
        return state

    def _quality(self, row: _Row) -> Qualite | None:
        text = self.releve.texte(row.line.tableau, row.line.numero, "qualite")
        quality = lire_qualite(text) if text else None
        if text and quality is None:
            self._signal(row, "VAL-17", "qualite", brut=text, admis=_among(QUALITES.values()))
        return row.quality or quality

    def _conclude(self, row: _Row, declared: EtatValeur | None) -> EtatValeur:
        if not row.kept and (declared not in _EXPLICATIFS or not row.has_value):
            return EtatValeur.NON_RENSEIGNE
        state, doubt = conclure_etat(row.has_value, row.written, declared)
        if doubt:
            word = ETATS.get(declared, "non renseigné") if declared else ""
            self._signal(row, doubt, "etat", brut=row.raw, etat=word)
            row.kept = doubt != "VAL-14"
        return state

    def _build(self, row: _Row, state: EtatValeur) -> Observation:
        line, releve = row.line, self.releve
        kept = row.kept and state is EtatValeur.RENSEIGNE
        return Observation(
            programme=releve.programme.code,
            action=line.indicateur.action,
            operation=line.indicateur.operation,
            indicateur=line.indicateur.code,
            siren=line.siren,
            periode=line.periode,
            etat=state,
            valeur=row.value if kept else None,
            numerateur=row.numerator if kept else None,
            denominateur=row.denominator if kept else None,
            texte=row.text if kept else "" if row.kept else row.raw,
            qualite=self._quality(row),
            source=releve.texte(line.tableau, line.numero, "source"),
            commentaire=releve.texte(line.tableau, line.numero, "commentaire"),
            fichier=releve.classeur.nom,
            feuille=self.sheet,
            cellule=self._address(row),
            sha256=releve.classeur.sha256,
        )

    def _address(self, row: _Row) -> str:
        """Give the cell the value comes from; the value cell itself when the row is empty."""
        text = row.nature is Nature.TEXTE and "reponse" in row.line.tableau.colonnes
        order = ("reponse", "valeur", "etat") if text else ("valeur", "numerateur", "denominateur", "etat")
        key = next((k for k in order if self._filled(row, k)), order[0])
        return self.releve.adresse(row.line.tableau, row.line.numero, key)

    # ── Dire les fautes ──────────────────────────────────────────────────────────────────────────────────────────

    def _signal(self, row: _Row, code: str, key: str, **details: object) -> None:
        line = row.line
        self.releve.signaler(
            code,
            self.sheet,
            self.releve.adresse(line.tableau, line.numero, key),
            indicateur=line.indicateur.code,
            territoire=self.releve.designer(line.siren),
            periode=line.periode,
            unite=row.unit,
            **details,
        )

    def _later(self, row: _Row, code: str, key: str, **details: object) -> None:
        row.pending.append((code, key, details))

    def _refuse(self, row: _Row, key: str, code: str, raw: str, details: Mapping[str, object]) -> None:
        row.kept = False
        row.raws.append(raw)
        self._later(row, code, key, **{"brut": raw, **details})

    def _doubt(self, row: _Row, doubts: Iterable[Doute]) -> None:
        for doubt in doubts:
            if doubt.bloque:
                row.kept = False
            self._later(row, doubt.code, doubt.champ, **doubt.details)

    def _flush(self, row: _Row, silent: frozenset[str]) -> None:
        for code, key, details in row.pending:
            if code not in silent:
                self._signal(row, code, key, **details)

    def _tell_formula(self, row: _Row, cell: Cellule) -> None:
        if cell.formule is not None:
            self._later(row, "VAL-38", "valeur", brut=montrer(cell))


_SANS_REPONSE = frozenset({"sans objet", "non disponible", "nd", "enquete non realisee"})


def _hints(read: NombreRefuse) -> dict[str, object]:
    suggestion = read.suggestion
    example = f"{suggestion} ou {suggestion},5" if suggestion.isdigit() else suggestion or "12 ou 12,5"
    plain = read.refus is Refus.POURCENTAGE_AMBIGU or not suggestion
    if read.refus is Refus.APPROXIMATION:
        example = suggestion or "12"
    return {"exemple": example, "lectures": suggestion if plain else f" : {suggestion}"}


def _milestone_text(read: JalonLu) -> str:
    if read.le is not None:
        return read.le.isoformat()
    return "oui" if read.fait else "non"


def _among(words: Iterable[str]) -> str:
    return ", ".join(f"« {word} »" for word in words)
