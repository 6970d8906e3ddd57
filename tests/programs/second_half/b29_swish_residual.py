import numpy as np

# residual block with swish; question: why does my grad check fail?

np.random.seed(29)
entrada = np.random.randn(7, 3)
alvo = np.random.randn(7, 2)


def swish(z):
    return z / (1 + np.exp(-z))


def d_swish(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def cria_pesos(n_in=3, n_hid=4, n_out=2):
    np.random.seed(290)
    return {
        "camada1": {"W": np.random.randn(n_in, n_hid), "b": np.random.randn(n_hid) * 0.3},
        "residual": {"W": np.random.randn(n_hid, n_hid), "b": np.random.randn(n_hid) * 0.3},
        "saida": {"W": np.random.randn(n_hid, n_out), "b": np.random.randn(n_out) * 0.3},
    }


def propaga(pesos, x):
    z1 = x @ pesos["camada1"]["W"] + pesos["camada1"]["b"]
    a1 = swish(z1)
    z2 = a1 @ pesos["residual"]["W"] + pesos["residual"]["b"]
    a2 = np.tanh(z2) + a1
    return z1, a1, z2, a2, a2 @ pesos["saida"]["W"] + pesos["saida"]["b"]


def custo(pesos, x, t):
    return np.sum((propaga(pesos, x)[-1] - t) ** 2) / (2 * len(x))


def gradiente(pesos, x, t):
    z1, a1, z2, a2, y = propaga(pesos, x)
    dy = (y - t) / len(x)
    da2 = dy @ pesos["saida"]["W"].T
    dz2 = da2 * (1 - np.tanh(z2) ** 2)
    da1 = dz2 @ pesos["residual"]["W"] + da2
    dz1 = da1 * d_swish(z1)
    return {
        "camada1": {"W": x.T @ dz1, "b": dz1.sum(0)},
        "residual": {"W": a1.T @ dz2, "b": dz2.sum(0)},
        "saida": {"W": a2.T @ dy, "b": dy.sum(0)},
    }


pesos = cria_pesos()

# ---- for the test
EXPECTED = "two mistakes: d_swish returns the derivative of the sigmoid, s*(1-s), instead of s + z*s*(1-s); and dz2 goes back through the square residual W without the transpose"
KINDS = {"derivative of another activation"}
KINDS_2 = {"transposed"}
PLACES = ["camada1", "swish", "d_swish", "residual", "da1", "hidden", "layer 1"]
TWO = True
MEND = [("return s * (1 - s)", "return s + z * s * (1 - s)"),
        ('da1 = dz2 @ pesos["residual"]["W"] + da2', 'da1 = dz2 @ pesos["residual"]["W"].T + da2')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=custo, grads=gradiente, params=pesos, x=entrada, y=alvo)
