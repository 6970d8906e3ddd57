"""One right network, written in the ways that people write: each is read, and its gradients are right."""

import functools
import types
from collections import OrderedDict, namedtuple
from dataclasses import dataclass

import numpy as np
import pytest
from test_reading import differences, near

from backprop_course.check.differences import relative_error
from backprop_course.check.reading import read

RNG = np.random.default_rng(4)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))
W1, B1, W2, B2 = RNG.normal(size=(3, 4)), RNG.normal(size=4), RNG.normal(size=(4, 2)), RNG.normal(size=2)


def start():
    return [W1.copy(), B1.copy(), W2.copy(), B2.copy()]


def loss4(w1, b1, w2, b2, x, y):
    return 0.5 * np.sum((np.tanh(x @ w1 + b1) @ w2 + b2 - y) ** 2) / len(x)


def grads4(w1, b1, w2, b2, x, y):
    h = np.tanh(x @ w1 + b1)
    d2 = (h @ w2 + b2 - y) / len(x)
    d1 = d2 @ w2.T * (1 - h**2)
    return x.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)


NAMES = ["w1", "b1", "w2", "b2"]


def data_closed_over():
    return dict(loss=lambda p: loss4(*p, X, Y), grads=lambda p: list(grads4(*p, X, Y)), params=start())


def data_first():
    return dict(
        loss=lambda x, y, params: loss4(*params, x, y),
        grads=lambda x, y, params: grads4(*params, x, y),
        params=start(),
        x=X,
        y=Y,
    )


def targets_first():
    def cost(targets, inputs, weights):
        return loss4(*weights, inputs, targets)

    def gradient(targets, inputs, weights):
        return grads4(*weights, inputs, targets)

    return dict(loss=cost, grads=gradient, params=start(), x=X, y=Y)


def settings_with_defaults():
    def cost(theta, X, y, lam=0.1):
        return loss4(*theta, X, y) + lam * np.sum(theta[0] ** 2)

    def gradient(theta, X, y, lam=0.1):
        g = list(grads4(*theta, X, y))
        g[0] = g[0] + 2 * lam * theta[0]
        return g

    return dict(loss=cost, grads=gradient, params=start(), x=X, y=Y)


def settings_without_defaults():
    def cost(theta, X, y, lam):
        return loss4(*theta, X, y) + lam * np.sum(theta[0] ** 2)

    def gradient(theta, X, y, lam):
        g = list(grads4(*theta, X, y))
        g[0] = g[0] + 2 * lam * theta[0]
        return g

    return dict(loss=cost, grads=gradient, params=start(), x=X, y=Y, also=dict(lam=0.3))


def keys_that_end_in_grad():
    def cost(p, x, y):
        return loss4(p["w1"], p["b1"], p["w2"], p["b2"], x, y)

    def gradient(p, x, y):
        g = grads4(p["w1"], p["b1"], p["w2"], p["b2"], x, y)
        return {f"{name}_grad": block for name, block in reversed(list(zip(NAMES, g, strict=True)))}

    return dict(loss=cost, grads=gradient, params=OrderedDict(zip(NAMES, start(), strict=True)), x=X, y=Y)


def keys_that_begin_with_grad_and_extra_keys():
    def cost(p, x, y):
        return loss4(p["w1"], p["b1"], p["w2"], p["b2"], x, y)

    def gradient(p, x, y):
        g = grads4(p["w1"], p["b1"], p["w2"], p["b2"], x, y)
        return {"dZ2": x, "dA1": y} | {f"grad_{name}": block for name, block in zip(NAMES, g, strict=True)}

    return dict(loss=cost, grads=gradient, params=dict(zip(NAMES, start(), strict=True)), x=X, y=Y)


def a_list_of_dicts_and_one_flat_dict():
    def parts(layers):
        return [layers[0]["W"], layers[0]["b"], layers[1]["W"], layers[1]["b"]]

    def gradient(layers, x, y):
        return dict(zip(["dW1", "db1", "dW2", "db2"], grads4(*parts(layers), x, y), strict=True))

    layers = [dict(W=W1, b=B1), dict(W=W2, b=B2)]
    return dict(
        loss=lambda layers, x, y: loss4(*parts(layers), x, y), grads=gradient, params=layers, x=X, y=Y
    )


