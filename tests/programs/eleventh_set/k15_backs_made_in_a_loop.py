"""Three equal layers. While going forward I collect a little function for each layer that does its way back.
The last layer's gradient is right, the others have the right shape and wrong numbers."""
import numpy as np


def forward(weights, x):
    """gives the output and the list of the ways back, first layer first"""
    backs = []
    for W, b in weights:
        inp = x
        x = np.tanh(inp @ W + b)
        out = x

        def back(d):
            dz = d * (1 - out ** 2)
            dW = inp.T @ dz
            db = dz.sum(axis=0)
            return dz @ W.T, dW, db
        backs.append(back)
    return x, backs


def loss_and_grads(weights, x, y):
    out, backs = forward(weights, x)
    loss = 0.5 * np.mean(np.sum((out - y) ** 2, axis=1))
    d = (out - y) / len(x)
    grads = []
    for back in backs[::-1]:
        d, dW, db = back(d)
        grads.insert(0, (dW, db))
    return loss, grads


def improve(weights, x, y, rate=0.3):
    _, grads = loss_and_grads(weights, x, y)
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(weights, grads)]


def loss(weights, x, y):
    return loss_and_grads(weights, x, y)[0]


rng = np.random.RandomState(77)
x = rng.randn(7, 3)
y = np.tanh(x[:, [1, 2, 0]] - 0.5 * x)
weights = [(rng.randn(3, 3) * 0.8, rng.randn(3) * 0.1) for _ in range(3)]

if __name__ == "__main__":
    for i in range(50):
        weights = improve(weights, x, y)
    print(loss(weights, x, y))


# ---- for the test
EXPECTED = "the functions back made in the loop all look up W, inp and out when they are called, after the loop: each uses the last layer's (late binding); the gradients of the first two layers are off"
KINDS = {"late binding", "closure", "wrong layer", "wrong input", "wrong weights", "wrong weight", "wrong argument", "stale cache"}
PLACES = ["back", "dW", "db", "W1", "b1", "W2", "b2", "inp", "weights[0]", "weights[1]"]
TWO = False
MEND = [("def back(d):", "def back(d, W=W, inp=inp, out=out):")]
OFF = {"W1", "b1", "W2", "b2"}


def _dict(pairs):
    return {n + str(i + 1): a for i, pair in enumerate(pairs) for n, a in zip("Wb", pair)}


def _list(a):
    return [(a["W1"], a["b1"]), (a["W2"], a["b2"]), (a["W3"], a["b3"])]


def hand_over():
    return dict(step=improve, params=weights, loss=loss, rate=0.3, x=x, y=y)


def proof():
    return (lambda a: loss(_list(a), x, y)), (lambda a: _dict(loss_and_grads(_list(a), x, y)[1])), {k: v.copy() for k, v in _dict(weights).items()}
