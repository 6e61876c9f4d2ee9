"""Fautes de l'utilisateur : montrées en français, avec un code de sortie, jamais avec une trace."""

from __future__ import annotations

from evaltools.domaine.anomalies import Anomalie

CODE_USAGE, CODE_PARAMETRES, CODE_ENTREES, CODE_RAPPORT, CODE_SECRET = 2, 10, 11, 12, 13


class ErreurUtilisateur(Exception):
    """Arrêt dû à ce qui est donné en entrée, et non à un défaut du programme.

    Parameters
    ----------
    anomalies : tuple of Anomalie
        Toutes les fautes constatées, à la fois.
    code : int
        Code de sortie de la commande : 10 paramètres, 11 entrées, 12 rapport, 13 secret.
    message : str
        Phrase d'introduction ; vide : les anomalies se suffisent.
    """

    def __init__(self, anomalies: tuple[Anomalie, ...] = (), code: int = CODE_ENTREES, message: str = "") -> None:
        self.anomalies = anomalies
        self.code = code
        self.message = message
        super().__init__("\n".join([message] * bool(message) + [str(a) for a in anomalies]))
