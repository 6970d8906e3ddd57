"""Rete neurale a due strati, errore quadratico. Tesina: riconoscere tre tipi di fiori.
Problema: i gradienti non sono quelli del mio compagno."""
import numpy as np


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


class Rete:
    def __init__(self, ingressi, nascosti, uscite, seme=11):
        gen = np.random.RandomState(seme)
        self.pesi1 = gen.randn(ingressi, nascosti)
        self.soglia1 = gen.randn(nascosti) * 0.2
        self.pesi2 = gen.randn(nascosti, uscite)
        self.soglia2 = gen.randn(uscite) * 0.2

    def avanti(self, X):
        self.nascosto = sigmoide(X @ self.pesi1 + self.soglia1)
        self.uscita = sigmoide(self.nascosto @ self.pesi2 + self.soglia2)
        return self.uscita

    def errore(self, X, Y):
        return 0.5 * np.sum((Y - self.avanti(X)) ** 2)

    def indietro(self, X, Y):
        self.avanti(X)
        # strato di uscita
        delta2 = self.uscita - Y
        d_pesi2 = self.nascosto.T @ delta2
        d_soglia2 = np.sum(delta2, axis=0)
        # strato nascosto
        delta1 = (delta2 @ self.pesi2.T) * self.nascosto * (1 - self.nascosto)
        d_pesi1 = X.T @ delta1
        d_soglia1 = np.sum(delta1)
        return d_pesi1, d_soglia1, d_pesi2, d_soglia2

    def impara(self, X, Y, passo=0.1):
        d1, s1, d2, s2 = self.indietro(X, Y)
        self.pesi1 -= passo * d1
        self.soglia1 -= passo * s1
        self.pesi2 -= passo * d2
        self.soglia2 -= passo * s2


petali = np.array([[1.4, 0.2], [1.5, 0.3], [1.3, 0.2], [4.5, 1.5], [4.1, 1.3], [4.7, 1.4], [6.0, 2.5], [5.6, 1.8], [5.1, 2.0]])
X = (petali - petali.mean(axis=0)) / petali.std(axis=0)
Y = np.repeat(np.eye(3), 3, axis=0)
rete = Rete(2, 4, 3)

if __name__ == "__main__":
    for epoca in range(100):
        rete.impara(X, Y)
    print(rete.errore(X, Y))
    print(rete.avanti(X).round(2))


# ---- for the test
EXPECTED = "delta2 lacks the sigmoid's derivative uscita * (1 - uscita) of the squared error; and d_soglia1 is summed over everything (no axis=0), one number for all hidden biases"
KINDS = {"output derivative missing", "derivative missing"}
KINDS_2 = {"summed over everything", "scalar update", "shape"}
PLACES = ["delta2", "pesi2", "soglia2", "soglia1", "d_soglia1"]
TWO = True
MEND = [("delta2 = self.uscita - Y", "delta2 = (self.uscita - Y) * self.uscita * (1 - self.uscita)"),
        ("d_soglia1 = np.sum(delta1)", "d_soglia1 = np.sum(delta1, axis=0)")]
OFF = {"pesi1", "soglia1", "pesi2", "soglia2"}


def hand_over():
    return dict(obj=rete, x=X, y=Y, loss=rete.errore, step=rete.impara, predict=rete.avanti, rate=0.1)


def proof():
    names = ["pesi1", "soglia1", "pesi2", "soglia2"]

    def fill(a):
        r = Rete(2, 4, 3)
        for k in names:
            setattr(r, k, a[k].copy())
        return r
    return (lambda a: fill(a).errore(X, Y)), (lambda a: dict(zip(names, fill(a).indietro(X, Y)))), {
        k: getattr(rete, k).copy() for k in names}
