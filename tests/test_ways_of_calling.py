"""However functions want their arguments, right programs are read right; else it is not their fault."""

import numpy as np
import pytest

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.examination import examine
from backprop_course.check.reading import Unreadable, read
from backprop_course.check.report import UNDECIDED

G = np.random.default_rng(0)
X, Y, W, B = G.normal(size=(6, 3)), G.normal(size=(6, 2)), G.normal(size=(3, 2)), G.normal(size=2)
MASK = (G.random(Y.shape) > 0.3) * 1.0


def squares(w, b, x, y, mask=1.0):
    return np.sum(mask * (x @ w + b - y) ** 2)


def slopes(w, b, x, y, mask=1.0):
    d = 2 * mask * (x @ w + b - y)
    return x.T @ d, d.sum(0)


def pair(loss, grads, **handed):
    return dict(loss=loss, grads=grads, params={"w": W, "b": B}, x=X, y=Y) | handed


def keywords():
    def loss(*, w, b, x, y):
        return squares(w, b, x, y)

    def grads(*, w, b, x, y):
        return dict(zip("wb", slopes(w, b, x, y), strict=True))

    return pair(loss, grads)


def parameters_by_any_name():
    def loss(x, y, **params):
        return squares(params["w"], params["b"], x, y)

    def grads(x, y, **params):
        return dict(zip("wb", slopes(params["w"], params["b"], x, y), strict=True))

    return pair(loss, grads)


def data_as_further_arguments():
    def loss(theta, *args):
        return squares(theta[:6].reshape(3, 2), theta[6:], *args)

    def grads(theta, *args):
        return np.concatenate([np.ravel(g) for g in slopes(theta[:6].reshape(3, 2), theta[6:], *args)])

    return pair(loss, grads, params=np.concatenate([W.ravel(), B]))


def data_in_a_dict():
    def loss(params, batch):
        return squares(params["w"], params["b"], batch["inputs"], batch["targets"])

    def grads(params, batch):
        return dict(
            zip("wb", slopes(params["w"], params["b"], batch["inputs"], batch["targets"]), strict=True)
        )

    return pair(loss, grads, x={"inputs": X, "targets": Y}, y=None)


def three_in_a_tuple():
    def loss(params, a, b, c):
        return squares(params["w"], params["b"], a, b, c)

    def grads(params, a, b, c):
        return dict(zip("wb", slopes(params["w"], params["b"], a, b, c), strict=True))

    return pair(loss, grads, x=(X, Y, MASK), y=None)


def targets_and_mask():
    def loss(params, x, y, mask):
        return squares(params["w"], params["b"], x, y, mask)

    def grads(params, x, y, mask):
        return dict(zip("wb", slopes(params["w"], params["b"], x, y, mask), strict=True))

    return pair(loss, grads, y=(Y, MASK))


class Values:
    """Learns the value of what was done, from what was seen before and after."""

    def __init__(self):
        self.q = np.random.default_rng(1).normal(size=(3, 2))

    def loss(self, state, action, reward, after):
        return 0.5 * ((state @ self.q)[action] - reward - after.sum()) ** 2

    def update(self, state, action, reward, after, lr=0.1):
        change = np.zeros_like(self.q)
        change[:, action] = ((state @ self.q)[action] - reward - after.sum()) * state
        self.q = self.q - lr * change


def four_in_a_tuple():
    agent = Values()
    return dict(obj=agent, loss=agent.loss, step=agent.update, x=(X[0], 1, 0.5, X[1]), rate=0.1)


def default_of_a_neighbor():
    def loss(params, x, y, activation="none"):
        return squares(params["w"], params["b"], x, y)

    def grads(params, x, y, activation):
        assert activation == "none"
        return dict(zip("wb", slopes(params["w"], params["b"], x, y), strict=True))

    return pair(loss, grads)


class Staged:
    """forward(x), then loss(y), then backward()."""

    def __init__(self):
        self.w, self.b = W.copy(), B.copy()

    def forward(self, x):
        self.x = x
        self.out = x @ self.w + self.b
        return self.out

    def loss(self, y):
        self.error = self.out - y
        return np.sum(self.error**2)

    def backward(self):
        return self.x.T @ (2 * self.error), (2 * self.error).sum(0)


def after_a_forward():
    net = Staged()
    return dict(obj=net, predict=net.forward, loss=net.loss, grads=net.backward, x=X, y=Y)


def loss_of_unknown_names():
    def forward(x, p):
        o = x @ p["w"] + p["b"]
        return o, (x, o)

    def loss(o, y):
        return np.sum((o - y) ** 2)

    def backward(y, cache):
        x, o = cache
        return {"w": x.T @ (2 * (o - y)), "b": (2 * (o - y)).sum(0)}

    return pair(loss, backward, predict=forward)