def loss_and_gradients_of_one_call():
    return dict(loss=lambda p, x, y: (loss4(*p, x, y), grads4(*p, x, y)), params=start(), x=X, y=Y)


def gradients_and_loss_of_one_call():
    both = lambda p, x, y: (list(grads4(*p, x, y)), loss4(*p, x, y))  # noqa: E731
    return dict(loss_and_grads=both, params=start(), x=X, y=Y)


def loss_and_each_gradient():
    both = lambda p, x, y: (loss4(*p, x, y), *grads4(*p, x, y))  # noqa: E731
    return dict(loss_and_grads=both, params=start(), x=X, y=Y)


def loss_with_a_cache_beside_it():
    loss = lambda p, x, y: (loss4(*p, x, y), {"A1": x})  # noqa: E731
    return dict(loss=loss, grads=lambda p, x, y: grads4(*p, x, y), params=start(), x=X, y=Y)


def dict_spread_by_name():
    def cost(x, y, w1, w2, b1, b2):
        return loss4(w1, b1, w2, b2, x, y)

    def gradient(x, y, w1, w2, b1, b2):
        return grads4(w1, b1, w2, b2, x, y)

    return dict(loss=cost, grads=gradient, params=dict(zip(NAMES, start(), strict=True)), x=X, y=Y)


Net = namedtuple("Net", NAMES)


def named_tuple():
    return dict(
        loss=lambda net, x, y: loss4(*net, x, y),
        grads=lambda net, x, y: Net(*grads4(*net, x, y)),
        step=lambda net, x, y: Net(*(p - 0.1 * g for p, g in zip(net, grads4(*net, x, y), strict=True))),
        params=Net(*start()),
        x=X,
        y=Y,
        rate=0.1,
    )


def namespace():
    def cost(net, x, y):
        return loss4(net.w1, net.b1, net.w2, net.b2, x, y)

    def gradient(net, x, y):
        g = grads4(net.w1, net.b1, net.w2, net.b2, x, y)
        return types.SimpleNamespace(**{f"d{name}": block for name, block in zip(NAMES, g, strict=True)})

    return dict(loss=cost, grads=gradient, params=types.SimpleNamespace(w1=W1, b1=B1, w2=W2, b2=B2), x=X, y=Y)


@dataclass(slots=True)
class Weights:
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray

    def all(self):
        return self.w1, self.b1, self.w2, self.b2


def data_class():
    return dict(
        loss=lambda net, x, y: loss4(*net.all(), x, y),
        grads=lambda net, x, y: Weights(*grads4(*net.all(), x, y)),
        params=Weights(*start()),
        x=X,
        y=Y,
    )


def partial_functions():
    return dict(
        loss=functools.partial(lambda x, y, p: loss4(*p, x, y), X, Y),
        grads=functools.partial(lambda x, y, p: grads4(*p, x, y), X, Y),
        params=start(),
    )


def stars():
    return dict(loss=lambda *p: loss4(*p, X, Y), grads=lambda *p: grads4(*p, X, Y), params=tuple(start()))


class Layer:
    def __init__(self, w, b):
        self.weights, self.biases, self.dweights, self.dbiases = w.copy(), b.copy(), None, None

    def forward(self, x):
        self.inputs = x
        self.output = x @ self.weights + self.biases
        return self.output

    def backward(self, d):
        self.dweights, self.dbiases = self.inputs.T @ d, d.sum(axis=0)
        return d @ self.weights.T


class Stack:
    def __init__(self):
        self.layers = [Layer(W1, B1), Layer(W2, B2)]
        self.lr = 0.1

    def forward(self, x):
        self.hidden = np.tanh(self.layers[0].forward(x))
        return self.layers[1].forward(self.hidden)

    def loss(self, x, y):
        return 0.5 * np.sum((self.forward(x) - y) ** 2) / len(x)

    def backward(self, x, y):
        d = (self.forward(x) - y) / len(x)
        self.layers[0].backward(self.layers[1].backward(d) * (1 - self.hidden**2))

    def train_step(self, x, y):
        self.backward(x, y)
        for layer in self.layers:
            layer.weights = layer.weights - self.lr * layer.dweights
            layer.biases = layer.biases - self.lr * layer.dbiases


def object_alone():
    return dict(obj=Stack(), x=X, y=Y)


def object_in_the_place_of_a_loss():
    return dict(loss=Stack(), x=X, y=Y)


