# Übungsblatt 5, Aufgabe 2: Mehrschichtiges Perzeptron
# Abgabe Gruppe 14
import numpy as np


def logistisch(u):
    return 1.0 / (1.0 + np.exp(-u))


class Schicht:
    def __init__(self, n_ein, n_aus, zufall):
        self.gewichte = zufall.uniform(-1, 1, size=(n_ein, n_aus))
        self.schwelle = zufall.uniform(-1, 1, size=n_aus)

    def vorwaerts(self, eingabe):
        self.eingabe = eingabe
        self.ausgabe = logistisch(eingabe @ self.gewichte + self.schwelle)
        return self.ausgabe

    def rueckwaerts(self, fehler, lernrate):
        delta = fehler * self.ausgabe * (1 - self.ausgabe)
        self.gewichte -= lernrate * self.eingabe.T @ delta
        self.schwelle -= lernrate * delta.sum(axis=0)
        return delta @ self.gewichte.T


class Netz:
    def __init__(self, groessen, seed=4):
        zufall = np.random.RandomState(seed)
        self.schichten = []
        for n_ein, n_aus in zip(groessen, groessen[1:]):
            self.schichten.append(Schicht(n_ein, n_aus, zufall))

    def vorhersage(self, x):
        for s in self.schichten:
            x = s.vorwaerts(x)
        return x

    def fehlerfunktion(self, x, t):
        """E = 1/2 * Summe über alle Muster und Ausgänge"""
        return 0.5 * np.sum((self.vorhersage(x) - t) ** 2)

    def lerne(self, x, t, lernrate=0.5):
        y = self.vorhersage(x)
        fehler = y - t
        for s in reversed(self.schichten):
            fehler = s.rueckwaerts(fehler, lernrate)


# XOR
muster = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
ziel = np.array([[0], [1], [1], [0]], dtype=float)

netz = Netz([2, 3, 3, 1])

if __name__ == "__main__":
    for epoche in range(5000):
        netz.lerne(muster, ziel)
        if epoche % 500 == 0:
            print(epoche, netz.fehlerfunktion(muster, ziel))
    print(netz.vorhersage(muster).round(2))


# ---- for the test
EXPECTED = "rueckwaerts changes self.gewichte first and then sends the error back through the new weights: the layers before the last one get an error that passed through weights already updated"
KINDS = {"updated before use", "order"}
PLACES = ["gewichte", "schwelle", "schichten", "schichten[0]", "schichten[1]", "layer 1", "layer 2", "rueckwaerts", "lerne"]
TWO = False
MEND = [
    ("        self.gewichte -= lernrate", "        zurueck = delta @ self.gewichte.T\n        self.gewichte -= lernrate"),
    ("        return delta @ self.gewichte.T\n", "        return zurueck\n"),
]
OFF = {"gewichte0", "schwelle0", "gewichte1", "schwelle1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=netz, loss=netz.fehlerfunktion, step=netz.lerne, predict=netz.vorhersage, x=muster, y=ziel, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Netz([2, 3, 3, 1])
        for k, s in enumerate(new.schichten):
            s.gewichte, s.schwelle = a["gewichte%d" % k].copy(), a["schwelle%d" % k].copy()
        return new

    def plain(n):
        named = {}
        for k, s in enumerate(n.schichten):
            named["gewichte%d" % k], named["schwelle%d" % k] = s.gewichte.copy(), s.schwelle.copy()
        return named

    def claim(a):
        new = made(a)
        new.lerne(muster, ziel, 0.5)
        return {name: (a[name] - p) / 0.5 for name, p in plain(new).items()}

    return lambda a: made(a).fehlerfunktion(muster, ziel), claim, plain(netz)