def parameters_called_t():
    def loss(t, x, y):
        return squares(t[:6].reshape(3, 2), t[6:], x, y)

    def grads(t, x, y):
        return np.concatenate([np.ravel(g) for g in slopes(t[:6].reshape(3, 2), t[6:], x, y)])

    return pair(loss, grads, params=np.concatenate([W.ravel(), B]))


def state_behind_the_gradients():
    def both(params, x, y):
        out = x @ params["w"] + params["b"]
        return (squares(params["w"], params["b"], x, y), *slopes(params["w"], params["b"], x, y), out)

    return dict(loss_and_grads=both, params={"w": W, "b": B}, x=X, y=Y)


def loss_alone_and_beside_the_gradients():
    whole = state_behind_the_gradients()
    return whole | dict(loss=lambda params, x, y: squares(params["w"], params["b"], x, y))


def mean_of_squares(predicted, wanted):
    return np.sum((predicted - wanted) ** 2)


class Forward:
    """Makes predictions, and its gradient; the loss is a function beside it."""

    def __init__(self):
        self.w, self.b = W.copy(), B.copy()

    def forward(self, x):
        return x @ self.w + self.b

    def backward(self, x, y):
        return slopes(self.w, self.b, x, y)


def loss_beside_an_object():
    net = Forward()
    return dict(obj=net, loss=mean_of_squares, grads=net.backward, x=X, y=Y)


class Sized:
    """Divides by the root of a size that it keeps beside its weights."""

    def __init__(self):
        self.width, self.w = 3, W.copy()

    def loss(self, x, y):
        return np.sum((x @ self.w / np.sqrt(self.width) - y) ** 2)

    def grads(self, x, y):
        return {"w": x.T @ (2 * (x @ self.w / np.sqrt(self.width) - y)) / np.sqrt(self.width)}


def size_beside_the_weights():
    net = Sized()
    return dict(obj=net, loss=net.loss, grads=net.grads, x=X, y=Y)


def one_loss(params, image, label):
    error = params["w"].T @ image + params["b"] - label
    return np.sum(error**2), error


def cache_of_one_example():
    def grads(params, image, cache):
        (n,) = image.shape
        return {"w": image.reshape(n, 1) * 2 * cache, "b": 2 * cache}

    return pair(one_loss, grads)


def cache_of_one_number():
    def loss(w, image, label):
        error = w @ image - label
        return error**2, error

    def grads(w, image, cache):
        (n,) = image.shape
        return np.full(n, 2 * cache) * image

    return dict(loss=loss, grads=grads, params=W[:, 0], x=X, y=Y[:, 0])


def as_many_numbers_as_examples():
    def loss(params, image, label):
        error = params["w"] @ image + params["b"] - label
        return np.sum(error**2), error

    def grads(params, image, cache):
        (n,) = image.shape
        return {"w": np.full(n, 2 * cache) * image, "b": 2 * cache}

    return dict(loss=loss, grads=grads, params={"w": W[:, 0], "b": 0.5}, x=X[:3], y=Y[:3, 0])


def forward_of_one_example():
    def forward(w, image):
        (n,) = image.shape
        return w @ image, w @ image

    def loss(w, image, label):
        return (forward(w, image)[0] - label) ** 2

    def grads(w, image, cache):
        return 2 * (cache - 0.5) * image

    return dict(predict=forward, loss=loss, grads=grads, params=W[:, 0], x=X, y=np.full(6, 0.5))


def caches_of_forward_and_loss():
    def forward(w, image):
        return image @ w, image @ w

    def loss(w, image, label):
        error = forward(w, image)[0] - label
        return np.sum(error**2), error

    def grads(w, image, cache):
        return image.T @ (2 * cache)

    return dict(predict=forward, loss=loss, grads=grads, params=W[:, 0], x=X, y=Y[:, 0])


def targets_around_a_cache():
    wanted = Y[:, 0]

    def forward(w, image):
        return image @ w, image @ w

    def loss(w, image):
        error = forward(w, image)[0] - wanted
        return np.sum(error**2), error

    def grads(w, image, cache):
        return image.T @ (2 * (cache - wanted))

    return dict(predict=forward, loss=loss, grads=grads, params=W[:, 0], x=X, y=wanted)


def update_by_one_example():
    def grads(params, image, label):
        error = one_loss(params, image, label)[1]
        return {"w": np.outer(image, 2 * error), "b": 2 * error}

    def step(params, image, label, grads, lr=0.1):
        assert np.allclose(grads["b"], 2 * one_loss(params, image, label)[1])
        return {name: params[name] - lr * grads[name] for name in params}

    return pair(one_loss, grads, step=step)


