"""Where no loss is handed over, a usual one is supposed; whoever goes down another one is not accused."""

import numpy as np
import pytest

from backprop_course.check.examination import examine
from backprop_course.check.file import verdict_on_file
from backprop_course.check.kinds import RIGHT, UNDECIDED, WRONG

RNG = np.random.default_rng(4)
X = RNG.normal(size=(12, 3))
LABELS = (X[:, 0] * X[:, 1] > 0).astype(int)
ONE_HOT, YES = np.eye(2)[LABELS], LABELS[:, None].astype(float)
RATE = 0.3


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


HEADS = {  # targets, the output of z, and the derivative by z of the sum that is supposed, from the output
    "squares of a line": (RNG.normal(size=(12, 2)), lambda z: z, lambda a, y: 2 * (a - y)),
    "squares of chances": (YES, sigmoid, lambda a, y: 2 * (a - y) * a * (1 - a)),
    "entropy of two": (YES, sigmoid, lambda a, y: a - y),
    "entropy of classes": (ONE_HOT, softmax, lambda a, y: a - y),
}
SCALES = {"the sum": 1, "half the sum": 0.5, "the mean over the examples": 1 / 12, "0.07 times the sum": 0.07}


def program(head, scale, slope=lambda a: 1 - a**2, decay=0.0, bound=np.inf):
    """params, forward(params, x), backward(params, x, y) of a net with this head; what is wrong is chosen."""
    y, output, error = HEADS[head]
    rng = np.random.default_rng(0)
    params = [rng.normal(size=s) * 0.5 for s in ((3, 4), (4,), (4, y.shape[1]), (y.shape[1],))]

    def forward(params, x):
        W1, b1, W2, b2 = params
        return output(np.tanh(x @ W1 + b1) @ W2 + b2)

    def backward(params, x, y):
        W1, b1, W2, b2 = params
        a = np.tanh(x @ W1 + b1)
        dz2 = scale * np.clip(error(output(a @ W2 + b2), y), -bound, bound)
        dz1 = dz2 @ W2.T * slope(a)
        return [x.T @ dz1 + decay * W1, dz1.sum(0), a.T @ dz2 + decay * W2, dz2.sum(0)]

    return params, forward, backward, y


def stepping(params, backward):
    """An update that has its rate inside."""
    return lambda params, x, y: [p - RATE * g for p, g in zip(params, backward(params, x, y), strict=True)]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("head", HEADS)
def test_a_right_program_is_right_and_what_was_supposed_is_said(head, scale):
    params, forward, backward, y = program(head, SCALES[scale])
    report = examine(grads=backward, predict=forward, params=params, x=X, y=y)
    assert report.verdict == RIGHT, str(report)
    assert "no loss was handed over" in " ".join(report.notes)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("slope", [lambda a: a, lambda a: 1 + a**2])
def test_a_wrong_slope_is_wrong(head, slope):
    params, forward, backward, y = program(head, 1 / 12, slope)
    for handed in (dict(grads=backward), dict(step=stepping(params, backward))):
        report = examine(predict=forward, params=params, x=X, y=y, **handed)
        assert report.verdict == WRONG, str(report)
        assert {name for name, block in report.blocks.items() if block.state == WRONG} == {"W1", "b1"} or (
            {i for i, block in enumerate(report.blocks.values()) if block.state == WRONG} == {0, 1}
        )


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("more", [dict(decay=0.2), dict(bound=0.1)])
def test_who_goes_down_another_loss_is_not_accused(head, more):
    params, forward, backward, y = program(head, 1.0, **more)
    for handed in (dict(grads=backward), dict(step=stepping(params, backward))):
        report = examine(predict=forward, params=params, x=X, y=y, **handed)
        assert report.verdict == UNDECIDED and "there is no loss" in report.answer, str(report)


