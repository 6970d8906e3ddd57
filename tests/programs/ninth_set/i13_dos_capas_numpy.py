# -*- coding: utf-8 -*-
# El ejemplo de dos capas con numpy puro, pasado a funciones. ¿Por qué en la cadena se usan los pesos y no su gradiente?
# Lo cambié y también "aprende", pero la pérdida baja muy lento y a veces sube.
import numpy as np

# N es el tamaño del lote; D_in la entrada; H la capa oculta; D_out la salida
N, D_in, H, D_out = 8, 4, 6, 2

np.random.seed(7)
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)

w1 = np.random.randn(D_in, H) * 0.5
w2 = np.random.randn(H, D_out) * 0.5
tasa = 1e-3


def adelante(w1, w2, x):
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    return h, h_relu, h_relu.dot(w2)


def perdida(w1, w2, x, y):
    y_pred = adelante(w1, w2, x)[2]
    return np.square(y_pred - y).sum()


def paso(w1, w2, x, y, tasa=tasa):
    h, h_relu, y_pred = adelante(w1, w2, x)

    # retropropagación
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(grad_w2.T)
    grad_h = grad_h_relu.copy()
    grad_h[h < 0] = 0
    grad_w1 = x.T.dot(grad_h)

    # se devuelven pesos nuevos
    return w1 - tasa * grad_w1, w2 - tasa * grad_w2


def entrenar(w1, w2, epocas=500):
    for t in range(epocas):
        w1, w2 = paso(w1, w2, x, y)
        if t % 50 == 0:
            print(t, perdida(w1, w2, x, y))
    return w1, w2


if __name__ == "__main__":
    entrenar(w1, w2)


# ---- for the test
EXPECTED = "the error is carried back to the hidden layer by grad_w2 (the gradient of w2) where the weights w2 are wanted"
KINDS = {"wrong weight"}
PLACES = ["w1", "grad_h_relu", "grad_w1", "w2", "array 1"]
TWO = False
MEND = [("grad_y_pred.dot(grad_w2.T)", "grad_y_pred.dot(w2.T)")]
OFF = {"w1"}


def hand_over():
    return dict(step=paso, params=(w1, w2), loss=perdida, rate=tasa, x=x, y=y)


def proof():
    def claim(a):
        n1, n2 = paso(a["w1"], a["w2"], x, y)
        return dict(w1=(a["w1"] - n1) / tasa, w2=(a["w2"] - n2) / tasa)

    return lambda a: perdida(a["w1"], a["w2"], x, y), claim, dict(w1=w1.copy(), w2=w2.copy())
