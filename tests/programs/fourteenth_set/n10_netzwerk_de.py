"""Netzwerk nach dem Online-Buch (Kapitel 1), auf meine kleinen Daten umgeschrieben.

Jede Eingabe x ist eine Spalte (n, 1), ebenso jede Zielausgabe y. Quadratische Kosten.
Lernt zwar, aber das Ergebnis zappelt stark, egal wie gross ich den Mini-Batch mache ...
"""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Netzwerk(object):

    def __init__(self, sizes, keim=7):
        zufall = np.random.RandomState(keim)
        self.num_layers = len(sizes)
        self.biases = [zufall.randn(y, 1) for y in sizes[1:]]
        self.weights = [zufall.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def kosten(self, daten):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in daten) / len(daten)

    def sgd(self, daten, epochen, batch, eta):
        for j in range(epochen):
            random.shuffle(daten)
            for k in range(0, len(daten), batch):
                self.update_mini_batch(daten[k:k + batch], eta)
            if j % 50 == 0:
                print("Epoche %d: Kosten %.4f" % (j, self.kosten(daten)))

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            nabla_b, nabla_w = self.backprop(x, y)
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        # vorwaerts
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # rueckwaerts
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w


def daten_laden():
    r = np.random.RandomState(2)
    xs = [r.randn(3, 1) for _ in range(8)]
    ys = [np.array([[float(x[0, 0] > x[1, 0])], [float(x[2, 0] > 0)]]) for x in xs]
    return xs, ys


if __name__ == "__main__":
    random.seed(0)
    netz = Netzwerk([3, 5, 4, 2])
    netz.sgd(list(zip(*daten_laden())), 300, 4, 3.0)

# ---- for the test
EXPECTED = "update_mini_batch overwrites nabla_b and nabla_w with each example instead of adding up, so only the last example of the mini-batch counts (still divided by its length)."
KINDS = {"last example only", "not accumulated", "overwritten", "only one example of the batch is used"}
PLACES = ["update_mini_batch", "nabla_b", "nabla_w", "mini_batch", "weights", "biases"]
TWO = False
MEND = [("            nabla_b, nabla_w = self.backprop(x, y)\n",
         "            dnb, dnw = self.backprop(x, y)\n"
         "            nabla_b = [a + d for a, d in zip(nabla_b, dnb)]\n"
         "            nabla_w = [a + d for a, d in zip(nabla_w, dnw)]\n")]
OFF = {"W1", "b1", "W2", "b2", "W3", "b3"}


def hand_over():
    xs, ys = daten_laden()
    return dict(make=lambda: Netzwerk([3, 5, 4, 2]), loss=lambda netz, xs, ys: netz.kosten(list(zip(xs, ys))),
                step=lambda netz, xs, ys: netz.update_mini_batch(list(zip(xs, ys)), 3.0), x=xs, y=ys, rate=3.0)


def proof():
    daten = list(zip(*daten_laden()))

    def put(p):
        netz = Netzwerk([3, 5, 4, 2])
        netz.weights = [p["W%d" % i].copy() for i in (1, 2, 3)]
        netz.biases = [p["b%d" % i].copy() for i in (1, 2, 3)]
        return netz

    def get(netz):
        return {**{"W%d" % i: netz.weights[i - 1] for i in (1, 2, 3)}, **{"b%d" % i: netz.biases[i - 1] for i in (1, 2, 3)}}

    def claim(p):
        netz = put(p)
        netz.update_mini_batch(daten, 3.0)
        return {k: (p[k] - v) / 3.0 for k, v in get(netz).items()}

    return lambda p: put(p).kosten(daten), claim, get(Netzwerk([3, 5, 4, 2]))
