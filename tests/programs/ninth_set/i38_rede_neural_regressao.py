"""
Trabalho 1 - Redes Neurais Artificiais
MLP com uma camada escondida (tanh) para regressão com duas saídas
"""
import numpy as np


class RedeNeural:
    def __init__(self, n_entrada, n_oculta, n_saida, taxa=0.05):
        np.random.seed(10)
        self.taxa = taxa
        self.W1 = np.random.uniform(-0.8, 0.8, (n_entrada, n_oculta))
        self.b1 = np.random.uniform(-0.2, 0.2, (1, n_oculta))
        self.W2 = np.random.uniform(-0.8, 0.8, (n_oculta, n_saida))
        self.b2 = np.random.uniform(-0.2, 0.2, (1, n_saida))

    def propagar(self, X):
        self.X = X
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.tanh(self.z1)
        self.saida = self.a1 @ self.W2 + self.b2
        return self.saida

    def custo(self, X, D):
        """erro quadrático médio"""
        E = self.propagar(X) - D
        return np.sum(E ** 2) / (2 * len(X))

    def retropropagar(self, D):
        N = len(D)
        delta2 = (self.saida - D) / N
        self.dW2 = self.a1.T @ delta2
        self.db2 = np.sum(self.dW2, axis=0, keepdims=True)

        delta1 = (delta2 @ self.W2.T) * (1 - self.a1)
        self.dW1 = self.X.T @ delta1
        self.db1 = np.sum(delta1, axis=0, keepdims=True)

    def atualizar(self):
        self.W1 -= self.taxa * self.dW1
        self.b1 -= self.taxa * self.db1
        self.W2 -= self.taxa * self.dW2
        self.b2 -= self.taxa * self.db2

    def passo(self, X, D):
        self.propagar(X)
        self.retropropagar(D)
        self.atualizar()

    def treinar(self, X, D, epocas=1000):
        custos = []
        for epoca in range(epocas):
            self.passo(X, D)
            custos.append(self.custo(X, D))
        return custos


# posição de um braço robótico: dois ângulos -> (x, y)
angulos = np.random.RandomState(6).uniform(0, 1.5, (12, 2))
X = angulos
D = np.c_[np.cos(X[:, 0]) + np.cos(X.sum(axis=1)), np.sin(X[:, 0]) + np.sin(X.sum(axis=1))]
rede = RedeNeural(2, 5, 2)

if __name__ == "__main__":
    custos = rede.treinar(X, D)
    print("custo inicial %.4f, custo final %.4f" % (custos[0], custos[-1]))


# ---- for the test
EXPECTED = "tanh's derivative is written 1 - a1, the square is missing (1 - a1**2); and db2 sums dW2 instead of delta2"
KINDS = {"wrong derivative"}
KINDS_2 = {"bias from the weight gradient"}
PLACES = ["W1", "b1", "dW1", "db1", "delta1", "b2", "db2"]
TWO = True
MEND = [("(1 - self.a1)\n", "(1 - self.a1 ** 2)\n"), ("np.sum(self.dW2, axis=0, keepdims=True)", "np.sum(delta2, axis=0, keepdims=True)")]
OFF = {"W1", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=rede, loss=rede.custo, step=rede.passo, predict=rede.propagar, x=X, y=D, rate=rede.taxa)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = RedeNeural(2, 5, 2)
        for k, v in a.items():
            setattr(new, k, np.array(v, dtype=float))
        return new

    def claim(a):
        new = made(a)
        new.propagar(X)
        new.retropropagar(D)
        return {k: getattr(new, "d" + k) for k in a}

    return lambda a: made(a).custo(X, D), claim, {k: getattr(rede, k).copy() for k in ("W1", "b1", "W2", "b2")}
