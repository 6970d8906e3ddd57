# Enquête emploi : logit pondéré par les poids de sondage
import numpy as np

# âge, diplôme (0/1), enfants, actif (0/1), poids de sondage
enquete = [
    [23, 0, 0, 1, 1.2],
    [35, 1, 2, 1, 0.7],
    [41, 0, 3, 0, 2.1],
    [29, 1, 0, 1, 1.0],
    [52, 0, 1, 0, 3.4],
    [60, 1, 0, 0, 2.2],
    [33, 0, 2, 0, 1.9],
    [47, 1, 1, 1, 0.8],
    [38, 1, 3, 1, 1.5],
    [26, 0, 1, 0, 2.6],
    [55, 0, 0, 1, 1.1],
    [44, 1, 2, 1, 0.9],
]
enquete = np.array(enquete)
poids = enquete[:, 4]
actif = enquete[:, 3]
age = (enquete[:, 0] - 40) / 10
X = np.c_[np.ones(len(age)), age, enquete[:, 1], enquete[:, 2]]


def proba(beta, X):
    return 1 / (1 + np.exp(-X.dot(beta)))


def objectif(beta, X, y, poids):
    """Moins la log-vraisemblance moyenne (pondérée) et son gradient."""
    n = len(y)
    p = proba(beta, X)
    logvrais = y * np.log(p) + (1 - y) * np.log(1 - p)
    valeur = -np.average(logvrais, weights=poids)
    grad = -X.T.dot(poids * (y - p)) / n
    return valeur, grad


beta_init = np.array([0.3, -0.4, 0.6, -0.2])


def effets_marginaux(beta, X):
    p = proba(beta, X)
    return np.average(p * (1 - p), weights=poids) * beta[1:]


if __name__ == "__main__":
    from scipy.optimize import minimize

    res = minimize(objectif, beta_init, args=(X, actif, poids), jac=True, method="BFGS")
    print(res.x, res.success)
    print(effets_marginaux(res.x, X))


# ---- for the test
EXPECTED = "the loss is the average weighted by poids, divided by their sum; the gradient is divided by n, the number of rows"
KINDS = {"wrong factor", "scale"}
PLACES = ["beta", "beta_init", "grad", "objectif", "poids", "n"]
TWO = False
MEND = [("(y - p)) / n", "(y - p)) / poids.sum()")]
OFF = {"beta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lambda beta: objectif(beta, X, actif, poids), params=beta_init)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: objectif(a["beta"], X, actif, poids)[0],
        lambda a: dict(beta=objectif(a["beta"], X, actif, poids)[1]),
        dict(beta=beta_init.copy()),
    )
