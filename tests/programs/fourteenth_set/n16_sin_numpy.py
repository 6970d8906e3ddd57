# Red neuronal SIN numpy, para entender de verdad la retropropagacion.
# 2 entradas -> 4 neuronas (sigmoide) -> 1 salida (sigmoide). Error cuadratico.
# Descenso por gradiente estocastico: un ejemplo cada vez, barajando en cada epoca.
import math
import random

random.seed(5)


def sig(x):
    return 1 / (1 + math.exp(-x))


def crear_red(n_ent=2, n_oc=4):
    red = {}
    red['w'] = [[random.uniform(-1, 1) for _ in range(n_ent)] for _ in range(n_oc)]
    red['b'] = [random.uniform(-1, 1) for _ in range(n_oc)]
    red['v'] = [random.uniform(-1, 1) for _ in range(n_oc)]
    red['c'] = [random.uniform(-1, 1)]
    return red


def adelante(red, x):
    ocultas = []
    for j in range(len(red['w'])):
        suma = red['b'][j]
        for i in range(len(x)):
            suma += red['w'][j][i] * x[i]
        ocultas.append(sig(suma))
    salida = red['c'][0]
    for j in range(len(ocultas)):
        salida += red['v'][j] * ocultas[j]
    return ocultas, sig(salida)


def error_total(red, xs, ys):
    e = 0.0
    for x, y in zip(xs, ys):
        e += 0.5 * (adelante(red, x)[1] - y) ** 2
    return e


def ajustar(red, x, y, eta):
    ocultas, o = adelante(red, x)
    d_o = (o - y) * o * (1 - o)
    # primero todos los deltas, despues los cambios
    d_h = [d_o * red['v'][j] * ocultas[j] * (1 - ocultas[j]) for j in range(len(ocultas))]
    for j in range(len(ocultas)):
        red['v'][j] -= eta * d_o * ocultas[j]
        red['b'][j] -= eta * d_h[j]
        for i in range(len(x)):
            red['w'][j][i] -= eta * d_h[j] * x[i]
    red['c'][0] -= eta * d_o


def epoca(red, xs, ys, eta=0.5):
    xs = xs[:]          # copias, para no desordenar los datos originales
    ys = ys[:]
    random.shuffle(xs)
    random.shuffle(ys)
    for k in range(len(xs)):
        ajustar(red, xs[k], ys[k], eta)


def datos(n=14):
    r = random.Random(2)
    xs = [[r.uniform(-2, 2), r.uniform(-2, 2)] for _ in range(n)]
    ys = [1.0 if x[0] + 0.5 * x[1] > -0.6 else 0.0 for x in xs]
    return xs, ys


if __name__ == '__main__':
    xs, ys = datos()
    red = crear_red()
    for ep in range(300):
        if ep % 30 == 0:
            print('epoca', ep, 'error', round(error_total(red, xs, ys), 5))
        epoca(red, xs, ys)
    bien = sum((adelante(red, x)[1] > 0.5) == (y > 0.5) for x, y in zip(xs, ys))
    print('aciertos', bien, 'de', len(xs))

# ---- for the test
import copy

import numpy as np

EXPECTED = "epoca shuffles xs and ys independently of each other, so each example is trained with the label of another one."
KINDS = {"wrong labels", "shuffled separately", "wrong rows", "pairing of inputs and labels lost", "order"}
PLACES = ["epoca", "xs", "ys", "shuffle"]
TWO = False
MEND = [("    random.shuffle(xs)\n    random.shuffle(ys)\n",
         "    orden = list(range(len(xs)))\n    random.shuffle(orden)\n    xs = [xs[k] for k in orden]\n    ys = [ys[k] for k in orden]\n")]
OFF = {"w", "b", "v", "c"}


def hand_over():
    xs, ys = datos()
    return dict(make=crear_red, loss=error_total, step=epoca, x=xs, y=ys, rate=0.5)


def proof():
    xs, ys = datos()
    eta = 1e-7   # so small that one epoch of single steps is one step with the gradient of the sum

    def put(p):
        return {k: v.tolist() for k, v in p.items()}

    def claim(p):
        random.seed(1)
        red = put(p)
        epoca(red, xs, ys, eta)
        return {k: (p[k] - np.array(red[k])) / eta for k in p}

    random.seed(5)
    return lambda p: error_total(put(p), xs, ys), claim, {k: np.array(v) for k, v in crear_red().items()}
