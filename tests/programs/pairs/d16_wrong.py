# rede neural com 4 camadas: lista de tuplas (W, b, ativacao)
import numpy as np

gerador = np.random.RandomState(21)
TAM = 5


def linear(z):
    return z


def linear_der(z):
    return np.ones_like(z)


def tanh_der(z):
    return 1 - np.tanh(z) ** 2


ATIVACOES = {"tanh": (np.tanh, tanh_der), "linear": (linear, linear_der)}

rede = [(gerador.randn(TAM, TAM) / np.sqrt(TAM), np.zeros(TAM), nome)
        for nome in ("tanh", "tanh", "tanh", "linear")]


def para_frente(x):
    memoria = []
    a = x
    for W, b, nome in rede:
        z = a @ W + b
        memoria.append((a, z))
        a = ATIVACOES[nome][0](z)
    return a, memoria


def para_tras(memoria, delta):
    grads = []
    for (W, b, nome), (entrada, z) in zip(reversed(rede), reversed(memoria)):
        delta = delta * ATIVACOES[nome][1](z)
        grads.append((entrada.T @ delta, delta.sum(axis=0)))
        delta = delta @ W
    return grads[::-1]


def treinar(x, y, taxa, epocas):
    for ep in range(epocas):
        saida, memoria = para_frente(x)
        custo = np.mean(np.sum((saida - y) ** 2, axis=1))
        grads = para_tras(memoria, 2 * (saida - y) / len(x))
        for (W, b, _), (dW, db) in zip(rede, grads):
            W -= taxa * dW
            b -= taxa * db
        if ep % 100 == 0:
            print("epoca %4d   custo %.5f" % (ep, custo))


x = gerador.uniform(-1, 1, (120, TAM))
mistura = np.linalg.qr(gerador.randn(TAM, TAM))[0]
y = np.sin(1.5 * x @ mistura) + 0.2
treinar(x, y, taxa=0.03, epocas=1500)
saida, _ = para_frente(x)
print("custo final:", np.mean(np.sum((saida - y) ** 2, axis=1)))
print("exemplo:", np.round(y[0], 2), "->", np.round(saida[0], 2))
