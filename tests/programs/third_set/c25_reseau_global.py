import numpy as np

# Mon premier réseau de neurones : une couche cachée, tout est global

np.random.seed(7)
entrees = np.random.randn(8, 2)
sorties = (entrees[:, 0:1] * entrees[:, 1:2] > 0) * 1.0

poids_cachee = np.random.randn(2, 4)
biais_cachee = np.random.randn(1, 4) * 0.1
poids_sortie = np.random.randn(4, 1)
biais_sortie = np.random.randn(1, 1) * 0.1

taux = 0.5


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


def propagation():
    global z1, a1, a2
    z1 = entrees.dot(poids_cachee) + biais_cachee
    a1 = np.tanh(z1)
    a2 = sigmoide(a1.dot(poids_sortie) + biais_sortie)


def perte():
    propagation()
    return -np.mean(sorties * np.log(a2) + (1 - sorties) * np.log(1 - a2))


def retropropagation():
    global d_poids_cachee, d_biais_cachee, d_poids_sortie, d_biais_sortie
    n = entrees.shape[0]
    dz2 = (a2 - sorties) / n
    d_poids_sortie = a1.T.dot(dz2)
    d_biais_sortie = dz2.sum(axis=0, keepdims=True)
    # dérivée de tanh : 1 - tanh²
    dz1 = dz2.dot(poids_sortie.T) * (1 - z1**2)
    d_poids_cachee = entrees.T.dot(dz1)
    d_biais_cachee = dz1.sum(axis=0, keepdims=True)


def entrainer():
    """un pas de descente"""
    global poids_cachee, biais_cachee, poids_sortie, biais_sortie
    propagation()
    retropropagation()
    poids_cachee = poids_cachee - taux * d_poids_cachee
    biais_cachee = biais_cachee - taux * d_biais_cachee
    poids_sortie = poids_sortie - taux * d_poids_sortie
    biais_sortie = biais_sortie - taux * d_biais_sortie


if __name__ == "__main__":
    for epoque in range(1000):
        entrainer()
        if epoque % 100 == 0:
            print("époque", epoque, "perte", perte())


# ---- for the test
EXPECTED = "tanh's derivative is 1 - a1**2 but is written with z1 (poids_cachee, biais_cachee)"
KINDS = {"derivative at the wrong argument"}
PLACES = ["poids_cachee", "biais_cachee"]
TWO = False
MEND = [("(1 - z1**2)", "(1 - a1**2)")]
OFF = {"poids_cachee", "biais_cachee"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = (poids_cachee, biais_cachee, poids_sortie, biais_sortie)
    return dict(loss=perte, step=entrainer, params=params, rate=taux)


NAMES = ["poids_cachee", "biais_cachee", "poids_sortie", "biais_sortie"]


def at(call, a):
    globals().update({name: a[name].copy() for name in NAMES})
    return call()


def claim(a):
    at(entrainer, a)
    return {name: (a[name] - globals()[name]) / taux for name in NAMES}


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: at(perte, a), claim, {name: globals()[name].copy() for name in NAMES}
