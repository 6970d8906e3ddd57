# ruff: noqa: E501 - the lines of learners are as long as they are
"""Right programs as people write them with objects, lists, variables and states: how each is handed over, and
what makes it wrong.
"""

from typing import NamedTuple


class Program(NamedTuple):
    """A right program: its code, what `examine` is handed, and (old, new) in the code, which breaks it."""

    code: str
    handed: str
    breaks: tuple


PROGRAMS = {}


def add(name, code, handed, breaks):
    """One more program."""
    PROGRAMS[name] = Program(code, handed, breaks)


NEURON = """
import math, random
random.seed(1)
class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = 0.1
    def forward(self, inputs):
        self.inputs = inputs
        s = self.bias
        for w, v in zip(self.weights, inputs):
            s += w * v
        self.output = 1 / (1 + math.exp(-s))
        return self.output
class Layer:
    def __init__(self, n_in, n_out):
        self.neurons = [Neuron(n_in) for _ in range(n_out)]
    def forward(self, inputs):
        return [n.forward(inputs) for n in self.neurons]
class Network:
    def __init__(self, sizes):
        self.layers = [Layer(a, b) for a, b in zip(sizes, sizes[1:])]
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x
    def backward(self, target):
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            for j, n in enumerate(layer.neurons):
                if i == len(self.layers) - 1:
                    e = n.output - target[j]
                else:
                    e = sum(m.weights[j] * m.delta for m in self.layers[i + 1].neurons)
                n.delta = e * n.output * (1 - n.output)
    def update(self, lr):
        for layer in self.layers:
            for n in layer.neurons:
                for k in range(len(n.weights)):
                    n.weights[k] -= lr * n.delta * n.inputs[k]
                n.bias -= lr * n.delta
    def train_sample(self, x, target, lr=0.5):
        self.forward(x)
        self.backward(target)
        self.update(lr)
net = Network([2, 3, 1])
"""
DATA1 = "X = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.2]]\nY = [[1.0], [1.0], [0.0], [1.0]]\n"
W_ = ("n.delta = e * n.output * (1 - n.output)", "n.delta = e * (1 - n.output)")
LOSS1 = """
def loss(net, x, y):
    out = net.forward(x)
    return sum(0.5 * (o - t) ** 2 for o, t in zip(out, y))
def step(net, x, y, lr):
    net.train_sample(x, y, lr)
"""
add(
    "neurons_one_sample_args",
    NEURON + LOSS1 + "x, y = [0.3, -0.7], [1.0]\n",
    "dict(loss=loss, step=step, params=net, x=x, y=y, rate=0.5)",
    W_,
)
add(
    "neurons_one_sample_method",
    NEURON
    + "    \ndef loss(x, y):\n    return sum(0.5 * (o - t) ** 2 for o, t in zip(net.forward(x), y))\nx, y = [0.3, -0.7], [1.0]\n",
    "dict(loss=loss, step=net.train_sample, params=net, x=x, y=y, rate=0.5)",
    W_,
)
add(
    "neurons_epoch",
    NEURON
    + DATA1
    + """
def total_error(net, X, Y):
    return sum(0.5 * (o - t) ** 2 for x, y in zip(X, Y) for o, t in zip(net.forward(x), y))
def train_epoch(net, X, Y, lr=0.01):
    for x, y in zip(X, Y):
        net.train_sample(x, y, lr)
""",
    "dict(loss=total_error, step=train_epoch, params=net, x=X, y=Y)",
    W_,
)
add(
    "neurons_accumulate",
    NEURON
    + DATA1
    + """
def total_error(net, X, Y):
    return sum(0.5 * (o - t) ** 2 for x, y in zip(X, Y) for o, t in zip(net.forward(x), y)) / len(X)
def gradients(net, X, Y):
    for layer in net.layers:
        for n in layer.neurons:
            n.grad_weights = [0.0] * len(n.weights)
            n.grad_bias = 0.0
    for x, y in zip(X, Y):
        net.forward(x)
        net.backward(y)
        for layer in net.layers:
            for n in layer.neurons:
                for k in range(len(n.weights)):
                    n.grad_weights[k] += n.delta * n.inputs[k] / len(X)
                n.grad_bias += n.delta / len(X)
""",
    "dict(loss=total_error, grads=gradients, params=net, x=X, y=Y)",
    W_,
)
add(
    "neurons_return_lists",
    NEURON
    + DATA1
    + """
def total_error(net, X, Y):
    return sum(0.5 * (o - t) ** 2 for x, y in zip(X, Y) for o, t in zip(net.forward(x), y)) / len(X)
def gradients(net, X, Y):
    gw = [[[0.0 for _ in n.weights] for n in layer.neurons] for layer in net.layers]
    gb = [[0.0 for n in layer.neurons] for layer in net.layers]
    for x, y in zip(X, Y):
        net.forward(x)
        net.backward(y)
        for i, layer in enumerate(net.layers):
            for j, n in enumerate(layer.neurons):
                for k in range(len(n.weights)):
                    gw[i][j][k] += n.delta * n.inputs[k] / len(X)
                gb[i][j] += n.delta / len(X)
    return gw, gb
""",
    "dict(loss=total_error, grads=gradients, params=net, x=X, y=Y)",
    W_,
)
add(
    "neurons_object_only",
    NEURON.replace("net = Network([2, 3, 1])", "")
    + """
def _loss(self, x, y):
    return sum(0.5 * (o - t) ** 2 for o, t in zip(self.forward(x), y))
Network.loss = _loss
net = Network([2, 3, 1])
x, y = [0.3, -0.7], [1.0]
""",
    "dict(obj=net, step=net.train_sample, loss=net.loss, x=x, y=y, rate=0.5)",
    W_,
)

