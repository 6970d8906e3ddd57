# TP 4 : réseau convolutif 1D pour un signal (deux convolutions puis un neurone de sortie)
# Question 3 : écrire la rétropropagation
import numpy as np


def convolution(signal, noyau, biais):
    return np.convolve(signal, noyau, mode="valid") + biais


def avant(k1, c1, k2, c2, v, d, signal):
    z1 = convolution(signal, k1, c1)
    a1 = np.tanh(z1)
    z2 = convolution(a1, k2, c2)
    a2 = np.tanh(z2)
    sortie = 1 / (1 + np.exp(-(v @ a2 + d)))
    return a1, a2, sortie


def perte(k1, c1, k2, c2, v, d, signaux, etiquettes):
    total = 0.0
    for s, e in zip(signaux, etiquettes):
        _, _, p = avant(k1, c1, k2, c2, v, d, s)
        total += -(e * np.log(p) + (1 - e) * np.log(1 - p))
    return total / len(signaux)


def gradient(k1, c1, k2, c2, v, d, signaux, etiquettes):
    dk1, dk2, dv = np.zeros_like(k1), np.zeros_like(k2), np.zeros_like(v)
    dc1 = dc2 = dd = 0.0
    n = len(signaux)
    for s, e in zip(signaux, etiquettes):
        a1, a2, p = avant(k1, c1, k2, c2, v, d, s)
        # neurone de sortie
        delta = (p - e) / n
        dv += delta * a2
        dd += delta
        # deuxième convolution
        dz2 = delta * v * (1 - a2**2)
        dk2 += np.correlate(a1, dz2, mode="valid")[::-1]
        dc2 += dz2.sum()
        da1 = np.convolve(dz2, k2, mode="full")
        # première convolution
        dz1 = da1 * (1 - a1**2)
        dk1 += np.correlate(s, dz1, mode="valid")[::-1]
        dc1 += dz1.sum()
    return dk1, dc1, dk2, dc2, dv, dd


def descente(theta, signaux, etiquettes, pas=0.2, iterations=500):
    for i in range(iterations):
        g = gradient(*theta, signaux, etiquettes)
        theta = [t - pas * gt for t, gt in zip(theta, g)]
        if i % 50 == 0:
            print(i, perte(*theta, signaux, etiquettes))
    return theta


# données : montée (1) ou descente (0), avec du bruit
alea = np.random.default_rng(2024)
etiquettes = np.array([1, 0, 1, 0, 0, 1])
temps = np.linspace(-1, 1, 10)
signaux = np.array([(temps if e else -temps) + 0.3 * alea.normal(size=10) for e in etiquettes])

k1 = alea.normal(size=3)
c1 = 0.1
k2 = alea.normal(size=4)
c2 = -0.2
v = alea.normal(size=5)
d = 0.05

if __name__ == "__main__":
    descente([k1, c1, k2, c2, v, d], signaux, etiquettes)


# ---- for the test
EXPECTED = "the error goes back through the second convolution with np.convolve, with the kernel k2 turned the wrong way round (it takes np.correlate, the forward pass being np.convolve): k1 and c1 get wrong gradients"
KINDS = {"wrong weight", "transposed", "order"}
PLACES = ["k1", "c1", "da1", "k2", "dk1", "dc1", "dz1"]
TWO = False
MEND = [('np.convolve(dz2, k2, mode="full")', 'np.correlate(dz2, k2, mode="full")')]
OFF = {"k1", "c1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=perte, grads=gradient, params=[k1, c1, k2, c2, v, d], x=signaux, y=etiquettes)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("k1", "c1", "k2", "c2", "v", "d")

    def claim(a):
        return {n: np.asarray(g) for n, g in zip(names, gradient(*[a[n] for n in names], signaux, etiquettes))}

    begin = {n: np.array(p, dtype=float) for n, p in zip(names, (k1, c1, k2, c2, v, d))}
    return lambda a: perte(*[a[n] for n in names], signaux, etiquettes), claim, begin
