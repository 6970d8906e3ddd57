# Red neuronal desde cero con numpy: clasificar flores iris (entrega de la práctica 3)
# 4 medidas -> capa oculta (4) -> capa oculta (4) -> 3 especies
import numpy as np

# unas pocas filas del dataset, las primeras de cada especie
flores = np.array([
    [5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2], [4.7, 3.2, 1.3, 0.2], [5.4, 3.9, 1.7, 0.4],
    [7.0, 3.2, 4.7, 1.4], [6.4, 3.2, 4.5, 1.5], [5.5, 2.3, 4.0, 1.3], [6.5, 2.8, 4.6, 1.5],
    [6.3, 3.3, 6.0, 2.5], [5.8, 2.7, 5.1, 1.9], [7.1, 3.0, 5.9, 2.1], [6.3, 2.9, 5.6, 1.8]])
especies = np.repeat([0, 1, 2], 4)


def preparar():
    X = (flores - flores.mean(axis=0)) / flores.std(axis=0)   # estandarizar
    Y = np.eye(3)[especies]                                   # one-hot
    return X, Y


def crear_pesos(semilla=7):
    azar = np.random.RandomState(semilla)
    return {
        'W1': azar.normal(0, 0.6, (4, 4)), 'b1': np.zeros(4),
        'W2': azar.normal(0, 0.6, (4, 4)), 'b2': np.zeros(4),
        'W3': azar.normal(0, 0.6, (4, 3)), 'b3': np.zeros(3),
    }


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def propagar(pesos, X):
    a1 = np.tanh(X @ pesos['W1'] + pesos['b1'])
    a2 = np.tanh(a1 @ pesos['W2'] + pesos['b2'])
    salida = softmax(a2 @ pesos['W3'] + pesos['b3'])
    return a1, a2, salida


def costo(pesos, X, Y):
    salida = propagar(pesos, X)[-1]
    return -np.mean(np.sum(Y * np.log(salida), axis=1))


def retropropagar(pesos, X, Y):
    n = len(X)
    a1, a2, salida = propagar(pesos, X)
    delta3 = (salida - Y) / n
    delta2 = (delta3 @ pesos['W3'].T) * (1 - a2**2)
    delta1 = (delta2 @ pesos['W2']) * (1 - a1**2)
    return {
        'W3': a2.T @ delta3, 'b3': delta3.sum(axis=0),
        'W2': a1.T @ delta2, 'b2': delta2.sum(axis=0),
        'W1': X.T @ delta1, 'b1': delta1.sum(axis=0),
    }


def entrenar(pesos, X, Y, alfa=0.3, epocas=400):
    for epoca in range(epocas):
        grad = retropropagar(pesos, X, Y)
        for k in pesos:
            pesos[k] = pesos[k] - alfa * grad[k]
        if epoca % 50 == 0:
            print(f"época {epoca:4d}   costo {costo(pesos, X, Y):.4f}")
    return pesos


if __name__ == "__main__":
    X, Y = preparar()
    pesos = entrenar(crear_pesos(), X, Y)
    aciertos = (propagar(pesos, X)[-1].argmax(axis=1) == especies).sum()
    print("aciertos:", aciertos, "de", len(especies))

# ---- for the test
EXPECTED = "In retropropagar delta1 uses W2 where W2.T is needed; both hidden layers have 4 units, so the shapes fit and nobody complains."
KINDS = {"transposed", "transpose missing", "wrong transposition", "square weight matrix", "wrong weights"}
PLACES = ["delta1", "W2", "retropropagar", "W1", "b1"]
TWO = False
MEND = [("    delta1 = (delta2 @ pesos['W2']) * (1 - a1**2)\n", "    delta1 = (delta2 @ pesos['W2'].T) * (1 - a1**2)\n")]
OFF = {"W1", "b1"}


def hand_over():
    X, Y = preparar()
    return dict(params=crear_pesos(), loss=costo, grads=retropropagar, x=X, y=Y)


def proof():
    X, Y = preparar()
    return lambda p: costo(p, X, Y), lambda p: retropropagar(p, X, Y), crear_pesos()
