"""Gated linear units, log-cosh loss, weight decay, minibatches, everything in float32 for speed.
All weights become tiny and the gates hardly open or close."""
import numpy as np

DECAY = 0.01
LR = 0.1


def batches(X, y, size, seed):
    order = np.random.RandomState(seed).permutation(len(X))
    for k in range(0, len(X), size):
        yield X[order[k:k + size]], y[order[k:k + size]]


def gated(w, X):
    a = X @ w["W"] + w["b"]
    s = 1 / (1 + np.exp(-(X @ w["V"] + w["c"])))
    h = a * s
    return a, s, h, h @ w["U"] + w["d"]


def objective(w, X, y):
    out = gated(w, X)[-1]
    penalty = sum(np.sum(w[k] ** 2) for k in ("W", "V", "U"))
    return np.mean(np.log(np.cosh(out - y))) + DECAY / 2 * penalty


def grads(w, X, y):
    """without the weight decay, that is done in update"""
    a, s, h, out = gated(w, X)
    do = np.tanh(out - y) / y.size
    dh = do @ w["U"].T
    da = dh * s
    dv = dh * s * (1 - s)
    return {"W": X.T @ da, "b": da.sum(axis=0), "V": X.T @ dv, "c": dv.sum(axis=0),
            "U": h.T @ do, "d": do.sum(axis=0)}


def update(w, X, y, lr=LR):
    g = grads(w, X, y)
    new = {}
    for k in w:
        if k in ("W", "V", "U"):
            new[k] = (1 - DECAY) * w[k] - lr * g[k]
        else:
            new[k] = w[k] - lr * g[k]
    return new


rng = np.random.RandomState(23)
X_all = rng.randn(20, 3).astype(np.float32)
y_all = (X_all[:, :1] * (X_all[:, 1:2] > 0) - X_all[:, 2:]).astype(np.float32)
w = {"W": rng.randn(3, 4), "b": rng.randn(4) * 0.1, "V": rng.randn(3, 4), "c": rng.randn(4) * 0.1,
     "U": rng.randn(4, 1), "d": np.zeros(1)}
w = {k: v.astype(np.float32) for k, v in w.items()}

if __name__ == "__main__":
    for epoch in range(20):
        for Xb, yb in batches(X_all, y_all, 8, epoch):
            w = update(w, Xb, yb)
    print(objective(w, X_all, y_all))


# ---- for the test
EXPECTED = "two mistakes: (1) dv lacks the factor a: the gate's derivative is dh * a * s * (1 - s), V and c are off; (2) update shrinks the weights by 1 - DECAY instead of 1 - lr * DECAY, ten times the decay of the objective: W, V and U"
KINDS = {"missing factor", "product rule", "factor missing"}
KINDS_2 = {"weight decay", "learning rate", "penalty scale"}
PLACES = ["dv", "V", "c", "W", "U", "update"]
TWO = True
MEND = [("dv = dh * s * (1 - s)", "dv = dh * a * s * (1 - s)"), ("(1 - DECAY) * w[k]", "(1 - lr * DECAY) * w[k]")]
OFF = {"W", "V", "c", "U"}


def hand_over():
    return dict(step=update, params=w, loss=objective, rate=LR, x=X_all, y=y_all)


def proof():
    X, y = X_all.astype(float), y_all.astype(float)

    def claim(a):
        new = update(a, X, y)
        return {k: (a[k] - new[k]) / LR for k in a}
    return (lambda a: objective(a, X, y)), claim, {k: v.astype(float) for k, v in w.items()}
