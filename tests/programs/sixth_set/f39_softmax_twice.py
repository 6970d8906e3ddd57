import numpy as np

rng = np.random.default_rng(13)
X = rng.normal(size=(10, 2))
y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)  # classes 0, 1, 2

params = dict(
    W1=rng.normal(size=(2, 5)), b1=rng.normal(size=5) * 0.2, W2=rng.normal(size=(5, 3)), b2=np.zeros(3)
)


def softmax(s):
    s = s - s.max(axis=1, keepdims=True)
    return np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)


def forward(params, X):
    h = np.tanh(X @ params["W1"] + params["b1"])
    return h, softmax(h @ params["W2"] + params["b2"])


def cross_entropy(output, y):
    """As in PyTorch: the softmax is inside."""
    return -np.mean(np.log(softmax(output)[np.arange(len(y)), y]))


def loss(params, X, y):
    return cross_entropy(forward(params, X)[1], y)


def backward(params, X, y):
    h, probs = forward(params, X)
    d = probs.copy()
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    dh = (d @ params["W2"].T) * (1 - h * h)
    return dict(W1=X.T @ dh, b1=dh.sum(0), W2=h.T @ d, b2=d.sum(0))


for epoch in range(5):
    grads = backward(params, X, y)
    for key, g in grads.items():
        params[key] = params[key] - 0.1 * g


# ---- for the test
EXPECTED = "forward ends with a softmax, cross_entropy takes another: the gradient p - y belongs to one"
KINDS = {"softmax twice", "softmax", "wrong loss", "loss and gradient do not belong together"}
PLACES = ["softmax", "every array", "output", "W2", "layer 2"]
TWO = False
MEND = [("np.log(softmax(output)[np.arange(len(y)), y])", "np.log(output[np.arange(len(y)), y])")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(a, X, y), lambda a: backward(a, X, y), params
