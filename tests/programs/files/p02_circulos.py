# -*- coding: utf-8 -*-
# Red neuronal desde cero con numpy (sigo el video de la lista "IA sin librerias")
# Dos anillos de puntos, hay que separar el de dentro del de fuera
import numpy as np

np.random.seed(3)
n = 200
angulo = np.random.rand(n) * 2 * np.pi
radio = np.where(np.arange(n) < n // 2, 0.5, 1.2) + 0.08 * np.random.randn(n)
X = np.c_[radio * np.cos(angulo), radio * np.sin(angulo)]
y = (np.arange(n) >= n // 2).astype(float).reshape(-1, 1)

# pesos
W1 = np.random.randn(2, 8) * 0.7
b1 = np.zeros((1, 8))
W2 = np.random.randn(8, 1) * 0.5
b2 = np.zeros((1, 1))

lr = 0.8
epocas = 1500

for epoca in range(epocas):
    # hacia adelante
    z1 = X @ W1 + b1
    a1 = np.tanh(z1)
    z2 = a1 @ W2 + b2
    a2 = 1 / (1 + np.exp(-z2))

    perdida = -np.mean(y * np.log(a2) + (1 - y) * np.log(1 - a2))

    # hacia atras, capa por capa, y actualizo de una vez
    W2_viejo = W2
    d2 = (a2 - y) / n
    W2 -= lr * (a1.T @ d2)
    b2 -= lr * d2.sum(axis=0, keepdims=True)

    d1 = (d2 @ W2_viejo.T) * (1 - a1 ** 2)
    W1 -= lr * (X.T @ d1)
    b1 -= lr * d1.sum(axis=0, keepdims=True)

    if epoca % 300 == 0:
        acierto = np.mean((a2 > 0.5) == (y > 0.5))
        print("epoca", epoca, "perdida", round(float(perdida), 4), "acierto", acierto)

print("final", perdida)
