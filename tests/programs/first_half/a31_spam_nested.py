import numpy as np

# small spam classifier, parameters kept per layer

LAMBDA = 0.2


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def build(n_features, n_hidden, seed=31):
    rng = np.random.default_rng(seed)
    return {
        "hidden": {"W": rng.normal(size=(n_features, n_hidden)), "b": rng.normal(size=(1, n_hidden))},
        "output": {"W": rng.normal(size=(n_hidden, 1)), "b": rng.normal(size=(1, 1))},
    }


def forward(net, X):
    a1 = np.tanh(X @ net["hidden"]["W"] + net["hidden"]["b"])
    a2 = sigmoid(a1 @ net["output"]["W"] + net["output"]["b"])
    return a1, a2


def loss(net, X, y):
    _, p = forward(net, X)
    bce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    l2 = np.sum(net["hidden"]["W"] ** 2) + np.sum(net["output"]["W"] ** 2)
    return bce + LAMBDA * l2 / 2


def grads(net, X, y):
    n = X.shape[0]
    a1, p = forward(net, X)
    error = p - y
    delta2 = error * p * (1 - p)
    delta1 = delta2 @ net["output"]["W"].T * (1 - a1**2)
    return {
        "hidden": {"W": X.T @ delta1 / n, "b": delta1.sum(axis=0, keepdims=True) / n},
        "output": {
            "W": a1.T @ delta2 / n + LAMBDA * net["output"]["W"],
            "b": delta2.sum(axis=0, keepdims=True) / n,
        },
    }


def train(net, X, y, epochs=100, lr=0.5):
    for _ in range(epochs):
        g = grads(net, X, y)
        for layer in net:
            for key in net[layer]:
                net[layer][key] -= lr * g[layer][key]


rng = np.random.default_rng(1)
X = rng.normal(size=(7, 3))
y = np.array([[1.0], [0.0], [1.0], [1.0], [0.0], [0.0], [1.0]])
net = build(3, 4)


# ---- for the test
EXPECTED = "the output delta multiplies p - y once more by the sigmoid's derivative although the loss is cross-entropy, and the penalty's gradient is missing for the hidden weights"
KINDS = {"output derivative doubled"}
KINDS_2 = {"penalty missing"}
PLACES = ["output", "hidden"]
TWO = True
MEND = [
    ("delta2 = error * p * (1 - p)", "delta2 = error"),
    ("X.T @ delta1 / n,", 'X.T @ delta1 / n + LAMBDA * net["hidden"]["W"],'),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=net, x=X, y=y)
