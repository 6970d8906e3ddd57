import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1) @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    x = cache
    return dout * (dout > 0)


def softmax_loss(x, y):
    shifted = x - x.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    n = len(x)
    dx = np.exp(logp)
    dx[np.arange(n), y] -= 1
    return -logp[np.arange(n), y].sum() / n, dx / n


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=4, num_classes=3):
        rng = np.random.default_rng(5)
        self.num_layers = len(hidden_dims) + 1
        dims = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        for i in range(self.num_layers):
            self.params[f"W{i + 1}"] = rng.normal(size=(dims[i], dims[i + 1])) * 0.7
            self.params[f"b{i + 1}"] = rng.normal(size=dims[i + 1]) * 0.1

    def loss(self, X, y):
        caches, out = [], X
        for i in range(1, self.num_layers + 1):
            out, fc = affine_forward(out, self.params[f"W{i}"], self.params[f"b{i}"])
            relu = None
            if i < self.num_layers:
                out, relu = relu_forward(out)
            caches.append((fc, relu))
        loss, dout = softmax_loss(out, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            fc, relu = caches.pop()
            if relu is not None:
                dout = relu_backward(dout, relu)
            dout, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, fc)
        return loss, grads


model = FullyConnectedNet([6, 5])
images = np.random.default_rng(6).normal(size=(8, 2, 2))
targets = np.array([0, 1, 2, 0, 1, 2, 2, 1])

# ---- for the test
EXPECTED = "relu_backward looks at the sign of dout, not of x"
KINDS = {"derivative of the error", "wrong derivative", "wrong argument"}
PLACES = ["W2", "b2", "W1", "hidden", "layer 2", "layer 1"]
TWO = False
MEND = [("return dout * (dout > 0)", "return dout * (x > 0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss_and_grads=model.loss, params=model.params, x=images, y=targets)