def bound_methods():
    net = Stack()
    net.forward(X)  # it has run before, and keeps what it saw
    return dict(loss=net.loss, grads=net.backward, step=net.train_step, x=X, y=Y)


def factory():
    return dict(make=Stack, x=X, y=Y)


class Flat:
    def __init__(self):
        self.W1, self.b1, self.W2, self.b2 = start()
        self.X, self.Y, self.learning_rate = X, Y, 0.05

    def cost(self):
        return loss4(self.W1, self.b1, self.W2, self.b2, self.X, self.Y)

    def backprop(self):
        self.dW1, self.db1, self.dW2, self.db2 = grads4(self.W1, self.b1, self.W2, self.b2, self.X, self.Y)

    def update(self):
        self.backprop()
        self.W1 -= self.learning_rate * self.dW1
        self.b1 -= self.learning_rate * self.db1
        self.W2 -= self.learning_rate * self.dW2
        self.b2 -= self.learning_rate * self.db2


def object_with_its_data():
    return dict(obj=Flat())


class Parameter:
    def __init__(self, data):
        self.data, self.grad = data, np.zeros_like(data)


class Module:
    def __init__(self):
        self.params = [Parameter(p) for p in start()]

    def loss(self, x, y):
        return loss4(*(p.data for p in self.params), x, y)

    def backward(self, x, y):
        for p, g in zip(self.params, grads4(*(p.data for p in self.params), x, y), strict=True):
            p.grad = g


class Optimizer:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr

    def step(self):
        for p in self.params:
            p.data -= self.lr * p.grad


def parameters_with_data_and_grad():
    net = Module()
    optimizer = Optimizer(net.params, lr=0.2)

    def train(x, y):
        net.backward(x, y)
        optimizer.step()

    return dict(loss=net.loss, grads=net.backward, step=train, params=net.params, x=X, y=Y)


def update_wants_gradients():
    def update(params, grads, learning_rate):
        return [p - learning_rate * g for p, g in zip(params, grads, strict=True)]

    return dict(
        loss=lambda p, x, y: loss4(*p, x, y),
        grads=lambda p, x, y: grads4(*p, x, y),
        step=update,
        params=start(),
        x=X,
        y=Y,
        rate=0.3,
    )


def step_returns_the_loss_too():
    def step(w1, b1, w2, b2, x, y, lr=0.1):
        g = grads4(w1, b1, w2, b2, x, y)
        new = [p - lr * q for p, q in zip((w1, b1, w2, b2), g, strict=True)]
        return (*new, loss4(w1, b1, w2, b2, x, y))

    return dict(loss=loss4, step=step, params=tuple(start()), x=X, y=Y)


def step_in_place_returns_the_loss():
    def step(params, x, y, lr=0.1):
        for p, g in zip(params, grads4(*params, x, y), strict=True):
            p -= lr * g
        return loss4(*params, x, y)

    return dict(loss=lambda params, x, y: loss4(*params, x, y), step=step, params=start(), x=X, y=Y)


def training_of_many_epochs():
    def train(params, x, y, epochs=1000, lr=0.01):
        history = []
        for _ in range(epochs):
            params = [p - lr * g for p, g in zip(params, grads4(*params, x, y), strict=True)]
            history.append(loss4(*params, x, y))
        return params, history

    return dict(loss=lambda params, x, y: loss4(*params, x, y), step=train, params=start(), x=X, y=Y)


def objects_in_an_array():
    params = np.empty(4, dtype=object)
    params[:] = start()
    return dict(
        loss=lambda p, x, y: loss4(*p, x, y), grads=lambda p, x, y: grads4(*p, x, y), params=params, x=X, y=Y
    )


def nested_lists_of_floats():
    def arrays(net):
        return [np.array(part) for layer in net for part in layer]

    def gradient(net, x, y):
        g = [part.tolist() for part in grads4(*arrays(net), np.array(x), np.array(y))]
        return [g[:2], g[2:]]

    net = [[W1.tolist(), B1.tolist()], [W2.tolist(), B2.tolist()]]
    cost = lambda net, x, y: float(loss4(*arrays(net), np.array(x), np.array(y)))  # noqa: E731
    return dict(loss=cost, grads=gradient, params=net, x=X.tolist(), y=Y.tolist())


