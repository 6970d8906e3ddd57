# a small autoencoder 3-2-3 with lists only, no numpy
import math

E = [[0.3, -0.6, 0.2], [-0.4, 0.1, 0.7]]
eb = [0.05, -0.1]
D = [[0.5, 0.2], [-0.3, 0.8], [0.1, -0.9]]
db = [0.0, 0.1, -0.2]
samples = [[0.9, 0.1, -0.4], [0.2, 0.8, 0.5], [-0.7, 0.3, 0.6], [0.1, -0.9, 0.4]]


def encode(E, eb, x):
    return [math.tanh(sum(e * v for e, v in zip(row, x)) + b) for row, b in zip(E, eb)]


def decode(D, db, c):
    return [sum(d * v for d, v in zip(row, c)) + b for row, b in zip(D, db)]


def cost(E, eb, D, db, samples):
    total = 0.0
    for x in samples:
        r = decode(D, db, encode(E, eb, x))
        total += sum((ri - xi) ** 2 for ri, xi in zip(r, x))
    return total / len(samples)


def gradient(E, eb, D, db, samples):
    n = len(samples)
    gE = [[0.0] * 3 for _ in range(2)]
    geb = [0.0] * 2
    gD = [[0.0] * 2 for _ in range(3)]
    gdb = [0.0] * 3
    for x in samples:
        c = encode(E, eb, x)
        r = decode(D, db, c)
        delta = [2 * (ri - xi) / n for ri, xi in zip(r, x)]
        for k in range(3):
            gdb[k] = delta[k]
            for j in range(2):
                gD[k][j] += delta[k] * c[j]
        for j in range(2):
            back = sum(delta[k] * D[k][j] for k in range(3)) * (1 - c[j] ** 2)
            geb[j] += back
            for i in range(3):
                gE[j][i] += back * x[i]
    return gE, geb, gD, gdb


# ---- for the test
EXPECTED = "gdb[k] = delta[k] keeps the last sample's derivative only, all others are added up"
KINDS = {"not accumulated", "not accumulated over time", "path missing", "one example", "last example only"}
PLACES = ["db"]
TWO = False
MEND = [("gdb[k] = delta[k]", "gdb[k] += delta[k]")]
OFF = {"db"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradient, params=(E, eb, D, db), x=samples)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    names = ["E", "eb", "D", "db"]

    def lists(a):
        return [np.array(a[n]).tolist() for n in names]

    def claim(a):
        return {n: np.array(g) for n, g in zip(names, gradient(*lists(a), samples))}

    return lambda a: cost(*lists(a), samples), claim, {n: np.array(v) for n, v in zip(names, (E, eb, D, db))}
