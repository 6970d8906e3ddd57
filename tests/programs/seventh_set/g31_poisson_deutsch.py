# Zaehldaten: wie viele Fahrraeder kommen pro Stunde vorbei? (Poisson-Regression, log-Link)
import numpy as np


class PoissonModell:
    def __init__(self, anzahl_merkmale, lernrate=0.01, saat=0):
        zufall = np.random.RandomState(saat)
        self.gewichte = zufall.randn(anzahl_merkmale) * 0.3
        self.achsenabschnitt = 0.2
        self.lernrate = lernrate
        self.verlauf = []

    def vorhersage(self, X):
        eta = X @ self.gewichte + self.achsenabschnitt
        return np.exp(eta)

    def verlust(self, X, y):
        """Negative Log-Likelihood ohne den konstanten Term log(y!)"""
        mu = self.vorhersage(X)
        return np.mean(mu - y * np.log(mu))

    def gradient(self, X, y):
        mu = self.vorhersage(X)
        fehler = mu - y
        # Kettenregel: Ableitung von exp ist wieder exp
        delta = fehler * mu
        d_gewichte = X.T @ delta / len(y)
        d_achsenabschnitt = np.mean(delta)
        return d_gewichte, d_achsenabschnitt

    def schritt(self, X, y):
        d_gewichte, d_achsenabschnitt = self.gradient(X, y)
        self.gewichte = self.gewichte - self.lernrate * d_gewichte
        self.achsenabschnitt = self.achsenabschnitt - self.lernrate * d_achsenabschnitt

    def anpassen(self, X, y, durchlaeufe=200):
        for _ in range(durchlaeufe):
            self.verlauf.append(self.verlust(X, y))
            self.schritt(X, y)
        return self


zufall = np.random.RandomState(4)
stunden = zufall.randn(20, 3)
fahrraeder = zufall.poisson(np.exp(stunden @ np.array([0.5, -0.3, 0.1]) + 0.7))
modell = PoissonModell(3).anpassen(stunden, fahrraeder, durchlaeufe=10)


# ---- for the test
EXPECTED = "with the log link the derivative of the Poisson loss by eta is mu - y; the learner multiplies by mu, the derivative of exp, once more"
KINDS = {"output derivative doubled", "wrong factor"}
PLACES = ["gewichte", "achsenabschnitt", "delta", "output", "layer 1", "w", "b", "eta"]
TWO = False
MEND = [("delta = fehler * mu\n", "delta = fehler\n")]
OFF = {"gewichte", "achsenabschnitt"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=modell, loss=modell.verlust, grads=modell.gradient, step=modell.schritt, x=stunden, y=fahrraeder, rate=modell.lernrate)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = PoissonModell(3)
        new.gewichte, new.achsenabschnitt = a["gewichte"], float(a["achsenabschnitt"])
        return new

    def claim(a):
        new = made(a)
        new.schritt(stunden, fahrraeder)
        return {name: (a[name] - getattr(new, name)) / new.lernrate for name in a}

    start = dict(gewichte=modell.gewichte, achsenabschnitt=np.array(modell.achsenabschnitt))
    return lambda a: made(a).verlust(stunden, fahrraeder), claim, start
