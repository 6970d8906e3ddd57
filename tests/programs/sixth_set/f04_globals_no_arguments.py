import numpy as np

rng = np.random.default_rng(12)
X = rng.normal(size=(9, 3))
Y = (X @ rng.normal(size=(3, 3)) > 0).astype(float)

W = rng.normal(size=(3, 3)) * 0.5
b = rng.normal(size=3) * 0.1
lr = 0.2


def forward():
    return 1 / (1 + np.exp(-(X @ W + b)))


def loss():
    P = forward()
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(X)


def step():
    global W, b
    err = (forward() - Y) / len(X)
    dW = X.T @ err
    db = np.sum(err)
    W = W - lr * dW
    b = b - lr * db


for epoch in range(3):
    step()


# ---- for the test
EXPECTED = "db is summed over the batch and the outputs, one number for all three biases"
KINDS = {"summed over everything"}
PLACES = ["b"]
TWO = False
MEND = [("db = np.sum(err)", "db = np.sum(err, axis=0)")]
OFF = {"b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, step=step)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    world = globals()

    def put(a, run):
        kept = world["W"], world["b"]
        world["W"], world["b"] = a["W"].copy(), a["b"].copy()
        try:
            return run()
        finally:
            world["W"], world["b"] = kept

    def claim(a):
        def run():
            step()
            return {"W": (a["W"] - world["W"]) / lr, "b": (a["b"] - world["b"]) / lr}

        return put(a, run)

    return lambda a: put(a, loss), claim, {"W": W, "b": b}
