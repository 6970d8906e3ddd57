"""Recomendação de filmes: R ~ P Q^T, zero = usuário não avaliou.
Pergunta: o erro não passa de um certo valor e as previsões dos filmes não vistos vão todas para zero"""
import numpy as np

R = np.array([
    [5, 3, 0, 1, 0],
    [4, 0, 0, 1, 2],
    [1, 1, 0, 5, 0],
    [0, 0, 4, 4, 0],
    [0, 1, 5, 4, 3],
    [2, 0, 0, 0, 5],
], dtype=float)

K = 2
reg = 0.3
taxa = 0.01


def inicia(semente=30):
    np.random.seed(semente)
    usuarios, filmes = R.shape
    P = np.random.uniform(0.3, 1.5, (usuarios, K))
    Q = np.random.uniform(0.3, 1.5, (filmes, K))
    return P, Q


def erro(P, Q):
    """soma só nas avaliações que existem, mais a regularização de P e de Q"""
    total = 0.0
    for u, i in zip(*R.nonzero()):
        total += (R[u, i] - P[u] @ Q[i]) ** 2
    return total + reg * (np.sum(P ** 2) + np.sum(Q ** 2))


def derivadas(P, Q):
    E = R - P @ Q.T
    dP = -2 * E @ Q + 2 * reg * P
    dQ = -2 * E.T @ P
    return dP, dQ


def treina(P, Q, epocas=500):
    for ep in range(epocas):
        dP, dQ = derivadas(P, Q)
        P = P - taxa * dP
        Q = Q - taxa * dQ
        if ep % 100 == 0:
            print(ep, erro(P, Q))
    return P, Q


P, Q = inicia()

if __name__ == "__main__":
    P, Q = treina(P, Q)
    print(np.round(P @ Q.T, 2))


# ---- for the test
EXPECTED = "E counts the zeros of R (films not rated) as ratings of zero, the loss leaves them out; and the penalty's gradient 2 reg Q is missing in dQ"
KINDS = {"unobserved counted"}
KINDS_2 = {"penalty missing"}
PLACES = ["P", "Q", "E", "dP", "dQ", "R", "reg", "array 1", "array 2"]
TWO = True
MEND = [("E = R - P @ Q.T", "E = (R - P @ Q.T) * (R > 0)"), ("dQ = -2 * E.T @ P\n", "dQ = -2 * E.T @ P + 2 * reg * Q\n")]
OFF = {"P", "Q"}


def hand_over():
    return dict(loss=erro, grads=derivadas, params=(P, Q), rate=taxa)


def proof():
    return (lambda a: erro(a["P"], a["Q"]), lambda a: dict(zip(("P", "Q"), derivadas(a["P"], a["Q"]))),
            dict(P=P.copy(), Q=Q.copy()))
