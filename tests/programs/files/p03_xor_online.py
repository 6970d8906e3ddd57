# -*- coding: utf-8 -*-
# XOR mit einem kleinen Netz 2-3-1, nach jedem Beispiel wird gelernt
# Übungsblatt 4, Aufgabe 2
import numpy as np

np.random.seed(7)

eingaben = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
ziele = np.array([[0], [1], [1], [0]], dtype=float)

# Gewichte
W1 = np.random.uniform(-1, 1, (3, 2))
b1 = np.zeros(3)
W2 = np.random.uniform(-1, 1, (1, 3))
b2 = np.zeros(1)

lernrate = 0.8
epochen = 4000

for epoche in range(epochen):
    fehler = 0.0
    for x, t in zip(eingaben, ziele):
        # vorwärts
        h = 1.0 / (1.0 + np.exp(-(W1 @ x + b1)))
        o = 1.0 / (1.0 + np.exp(-(W2 @ h + b2)))

        fehler += 0.5 * np.sum((o - t) ** 2)

        # rückwärts: Ausgabeschicht
        delta_o = (o - t) * o * (1 - o)
        W2 -= lernrate * np.outer(delta_o, h)
        b2 -= lernrate * delta_o

        # versteckte Schicht
        delta_h = (W2.T @ delta_o) * h * (1 - h)
        W1 -= lernrate * np.outer(delta_h, x)
        b1 -= lernrate * delta_h

    if epoche % 500 == 0:
        print("Epoche", epoche, "Fehler", round(fehler, 5))

print()
for x, t in zip(eingaben, ziele):
    h = 1.0 / (1.0 + np.exp(-(W1 @ x + b1)))
    o = 1.0 / (1.0 + np.exp(-(W2 @ h + b2)))
    print(x, "->", round(float(o[0]), 3), " soll", t[0])
