# Uebung 7: Regression mit einem kleinen Netz
# diesmal Softplus statt ReLU (glatt, keine toten Neuronen)
import numpy as np

np.random.seed(42)

x = np.linspace(-3, 3, 60).reshape(-1, 1)
y = np.abs(x) * np.cos(x) + np.random.normal(0, 0.05, x.shape)

H = 12
W1 = np.random.normal(0, 1.0, (1, H))
b1 = np.random.normal(0, 1.0, H)
W2 = np.random.normal(0, 0.3, (H, 1))
b2 = np.zeros(1)


def softplus(z):
    return np.log(1 + np.exp(z))


def softplus_abl(z):
    return 1 / (1 + np.exp(-z))


def vorwaerts(x):
    z = x @ W1 + b1
    h = softplus(z)
    return z, h, h @ W2 + b2


def fehler(x, y):
    _, _, aus = vorwaerts(x)
    return np.mean((aus - y) ** 2)


def rueckwaerts(x, y):
    z, h, aus = vorwaerts(x)
    d_aus = 2 * (aus - y) / len(x)
    dW2 = h.T @ d_aus
    db2 = d_aus.sum(axis=0)
    d_h = d_aus @ W2.T
    d_z = d_h * softplus_abl(h)
    dW1 = x.T @ d_z
    db1 = d_z.sum(axis=0)
    return dW1, db1, dW2, db2


def trainieren(epochen, lernrate):
    global W1, b1, W2, b2
    for e in range(epochen):
        dW1, db1, dW2, db2 = rueckwaerts(x, y)
        W1 = W1 - lernrate * dW1
        b1 = b1 - lernrate * db1
        W2 = W2 - lernrate * dW2
        b2 = b2 - lernrate * db2
        if e % 1000 == 0:
            print('Epoche', e, 'Fehler', fehler(x, y))


if __name__ == '__main__':
    trainieren(6000, 0.01)
    print('Ende:', fehler(x, y))
    for xi in (-2.0, 0.0, 2.0):
        print(xi, vorwaerts(np.array([[xi]]))[2][0, 0])
