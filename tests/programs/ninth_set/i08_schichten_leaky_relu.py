import numpy as np

# Netz mit beliebig vielen Schichten (Spalten = Beispiele), Leaky-ReLU innen, Sigmoid am Ende.
# Frage im Forum: "Gradient Check stimmt nur fuer die letzte Schicht, warum?"

STEIGUNG = 0.01


def initialisiere(schichten, saat=6):
    rng = np.random.default_rng(saat)
    parameter = {}
    for l in range(1, len(schichten)):
        parameter["W" + str(l)] = rng.normal(size=(schichten[l], schichten[l - 1])) * np.sqrt(2 / schichten[l - 1])
        parameter["b" + str(l)] = rng.normal(size=(schichten[l], 1)) * 0.3
    return parameter


def leaky_relu(Z):
    return np.where(Z > 0, Z, STEIGUNG * Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def vorwaerts(parameter, X):
    L = len(parameter) // 2
    A, speicher = X, []
    for l in range(1, L + 1):
        Z = parameter["W" + str(l)] @ A + parameter["b" + str(l)]
        speicher.append((A, Z))
        A = sigmoid(Z) if l == L else leaky_relu(Z)
    return A, speicher


def kosten(parameter, X, Y):
    AL, _ = vorwaerts(parameter, X)
    return float(-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


def rueckwaerts(parameter, X, Y):
    grads = {}
    L = len(parameter) // 2
    m = X.shape[1]
    AL, speicher = vorwaerts(parameter, X)
    dZ = (AL - Y) / m
    for l in reversed(range(1, L + 1)):
        A_vor, Z = speicher[l - 1]
        if l < L:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = STEIGUNG
        grads["dW" + str(l)] = dZ @ A_vor.T
        grads["db" + str(l)] = dZ.sum(axis=1, keepdims=True)
        dA = parameter["W" + str(l)].T @ dZ
    return grads


def lerne(parameter, X, Y, rate=0.1):
    grads = rueckwaerts(parameter, X, Y)
    return {k: v - rate * grads["d" + k] for k, v in parameter.items()}


zufall = np.random.default_rng(1)
X = zufall.normal(size=(3, 10))
Y = (X[:1] * X[1:2] > 0).astype(float)
parameter = initialisiere([3, 5, 4, 1])

if __name__ == "__main__":
    for _ in range(500):
        parameter = lerne(parameter, X, Y)
    print(kosten(parameter, X, Y))


# ---- for the test
EXPECTED = "where Z <= 0 the incoming gradient is replaced by the slope 0.01 (dZ[Z <= 0] = ...) instead of being multiplied with it"
KINDS = {"wrong derivative", "wrong factor"}
PLACES = ["W1", "b1", "W2", "b2", "leaky_relu", "layer 1", "layer 2", "dZ"]
TWO = False
MEND = [("dZ[Z <= 0] = STEIGUNG", "dZ[Z <= 0] *= STEIGUNG")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    return dict(loss=kosten, grads=rueckwaerts, params=parameter, x=X, y=Y)


def proof():
    def claim(a):
        g = rueckwaerts(a, X, Y)
        return {k: g["d" + k] for k in a}

    return lambda a: kosten(a, X, Y), claim, {k: v.copy() for k, v in parameter.items()}
