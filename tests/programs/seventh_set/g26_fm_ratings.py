import numpy as np

# Factorization machine for the ratings competition (toy version of the notebook)
np.random.seed(2019)


def fm_predict(model, X):
    XV = X @ model["V"]
    inter = 0.5 * (XV**2 - (X**2) @ (model["V"] ** 2)).sum(axis=1)
    return model["w0"] + X @ model["w"] + inter


def mse(model, X, y):
    return np.mean((fm_predict(model, X) - y) ** 2)


def train(model, X, y, epochs=1, lr=0.02, batch_size=64, decay=0.1, verbose=False):
    history = {"loss": [], "lr": []}
    n = len(X)
    for epoch in range(epochs):
        lr_t = lr / (1 + decay * epoch)
        idx = np.random.permutation(n)
        X = X[idx]
        for i in range(0, n, batch_size):
            xb = X[i : i + batch_size]
            yb = y[i : i + batch_size]
            err = 2 * (fm_predict(model, xb) - yb) / len(xb)
            g_w0 = err.sum()
            g_w = xb.T @ err
            XV = xb @ model["V"]
            g_V = xb.T @ (err[:, None] * XV) - model["V"] * ((xb**2).T @ err)[:, None]
            model["w0"] = model["w0"] - lr_t * g_w0
            model["w"] = model["w"] - lr_t * g_w
            model["V"] = model["V"] - lr_t * g_V
        history["loss"].append(mse(model, X, y))
        history["lr"].append(lr_t)
        if verbose:
            print(f"epoch {epoch}: {history['loss'][-1]:.4f}")
    return history


n_users, n_items, n_rows, k = 4, 5, 40, 3
users = np.random.randint(n_users, size=n_rows)
items = np.random.randint(n_items, size=n_rows)
hour = np.random.rand(n_rows, 1) * 2 - 1
X = np.hstack([np.eye(n_users)[users], np.eye(n_items)[items], hour])
y = 3 + 0.5 * users - 0.4 * items + hour[:, 0] * (users % 2) + 0.1 * np.random.randn(n_rows)
model = {
    "w0": np.array([2.5]),
    "w": np.random.randn(X.shape[1]) * 0.1,
    "V": np.random.randn(X.shape[1], k) * 0.3,
}


# ---- for the test
EXPECTED = "train shuffles X but not y: the rows and their targets no longer belong together (w0 does not feel it)"
KINDS = {"wrong rows", "wrong labels", "rows mix"}
PLACES = ["y", "yb", "X", "xb", "w", "V", "train", "shuffle", "every array", "idx"]
TWO = False
MEND = [("        X = X[idx]\n", "        X, y = X[idx], y[idx]\n")]
OFF = {"w", "V"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, step=train, predict=fm_predict, params=model, x=X, y=y, rate=0.02)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        new = dict(a)
        train(new, X, y)
        return {n: (a[n] - new[n]) / 0.02 for n in a}

    return lambda a: mse(a, X, y), claim, model
