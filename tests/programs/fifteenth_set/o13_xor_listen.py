# Facharbeit Informatik (Q2): ein neuronales Netz ganz ohne numpy
# XOR mit 2 Eingaengen, 3 versteckten Neuronen und 1 Ausgabe
# Lernt zwar, braucht aber viel laenger als im Buch... Frage: warum?
import math
import random


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


# Formel aus dem Buch: s'(x) = s(x) * (1 - s(x))
def sigmoid_ableitung(x):
    return sigmoid(x) * (1 - sigmoid(x))


def neues_netz():
    random.seed(2)
    w1 = [[random.uniform(-2, 2) for i in range(2)] for j in range(3)]
    b1 = [random.uniform(-1, 1) for j in range(3)]
    w2 = [random.uniform(-2, 2) for j in range(3)]
    b2 = [random.uniform(-1, 1)]
    return w1, b1, w2, b2


def vorwaerts(w1, b1, w2, b2, x):
    versteckt = []
    for j in range(len(w1)):
        summe = b1[j]
        for i in range(len(x)):
            summe = summe + w1[j][i] * x[i]
        versteckt.append(sigmoid(summe))
    summe = b2[0]
    for j in range(len(w2)):
        summe = summe + w2[j] * versteckt[j]
    return versteckt, sigmoid(summe)


def fehler(w1, b1, w2, b2, daten, ziele):
    e = 0.0
    for x, ziel in zip(daten, ziele):
        versteckt, ausgabe = vorwaerts(w1, b1, w2, b2, x)
        e = e + 0.5 * (ausgabe - ziel) ** 2
    return e


def gradienten(w1, b1, w2, b2, daten, ziele):
    gw1 = [[0.0 for i in reihe] for reihe in w1]
    gb1 = [0.0 for j in b1]
    gw2 = [0.0 for j in w2]
    gb2 = [0.0]
    for x, ziel in zip(daten, ziele):
        versteckt, ausgabe = vorwaerts(w1, b1, w2, b2, x)
        # Fehlersignal der Ausgabe
        d_aus = (ausgabe - ziel) * sigmoid_ableitung(ausgabe)
        gb2[0] = gb2[0] + d_aus
        for j in range(len(w2)):
            gw2[j] = gw2[j] + d_aus * versteckt[j]
            # zurueck zu Neuron j
            d_vers = d_aus * w2[j] * sigmoid_ableitung(versteckt[j])
            gb1[j] = gb1[j] + d_vers
            for i in range(len(x)):
                gw1[j][i] = gw1[j][i] + d_vers * x[i]
    return gw1, gb1, gw2, gb2


def lerne(w1, b1, w2, b2, daten, ziele, lernrate):
    gw1, gb1, gw2, gb2 = gradienten(w1, b1, w2, b2, daten, ziele)
    for j in range(len(w2)):
        for i in range(len(w1[j])):
            w1[j][i] = w1[j][i] - lernrate * gw1[j][i]
        b1[j] = b1[j] - lernrate * gb1[j]
        w2[j] = w2[j] - lernrate * gw2[j]
    b2[0] = b2[0] - lernrate * gb2[0]


daten = [[0, 0], [0, 1], [1, 0], [1, 1]]
ziele = [0, 1, 1, 0]

if __name__ == "__main__":
    w1, b1, w2, b2 = neues_netz()
    for runde in range(5000):
        lerne(w1, b1, w2, b2, daten, ziele, 0.8)
        if runde % 500 == 0:
            print("Runde", runde, "Fehler", fehler(w1, b1, w2, b2, daten, ziele))
    for x in daten:
        print(x, vorwaerts(w1, b1, w2, b2, x)[1])

# ---- for the test
EXPECTED = "sigmoid_ableitung(x) computes s(x)(1 - s(x)) of a pre-activation, but gradienten() calls it with the activations (ausgabe, versteckt), so the sigmoid is applied twice."
KINDS = {"derivative at the wrong argument", "activation derivative of the activation", "sigmoid applied twice", "sigmoid derivative of the output", "wrong input"}
PLACES = ["sigmoid_ableitung", "gradienten", "d_aus", "d_vers", "ausgabe", "versteckt"]
TWO = False
MEND = [("    return sigmoid(x) * (1 - sigmoid(x))\n", "    return x * (1 - x)\n")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    return dict(params=list(neues_netz()), loss=fehler, grads=gradienten, x=daten, y=ziele)


def proof():
    import numpy as np
    names = ("w1", "b1", "w2", "b2")

    def lists(p):
        return [p[k].tolist() for k in names]

    def claim(p):
        return {k: np.array(g, float) for k, g in zip(names, gradienten(*lists(p), daten, ziele))}

    return (lambda p: fehler(*lists(p), daten, ziele), claim,
            {k: np.array(v, float) for k, v in zip(names, neues_netz())})