def one_long_theta():
    def cut(theta):
        return np.split(theta, [12, 16, 24])

    def arrays(theta):
        w1, b1, w2, b2 = cut(theta)
        return w1.reshape(3, 4), b1, w2.reshape(4, 2), b2

    return dict(
        loss=lambda theta, x, y: loss4(*arrays(theta), x, y),
        grads=lambda theta, x, y: np.concatenate([g.ravel() for g in grads4(*arrays(theta), x, y)]),
        params=np.concatenate([p.ravel() for p in start()]),
        x=X,
        y=Y,
    )


def gradients_in_one_long_array():
    def gradient(p, x, y):
        return np.concatenate([g.ravel() for g in grads4(*p, x, y)])

    return dict(loss=lambda p, x, y: loss4(*p, x, y), grads=gradient, params=start(), x=X, y=Y)


def gradients_last_layer_first():
    def gradient(p, x, y):
        dw1, db1, dw2, db2 = grads4(*p, x, y)
        return [(dw2, db2), (dw1, db1)]

    def cost(p, x, y):
        return loss4(*p[0], *p[1], x, y)

    return dict(
        loss=cost,
        grads=lambda p, x, y: gradient([*p[0], *p[1]], x, y),
        params=[(W1, B1), (W2, B2)],
        x=X,
        y=Y,
    )


def weights_then_biases():
    def cost(p, x, y):
        return loss4(p[0][0], p[1][0], p[0][1], p[1][1], x, y)

    def gradient(p, x, y):
        dw1, db1, dw2, db2 = grads4(p[0][0], p[1][0], p[0][1], p[1][1], x, y)
        return [db1, db2], [dw1, dw2]

    return dict(loss=cost, grads=gradient, params=([W1, W2], [B1, B2]), x=X, y=Y)


def mini_batch_of_pairs():
    class Network:
        def __init__(self):
            self.weights, self.biases = [W1.copy(), W2.copy()], [B1.copy(), B2.copy()]

        def cost(self, x, y):
            return loss4(self.weights[0], self.biases[0], self.weights[1], self.biases[1], x, y)

        def update_mini_batch(self, mini_batch, eta):
            xs, ys = np.array([x for x, y in mini_batch]), np.array([y for x, y in mini_batch])
            g = grads4(self.weights[0], self.biases[0], self.weights[1], self.biases[1], xs, ys)
            self.weights = [w - eta * d for w, d in zip(self.weights, (g[0], g[2]), strict=True)]
            self.biases = [b - eta * d for b, d in zip(self.biases, (g[1], g[3]), strict=True)]

    net = Network()
    return dict(loss=net.cost, step=net.update_mini_batch, x=X, y=Y, rate=0.5)


def dropout_from_a_global_seed():
    def ahead(p, x):
        h = np.tanh(x @ p[0] + p[1])
        keep = (np.random.rand(*h.shape) < 0.7) / 0.7
        return h, keep, (h * keep) @ p[2] + p[3]

    def cost(p, x, y):
        return 0.5 * np.sum((ahead(p, x)[2] - y) ** 2)

    def gradient(p, x, y):
        h, keep, out = ahead(p, x)
        d2 = out - y
        d1 = d2 @ p[2].T * keep * (1 - h**2)
        return [x.T @ d1, d1.sum(0), (h * keep).T @ d2, d2.sum(0)]

    return dict(loss=cost, grads=gradient, params=start(), x=X, y=Y)


def forward_returns_a_cache():
    def forward(x, parameters):
        a1 = np.tanh(x @ parameters["w1"] + parameters["b1"])
        return a1 @ parameters["w2"] + parameters["b2"], {"A1": a1}

    def cost(output, targets):
        return 0.5 * np.sum((output - targets) ** 2) / len(targets)

    def backward(parameters, cache, x, targets):
        return dict(zip(["dw1", "db1", "dw2", "db2"], grads4(*parameters.values(), x, targets), strict=True))

    params = dict(zip(NAMES, start(), strict=True))
    return dict(loss=cost, grads=backward, predict=forward, params=params, x=X, y=Y)


