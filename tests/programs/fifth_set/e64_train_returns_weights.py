import numpy as np


def softmax(s):
    s = s - s.max()
    return np.exp(s) / np.exp(s).sum()


def train(X, y, W, b, lr=0.1, epochs=1):
    n = X.shape[0]
    losses = []
    for e in range(epochs):
        loss, dW, db = 0.0, 0.0, 0.0
        for i in range(n):
            p = softmax(W @ X[i] + b)
            loss += -np.log(p[y[i]])
            t = np.zeros(len(p))
            t[y[i]] = 1
            dW = dW + np.outer(p - t, X[i])
            db = db + (p - t)
        W = W - lr * dW / n
        b = b - lr * db
        losses.append(loss / n)
    return W, b, losses


def average_loss(X, y, W, b):
    return np.mean([-np.log(softmax(W @ a + b)[k]) for a, k in zip(X, y)])


r = np.random.RandomState(64)
X, y = r.randn(8, 4), np.array([2, 0, 1, 1, 2, 0, 0, 1])
W, b = r.randn(3, 4) * 0.2, r.randn(3) * 0.2

# ---- for the test
EXPECTED = "the step of b lacks the 1/n"
KINDS = {"scale", "not averaged"}
PLACES = ["b"]
TWO = False
MEND = [("b = b - lr * db\n", "b = b - lr * db / n\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=average_loss, step=train, params=(W, b), x=X, y=y, rate=0.1)
