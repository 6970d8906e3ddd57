import numpy as np

f32 = np.float32
rng = np.random.default_rng(67)
P = {
    "W1": rng.normal(size=(4, 6)).astype(f32),
    "gamma": np.ones(6, f32),
    "beta": np.zeros(6, f32),
    "W2": rng.normal(size=(6, 3)).astype(f32),
}
X = rng.normal(size=(10, 4)).astype(f32)
Y = np.eye(3, dtype=f32)[rng.integers(0, 3, 10)]


def fwd(P, X):
    z = X @ P["W1"]
    mu, var = z.mean(0), z.var(0)
    zn = (z - mu) / np.sqrt(var + f32(1e-5))
    h = np.tanh(P["gamma"] * zn + P["beta"])
    s = h @ P["W2"]
    e = np.exp(s - s.max(1, keepdims=True))
    return z, mu, var, zn, h, e / e.sum(1, keepdims=True)


def loss(P, X, Y):
    return -np.mean(np.sum(Y * np.log(fwd(P, X)[-1]), axis=1))


def grads(P, X, Y):
    z, mu, var, zn, h, p = fwd(P, X)
    N = len(X)
    ds = (p - Y) / N
    dW2 = h.T @ ds
    dy = ds @ P["W2"].T * (1 - h * h)
    dgamma, dbeta = (dy * zn).sum(0), dy.sum(0)
    dzn = dy * P["gamma"]
    dz = (dzn - dzn.mean(0) - zn * (dzn * zn).sum(0)) / np.sqrt(var + f32(1e-5))
    return {"W1": X.T @ dz, "gamma": dgamma, "beta": dbeta, "W2": dW2}


# ---- for the test
EXPECTED = "in batch norm's backward the second mean is a sum"
KINDS = {"normalization path missing", "scale", "path missing", "not averaged", "wrong factor"}
PLACES = ["W1", "layer 1"]
TWO = False
MEND = [("zn * (dzn * zn).sum(0))", "zn * (dzn * zn).mean(0))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=P, x=X, y=Y)