class Remembering:
    """Its backward takes what its last forward has kept; its update what its last backward has kept."""

    def __init__(self):
        self.W1, self.b1, self.W2, self.b2 = start()

    def forward(self, x):
        self.a1 = np.tanh(x @ self.W1 + self.b1)
        self.y_hat = self.a1 @ self.W2 + self.b2
        return self.y_hat

    def loss(self, y_hat, y):
        return 0.5 * np.sum((y_hat - y) ** 2) / len(y)

    def backward(self, x, y):
        d2 = (self.y_hat - y) / len(x)
        d1 = d2 @ self.W2.T * (1 - self.a1**2)
        self.grads = {"W1": x.T @ d1, "b1": d1.sum(0), "W2": self.a1.T @ d2, "b2": d2.sum(0)}

    def update(self, lr):
        for name, grad in self.grads.items():
            setattr(self, name, getattr(self, name) - lr * grad)


def forward_backward_update():
    return dict(obj=Remembering(), x=X, y=Y, rate=0.1)


def forward_backward_update_after_training():
    net = Remembering()
    net.forward(X)
    net.backward(X, Y)
    net.update(0.01)
    net.W1, net.b1, net.W2, net.b2 = start()
    return dict(obj=net, x=X, y=Y, rate=0.1)


class Value:
    """A number that knows how it came about."""

    def __init__(self, data, kids=()):
        self.data, self.grad, self.kids = data, 0.0, kids

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, ((self, 1 - t * t),))

    def backward(self, g=1.0):
        self.grad += g
        for kid, slope in self.kids:
            kid.backward(g * slope)


class Neuron:
    def __init__(self, w, b):
        self.w, self.b = [Value(float(v)) for v in w], Value(float(b))

    def __call__(self, x):
        total = self.b
        for w, v in zip(self.w, x, strict=True):
            total = w * v + total
        return total


class Neurons:
    def __init__(self):
        self.layers = [
            [Neuron(W1[:, j], B1[j]) for j in range(4)],
            [Neuron(W2[:, j], B2[j]) for j in range(2)],
        ]

    def loss(self, x, y):
        total = Value(0.0)
        for row, wanted in zip(x, y, strict=True):
            hidden = [n(row).tanh() for n in self.layers[0]]
            for n, t in zip(self.layers[1], wanted, strict=True):
                e = n(hidden) + float(-t)
                total = e * e + total
        return total

    def grads(self, x, y):
        for layer in self.layers:
            for n in layer:
                for p in [*n.w, n.b]:
                    p.grad = 0.0
        self.loss(x, y).backward()


def engine_of_values():
    return dict(obj=Neurons(), x=X, y=Y)


def loss_that_knows_its_gradient():
    return dict(loss=Neurons().loss, x=X, y=Y)


def a_theta_called_t():
    return dict(
        loss=lambda t, x, y: loss4(*t, x, y), grads=lambda t, x, y: grads4(*t, x, y), params=start(), x=X, y=Y
    )


def layers_by_number():
    def parts(net):
        return net[1]["W"], net[1]["b"], net[2]["W"], net[2]["b"]

    def gradient(net, x, y):
        dw1, db1, dw2, db2 = grads4(*parts(net), x, y)
        return {1: {"dW": dw1, "db": db1}, 2: {"dW": dw2, "db": db2}}

    net = {1: {"W": W1, "b": B1}, 2: {"W": W2, "b": B2}}
    return dict(loss=lambda net, x, y: loss4(*parts(net), x, y), grads=gradient, params=net, x=X, y=Y)


def nothing_stands_first():
    def parts(p):
        return p[0][1], p[1][1], p[0][2], p[1][2]

    def gradient(p, x, y):
        dw1, db1, dw2, db2 = grads4(*parts(p), x, y)
        return [None, dw1, dw2], [None, db1, db2]

    params = ([None, W1, W2], [None, B1, B2])
    return dict(loss=lambda p, x, y: loss4(*parts(p), x, y), grads=gradient, params=params, x=X, y=Y)


def sizes_and_strengths_among_the_parameters():
    def cost(p, x, y):
        widths = [0] * p["L"] + p["sizes"]
        penalty = p["reg"] * np.sum(p["w1"] ** 2)
        return loss4(p["w1"], p["b1"], p["w2"], p["b2"], x, y) + penalty + 0 * len(widths)

    def gradient(p, x, y):
        dw1, db1, dw2, db2 = grads4(p["w1"], p["b1"], p["w2"], p["b2"], x, y)
        return {"dw1": dw1 + 2 * p["reg"] * p["w1"], "db1": db1, "dw2": dw2, "db2": db2}

    params = dict(zip(NAMES, start(), strict=True)) | dict(sizes=[3, 4, 2], L=2, reg=0.1)
    return dict(loss=cost, grads=gradient, params=params, x=X, y=Y)


