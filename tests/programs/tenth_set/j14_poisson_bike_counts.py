"""Statistics homework 4: Poisson regression of bike counts by gradient descent.
mu_i = exp(x_i' beta). Compare with statsmodels: my coefficients are a bit different, more steps don't help."""
import numpy as np

# temperature (C), rain (mm), weekend (0/1)
weather = np.array([
    [4, 2.0, 0], [9, 0.0, 0], [13, 0.4, 1], [17, 0.0, 0], [21, 0.0, 1], [25, 0.1, 0],
    [19, 5.5, 0], [11, 3.0, 1], [7, 0.0, 1], [23, 1.2, 0],
], dtype=float)
counts = np.array([1, 2, 2, 4, 6, 7, 2, 1, 2, 5])


def standardize(A):
    A = A.copy()
    A[:, :2] = (A[:, :2] - A[:, :2].mean(axis=0)) / A[:, :2].std(axis=0)
    return A


def design(A):
    return np.hstack([np.ones((A.shape[0], 1)), standardize(A)])


def nll(beta, X, y):
    """negative log likelihood per day, without the log(y!) term"""
    total = 0.0
    for i in range(len(y)):
        eta = X[i] @ beta
        total += np.exp(eta) - y[i] * eta
    return total / len(y)


def score(beta, X, y):
    """derivative of nll"""
    g = np.zeros_like(beta)
    for i in range(len(y)):
        mu = np.exp(X[i] @ beta)
        # chain rule: d(nll)/d(mu) * d(mu)/d(eta) * d(eta)/d(beta), d(mu)/d(eta) = mu
        g += (mu - y[i]) * mu * X[i]
    return g / len(y)


def fit(X, y, lr=0.02, n_iter=400):
    beta = np.zeros(X.shape[1])
    path = []
    for _ in range(n_iter):
        path.append(nll(beta, X, y))
        beta = beta - lr * score(beta, X, y)
    return beta, path


X = design(weather)
beta0 = np.array([0.8, 0.4, -0.3, 0.2])

if __name__ == "__main__":
    b, path = fit(X, counts)
    print(b, path[0], path[-1])


# ---- for the test
EXPECTED = "score() multiplies by mu once too often: for the log link mu - y already is the derivative with respect to eta (d nll / d mu = 1 - y/mu)"
KINDS = {"output derivative doubled", "derivative doubled", "wrong factor"}
PLACES = ["beta", "score", "mu"]
TWO = False
MEND = [("g += (mu - y[i]) * mu * X[i]", "g += (mu - y[i]) * X[i]")]
OFF = {"beta"}


def hand_over():
    return dict(loss=nll, grads=score, params=beta0, x=X, y=counts)


def proof():
    return (lambda a: nll(a["beta"], X, counts)), (lambda a: {"beta": score(a["beta"], X, counts)}), {"beta": beta0.copy()}
