import numpy as np


def unpack(theta):
    return theta[:3], theta[3:9].reshape(3, 2), theta[9:15].reshape(3, 2)


def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(theta, X):
    b, G, E = unpack(theta)
    gate = softmax(X @ G)
    experts = np.tanh(X @ E)
    return gate, experts, (gate * experts).sum(axis=1)


def cost(theta, X, y):
    return 0.5 * np.mean((forward(theta, X)[2] + X @ unpack(theta)[0] - y) ** 2)


def gradient(theta, X, y):
    b, G, E = unpack(theta)
    gate, experts, out = forward(theta, X)
    d = (out + X @ b - y) / len(y)
    dgate = d[:, None] * experts
    dlogits = gate * dgate
    dE = X.T @ (d[:, None] * gate * (1 - experts**2))
    return np.concatenate([X.T @ d, (X.T @ dlogits).ravel(), dE.ravel()])


rng = np.random.RandomState(41)
X, y = rng.randn(8, 3), rng.randn(8)
theta0 = rng.randn(15) * 0.7

# ---- for the test
EXPECTED = "of the gate's softmax Jacobian the term with the sum is missing"
KINDS = {"softmax off-diagonal missing", "softmax Jacobian diagonal only"}
PLACES = ["theta", "gate", "softmax", "params"]
TWO = False
MEND = [
    (
        "dlogits = gate * dgate\n",
        "dlogits = gate * (dgate - (gate * dgate).sum(axis=1, keepdims=True))\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradient, params=theta0, x=X, y=y)
