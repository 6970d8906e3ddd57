# TP 3 -- Réseau ReLU à deux couches cachées pour la régression, optimiseur Adam
# Remarque : la version de mon binôme (PyTorch, mêmes poids de départ) ne donne
# pas les mêmes poids, déjà après une seule itération. Les gradients, eux, sont égaux.
import numpy as np


class Adam:
    def __init__(self, taux=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.taux, self.beta1, self.beta2, self.eps = taux, beta1, beta2, eps
        self.m, self.v = {}, {}
        self.t = 0

    def mettre_a_jour(self, parametres, gradients):
        for i, (p, g) in enumerate(zip(parametres, gradients)):
            self.t += 1
            m = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
            v = self.beta2 * self.v.get(i, 0.0) + (1 - self.beta2) * g ** 2
            self.m[i], self.v[i] = m, v
            # correction du biais (Kingma & Ba, algorithme 1)
            m_chapeau = m / (1 - self.beta1 ** self.t)
            v_chapeau = v / (1 - self.beta2 ** self.t)
            p -= self.taux * m_chapeau / (np.sqrt(v_chapeau) + self.eps)


class Reseau:
    def __init__(self, tailles, graine=7):
        alea = np.random.default_rng(graine)
        self.parametres = []            # W, b, W, b, ...
        for n, k in zip(tailles[:-1], tailles[1:]):
            self.parametres.append(alea.normal(0, np.sqrt(2 / n), (n, k)))
            self.parametres.append(alea.normal(0, 0.1, k))
        self.profondeur = len(tailles) - 1
        self.optimiseur = Adam()

    def propage(self, x):
        self.a = [x]
        for c in range(self.profondeur):
            z = self.a[-1] @ self.parametres[2 * c] + self.parametres[2 * c + 1]
            self.a.append(np.maximum(z, 0) if c < self.profondeur - 1 else z)
        return self.a[-1]

    def perte(self, x, y):
        return np.mean((self.propage(x) - y) ** 2)

    def gradients(self, x, y):
        delta = 2 * (self.propage(x) - y) / y.size
        grads = []
        for c in reversed(range(self.profondeur)):
            grads = [self.a[c].T @ delta, delta.sum(axis=0)] + grads
            if c > 0:
                delta = (delta @ self.parametres[2 * c].T) * (self.a[c] > 0)
        return grads

    def iteration(self, x, y):
        self.optimiseur.mettre_a_jour(self.parametres, self.gradients(x, y))


def donnees():
    alea = np.random.default_rng(1)
    x = alea.uniform(-1, 1, (16, 2))
    y = np.sin(3 * x[:, :1]) + x[:, 1:] ** 2
    return x, y


def nouveau():
    return Reseau([2, 6, 5, 1])


if __name__ == "__main__":
    x, y = donnees()
    r = nouveau()
    for it in range(801):
        r.iteration(x, y)
        if it % 100 == 0:
            print(f"{it:4d}  perte = {r.perte(x, y):.5f}")

# ---- for the test
EXPECTED = "Adam.mettre_a_jour increments the step counter t inside the loop over the parameter arrays, so each array gets a different (too large) t in its bias correction instead of one t per step."
KINDS = {"optimizer's formula", "bias correction", "state shared", "step counter", "step counter shared by the arrays", "counter incremented per array"}
PLACES = ["t", "mettre_a_jour", "Adam", "m_chapeau", "v_chapeau", "optimiseur", "iteration"]
TWO = False
MEND = [("        for i, (p, g) in enumerate(zip(parametres, gradients)):\n"
         "            self.t += 1\n",
         "        self.t += 1\n"
         "        for i, (p, g) in enumerate(zip(parametres, gradients)):\n")]
OFF = set()


def hand_over():
    x, y = donnees()
    return dict(make=nouveau, loss=Reseau.perte, grads=Reseau.gradients, step=Reseau.iteration,
                predict=Reseau.propage, x=x, y=y, rate=0.01)


NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


def _put(p):
    r = nouveau()
    r.parametres = [p[k].copy() for k in NAMES]
    return r


def proof():
    x, y = donnees()
    return (lambda p: _put(p).perte(x, y), lambda p: dict(zip(NAMES, _put(p).gradients(x, y))),
            dict(zip(NAMES, nouveau().parametres)))


def steps(n=2):
    """(the learner's arrays after n steps, the right ones)"""
    x, y = donnees()
    r = nouveau()
    for _ in range(n):
        r.iteration(x, y)
    p = dict(zip(NAMES, nouveau().parametres))
    m = {k: 0 * a for k, a in p.items()}
    v = {k: 0 * a for k, a in p.items()}
    for t in range(1, n + 1):
        g = dict(zip(NAMES, _put(p).gradients(x, y)))
        for k in NAMES:
            m[k] = 0.9 * m[k] + 0.1 * g[k]
            v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2
            p[k] = p[k] - 0.01 * (m[k] / (1 - 0.9 ** t)) / (np.sqrt(v[k] / (1 - 0.999 ** t)) + 1e-8)
    start = nouveau().parametres
    return ({k: a - s for k, a, s in zip(NAMES, r.parametres, start)},
            {k: p[k] - s for k, s in zip(NAMES, start)})
