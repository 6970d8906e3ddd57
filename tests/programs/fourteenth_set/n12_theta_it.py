# Versione Python del mio esercizio 4 in Octave: tutti i parametri in UN vettore theta.
# Rete 3 -> 5 -> 4 -> 1, leaky ReLU negli strati nascosti, sigmoide in uscita,
# costo = errore quadratico medio / 2.
import numpy as np

LAYER = [3, 5, 4, 1]
PENDENZA = 0.1          # pendenza della leaky ReLU per z < 0


def leaky(z):
    return np.where(z > 0, z, PENDENZA * z)


def leaky_grad(z):
    return np.where(z > 0, 1.0, 0.0)


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def srotola(theta):
    """da vettore a matrici; la prima colonna di ogni Theta e' il bias"""
    matrici, pos = [], 0
    for n_in, n_out in zip(LAYER[:-1], LAYER[1:]):
        quanti = n_out * (n_in + 1)
        matrici.append(theta[pos:pos + quanti].reshape(n_out, n_in + 1))
        pos += quanti
    return matrici


def con_uno(a):
    return np.hstack([np.ones((a.shape[0], 1)), a])


def costo_e_gradiente(theta, X, y):
    Theta1, Theta2, Theta3 = srotola(theta)
    m = X.shape[0]

    a1 = con_uno(X)
    z2 = a1 @ Theta1.T
    a2 = con_uno(leaky(z2))
    z3 = a2 @ Theta2.T
    a3 = con_uno(leaky(z3))
    a4 = sigmoide(a3 @ Theta3.T)

    J = np.sum((a4 - y) ** 2) / (2 * m)

    d4 = a4 - y
    d3 = (d4 @ Theta3)[:, 1:] * leaky_grad(z3)
    d2 = (d3 @ Theta2)[:, 1:] * leaky_grad(z2)

    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m
    Theta3_grad = d4.T @ a3 / m
    return J, np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel(), Theta3_grad.ravel()])


def pesi_iniziali():
    rng = np.random.RandomState(6)
    quanti = sum(o * (i + 1) for i, o in zip(LAYER[:-1], LAYER[1:]))
    return rng.uniform(-0.8, 0.8, quanti)


def dati():
    rng = np.random.RandomState(12)
    X = rng.uniform(-1, 1, (14, 3))
    y = (X[:, [0]] * X[:, [1]] > 0.3 * X[:, [2]]).astype(float)
    return X, y


if __name__ == "__main__":
    X, y = dati()
    theta = pesi_iniziali()
    for it in range(500):
        J, g = costo_e_gradiente(theta, X, y)
        theta = theta - 0.5 * g
        if it % 100 == 0:
            print("iterazione", it, "J =", round(float(J), 4))

# ---- for the test
EXPECTED = "d4 lacks the sigmoid's derivative a4(1-a4) though the cost is the squared error (it is the error of cross-entropy), and leaky_grad is 0 instead of the slope for z < 0 (the plain ReLU's derivative)."
KINDS = {"activation derivative missing", "wrong error", "wrong loss", "output derivative missing", "gradient of cross-entropy with a squared loss"}
KINDS_2 = {"wrong activation", "activation derivative", "wrong activation derivative", "derivative of ReLU instead of leaky ReLU", "slope missing"}
PLACES = ["d4", "leaky_grad", "d3", "d2", "costo_e_gradiente", "theta", "PENDENZA", "a4"]
TWO = True
MEND = [("    d4 = a4 - y\n", "    d4 = (a4 - y) * a4 * (1 - a4)\n"),
        ("    return np.where(z > 0, 1.0, 0.0)\n", "    return np.where(z > 0, 1.0, PENDENZA)\n")]
OFF = {"theta"}


def hand_over():
    X, y = dati()
    return dict(params=[pesi_iniziali()], loss=lambda theta, X, y: costo_e_gradiente(theta, X, y)[0], grads=costo_e_gradiente, x=X, y=y)


def proof():
    X, y = dati()
    return (lambda p: costo_e_gradiente(p["theta"], X, y)[0], lambda p: dict(theta=costo_e_gradiente(p["theta"], X, y)[1]),
            dict(theta=pesi_iniziali()))
