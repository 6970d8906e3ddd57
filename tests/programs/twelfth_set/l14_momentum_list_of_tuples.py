"""SGD with momentum 0.9. Compared with keras.optimizers.SGD(momentum=0.9) from the same start, my losses look like those of
Keras, but always one iteration late. Do they count from 1?"""
import numpy as np


def init(sizes, seed):
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, 1 / np.sqrt(m), (m, n)), np.zeros(n)) for m, n in zip(sizes, sizes[1:])]


def run(params, X):
    acts = [X]
    for i, (W, b) in enumerate(params):
        z = acts[-1] @ W + b
        acts.append(np.tanh(z) if i < len(params) - 1 else z)
    return acts


def loss(params, X, y):
    return np.mean((run(params, X)[-1][:, 0] - y) ** 2)


def gradients(params, X, y):
    acts = run(params, X)
    delta = 2 * (acts[-1] - y[:, None]) / len(X)
    grads = []
    for i in range(len(params) - 1, -1, -1):
        grads.insert(0, (acts[i].T @ delta, delta.sum(axis=0)))
        if i > 0:
            delta = delta @ params[i][0].T * (1 - acts[i] ** 2)
    return grads


def make_trainer(params, lr=0.01, mu=0.9):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]

    def train_step(params, X, y):
        nonlocal velocity
        grads = gradients(params, X, y)
        params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
        velocity = [(mu * vW - lr * dW, mu * vb - lr * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
        return params
    return train_step


rng = np.random.default_rng(40)
X = rng.uniform(-2, 2, (10, 2))
y = np.sin(X[:, 0]) * X[:, 1]
params = init([2, 5, 3, 1], 41)

if __name__ == "__main__":
    train_step = make_trainer(params)
    for epoch in range(100):
        params = train_step(params, X, y)
    print(loss(params, X, y))


# ---- for the test
EXPECTED = "the parameters move by the velocity of the step before, for they are moved before the velocity is renewed; the first step moves nothing"
KINDS = {"stale velocity", "optimizer order", "optimizer formula", "order"}
PLACES = ["every array", "step", "velocity", "[0]", "[1]", "[2]", "W", "params"]
TWO = False
MEND = [("""        params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
        velocity = [(mu * vW - lr * dW, mu * vb - lr * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
        return params
""", """        velocity = [(mu * vW - lr * dW, mu * vb - lr * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
        return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
""")]
OFF = {"W0", "b0", "W1", "b1", "W2", "b2"}
RULE = ("momentum", dict(rate=0.01, keep=0.9))


def hand_over():
    return dict(step=make_trainer(params), params=params, loss=loss, rate=0.01, x=X, y=y)


def proof():
    def flat(p):
        return {name + str(i): a for i, pair in enumerate(p) for name, a in zip("Wb", pair)}

    def of(a):
        return [(a[f"W{i}"], a[f"b{i}"]) for i in range(3)]

    def claim(a):
        p = of(a)
        step = make_trainer(p)
        for _ in range(3):
            p = step(p, X, y)
        return flat(p)
    return (lambda a: loss(of(a), X, y)), claim, {k: v.copy() for k, v in flat(params).items()}
