import numpy as np

K = 3  # all hidden layers have K units


def unpack(theta):
    parts = np.split(theta, [9, 12, 21, 24, 27])
    A = parts[0].reshape(K, K)
    a = parts[1]
    B = parts[2].reshape(K, K)
    b = parts[3]
    v = parts[4]
    v0 = parts[5]
    return A, a, B, b, v, v0


def pack(A, a, B, b, v, v0):
    return np.concatenate([A.ravel(), a, B.ravel(), b, v, np.atleast_1d(v0)])


def objective(theta, X, t):
    A, a, B, b, v, v0 = unpack(theta)
    h1 = np.tanh(X @ A + a)
    h2 = np.tanh(h1 @ B + b)
    r = h2 @ v + v0 - t
    return 0.5 * np.dot(r, r) / len(t)


def objective_grad(theta, X, t):
    A, a, B, b, v, v0 = unpack(theta)
    h1 = np.tanh(X @ A + a)
    h2 = np.tanh(h1 @ B + b)
    r = (h2 @ v + v0 - t) / len(t)
    e2 = np.outer(r, v) * (1 - h2 * h2)
    e1 = e2 @ B.T * (1 - h1 * h1)
    gA, ga = h1.T @ e2, e1.sum(axis=0)
    gB, gb = X.T @ e1, e2.sum(axis=0)
    return pack(gA, ga, gB, gb, h2.T @ r, r.sum())


def descend(theta, X, t, rate=0.1, n=20):
    for _ in range(n):
        theta = theta - rate * objective_grad(theta, X, t)
    return theta


rs = np.random.RandomState(6)
X = rs.normal(size=(7, 3))
t = X[:, 0] * X[:, 1] - X[:, 2]
theta0 = rs.normal(size=28) * 0.7


# ---- for the test
EXPECTED = "the gradients of A and B are swapped: A gets h1.T @ e2 and B gets X.T @ e1, both are 3 x 3"
KINDS = {"swapped", "swapped gradients", "gradients swapped", "wrong order", "order"}
PLACES = ["theta", "A", "B"]
TWO = False
MEND = [("gA, ga = h1.T @ e2, e1.sum", "gA, ga = X.T @ e1, e1.sum"), ("gB, gb = X.T @ e1, e2.sum", "gB, gb = h1.T @ e2, e2.sum")]
OFF = {"A", "B"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=objective, grads=objective_grad, params=theta0, x=X, y=t)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["A", "a", "B", "b", "v", "v0"]

    def flat(a):
        return pack(*(a[n] for n in names))

    return (
        lambda a: objective(flat(a), X, t),
        lambda a: dict(zip(names, unpack(objective_grad(flat(a), X, t)))),
        dict(zip(names, unpack(theta0))),
    )
