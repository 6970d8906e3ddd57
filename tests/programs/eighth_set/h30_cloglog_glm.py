# Dose-response: binomial GLM by hand (in R this would be
#   glm(cbind(dead, n - dead) ~ logdose + sex, family = binomial(link = "cloglog"))
import numpy as np

# beetles: log10 dose, sex (0 = male, 1 = female), number exposed, number dead
dat = np.array(
    [
        [1.69, 0, 20, 2],
        [1.72, 0, 20, 5],
        [1.76, 0, 21, 9],
        [1.78, 0, 19, 11],
        [1.81, 0, 20, 16],
        [1.69, 1, 20, 1],
        [1.72, 1, 18, 2],
        [1.76, 1, 20, 6],
        [1.78, 1, 22, 12],
        [1.81, 1, 20, 13],
    ]
)
n = dat[:, 2]
dead = dat[:, 3]
X = np.column_stack([np.ones(len(dat)), (dat[:, 0] - 1.75) / 0.05, dat[:, 1]])  # design matrix


def linkinv(eta):
    """cloglog: eta = log(-log(1 - mu))"""
    return 1 - np.exp(-np.exp(eta))


def loglik(beta, X, y):
    mu = linkinv(X @ beta)
    return np.sum(y * np.log(mu) + (n - y) * np.log(1 - mu))


def score(beta, X, y):
    mu = linkinv(X @ beta)
    return X.T @ (y - n * mu)


def deviance(beta, X, y):
    yhat = n * linkinv(X @ beta)
    return 2 * np.sum(y * np.log(y / yhat) + (n - y) * np.log((n - y) / (n - yhat)))


# scipy minimises
def nll(beta, X, y):
    return -loglik(beta, X, y)


def nll_grad(beta, X, y):
    return -score(beta, X, y)


beta0 = np.array([-0.4, 0.5, -0.2])


if __name__ == "__main__":
    from scipy.optimize import minimize

    fit = minimize(nll, beta0, args=(X, dead), jac=nll_grad, method="BFGS")
    print(fit.x, deviance(fit.x, X, dead), fit.message)


# ---- for the test
EXPECTED = "score is the one of the logit link, X'(y - n mu); with the cloglog link the factor dmu/deta / (mu (1 - mu)) = exp(eta)/mu is missing"
KINDS = {"output derivative missing", "wrong derivative", "factor missing"}
PLACES = ["beta", "beta0", "score", "nll_grad", "mu", "linkinv"]
TWO = False
MEND = [("X.T @ (y - n * mu)", "X.T @ ((y - n * mu) * np.exp(X @ beta) / mu)")]
OFF = {"beta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nll, grads=nll_grad, params=beta0, x=X, y=dead)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: nll(a["beta"], X, dead), lambda a: dict(beta=nll_grad(a["beta"], X, dead)), dict(beta=beta0.copy())
