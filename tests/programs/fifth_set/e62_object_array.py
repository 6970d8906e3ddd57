import numpy as np

np.random.seed(62)
sizes = [3, 4, 4, 2]
W = np.empty(3, dtype=object)
for i in range(3):
    W[i] = np.random.randn(sizes[i] + 1, sizes[i + 1]) * 0.7
X = np.random.randn(7, 3)
T = np.eye(2)[[0, 1, 1, 0, 1, 0, 0]]


def with_one(a):
    return np.append(a, np.ones((len(a), 1)), axis=1)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def feed(W, X):
    A = [with_one(X)]
    for w in W[:-1]:
        A.append(with_one(np.tanh(A[-1] @ w)))
    return A, softmax(A[-1] @ W[-1])


def E(W, X, T):
    return -(T * np.log(feed(W, X)[1])).sum()


def dE(W, X, T):
    A, P = feed(W, X)
    G = np.empty(3, dtype=object)
    D = P - T
    for i in (2, 1, 0):
        G[i] = A[i].T @ D
        if i:
            D = (D @ W[i].T)[:, :-1] * (1 - A[i][:, :-1])
    return G


# ---- for the test
EXPECTED = "tanh's slope is 1 - a, not 1 - a**2"
KINDS = {"wrong derivative", "derivative of another activation", "wrong activation"}
PLACES = ["W[0]", "W[1]", "layer 1", "layer 2", "hidden"]
TWO = False
MEND = [("(1 - A[i][:, :-1])", "(1 - A[i][:, :-1] ** 2)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=E, grads=dE, params=W, x=X, y=T)
