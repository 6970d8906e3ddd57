import numpy as np


class RBFNetz:
    """RBF-Netz: Zentren, Breiten und Gewichte werden alle gelernt"""

    def __init__(self, zentren, breite=0.5):
        self.zentren = np.array(zentren, dtype=float)
        self.beta = np.full(len(self.zentren), breite)
        self.gewichte = np.zeros(len(self.zentren))

    def phi(self, x):
        return np.exp(-self.beta * (x[:, None] - self.zentren) ** 2)

    def ausgabe(self, x):
        return self.phi(x) @ self.gewichte

    def fehler(self, x, soll):
        return 0.5 * np.sum((soll - self.ausgabe(x)) ** 2)

    def gradienten(self, x, soll):
        phi = self.phi(x)
        delta = phi @ self.gewichte - soll
        abstand = x[:, None] - self.zentren
        gemeinsam = delta[:, None] * phi * self.gewichte
        yield "gewichte", phi.T @ delta
        yield "zentren", np.sum(gemeinsam * 2 * self.beta * abstand, axis=0)
        yield "beta", np.sum(-gemeinsam * abstand ** 2, axis=0)

    def lerne(self, x, soll, lernrate=0.05):
        # list(), sonst aendern sich die Gewichte waehrend der Rechnung
        for name, g in list(self.gradienten(x, soll)):
            getattr(self, name)[:] -= lernrate * g


x = np.linspace(-3, 3, 25)
soll = np.sin(x)
netz = RBFNetz([-2, -1, 0, 1, 2])
for schritt in range(10):
    netz.lerne(x, soll)
print(netz.fehler(x, soll))

# ---- for the test
def hand_over():
    return dict(obj=netz, loss=netz.fehler, step=netz.lerne, x=x, y=soll, rate=0.05)

FORM = "German names; gradients yielded as (name, array) pairs by a generator method and applied in place through getattr; 1-D inputs"