# weights on nodes with edges
add(
    "nodes_and_edges",
    """
import math
class Edge:
    def __init__(self, src, dst, w):
        self.src, self.dst, self.w, self.grad = src, dst, w, 0.0
        src.outgoing.append(self); dst.incoming.append(self)
class Node:
    def __init__(self, bias=0.0):
        self.bias, self.grad_bias = bias, 0.0
        self.incoming, self.outgoing = [], []
        self.value = 0.0; self.delta = 0.0
    def fire(self):
        z = self.bias + sum(e.w * e.src.value for e in self.incoming)
        self.value = math.tanh(z)
inputs = [Node(), Node()]
hidden = [Node(0.1), Node(-0.2), Node(0.3)]
outputs = [Node(0.05)]
ws = [0.3, -0.4, 0.7, 0.2, -0.6, 0.9, 0.5, -0.8, 0.4]
edges = []
k = 0
for a, b in ((inputs, hidden), (hidden, outputs)):
    for s in a:
        for d in b:
            edges.append(Edge(s, d, ws[k])); k += 1
def forward(x):
    for n, v in zip(inputs, x): n.value = v
    for n in hidden + outputs: n.fire()
    return outputs[0].value
def loss(x, y):
    return 0.5 * (forward(x) - y) ** 2
def backward(x, y):
    forward(x)
    for n in outputs: n.delta = (n.value - y) * (1 - n.value ** 2)
    for n in hidden: n.delta = sum(e.w * e.dst.delta for e in n.outgoing) * (1 - n.value ** 2)
    for e in edges: e.grad = e.dst.delta * e.src.value
    for n in hidden + outputs: n.grad_bias = n.delta
    return [e.grad for e in edges]
x, y = [0.5, -0.3], 0.7
""",
    "dict(loss=loss, grads=backward, params=edges, x=x, y=y)",
    ("n.outgoing) * (1 - n.value ** 2)", "n.outgoing)"),
)

