# -*- coding: utf-8 -*-
# Autoencoder con pesos atados (tied weights): el decodificador usa W traspuesta.
#   h = sigmoide(x W + b)        codificar
#   r = h W^T + c                reconstruir
# Datos: 12 vectores de 6 números que viven (casi) en un plano.
import numpy as np

rng = np.random.RandomState(10)
base = rng.randn(2, 6)
datos = rng.randn(12, 2).dot(base) + 0.05 * rng.randn(12, 6)

pesos = dict(W=rng.randn(6, 3) * 0.4, b=np.zeros(3), c=np.zeros(6))


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def codificar(pesos, x):
    return sigmoide(x.dot(pesos["W"]) + pesos["b"])


def reconstruir(pesos, x):
    return codificar(pesos, x).dot(pesos["W"].T) + pesos["c"]


def costo(pesos, x):
    dif = reconstruir(pesos, x) - x
    return 0.5 * np.sum(dif ** 2) / len(x)


def gradientes(pesos, x):
    h = codificar(pesos, x)
    r = h.dot(pesos["W"].T) + pesos["c"]

    d_r = (r - x) / len(x)                   # error en la salida
    d_h = d_r.dot(pesos["W"]) * h * (1 - h)  # error en la capa oculta

    grad = {}
    grad["c"] = d_r.sum(axis=0)
    grad["b"] = d_h.sum(axis=0)
    # como los pesos están atados solo hay una matriz W, un gradiente basta
    grad["W"] = d_r.T.dot(h)
    return grad


def entrenar(pesos, x, pasos=500, tasa=0.2):
    for paso in range(pasos):
        grad = gradientes(pesos, x)
        for nombre in pesos:
            pesos[nombre] = pesos[nombre] - tasa * grad[nombre]
        if paso % 100 == 0:
            print("paso", paso, "costo", costo(pesos, x))
    return pesos


if __name__ == "__main__":
    entrenar(pesos, datos)
    print(np.round(reconstruir(pesos, datos[:2]), 2))
    print(np.round(datos[:2], 2))

# ---- for the test
EXPECTED = "The gradient of the tied W contains the decoder's part only; the encoder's part x.T d_h is missing."
KINDS = {"path missing", "tied weights", "encoder part missing", "not accumulated", "shared weight used twice, gradient counted once"}
PLACES = ["W", "gradientes", "grad", "d_h"]
TWO = False
MEND = [('    grad["W"] = d_r.T.dot(h)\n', '    grad["W"] = d_r.T.dot(h) + x.T.dot(d_h)\n')]
OFF = {"W"}


def hand_over():
    return dict(params=pesos, loss=costo, grads=gradientes, x=datos)


def proof():
    return lambda p: costo(p, datos), lambda p: gradientes(p, datos), {k: v.copy() for k, v in pesos.items()}
