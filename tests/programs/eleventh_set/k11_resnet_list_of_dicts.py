"""Small ResNet without convolutions: the layers are dicts in a list. Without the skip connections all gradients
were checked. With them the last block is right and everything before it is wrong."""
import numpy as np


def make_layers(seed=0):
    rs = np.random.RandomState(seed)
    return [
        {"kind": "tanh", "W": rs.randn(3, 5) * 0.6, "b": rs.randn(5) * 0.1},
        {"kind": "block", "W": rs.randn(5, 5) * 0.5, "b": rs.randn(5) * 0.1},
        {"kind": "block", "W": rs.randn(5, 5) * 0.5, "b": rs.randn(5) * 0.1},
        {"kind": "linear", "W": rs.randn(5, 2) * 0.6, "b": np.zeros(2)},
    ]


def forward(layers, x):
    cache = []
    for layer in layers:
        z = x @ layer["W"] + layer["b"]
        cache.append((x, z))
        if layer["kind"] == "tanh":
            x = np.tanh(z)
        elif layer["kind"] == "block":
            x = x + np.maximum(z, 0)
        else:
            x = z
    return x, cache


def mse(layers, x, y):
    out, _ = forward(layers, x)
    return np.sum((out - y) ** 2) / len(x)


def backward(layers, x, y):
    out, cache = forward(layers, x)
    grads = [None] * len(layers)
    dout = 2 * (out - y) / len(x)
    for n in reversed(range(len(layers))):
        layer = layers[n]
        a, z = cache[n]
        if layer["kind"] == "tanh":
            dz = dout * (1 - np.tanh(z) ** 2)
        else:
            dz = dout
        if layer["kind"] == "block":
            dz[z <= 0] = 0
        grads[n] = {"W": a.T @ dz, "b": dz.sum(axis=0)}
        da = dz @ layer["W"].T
        if layer["kind"] == "block":
            da = da + dout
        dout = da
    return grads


def sgd_step(layers, x, y, lr=0.1):
    grads = backward(layers, x, y)
    return [{"kind": l["kind"], "W": l["W"] - lr * g["W"], "b": l["b"] - lr * g["b"]} for l, g in zip(layers, grads)]


data = np.random.RandomState(9)
x = data.randn(8, 3)
y = np.c_[np.sin(x[:, 0]), x[:, 1] * x[:, 2]]
layers = make_layers()

if __name__ == "__main__":
    for k in range(50):
        layers = sgd_step(layers, x, y)
    print(mse(layers, x, y))


# ---- for the test
EXPECTED = "in a block dz = dout is the same array, so dz[z <= 0] = 0 clears dout too, which is added afterwards for the skip connection: it needs a copy; everything before the last block is off"
KINDS = {"in place", "same array", "skip connection", "missing path", "path missing"}
PLACES = ["dz", "dout", "da", "W0", "b0", "W1", "b1", "layers"]
TWO = False
MEND = [("            dz = dout\n", "            dz = dout.copy()\n")]
OFF = {"W0", "b0", "W1", "b1"}


def _dict(items):
    return {k + str(i): np.array(item[k]) for i, item in enumerate(items) for k in "Wb"}


def _list(params):
    return [dict(kind=l["kind"], W=params["W%d" % i], b=params["b%d" % i]) for i, l in enumerate(make_layers())]


def _step(params, x, y, lr=0.1):
    return _dict(sgd_step(_list(params), x, y, lr))


def _loss(params, x, y):
    return mse(_list(params), x, y)


def hand_over():
    return dict(step=_step, params=_dict(layers), loss=_loss, rate=0.1, x=x, y=y)


def proof():
    return (lambda a: _loss(a, x, y)), (lambda a: _dict(backward(_list(a), x, y))), _dict(layers)
