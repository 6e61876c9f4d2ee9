"""Les exporteurs nbconvert des documents : ``jupyter nbconvert --to evaltools_docx carnet.ipynb`` (ou ``_pptx``).

Ils lisent les mêmes blocs que la page, refusent les mêmes carnets, et donnent les mêmes octets pour les mêmes données.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from nbconvert.exporters.exporter import Exporter

from evaltools.restitution.bureautique.presentation import ecrire_presentation
from evaltools.restitution.bureautique.word import ecrire_word
from evaltools.restitution.exportateur import choisir_blocs

Ecrire = Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]], date], bytes]
SANS_DATE = date(2000, 1, 1)
"""Date des propriétés d'un document dont le carnet ne dit pas la date d'édition."""

_DATE = r"""^{}\s*=\s*["'](\d{{4}}-\d{{2}}-\d{{2}})["']"""


class _ExportateurDocument(Exporter):
    """Ce que les deux exporteurs ont en commun."""

    extension = ""
    ecrire: Ecrire

    def _file_extension_default(self) -> str:
        return self.extension

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Rend le document d'un carnet exécuté, en octets.

        Raises
        ------
        RapportRefuse
            Si le carnet ne fait pas un rapport publiable ; toutes les raisons à la fois.
        """
        copie, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = self.extension
        publiable = choisir_blocs(copie)
        resources["alertes"] = publiable.alertes
        return type(self).ecrire(publiable.entete, publiable.sections, date_d_edition(copie)), resources


class ExportateurWord(_ExportateurDocument):
    """Fait d'un carnet exécuté un document Word."""

    export_from_notebook = "Document Word evaltools"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    extension = ".docx"
    ecrire = staticmethod(ecrire_word)


class ExportateurPresentation(_ExportateurDocument):
    """Fait d'un carnet exécuté une présentation."""

    export_from_notebook = "Présentation evaltools"
    output_mimetype = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    extension = ".pptx"
    ecrire = staticmethod(ecrire_presentation)


def date_d_edition(carnet: Any) -> date:
    """Rend la date d'édition d'un carnet : le dernier « edite_le » de ses paramètres, à défaut la date d'arrêt.

    La cellule que papermill injecte vient après celle du carnet : c'est donc elle qui l'emporte.
    """
    for nom in ("edite_le", "arrete_le"):
        motif = re.compile(_DATE.format(nom), re.MULTILINE)
        trouvees = [d for c in carnet.cells if c.cell_type == "code" for d in motif.findall(c.source)]
        if trouvees:
            return date.fromisoformat(trouvees[-1])
    return SANS_DATE