def tuples_with_a_name():
    def parts(net):
        return net[0][1], net[0][2], net[1][1], net[1][2]

    def gradient(net, x, y):
        dw1, db1, dw2, db2 = grads4(*parts(net), x, y)
        return [(dw1, db1), (dw2, db2)]

    net = [("tanh", W1, B1), ("line", W2, B2)]
    return dict(loss=lambda net, x, y: loss4(*parts(net), x, y), grads=gradient, params=net, x=X, y=Y)


def one_batch_of_x_and_y():
    def cost(params, batch):
        x, y = batch
        return loss4(*params, x, y)

    def gradient(params, batch):
        return grads4(*params, *batch)

    return dict(loss=cost, grads=gradient, params=start(), x=X, y=Y)


class LayerOfDicts:
    def __init__(self, w, b):
        self.params, self.grads = {"w": w.copy(), "b": b.copy()}, {}

    def forward(self, x):
        self.x = x
        return x @ self.params["w"] + self.params["b"]

    def backward(self, d):
        self.grads["w"], self.grads["b"] = self.x.T @ d, d.sum(axis=0)
        return d @ self.params["w"].T


def dicts_of_parameters_and_of_gradients():
    layers = [LayerOfDicts(W1, B1), LayerOfDicts(W2, B2)]

    def loss(x, y):
        return 0.5 * np.sum((layers[1].forward(np.tanh(layers[0].forward(x))) - y) ** 2) / len(x)

    def grads(x, y):
        h = np.tanh(layers[0].forward(x))
        layers[0].backward(layers[1].backward((layers[1].forward(h) - y) / len(x)) * (1 - h**2))

    return dict(loss=loss, grads=grads, x=X, y=Y)


class TwoLayerNet:
    def __init__(self):
        self.params = dict(zip(["W1", "b1", "W2", "b2"], start(), strict=True))

    def loss(self, X, y=None, reg=0.05):
        parts = tuple(self.params.values())
        if y is None:
            return np.tanh(X @ parts[0] + parts[1]) @ parts[2] + parts[3]
        grads = dict(zip(self.params, grads4(*parts, X, y), strict=True))
        grads["W1"] = grads["W1"] + 2 * reg * parts[0]
        return loss4(*parts, X, y) + reg * np.sum(parts[0] ** 2), grads

    def train(self, X, y, learning_rate=1e-3, num_iters=100):
        for _ in range(num_iters):
            _, grads = self.loss(X, y)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]


def loss_that_is_scores_without_targets():
    return dict(obj=TwoLayerNet(), x=X, y=Y)


def velocity_in_an_argument():
    def step(params, velocity, x, y, lr=0.1, mu=0.9):
        gradient = grads4(*params, x, y)
        velocity = [mu * v - lr * g for v, g in zip(velocity, gradient, strict=True)]
        return [p + v for p, v in zip(params, velocity, strict=True)], velocity

    zeros = [np.zeros_like(p) for p in start()]
    loss = lambda p, x, y: loss4(*p, x, y)  # noqa: E731
    return dict(loss=loss, step=step, params=start(), x=X, y=Y, also=dict(velocity=zeros))


WAYS = [
    value
    for value in list(globals().values())
    if isinstance(value, types.FunctionType)
    and value.__module__ == __name__
    and value.__code__.co_argcount == 0
]
WAYS = [way for way in WAYS if way is not start]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_is_read(way):
    reading = read(**way())
    arrays = near(reading)
    truth = differences(reading, arrays)
    assert sum(array.size for array in arrays) == 26
    assert reading.grads or reading.step
    if reading.grads:
        for claim, right in zip(reading.grads(arrays, reading.x, reading.y), truth, strict=True):
            assert relative_error(claim, right) < 1e-7
    if reading.step:
        for old, new, right in zip(arrays, reading.step(arrays, reading.x, reading.y), truth, strict=True):
            assert relative_error((old - new) / reading.rate, right) < 1e-7
    assert all(np.array_equal(a, b) for a, b in zip((W1, B1, W2, B2), start(), strict=True))