def predictions_of_one_example():
    def predict(params, x):
        z = np.exp(x @ params["w"] + params["b"])
        return z / z.sum(-1, keepdims=True)

    def loss(pred, label):
        return -np.log(pred[int(label)])

    def grads(params, image, label):
        error = predict(params, image) - (np.arange(2) == int(label))
        return {"w": np.outer(image, error), "b": error}

    return pair(loss, grads, predict=predict, y=np.array([0, 1, 1, 0, 1, 0]))


class Node:
    """An array in a graph, which knows who uses it and what it is made of."""

    def __init__(self, value=None, *inputs):
        self.value, self.inputs, self.users, self.gradient = value, inputs, [], 0.0
        for each in inputs:
            each.users.append(self)


def nodes_of_a_graph():
    x, y, w = Node(X), Node(Y), Node(W)
    error = Node(None, x, y, w)

    def loss():
        error.value = x.value @ w.value - y.value
        return np.sum(error.value**2)

    def step(lr=0.01):
        loss()
        w.gradient = x.value.T @ (2 * error.value)
        w.value = w.value - lr * w.gradient

    return dict(loss=loss, step=step, params=[w], rate=0.01)


pytestmark = pytest.mark.slow
WAYS = [
    keywords, parameters_by_any_name, data_as_further_arguments, data_in_a_dict, three_in_a_tuple,
    targets_and_mask, four_in_a_tuple, default_of_a_neighbor, after_a_forward, loss_of_unknown_names,
    parameters_called_t, state_behind_the_gradients, loss_beside_an_object,
    size_beside_the_weights, cache_of_one_example, cache_of_one_number,
    forward_of_one_example, caches_of_forward_and_loss, targets_around_a_cache,
    as_many_numbers_as_examples, update_by_one_example, predictions_of_one_example, nodes_of_a_graph,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_right_program_is_right(way):
    found = conclusion(read(**way()))
    assert found.verdict == kinds.RIGHT, found


@pytest.mark.parametrize("way", WAYS[:-1])
def test_it_is_read_with_the_parameters_that_it_has(way):
    reading = read(**way())
    off = [a + 0.3 for a in reading.start]
    assert reading.loss(off, reading.x, reading.y) != reading.loss(reading.start, reading.x, reading.y)
    assert sum(a.size for a in off) in (3, 4, 6, 8)


def test_a_call_that_may_not_suit_is_no_accusation():
    def loss(inputs, targets, before, p):
        return np.sum((inputs @ p["w"] + before @ p["b"] - targets) ** 2)

    report = examine(loss, slopes, {"w": W, "b": B}, X, Y)
    assert report.verdict == UNDECIDED and "loss" in report.answer


def test_a_cache_that_nothing_returns_is_no_accusation():
    def loss(w, x, y):
        return np.sum((x @ w - y) ** 2)

    report = examine(loss, lambda w, x, cache: x.T @ cache, W[:, 0], X, Y[:, 0])
    assert report.verdict == UNDECIDED and "predict=" in report.answer


def test_a_loss_of_predictions_asks_for_the_function_that_makes_them():
    def loss(p, y):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    report = examine(loss, lambda p, x, y: x.T @ (x @ p - y), W, X, Y)
    assert report.verdict == UNDECIDED and "predict=" in report.answer


def test_steps_on_data_out_of_a_generator_are_refused_with_the_reason():
    w, batches = W.copy(), ((X[i : i + 2], Y[i : i + 2]) for i in range(0, 6, 2))

    def step():
        x, y = next(batches)
        np.subtract(w, 0.1 * slopes(w, 0.0, x, y)[0], out=w)

    with pytest.raises(Unreadable, match="generator"):
        read(loss=lambda: squares(w, 0.0, X, Y), step=step, params=[w])


@pytest.mark.parametrize("size", [1e-8, 1e-7])
def test_a_small_number_inside_a_log_is_no_mistake(size):
    labels = (Y > 0) * 1.0

    def loss(w, x, y):
        p = 1 / (1 + np.exp(-x @ w))
        return -np.mean(y * np.log(p + size) + (1 - y) * np.log(1 - p + size))

    def grads(w, x, y):
        return x.T @ (1 / (1 + np.exp(-x @ w)) - y) / y.size

    assert examine(loss, grads, W, X, labels).verdict == "right"


@pytest.mark.parametrize("size", [1e-4, 1e-3])
def test_noise_is_not_told_as_a_factor(size):
    def grads(params, x, y):
        noise = np.random.default_rng(3)
        made = slopes(params["w"], params["b"], x, y)
        return {k: g * (1 + size * noise.normal(size=g.shape)) for k, g in zip("wb", made, strict=True)}

    report = examine(
        lambda params, x, y: squares(params["w"], params["b"], x, y), grads, {"w": W, "b": B}, X, Y
    )
    assert [finding.kind for finding in report.findings] == [kinds.UNKNOWN]
    assert "relative error" in report.answer and "times" not in report.answer
