"""
Práctica 3 - Ajuste de una parábola por descenso de gradiente
y = a x^2 + b x + c     (caída libre, tiempos en s, alturas en m)
"""
import numpy as np

datos = np.array([
    [0.0, 2.02],
    [0.1, 2.19],
    [0.2, 2.21],
    [0.3, 2.17],
    [0.4, 2.03],
    [0.5, 1.78],
    [0.6, 1.46],
    [0.7, 1.00],
])
x = datos[:, :1]  # tiempo
y = datos[:, 1]  # altura


def modelo(p, x):
    a, b, c = p
    return a * x**2 + b * x + c


def residuo(p, x, y):
    return modelo(p, x) - y


def costo(p, x, y):
    """Error cuadrático medio"""
    return np.mean(residuo(p, x, y) ** 2)


def gradiente(p, x, y):
    r = residuo(p, x, y)
    da = np.mean(2 * r * x**2)
    db = np.mean(2 * r * x)
    dc = np.mean(2 * r)
    return da, db, dc


def ajustar(p, x, y, eta=0.5, iteraciones=20000):
    for k in range(iteraciones):
        g = gradiente(p, x, y)
        p = [pi - eta * gi for pi, gi in zip(p, g)]
    return p


p0 = (-1.0, 0.7, 1.1)

if __name__ == "__main__":
    p = ajustar(p0, x, y)
    print("a=%.3f b=%.3f c=%.3f" % tuple(p))  # sale una recta horizontal: a = b = 0 !?
    print("costo", costo(p, x, y))


# ---- for the test
EXPECTED = "the model's values are (8, 1) and y is (8,): residuo is an 8 by 8 table of every prediction less every height, in the loss and in the gradient alike; the fit goes to the mean of y"
KINDS = {"broadcasting", "rows mix", "broadcast", "shape"}
PLACES = ["residuo", "modelo", "costo", "loss", "y", "x", "a", "b"]
TWO = False
MEND = [("y = datos[:, 1]  # altura", "y = datos[:, 1:]  # altura")]
OFF = {"a", "b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=costo, grads=gradiente, params=p0, x=x, y=y)


def proof():
    """The mean squared error as it is meant, and the program's claim."""

    def loss(q):
        t, h = datos[:, 0], datos[:, 1]
        return np.mean((q["a"] * t**2 + q["b"] * t + q["c"] - h) ** 2)

    def claim(q):
        return {n: np.array(g) for n, g in zip("abc", gradiente((q["a"], q["b"], q["c"]), x, y))}

    return loss, claim, {n: np.array(v) for n, v in zip("abc", p0)}
