import numpy as np

# Logistic regression in the statistician's way: climb the log-likelihood.
rng = np.random.default_rng(11)
n = 80
X = np.column_stack([np.ones(n), rng.normal(size=(n, 3))])
true = np.array([-0.5, 1.0, -2.0, 0.0])
y = (rng.random(n) < 1 / (1 + np.exp(-X @ true))).astype(int)


def prob(beta, X):
    return 1 / (1 + np.exp(-X @ beta))


def log_likelihood(beta, X, y):
    eta = X @ beta
    return np.sum(y * eta - np.log1p(np.exp(eta)))


def score(beta, X, y):
    """d logL / d beta"""
    return X.T @ (y - prob(beta, X))


def ascend(beta, X, y, rate=0.01):
    return beta + rate * score(beta, X, y)


def fit(X, y, rate=0.01, n_iter=2000):
    beta = np.zeros(X.shape[1])
    for i in range(n_iter):
        new = ascend(beta, X, y, rate)
        if np.abs(new - beta).max() < 1e-8:
            break
        beta = new
    return beta


if __name__ == "__main__":
    b = fit(X, y)
    print(b, log_likelihood(b, X, y), np.abs(score(b, X, y)).max())

# ---- for the test
def hand_over():
    return dict(params=np.zeros(4), loss=log_likelihood, grads=score, step=ascend,
                predict=prob, x=X, y=y, rate=0.01)


FORM = "'loss' is a log-likelihood that rises; the step adds the gradient and returns a new vector; start at all zeros is right for logistic regression"
