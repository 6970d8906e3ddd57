# Diagnóstico: rede com padronização de lote (batch norm) na camada oculta
import numpy as np

gerador = np.random.default_rng(8)

# glicose, pressão, imc, idade
pacientes = np.array(
    [
        [148, 72, 33.6, 50],
        [85, 66, 26.6, 31],
        [183, 64, 23.3, 32],
        [89, 66, 28.1, 21],
        [137, 40, 43.1, 33],
        [116, 74, 25.6, 30],
        [78, 50, 31.0, 26],
        [115, 70, 35.3, 29],
        [197, 70, 30.5, 53],
        [125, 96, 37.6, 54],
    ]
)
diabetes = np.array([1, 0, 1, 0, 1, 0, 1, 0, 1, 1])
X = (pacientes - pacientes.mean(axis=0)) / pacientes.std(axis=0)

pesos = dict(
    W1=gerador.normal(0, 0.7, (4, 3)),
    gama=gerador.uniform(0.6, 1.4, 3),
    beta=gerador.normal(0, 0.3, 3),
    w2=gerador.normal(0, 0.8, 3),
    b2=np.array([0.2]),
)


def frente(pesos, X):
    Z = X @ pesos["W1"]
    media = Z.mean(axis=0)
    desvio = np.sqrt(Z.var(axis=0) + 1e-5)
    Zp = (Z - media) / desvio
    A = np.tanh(pesos["gama"] * Zp + pesos["beta"])
    p = 1 / (1 + np.exp(-(A @ pesos["w2"] + pesos["b2"])))
    return p, (Zp, desvio, A)


def custo_e_gradiente(pesos, X, y):
    m = len(y)
    p, (Zp, desvio, A) = frente(pesos, X)
    custo = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum() / m

    grad = {}
    ds = (p - y) / m
    grad["b2"] = np.array([ds.sum()])
    grad["w2"] = A.T @ ds
    dU = np.outer(ds, pesos["w2"]) * (1 - A**2)
    grad["gama"] = (dU * Zp).sum(axis=0)
    grad["beta"] = dU.sum(axis=0)
    dZp = dU * pesos["gama"]
    dZ = dZp / desvio
    grad["W1"] = X.T @ dZ
    return custo, grad


def treinar(pesos, X, y, taxa=0.3, epocas=300):
    for _ in range(epocas):
        custo, grad = custo_e_gradiente(pesos, X, y)
        for nome in pesos:
            pesos[nome] = pesos[nome] - taxa * grad[nome]
    return custo


if __name__ == "__main__":
    print(treinar(pesos, X, diabetes))


# ---- for the test
EXPECTED = "dZ = dZp / desvio takes the mean and the deviation of the batch for constants: the paths through media and desvio are missing in the gradient of W1"
KINDS = {"normalization path missing", "path missing"}
PLACES = ["W1", "dZ", "dZp", "media", "desvio", 'grad["W1"]']
TWO = False
MEND = [("dZ = dZp / desvio", "dZ = (dZp - dZp.mean(axis=0) - Zp * (dZp * Zp).mean(axis=0)) / desvio")]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=custo_e_gradiente, params=pesos, x=X, y=diabetes)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: custo_e_gradiente(a, X, diabetes)[0],
        lambda a: custo_e_gradiente(a, X, diabetes)[1],
        {k: v.copy() for k, v in pesos.items()},
    )
