"""Linear SVM, one against all, with a column of ones for the intercept.

My clusters lie far from the origin. With reg=0 all is well. As soon as I
regularise, the lines are pulled toward the origin and the cost that I print
stops going down before it reaches what scipy's minimize finds.
"""
import numpy as np


def clusters(n=90, seed=0):
    rs = np.random.RandomState(seed)
    centres = np.array([[4, 5, 4, 6], [6, 5, 5, 4], [5, 7, 6, 5]], dtype=float)
    t = rs.randint(0, 3, n)
    return centres[t] + 0.6 * rs.randn(n, 4), t


def add_ones(X):
    return np.hstack([X, np.ones((X.shape[0], 1))])


def plus_minus(t, k=3):
    return np.where(np.arange(k) == t[:, None], 1.0, -1.0)


def svm_cost(Theta, X1, T, reg):
    margin = T * (X1 @ Theta)
    hinge = np.maximum(0, 1 - margin).sum(axis=1).mean()
    return hinge + 0.5 * reg * np.sum(Theta[:-1] ** 2)      # last row: intercepts


def svm_grad(Theta, X1, T, reg):
    inside = T * (X1 @ Theta) < 1
    G = -X1.T @ (T * inside) / X1.shape[0]
    G += reg * Theta
    return G


def train(X, t, reg=0.1, rate=0.02, steps=800):
    X1, T = add_ones(X), plus_minus(t)
    Theta = np.zeros((X1.shape[1], 3))
    for s in range(steps):
        Theta = Theta - rate / (1 + s / 200) * svm_grad(Theta, X1, T, reg)
    return Theta


def classify(Theta, X):
    return np.argmax(add_ones(X) @ Theta, axis=1)


if __name__ == "__main__":
    X, t = clusters()
    for reg in (0.0, 0.01, 0.3):
        Theta = train(X, t, reg)
        print("reg", reg, "cost", svm_cost(Theta, add_ones(X), plus_minus(t), reg),
              "accuracy", np.mean(classify(Theta, X) == t), "intercepts", Theta[-1].round(2))


# ---- for the test
EXPECTED = "svm_grad adds reg * Theta for all rows, the intercept row too, while the cost penalises only Theta[:-1]"
KINDS = {"penalty on the bias", "wrong penalty", "penalty in the gradient only"}
PLACES = ["svm_grad", "G", "Theta", "intercept", "reg"]
TWO = False
MEND = [("    G += reg * Theta\n", "    G[:-1] += reg * Theta[:-1]\n")]
OFF = {"intercepts"}


def hand_over():
    X, t = clusters(11)
    Theta = np.random.RandomState(4).randn(5, 3)
    return dict(loss=lambda Theta, X1, T: svm_cost(Theta, X1, T, 0.3),
                grads=lambda Theta, X1, T: svm_grad(Theta, X1, T, 0.3),
                params=Theta, x=add_ones(X), y=plus_minus(t), rate=0.02)


def proof():
    X, t = clusters(11, seed=2)
    X1, T, reg = add_ones(X), plus_minus(t), 0.3
    rs = np.random.RandomState(6)

    def whole(d):
        return np.vstack([d["weights"], d["intercepts"]])

    def claim(d):
        G = svm_grad(whole(d), X1, T, reg)
        return {"weights": G[:-1], "intercepts": G[-1:]}
    return (lambda d: svm_cost(whole(d), X1, T, reg), claim,
            {"weights": 0.3 * rs.randn(4, 3), "intercepts": 1 + rs.randn(1, 3)})
