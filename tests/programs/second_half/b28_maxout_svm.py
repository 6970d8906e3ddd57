import numpy as np

# maxout hidden layer (3 pieces per unit) + multiclass SVM on top

N, D, H, PIECES, C = 9, 4, 5, 3, 6
r = np.random.RandomState(28)
X = r.randn(N, D)
y = r.randint(0, C, N)


def make_weights(seed=280):
    r = np.random.RandomState(seed)
    return {"W": r.randn(PIECES, D, H) * 0.6, "b": r.randn(PIECES, H) * 0.3,
            "V": r.randn(H, C) * 0.6, "c": r.randn(C) * 0.3}


def scores_of(p, X):
    z = np.einsum("nd,pdh->pnh", X, p["W"]) + p["b"][:, None, :]
    who = z.argmax(axis=0)
    h = z.max(axis=0)
    return who, h, h @ p["V"] + p["c"]


def svm_loss(p, X, y):
    s = scores_of(p, X)[2]
    n = len(y)
    margins = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    margins[np.arange(n), y] = 0
    return margins.sum() / n


def svm_grads(p, X, y):
    who, h, s = scores_of(p, X)
    n = len(y)
    margins = s - s[np.arange(n), y][:, None] + 1
    ds = (margins > 0).astype(float)
    ds[np.arange(n), y] = -1
    ds /= n
    dh = ds @ p["V"].T
    g = {"V": h.T @ ds, "c": ds.sum(axis=0), "W": np.zeros_like(p["W"]), "b": np.zeros_like(p["b"])}
    for k in range(PIECES):
        dz = dh * (who == k)
        g["W"][k] = X.T @ dz
        g["b"][k] = dz.sum(axis=0)
    return g


def classify(p, X):
    return scores_of(p, X)[2].argmax(axis=1)


weights = make_weights()

# ---- for the test
EXPECTED = "the right class gets -1 in the gradient of the hinge loss instead of minus the number of classes that violate the margin"
KINDS = {"hinge margin"}
PLACES = ["output", "loss", "ds", "scores", "V", "c", "margin"]
TWO = False
MEND = [("ds[np.arange(n), y] = -1", "ds[np.arange(n), y] = 0\n    ds[np.arange(n), y] = -ds.sum(axis=1)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=svm_loss, grads=svm_grads, predict=classify, params=weights, x=X, y=y)
