# -*- coding: utf-8 -*-
"""
RED NEURONAL DESDE CERO (parte 4 del blog): clasificar flores en 3 especies

En la parte 3 la salida era una sigmoide con error cuadratico. Un lector pidio
softmax en la salida, asi que cambio SOLO la ultima activacion y dejo el mismo
error cuadratico medio (ECM). Las muestras van en columnas.
"""
import numpy as np

np.set_printoptions(precision=3, suppress=True)


# ------------------------------------------------------------ activaciones
def tanh(z):
    return np.tanh(z)


def d_tanh(a):
    return 1 - a ** 2


def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def d_softmax(a):
    # se deriva igual que la sigmoide :)
    return a * (1 - a)


# ------------------------------------------------------------ la red
def crear_red(entradas=4, ocultas=5, salidas=3):
    azar = np.random.RandomState(12)
    W1 = azar.normal(0, 0.6, (ocultas, entradas))
    b1 = azar.normal(0, 0.1, (ocultas, 1))
    W2 = azar.normal(0, 0.6, (salidas, ocultas))
    b2 = azar.normal(0, 0.1, (salidas, 1))
    return [W1, b1, W2, b2]


def adelante(red, X):
    W1, b1, W2, b2 = red
    A1 = tanh(W1 @ X + b1)
    A2 = softmax(W2 @ A1 + b2)
    return A1, A2


def ecm(red, X, T):
    _, A2 = adelante(red, X)
    return ((A2 - T) ** 2).sum() / (2 * X.shape[1])


def atras(red, X, T):
    W1, b1, W2, b2 = red
    m = X.shape[1]
    A1, A2 = adelante(red, X)
    delta2 = (A2 - T) / m * d_softmax(A2)
    delta1 = (W2.T @ delta2) * d_tanh(A1)
    return [delta1 @ X.T,
            delta1.sum(axis=1, keepdims=True),
            delta2 @ A1.T,
            delta2.sum(axis=1, keepdims=True)]


# ------------------------------------------------------------ los datos
def flores():
    azar = np.random.RandomState(3)
    centros = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [-1, -1, 0, 0.5]])
    especie = np.arange(15) % 3
    X = (centros[especie] + 0.6 * azar.randn(15, 4)).T
    T = np.eye(3)[especie].T
    return X, T


if __name__ == "__main__":
    X, T = flores()
    red = crear_red()
    for epoca in range(1501):
        grad = atras(red, X, T)
        red = [p - 0.5 * g for p, g in zip(red, grad)]
        if epoca % 300 == 0:
            print("epoca", epoca, "ECM =", ecm(red, X, T))
    print(adelante(red, X)[1].T)

# ---- for the test
EXPECTED = "atras() multiplies the squared error's derivative by a(1-a) only (d_softmax), the diagonal of the softmax Jacobian; the cross terms between the outputs are missing."
KINDS = {"softmax Jacobian diagonal only", "softmax derivative", "off-diagonal terms missing", "path missing", "softmax treated as a sigmoid"}
PLACES = ["d_softmax", "delta2", "atras", "softmax", "A2"]
TWO = False
MEND = [("    delta2 = (A2 - T) / m * d_softmax(A2)\n",
         "    dA2 = (A2 - T) / m\n    delta2 = A2 * (dA2 - (dA2 * A2).sum(axis=0, keepdims=True))\n")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    X, T = flores()
    return dict(params=crear_red(), loss=ecm, grads=atras, x=X, y=T)


def proof():
    X, T = flores()
    names = ("W1", "b1", "W2", "b2")
    return (lambda p: ecm([p[k] for k in names], X, T),
            lambda p: dict(zip(names, atras([p[k] for k in names], X, T))),
            dict(zip(names, crear_red())))
