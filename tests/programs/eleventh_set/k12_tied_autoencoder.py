"""Autoencoder, the decoder uses the transposed weights of the encoder. Reconstructs worse than the one
with two separate matrices, even on the training data; I thought tying would only cost a little."""
import numpy as np

logistic = lambda t: 1 / (1 + np.exp(-t))


def autoencoder(p, X):
    H = logistic(X @ p["W"] + p["b"])
    R = logistic(H @ p["W"].T + p["c"])
    return H, R


def reconstruction_error(p, X, T):
    H, R = autoencoder(p, X)
    return -np.mean(np.sum(T * np.log(R) + (1 - T) * np.log(1 - R), axis=1))


def compute_grads(p, X, T):
    n = X.shape[0]
    grads = {}
    H, R = autoencoder(p, X)

    # decoder
    delta = (R - T) / n
    grads["W"] = delta.T @ H
    grads["c"] = delta.sum(axis=0)

    # encoder
    delta = (delta @ p["W"]) * H * (1 - H)
    grads["W"] = X.T @ delta
    grads["b"] = delta.sum(axis=0)
    return grads


def train_once(p, X, T, lr=0.5):
    g = compute_grads(p, X, T)
    out = {}
    for key in p.keys():
        out[key] = p[key] - lr * g[key]
    return out


X = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1],
              [1, 1, 0, 0, 1, 1], [0, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 1.]])
np.random.seed(13)
p = {"W": np.random.randn(6, 3) * 0.5, "b": np.zeros(3), "c": np.zeros(6)}

if __name__ == "__main__":
    for epoch in range(100):
        p = train_once(p, X, X)
    print(reconstruction_error(p, X, X))


# ---- for the test
EXPECTED = "compute_grads writes grads['W'] twice: the encoder's part overwrites the decoder's instead of being added to it; the gradient of the shared W lacks the decoder's part"
KINDS = {"shared weights", "tied weights", "overwritten", "accumulation", "missing path", "not accumulated", "path missing"}
PLACES = ["W"]
TWO = False
MEND = [('grads["W"] = X.T @ delta', 'grads["W"] += X.T @ delta')]
OFF = {"W"}


def hand_over():
    return dict(step=train_once, params=p, loss=reconstruction_error, rate=0.5, x=X, y=X)


def proof():
    return (lambda a: reconstruction_error(a, X, X)), (lambda a: compute_grads(a, X, X)), {k: v.copy() for k, v in p.items()}