KEEPS = """
import numpy as np
rng = np.random.default_rng(1)

class Net:
    def __init__(self, inputs, targets):
        self.inputs, self.targets = inputs, targets
        self.first = rng.normal(size=(3, 4))
        self.second = rng.normal(size=(4, 1))

    def feedforward(self):
        self.hidden = 1 / (1 + np.exp(-self.inputs @ self.first))
        self.output = 1 / (1 + np.exp(-self.hidden @ self.second))

    def backprop(self):
        delta = 2 * (self.targets - self.output) * self.output * (1 - self.output)
        self.first += self.inputs.T @ (delta @ self.second.T * {slope})
        self.second += self.hidden.T @ delta

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
net = Net(X, y)
for _ in range(200):
    net.feedforward()
    net.backprop()
"""
THINKS = """
import numpy as np

class Neuron:
    def __init__(self):
        self.weights = np.random.default_rng(2).normal(size=(3, 1))

    def think(self, inputs):
        return 1 / (1 + np.exp(-inputs @ self.weights))

    def train(self, inputs, outputs, rounds):
        for _ in range(rounds):
            guess = self.think(inputs)
            self.weights += inputs.T @ ((outputs - guess) * {slope})

if __name__ == "__main__":
    neuron = Neuron()
    X = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
    y = np.array([[0, 1, 1, 0]]).T
    neuron.train(X, y, 500)
"""
FITS = """
import numpy as np
rng = np.random.default_rng(3)

class MLP:
    def __init__(self, lr=0.1):
        self.lr = lr
        self.W1, self.b1 = rng.normal(size=(4, 6)) * 0.5, np.zeros((1, 6))
        self.W2, self.b2 = rng.normal(size=(6, 3)) * 0.5, np.zeros((1, 3))

    def forward(self, X):
        self.a1 = np.tanh(X @ self.W1 + self.b1)
        e = np.exp(self.a1 @ self.W2 + self.b2)
        self.a2 = e / e.sum(axis=1, keepdims=True)
        return self.a2

    def backward(self, X, Y):
        dz2 = (self.a2 - Y) / len(X)
        dz1 = dz2 @ self.W2.T * {slope}
        self.W2 -= self.lr * self.a1.T @ dz2
        self.b2 -= self.lr * dz2.sum(axis=0, keepdims=True)
        self.W1 -= self.lr * X.T @ dz1
        self.b1 -= self.lr * dz1.sum(axis=0, keepdims=True)

    def fit(self, X, Y, epochs=100):
        self.history = []
        for _ in range(epochs):
            out = self.forward(X)
            self.history.append(-np.mean(np.sum(Y * np.log(out), axis=1)))
            self.backward(X, Y)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

X = rng.normal(size=(30, 4))
Y = np.eye(3)[(X[:, 0] > 0).astype(int) + (X[:, 1] > 0.5)]
net = MLP()
net.fit(X, Y, 50)
"""
PLAIN = """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(30, 2))
y = (X[:, :1] * X[:, 1:] > 0) * 1.0
W1, b1, W2, b2 = rng.normal(size=(2, 5)), np.zeros(5), rng.normal(size=(5, 1)), np.zeros(1)

def forward(X, W1, b1, W2, b2):
    A1 = 1 / (1 + np.exp(-X @ W1 - b1))
    return A1, 1 / (1 + np.exp(-A1 @ W2 - b2))

def backward(X, y, W1, b1, W2, b2):
    A1, A2 = forward(X, W1, b1, W2, b2)
    d2 = A2 - y
    d1 = d2 @ W2.T * {slope}
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0)
"""
FILES = {  # a file, its right slope, and a wrong one
    "an object that keeps its output": (KEEPS, "self.hidden * (1 - self.hidden)", "(1 - self.hidden)"),
    "a neuron that thinks": (THINKS, "guess * (1 - guess)", "1"),
    "a class that fits": (FITS, "(1 - self.a1**2)", "(1 - self.a1)"),
    "functions": (PLAIN, "A1 * (1 - A1)", "A1"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_computes_no_loss_is_examined(name, tmp_path):
    text, right, wrong = FILES[name]
    found = {}
    for slope in (right, wrong):
        path = tmp_path / "my_net.py"
        path.write_text(text.replace("{slope}", slope), encoding="utf-8")
        found[slope] = verdict_on_file(path)
        assert "no loss was handed over" in found[slope].words
    assert found[right].verdict == RIGHT, found[right].words
    expected = RIGHT if name == "a neuron that thinks" else WRONG  # the slope of the cross-entropy
    assert found[wrong].verdict == expected, found[wrong].words
