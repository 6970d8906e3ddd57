# Econometrics II, problem set 3: labour force participation.
# (a) logit  (b) probit -- (b) is (a) with the normal cdf instead of the logistic one
import numpy as np
from math import erf, sqrt

np.random.seed(1987)
n = 30
educ = np.random.normal(12, 2.5, n)
age = np.random.normal(40, 8, n)
kids = np.random.randint(0, 4, n)
latent = 0.25 * (educ - 12) - 0.03 * (age - 40) - 0.5 * kids + 0.4 + np.random.normal(size=n)

X = np.matrix(np.column_stack([np.ones(n), (educ - 12) / 2.5, (age - 40) / 8, kids]))
y = np.matrix((latent > 0).astype(float)).T


def Phi(z):
    return np.matrix([[0.5 * (1 + erf(v / sqrt(2)))] for v in z.A1])


def logLik(beta, X, y):
    P = Phi(X * beta)
    return float((y.T * np.log(P) + (1 - y).T * np.log(1 - P))[0, 0])


def score(beta, X, y):
    P = Phi(X * beta)
    u = y - P
    return X.T * u


def hessian_bhhh(beta, X, y):
    S = np.multiply(X, y - Phi(X * beta))
    return S.T * S


def estimate(X, y, steps=40, rate=0.5):
    beta = np.matrix(np.zeros((X.shape[1], 1)))
    for i in range(steps):
        beta = beta + rate * score(beta, X, y) / len(X)
    return beta


beta0 = np.matrix([[0.3], [0.5], [-0.2], [-0.4]])


# ---- for the test
EXPECTED = "score is the logit's (y - P); the probit needs phi(z) (y - P) / (P (1 - P))"
KINDS = {"wrong error", "derivative of another activation", "derivative missing", "wrong derivative", "loss and gradient do not belong together", "output derivative missing"}
PLACES = ["beta", "score", "u", "every array", "w", "output", "Phi"]
TWO = False
MEND = [
    (
        "    u = y - P\n    return X.T * u\n",
        "    phi = np.exp(-np.square(X * beta) / 2) / sqrt(2 * np.pi)\n    u = np.multiply(phi, y - P) / np.multiply(P, 1 - P)\n    return X.T * u\n",
    )
]
OFF = {"beta"}


def negative_mean_loglik(beta, X, y):
    return -logLik(beta, X, y) / len(X)


def its_gradient(beta, X, y):
    return -score(beta, X, y) / len(X)


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=negative_mean_loglik, grads=its_gradient, params=beta0, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: negative_mean_loglik(np.matrix(a["beta"]), X, y),
        lambda a: {"beta": np.asarray(its_gradient(np.matrix(a["beta"]), X, y))},
        {"beta": np.asarray(beta0)},
    )