LAYERS = """
import numpy as np
rng = np.random.default_rng(2)
class Linear:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(size=(n_in, n_out)) * 0.5
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T
class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask
    def backward(self, grad):
        return grad * self.mask
class SoftmaxCrossEntropy:
    def forward(self, z, y):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.y = y
        return -np.mean(np.log(self.p[np.arange(len(y)), y]))
    def backward(self):
        d = self.p.copy()
        d[np.arange(len(self.y)), self.y] -= 1
        return d / len(self.y)
class Sequential:
    def __init__(self, *layers):
        self.layers = layers
    def forward(self, x):
        for layer in self.layers: x = layer.forward(x)
        return x
    def backward(self, grad):
        for layer in reversed(self.layers): grad = layer.backward(grad)
        return grad
"""
D3 = "X = rng.normal(size=(8, 4))\ny = np.array([0, 1, 2, 2, 1, 0, 1, 2])\n"
W2_ = ("return grad * self.mask", "return grad")
add(
    "seq_args_criterion",
    LAYERS
    + D3
    + """
net = Sequential(Linear(4, 6), ReLU(), Linear(6, 3))
criterion = SoftmaxCrossEntropy()
def loss(net, x, y):
    return criterion.forward(net.forward(x), y)
def grads(net, x, y):
    loss(net, x, y)
    net.backward(criterion.backward())
""",
    "dict(loss=loss, grads=grads, params=net, x=X, y=y)",
    W2_,
)
add(
    "seq_return_list_of_pairs",
    LAYERS
    + D3
    + """
net = Sequential(Linear(4, 6), ReLU(), Linear(6, 3))
criterion = SoftmaxCrossEntropy()
def loss(net, x, y):
    return criterion.forward(net.forward(x), y)
def grads(net, x, y):
    loss(net, x, y)
    net.backward(criterion.backward())
    return [(l.dW, l.db) for l in net.layers if hasattr(l, "W")]
""",
    "dict(loss=loss, grads=grads, params=net, x=X, y=y)",
    W2_,
)
add(
    "seq_optimizer_momentum",
    LAYERS
    + D3
    + """
net = Sequential(Linear(4, 6), ReLU(), Linear(6, 3))
criterion = SoftmaxCrossEntropy()
class SGD:
    def __init__(self, net, lr=0.1, momentum=0.9):
        self.net, self.lr, self.momentum = net, lr, momentum
        self.v = {}
    def step(self):
        for i, l in enumerate(self.net.layers):
            if not hasattr(l, "W"): continue
            for name in ("W", "b"):
                g = getattr(l, "d" + name)
                v = self.momentum * self.v.get((i, name), 0.0) - self.lr * g
                self.v[i, name] = v
                setattr(l, name, getattr(l, name) + v)
opt = SGD(net)
def loss(x, y):
    return criterion.forward(net.forward(x), y)
def train_step(x, y):
    loss(x, y)
    net.backward(criterion.backward())
    opt.step()
""",
    "dict(loss=loss, step=train_step, x=X, y=y)",
    W2_,
)
add(
    "model_trainer",
    LAYERS
    + D3
    + """
class Model:
    def __init__(self):
        self.fc1, self.act, self.fc2 = Linear(4, 6), ReLU(), Linear(6, 3)
        self.criterion = SoftmaxCrossEntropy()
    def __call__(self, x):
        return self.fc2.forward(self.act.forward(self.fc1.forward(x)))
class Trainer:
    def __init__(self, model, lr):
        self.model, self.lr = model, lr
    def compute_loss(self, x, y):
        return self.model.criterion.forward(self.model(x), y)
    def train_step(self, x, y):
        m = self.model
        loss = self.compute_loss(x, y)
        d = m.fc2.backward(m.criterion.backward())
        m.fc1.backward(m.act.backward(d))
        for l in (m.fc1, m.fc2):
            l.W -= self.lr * l.dW
            l.b -= self.lr * l.db
        return loss
trainer = Trainer(Model(), 0.1)
""",
    "dict(obj=trainer, x=X, y=y)",
    W2_,
)
add(
    "model_trainer_bound",
    PROGRAMS["model_trainer"].code,
    "dict(loss=trainer.compute_loss, step=trainer.train_step, x=X, y=y)",
    W2_,
)
add(
    "model_trainer_in_arguments",
    PROGRAMS["model_trainer"].code
    + """
def loss(trainer, x, y): return trainer.compute_loss(x, y)
def step(trainer, x, y): trainer.train_step(x, y)
""",
    "dict(loss=loss, step=step, params=trainer, x=X, y=y)",
    W2_,
)
add(
    "params_method",
    LAYERS
    + D3
    + """
net = Sequential(Linear(4, 6), ReLU(), Linear(6, 3))
criterion = SoftmaxCrossEntropy()
def parameters(): return [p for l in net.layers if hasattr(l, "W") for p in (l.W, l.b)]
def loss(x, y):
    return criterion.forward(net.forward(x), y)
def grads(x, y):
    loss(x, y)
    net.backward(criterion.backward())
    return [g for l in net.layers if hasattr(l, "W") for g in (l.dW, l.db)]
""",
    "dict(loss=loss, grads=grads, params=parameters(), x=X, y=y)",
    W2_,
)
add(
    "globals_no_arguments",
    """
import numpy as np
np.random.seed(0)
X = np.random.randn(8, 4)
labels = np.array([0, 1, 2, 2, 1, 0, 1, 2])
w1 = np.random.randn(4, 5) * 0.5
b1 = np.zeros(5)
w2 = np.random.randn(5, 3) * 0.5
b2 = np.zeros(3)
lr = 0.1
def forward():
    h = np.tanh(X.dot(w1) + b1)
    s = h.dot(w2) + b2
    e = np.exp(s - np.max(s, axis=1, keepdims=True))
    return h, e / np.sum(e, axis=1, keepdims=True)
def loss():
    h, p = forward()
    return -np.log(p[range(len(X)), labels]).mean()
def backward():
    h, p = forward()
    d = p.copy()
    d[range(len(X)), labels] -= 1
    d /= len(X)
    dh = d.dot(w2.T) * (1 - h * h)
    return X.T.dot(dh), dh.sum(0), h.T.dot(d), d.sum(0)
""",
    "dict(loss=loss, grads=backward)",
    ("d /= len(X)", "d /= 1.0"),
)
add(
    "globals_no_arguments_step",
    PROGRAMS["globals_no_arguments"].code
    + """
def train():
    global w1, b1, w2, b2
    dw1, db1, dw2, db2 = backward()
    w1 -= lr * dw1; b1 -= lr * db1; w2 -= lr * dw2; b2 -= lr * db2
""",
    "dict(loss=loss, step=train)",
    ("d.dot(w2.T) * (1 - h * h)", "d.dot(w2.T)"),
)
add(
    "momentum_dict_in_out",
    """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(10, 3)); y = rng.normal(size=(10, 1))
params = {"W1": rng.normal(size=(3, 4)), "b1": np.zeros((1, 4)), "W2": rng.normal(size=(4, 1)), "b2": np.zeros((1, 1))}
velocity = {k: np.zeros_like(v) for k, v in params.items()}
def forward(params, X):
    z1 = X @ params["W1"] + params["b1"]
    a1 = np.maximum(0, z1)
    return a1 @ params["W2"] + params["b2"], {"X": X, "z1": z1, "a1": a1}
def cost(params, X, y):
    return np.mean((forward(params, X)[0] - y) ** 2)
def backward(params, cache, out, y):
    d = 2 * (out - y) / y.size
    da = d @ params["W2"].T
    dz = da * (cache["z1"] > 0)
    return {"dW1": cache["X"].T @ dz, "db1": dz.sum(axis=0, keepdims=True), "dW2": cache["a1"].T @ d, "db2": d.sum(axis=0, keepdims=True)}
def update(params, grads, velocity, lr=0.01, beta=0.9):
    for k in params:
        velocity[k] = beta * velocity[k] + grads["d" + k]
        params[k] = params[k] - lr * velocity[k]
    return params, velocity
""",
    "dict(loss=cost, grads=backward, step=update, predict=forward, params=params, x=X, y=y, also=dict(velocity=velocity))",
    ('da * (cache["z1"] > 0)', "da"),
)
add(
    "momentum_dict_found",
    PROGRAMS["momentum_dict_in_out"].code,
    "dict(loss=cost, grads=backward, step=update, predict=forward, params=params, x=X, y=y)",
    ('da * (cache["z1"] > 0)', "da"),
)
add(
    "state_in_out_all",
    """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(10, 3)); y = rng.normal(size=10)
w = rng.normal(size=3)
def loss(w, X, y): return np.mean((X @ w - y) ** 2)
def step(w, state, X, y, lr=0.01):
    g = 2 * X.T @ (X @ w - y) / len(y)
    m, t = state["m"], state["t"] + 1
    m = 0.9 * m + g
    return w - lr * m, {"m": m, "t": t}
state = {"m": np.zeros(3), "t": 0}
""",
    "dict(loss=loss, step=step, params=w, x=X, y=y, also=dict(state=state))",
    ("@ (X @ w - y) / len", "@ (X @ w) / len"),
)
add(
    "state_found",
    PROGRAMS["state_in_out_all"].code,
    "dict(loss=loss, step=step, params=w, x=X, y=y)",
    ("@ (X @ w - y) / len", "@ (X @ w) / len"),
)
add(
    "dropout_rng_argument",
    """
import numpy as np
X = np.random.default_rng(0).normal(size=(8, 3)); Y = np.random.default_rng(1).normal(size=(8, 2))
r = np.random.default_rng(2)
params = [r.normal(size=(3, 5)), np.zeros(5), r.normal(size=(5, 2)), np.zeros(2)]
def forward(params, x, rng, keep=0.8):
    W1, b1, W2, b2 = params
    h = np.tanh(x @ W1 + b1)
    mask = (rng.random(h.shape) < keep) / keep
    return h, mask, (h * mask) @ W2 + b2
def loss(params, x, y, rng):
    return np.mean((forward(params, x, rng)[2] - y) ** 2)
def grads(params, x, y, rng):
    h, mask, out = forward(params, x, rng)
    d = 2 * (out - y) / y.size
    dh = d @ params[2].T * mask * (1 - h ** 2)
    return [x.T @ dh, dh.sum(0), (h * mask).T @ d, d.sum(0)]
rng = np.random.default_rng(7)
""",
    "dict(loss=loss, grads=grads, params=params, x=X, y=Y, also=dict(rng=rng))",
    ("params[2].T * mask *", "params[2].T *"),
)
add(
    "dropout_rng_found",
    PROGRAMS["dropout_rng_argument"].code,
    "dict(loss=loss, grads=grads, params=params, x=X, y=Y)",
    ("params[2].T * mask *", "params[2].T *"),
)
add(
    "dropout_seed_argument",
    PROGRAMS["dropout_rng_argument"]
    .code.replace("x, rng, keep=0.8):", "x, seed, keep=0.8):\n    rng = np.random.default_rng(seed)")
    .replace("y, rng)", "y, seed)")
    .replace("x, rng)", "x, seed)")
    .replace("rng = np.random.default_rng(7)", "seed = 7"),
    "dict(loss=loss, grads=grads, params=params, x=X, y=Y)",
    ("params[2].T * mask *", "params[2].T *"),
)
add(
    "dropout_mask_argument",
    PROGRAMS["dropout_rng_argument"]
    .code.replace("x, rng, keep=0.8):", "x, mask):")
    .replace("y, rng)", "y, mask)")
    .replace("x, rng)", "x, mask)")
    .replace("    mask = (rng.random(h.shape) < keep) / keep\n", "")
    .replace(
        "rng = np.random.default_rng(7)", "mask = (np.random.default_rng(7).random((8, 5)) < 0.8) / 0.8"
    ),
    "dict(loss=loss, grads=grads, params=params, x=X, y=Y)",
    ("params[2].T * mask *", "params[2].T *"),
)
add(
    "random_state_argument",
    PROGRAMS["dropout_rng_argument"]
    .code.replace("rng = np.random.default_rng(7)", "rng = np.random.RandomState(7)")
    .replace("rng.random(h.shape)", "rng.random_sample(h.shape)"),
    "dict(loss=loss, grads=grads, params=params, x=X, y=Y, also=dict(rng=rng))",
    ("params[2].T * mask *", "params[2].T *"),
)
add(
    "lists_of_floats_functions",
    """
import math
def sigmoid(z): return 1.0 / (1.0 + math.exp(-z))
weights = [[[0.1, -0.2], [0.4, 0.3], [-0.5, 0.2]], [[0.3, -0.6, 0.2]]]
biases = [[0.0, 0.1, -0.1], [0.2]]
data = [([0.1, 0.9], [1.0]), ([0.8, 0.2], [0.0]), ([0.5, 0.5], [1.0])]
def forward(weights, biases, x):
    acts = [x]
    for W, b in zip(weights, biases):
        x = [sigmoid(sum(w * v for w, v in zip(row, x)) + bias) for row, bias in zip(W, b)]
        acts.append(x)
    return acts
def loss(weights, biases, data):
    total = 0.0
    for x, y in data:
        out = forward(weights, biases, x)[-1]
        total += sum((o - t) ** 2 for o, t in zip(out, y))
    return total / (2 * len(data))
def gradients(weights, biases, data):
    gw = [[[0.0] * len(row) for row in W] for W in weights]
    gb = [[0.0] * len(b) for b in biases]
    for x, y in data:
        acts = forward(weights, biases, x)
        delta = [(o - t) * o * (1 - o) for o, t in zip(acts[-1], y)]
        for l in reversed(range(len(weights))):
            for i, d in enumerate(delta):
                gb[l][i] += d / len(data)
                for j, a in enumerate(acts[l]):
                    gw[l][i][j] += d * a / len(data)
            if l:
                delta = [sum(weights[l][i][j] * d for i, d in enumerate(delta)) * acts[l][j] * (1 - acts[l][j]) for j in range(len(acts[l]))]
    return gw, gb
""",
    "dict(loss=loss, grads=gradients, params=[weights, biases], x=data)",
    ("* acts[l][j] * (1 - acts[l][j])", "* (1 - acts[l][j])"),
)
add(
    "lists_xy_split",
    PROGRAMS["lists_of_floats_functions"]
    .code.replace("weights, biases, data)", "weights, biases, xs, ys)")
    .replace("in data:", "in zip(xs, ys):")
    .replace("len(data)", "len(xs)")
    + "xs = [d[0] for d in data]\nys = [d[1] for d in data]\n",
    "dict(loss=loss, grads=gradients, params=(weights, biases), x=xs, y=ys)",
    ("* acts[l][j] * (1 - acts[l][j])", "* (1 - acts[l][j])"),
)
add(
    "class_with_fit_history",
    """
import numpy as np
class LogisticRegression:
    def __init__(self, lr=0.1, n_iter=100):
        self.lr, self.n_iter = lr, n_iter
        self.w, self.b = None, None
        self.history = []
    def _init(self, X):
        self.w = np.zeros(X.shape[1]); self.b = 0.0
    def predict_proba(self, X): return 1 / (1 + np.exp(-(X @ self.w + self.b)))
    def loss(self, X, y):
        p = self.predict_proba(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    def gradients(self, X, y):
        e = self.predict_proba(X) - y
        return X.T @ e / len(y), np.mean(e)
    def fit(self, X, y):
        self._init(X)
        for _ in range(self.n_iter):
            dw, db = self.gradients(X, y)
            self.w -= self.lr * dw
            self.b -= self.lr * db
            self.history.append(self.loss(X, y))
        return self
X = np.random.default_rng(0).normal(size=(12, 2)); y = (X[:, 0] > 0).astype(int)
model = LogisticRegression(n_iter=5).fit(X, y)
""",
    "dict(obj=model, x=X, y=y)",
    ("X.T @ e / len(y)", "X.T @ e"),
)
add(
    "class_with_fit_unfitted",
    PROGRAMS["class_with_fit_history"]
    .code.replace(".fit(X, y)\n", "\n")
    .replace("n_iter=5)", "n_iter=5)\nmodel._init(X)"),
    "dict(obj=model, x=X, y=y)",
    ("X.T @ e / len(y)", "X.T @ e"),
)
add(
    "dataclass_layers",
    """
from dataclasses import dataclass, field
import numpy as np
@dataclass
class Dense:
    W: np.ndarray
    b: np.ndarray
    grad_W: np.ndarray = None
    grad_b: np.ndarray = None
@dataclass
class MLP:
    layers: list = field(default_factory=list)
rng = np.random.default_rng(0)
mlp = MLP([Dense(rng.normal(size=(5, 3)), np.zeros((5, 1))), Dense(rng.normal(size=(1, 5)), np.zeros((1, 1)))])
X = rng.normal(size=(3, 9)); Y = (rng.random((1, 9)) > 0.5) * 1.0
def forward(mlp, X):
    A = [X]
    for i, l in enumerate(mlp.layers):
        Z = l.W @ A[-1] + l.b
        A.append(np.tanh(Z) if i == 0 else 1 / (1 + np.exp(-Z)))
    return A
def cost(mlp, X, Y):
    P = forward(mlp, X)[-1]
    return float(-np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / X.shape[1])
def backprop(mlp, X, Y):
    A = forward(mlp, X); m = X.shape[1]
    dZ = A[-1] - Y
    for i in (1, 0):
        l = mlp.layers[i]
        l.grad_W = dZ @ A[i].T / m
        l.grad_b = dZ.sum(axis=1, keepdims=True) / m
        if i: dZ = l.W.T @ dZ * (1 - A[i] ** 2)
    return mlp
""",
    "dict(loss=cost, grads=backprop, params=mlp, x=X, y=Y)",
    ("l.W.T @ dZ * (1 - A[i] ** 2)", "l.W.T @ dZ"),
)
add(
    "grads_dict_attr",
    """
import numpy as np
class Net:
    def __init__(self, n_in=3, n_hidden=4, n_out=2, seed=0):
        r = np.random.RandomState(seed)
        self.W1 = r.randn(n_in, n_hidden); self.b1 = np.zeros(n_hidden)
        self.W2 = r.randn(n_hidden, n_out); self.b2 = np.zeros(n_out)
        self.grads = {}
    def forward(self, x):
        self.h = np.maximum(0, x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2
    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)
    def backward(self, x, y):
        out = self.forward(x)
        d = 2 * (out - y) / out.size
        self.grads["W2"] = self.h.T @ d
        self.grads["b2"] = d.sum(0)
        dh = d @ self.W2.T * (self.h > 0)
        self.grads["W1"] = x.T @ dh
        self.grads["b1"] = dh.sum(0)
X = np.random.RandomState(1).randn(7, 3); Y = np.random.RandomState(2).randn(7, 2)
net = Net()
""",
    "dict(obj=net, x=X, y=Y)",
    ("self.W2.T * (self.h > 0)", "self.W2.T"),
)
add(
    "net_in_argument_grads_attr",
    PROGRAMS["grads_dict_attr"].code
    + "def loss(net, x, y): return net.loss(x, y)\ndef grads(net, x, y):\n    net.backward(x, y)\n    return net.grads\n",
    "dict(loss=loss, grads=grads, params=net, x=X, y=Y)",
    ("self.W2.T * (self.h > 0)", "self.W2.T"),
)
add(
    "class_only_make",
    PROGRAMS["grads_dict_attr"].code,
    "dict(make=Net, x=X, y=Y)",
    ("self.W2.T * (self.h > 0)", "self.W2.T"),
)
add(
    "loss_class_instance_call",
    LAYERS
    + D3
    + """
class Net(Sequential):
    def __init__(self): super().__init__(Linear(4, 6), ReLU(), Linear(6, 3))
    def __call__(self, x): return self.forward(x)
net = Net(); ce = SoftmaxCrossEntropy()
def loss(x, y): return ce.forward(net(x), y)
def backward(x, y):
    loss(x, y); net.backward(ce.backward())
    return {f"{n}{i}": getattr(l, "d" + n) for i, l in enumerate(net.layers) if hasattr(l, "W") for n in ("W", "b")}
""",
    "dict(loss=loss, grads=backward, params=net, x=X, y=y)",
    W2_,
)
add(
    "int_lists_labels_softmax_lists",
    """
import math
W = [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.1]]
b = [0.0, 0.1, -0.1]
X = [[0.5, 1.0], [-1.0, 0.3], [0.2, -0.7], [1.1, 0.4]]
y = [0, 2, 1, 1]
def probs(W, b, x):
    z = [sum(wi * xi for wi, xi in zip(row, x)) + bi for row, bi in zip(W, b)]
    m = max(z)
    e = [math.exp(v - m) for v in z]
    s = sum(e)
    return [v / s for v in e]
def loss(W, b, X, y):
    return -sum(math.log(probs(W, b, x)[t]) for x, t in zip(X, y)) / len(X)
def grad(W, b, X, y):
    dW = [[0.0] * len(row) for row in W]; db = [0.0] * len(b)
    for x, t in zip(X, y):
        p = probs(W, b, x)
        for k in range(len(p)):
            d = (p[k] - (1 if k == t else 0)) / len(X)
            db[k] += d
            for j in range(len(x)): dW[k][j] += d * x[j]
    return dW, db
""",
    "dict(loss=loss, grads=grad, params=[W, b], x=X, y=y)",
    ("(1 if k == t else 0)", "(1 if k != t else 0)"),
)
add(
    "matrix_of_scalars_by_name",
    """
import math
w1, w2, w3, w4, b1, b2 = 0.15, 0.20, 0.25, 0.30, 0.35, 0.6
x1, x2, target = 0.05, 0.10, 0.9
def sig(z): return 1 / (1 + math.exp(-z))
def forward(w1, w2, w3, w4, b1, b2):
    h = sig(w1 * x1 + w2 * x2 + b1)
    return h, sig(w3 * h + w4 * x1 + b2)
def error(w1, w2, w3, w4, b1, b2):
    return 0.5 * (target - forward(w1, w2, w3, w4, b1, b2)[1]) ** 2
def grads(w1, w2, w3, w4, b1, b2):
    h, o = forward(w1, w2, w3, w4, b1, b2)
    d = (o - target) * o * (1 - o)
    dh = d * w3 * h * (1 - h)
    return dh * x1, dh * x2, d * h, d * x1, dh, d
""",
    "dict(loss=error, grads=grads, params=[w1, w2, w3, w4, b1, b2])",
    ("dh = d * w3 * h * (1 - h)", "dh = d * w3 * (1 - h)"),
)
add(
    "rnn_object_states",
    """
import numpy as np
class RNN:
    def __init__(self, n_in=2, n_h=3):
        r = np.random.RandomState(0)
        self.Wx, self.Wh, self.b = r.randn(n_h, n_in), 0.5 * r.randn(n_h, n_h), np.zeros((n_h, 1))
        self.Wy, self.by = r.randn(1, n_h), np.zeros((1, 1))
    def forward(self, xs):
        self.hs = [np.zeros((3, 1))]; self.ys = []
        for x in xs:
            self.hs.append(np.tanh(self.Wx @ x + self.Wh @ self.hs[-1] + self.b))
            self.ys.append(self.Wy @ self.hs[-1] + self.by)
        return self.ys
    def loss(self, xs, ts):
        return float(sum(0.5 * np.sum((o - t) ** 2) for o, t in zip(self.forward(xs), ts)))
    def backward(self, xs, ts):
        self.forward(xs)
        g = {k: np.zeros_like(getattr(self, k)) for k in ("Wx", "Wh", "b", "Wy", "by")}
        dnext = np.zeros((3, 1))
        for t in reversed(range(len(xs))):
            d = self.ys[t] - ts[t]
            g["Wy"] += d @ self.hs[t + 1].T; g["by"] += d
            dh = self.Wy.T @ d + dnext
            dz = dh * (1 - self.hs[t + 1] ** 2)
            g["Wx"] += dz @ xs[t].T; g["Wh"] += dz @ self.hs[t].T; g["b"] += dz
            dnext = self.Wh.T @ dz
        return g
xs = [np.random.RandomState(i).randn(2, 1) for i in range(4)]
ts = [np.array([[0.3]]), np.array([[-0.2]]), np.array([[0.6]]), np.array([[0.1]])]
rnn = RNN()
""",
    "dict(obj=rnn, x=xs, y=ts)",
    ("self.Wy.T @ d + dnext", "self.Wy.T @ d"),
)
add(
    "rnn_object_args",
    PROGRAMS["rnn_object_states"].code
    + "def loss(model, inputs, targets): return model.loss(inputs, targets)\ndef grads(model, inputs, targets): return model.backward(inputs, targets)\n",
    "dict(loss=loss, grads=grads, params=rnn, x=xs, y=ts)",
    ("self.Wy.T @ d + dnext", "self.Wy.T @ d"),
)
add(
    "weights_property",
    """
import numpy as np
class Model:
    def __init__(self):
        self._w = np.array([0.3, -0.2]); self._b = np.array(0.1)
    @property
    def w(self): return self._w
    @w.setter
    def w(self, v): self._w = v
    def predict(self, X): return X @ self._w + self._b
    def mse(self, X, y): return np.mean((self.predict(X) - y) ** 2)
    def gradient(self, X, y):
        e = self.predict(X) - y
        return 2 * X.T @ e / len(y), 2 * e.mean()
X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.1]]); y = np.array([1.0, 0.0, 2.0])
m = Model()
""",
    "dict(loss=m.mse, grads=m.gradient, x=X, y=y)",
    ("return 2 * X.T @ e / len(y), 2", "return X.T @ e / len(y), 2"),
)
add(
    "slots_and_static",
    """
import numpy as np
class Net:
    __slots__ = ("W", "b", "gW", "gb", "cache")
    def __init__(self): self.W, self.b = np.array([[0.5, -0.3], [0.2, 0.8]]), np.zeros(2)
    @staticmethod
    def act(z): return np.tanh(z)
    def loss(self, x, y): return 0.5 * np.sum((self.act(x @ self.W + self.b) - y) ** 2)
    def backprop(self, x, y):
        a = self.act(x @ self.W + self.b)
        d = (a - y) * (1 - a ** 2)
        self.gW, self.gb = x.T @ d, d.sum(axis=0)
x = np.array([[1.0, 2.0], [0.3, -0.4]]); y = np.array([[0.1, 0.2], [-0.3, 0.5]])
net = Net()
""",
    "dict(loss=net.loss, grads=net.backprop, x=x, y=y)",
    ("(a - y) * (1 - a ** 2)", "(a - y)"),
)
