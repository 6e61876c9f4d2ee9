"""``python -m evaltools`` : la même chose que la commande ``evaltools``."""

from evaltools.commandes import principal

if __name__ == "__main__":
    principal()
