import numpy as np

LAMBDA = 0.3
r = np.random.RandomState(36)
network = {
    "layer1": {"W": r.randn(5, 3) * 0.5, "b": np.zeros((5, 1)), "act": "tanh"},
    "layer2": {"W": r.randn(4, 5) * 0.5, "b": np.zeros((4, 1)), "act": "tanh"},
    "layer3": {"W": r.randn(1, 4) * 0.5, "b": np.zeros((1, 1)), "act": "sigmoid"},
}
X = r.randn(3, 8)
Y = (r.rand(1, 8) > 0.5) * 1


def act(name, z):
    return np.tanh(z) if name == "tanh" else 1 / (1 + np.exp(-z))


def forward(net, X):
    A = {0: X}
    for i in range(1, 4):
        layer = net[f"layer{i}"]
        A[i] = act(layer["act"], layer["W"] @ A[i - 1] + layer["b"])
    return A


def cost(net, X, Y):
    m = Y.shape[1]
    p = forward(net, X)[3]
    ce = -np.sum(Y * np.log(p) + (1 - Y) * np.log(1 - p)) / m
    return ce + LAMBDA / (2 * m) * sum(np.sum(net[k]["W"] ** 2) for k in net)


def backward(net, X, Y):
    m = Y.shape[1]
    A = forward(net, X)
    grads = {}
    dZ = A[3] - Y
    for i in (3, 2, 1):
        W = net[f"layer{i}"]["W"]
        grads[f"layer{i}"] = {"W": dZ @ A[i - 1].T / m, "b": dZ.sum(axis=1, keepdims=True) / m}
        if i > 1:
            grads[f"layer{i}"]["W"] += LAMBDA / m * W
            dZ = W.T @ dZ * (1 - A[i - 1] ** 2)
    return grads


# ---- for the test
EXPECTED = "the penalty of the first layer's weights is missing in their gradient"
KINDS = {"penalty missing"}
PLACES = ["layer1", "layer 1"]
TWO = False
MEND = [
    (
        '        if i > 1:\n            grads[f"layer{i}"]["W"] += LAMBDA / m * W\n',
        '        grads[f"layer{i}"]["W"] += LAMBDA / m * W\n        if i > 1:\n',
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=backward, params=network, x=X, y=Y)
