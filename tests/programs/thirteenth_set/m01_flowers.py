"""Flower classifier, 4 measurements -> 3 kinds.
It trains fine and the accuracy is okay, but when I compare with numerical
gradients some of the numbers are a little off, and the more I turn up REG the
worse it gets. With REG = 0 everything matches to 8 digits. I can't see it.
"""
import numpy as np

REG = 0.3


def make_data():
    rng = np.random.default_rng(11)
    X = rng.normal(size=(11, 4))
    y = rng.integers(0, 3, size=11)
    X[np.arange(11), y] += 1.5
    return X, y


def init_weights(n_in=4, n_hid=6, n_out=3):
    rng = np.random.default_rng(5)
    W1 = rng.normal(size=(n_in, n_hid)) / np.sqrt(n_in)
    b1 = rng.normal(size=(1, n_hid)) * 0.4
    W2 = rng.normal(size=(n_hid, n_out)) / np.sqrt(n_hid)
    b2 = rng.normal(size=(1, n_out)) * 0.4
    return W1, b1, W2, b2


def forward(X, W1, b1, W2, b2):
    h = np.tanh(X @ W1 + b1)
    scores = h @ W2 + b2
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return h, e / e.sum(axis=1, keepdims=True)


def calc_loss(X, y, W1, b1, W2, b2):
    h, probs = forward(X, W1, b1, W2, b2)
    data_loss = -np.log(probs[np.arange(len(y)), y]).mean()
    return data_loss + 0.5 * REG * (np.sum(W1 ** 2) + np.sum(W2 ** 2))


def calc_grads(X, y, W1, b1, W2, b2):
    h, probs = forward(X, W1, b1, W2, b2)
    n = len(y)
    d = probs.copy()
    d[np.arange(n), y] -= 1
    d /= n
    dW2 = h.T @ d
    db2 = d.sum(axis=0, keepdims=True)
    dh = (d @ W2.T) * (1 - h ** 2)
    dW1 = X.T @ dh
    db1 = dh.sum(axis=0, keepdims=True)
    # weight decay
    for g, w in zip((dW1, db1, dW2, db2), (W1, b1, W2, b2)):
        g += REG * w
    return dW1, db1, dW2, db2


if __name__ == "__main__":
    X, y = make_data()
    weights = init_weights()
    for epoch in range(300):
        grads = calc_grads(X, y, *weights)
        weights = tuple(w - 0.3 * g for w, g in zip(weights, grads))
        if epoch % 50 == 0:
            print(epoch, calc_loss(X, y, *weights))
    print("acc", (forward(X, *weights)[1].argmax(axis=1) == y).mean())

# ---- for the test
EXPECTED = "The weight decay loop in calc_grads adds REG * b to db1 and db2 as well, but the loss penalizes only W1 and W2."
KINDS = {"penalty on the bias", "penalty in the gradient only", "wrong penalty"}
PLACES = ["db1", "db2", "b1", "b2", "calc_grads", "REG"]
TWO = False
MEND = [("    for g, w in zip((dW1, db1, dW2, db2), (W1, b1, W2, b2)):\n",
         "    for g, w in zip((dW1, dW2), (W1, W2)):\n")]
OFF = {"b1", "b2"}


def hand_over():
    X, y = make_data()
    return dict(loss=calc_loss, grads=calc_grads, params=init_weights(), x=X, y=y, rate=0.3)


def proof():
    X, y = make_data()
    names = ("W1", "b1", "W2", "b2")
    arrays = dict(zip(names, init_weights()))
    return (lambda p: calc_loss(X, y, *[p[k] for k in names]),
            lambda p: dict(zip(names, calc_grads(X, y, *[p[k] for k in names]))),
            arrays)
