"""Where no loss is handed over, a usual one is supposed; whoever goes down another one is not accused."""

import numpy as np
import pytest

from backprop_course.check.examination import examine
from backprop_course.check.file import verdict_on_file
from backprop_course.check.kinds import RIGHT, UNDECIDED, WRONG

pytestmark = pytest.mark.slow

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
TAKES = """
import numpy as np
rng = np.random.default_rng(5)
X = rng.normal(size=(6, 40))
Y = (X[0] > 0).astype(int) + (X[1] > 0)

def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2.dot(A1) + b2
    A2 = np.exp(Z2) / sum(np.exp(Z2))
    return Z1, A1, Z2, A2

def back_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    m = Y.size
    dZ2 = A2 - np.eye(3)[Y].T
    dZ1 = W2.T.dot(dZ2) * {slope}
    dW2, db2 = 1 / m * dZ2.dot(A1.T), 1 / m * dZ2.sum(1, keepdims=True)
    dW1, db1 = 1 / m * dZ1.dot(X.T), 1 / m * dZ1.sum(1, keepdims=True)
    return dW1, db1, dW2, db2

def update(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    return W1 - alpha * dW1, b1 - alpha * db1, W2 - alpha * dW2, b2 - alpha * db2

W1, b1, W2, b2 = rng.normal(size=(5, 6)), np.zeros((5, 1)), rng.normal(size=(3, 5)), np.zeros((3, 1))
for i in range(20):
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dW1, db1, dW2, db2 = back_prop(Z1, A1, Z2, A2, W1, W2, X, Y)
    W1, b1, W2, b2 = update(W1, b1, W2, b2, dW1, db1, dW2, db2, 0.1)
"""
STALE = """
import numpy as np
rng = np.random.default_rng(7)
data = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
target = np.array([[0.0], [1.0], [1.0], [0.0]])
net = {"v": rng.uniform(-1, 1, (2, 5)), "b_h": np.zeros((1, 5)), "w": rng.uniform(-1, 1, (5, 1))}

def forward(net, x):
    hid = np.tanh(x @ net["v"] + net["b_h"])
    out = hid @ net["w"]
    return hid, out

def backward(net, x, t, hid, out):
    delta = out - t
    back = (delta @ net["w"].T) * {slope}
    return {"w": hid.T @ delta, "v": x.T @ back, "b_h": back.sum(axis=0, keepdims=True)}

for epoch in range(30):
    hid, out = forward(net, data)
    grads = backward(net, data, target, hid, out)
    for key in net:
        net[key] -= 0.1 * grads[key]
"""
SCRIPT = """
import numpy as np
rng = np.random.default_rng(0)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
syn0, syn1 = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))

for round in range(200):
    l1 = 1 / (1 + np.exp(-X @ syn0))
    l2 = 1 / (1 + np.exp(-l1 @ syn1))
    l2_delta = (y - l2) * l2 * (1 - l2)
    l1_delta = l2_delta @ syn1.T * {slope}
    syn1 += l1.T @ l2_delta
    syn0 += X.T @ l1_delta
"""
FILES = {  # a file, its right slope, and a wrong one
    "an object that keeps its output": (KEEPS, "self.hidden * (1 - self.hidden)", "(1 - self.hidden)"),
    "a neuron that thinks": (THINKS, "guess * (1 - guess)", "1"),
    "a class that fits": (FITS, "(1 - self.a1**2)", "(1 - self.a1)"),
    "a script that notes no loss": (SCRIPT, "l1 * (1 - l1)", "(1 - l1)"),
    "functions": (PLAIN, "A1 * (1 - A1)", "A1"),
    "a backward pass that takes what the forward pass returns": (TAKES, "(Z1 > 0)", "Z1"),
    "variables that a training has left under the arguments' names": (STALE, "(1 - hid**2)", "(1 - hid)"),
}


@pytest.mark.full
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


@pytest.mark.full
def test_where_no_loss_fits_the_answer_says_so(tmp_path):
    path = tmp_path / "my_net.py"
    wrong_output = PLAIN.replace("A2 - y", "(A2 - y) * A2").replace("{slope}", "A1 * (1 - A1)")
    path.write_text(wrong_output, encoding="utf-8")
    found = verdict_on_file(path)
    assert found.verdict == UNDECIDED
    assert "in none of your weights is your gradient the slope" in " ".join(found.words.split())


STEPS = """
import numpy as np
rng = np.random.default_rng(1)

class Network:
    def __init__(self):
        self.weights = [rng.normal(size=(4, 3)), rng.normal(size=(1, 4))]
        self.biases = [np.zeros((4, 1)), np.zeros((1, 1))]

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = np.tanh(w @ a + b)
        return a

    def backprop(self, x, y):
        h = np.tanh(self.weights[0] @ x + self.biases[0])
        a = np.tanh(self.weights[1] @ h + self.biases[1])
        d2 = (a - y) * (1 - a**2)
        d1 = self.weights[1].T @ d2 * (1 - h**2)
        return [d1, d2], [d1 @ x.T, d2 @ h.T]

    def update_mini_batch(self, mini_batch, eta):
        nabla_b, nabla_w = [0 * b for b in self.biases], [0 * w for w in self.weights]
        for x, y in mini_batch:
            db, dw = self.backprop(x, y)
            nabla_b = [n + d for n, d in zip(nabla_b, db)]
            nabla_w = [n + d for n, d in zip(nabla_w, dw)]
        self.weights = [w - eta / len(mini_batch) * n for w, n in zip(self.weights, nabla_w)]
        self.biases = [b - {share} * n for b, n in zip(self.biases, nabla_b)]

def loss(net, data):
    return 0.5 * sum(float(np.sum((net.feedforward(x) - y) ** 2)) for x, y in data) / len(data)

training_data = [(x.reshape(3, 1), np.array([[float(x.sum() > 0)]])) for x in rng.normal(size=(10, 3))]
net = Network()
net.update_mini_batch(training_data, 0.5)
"""


@pytest.mark.full
@pytest.mark.parametrize("share", ["eta / len(mini_batch)", "eta"])
def test_an_update_is_looked_at_with_all_examples_though_its_gradient_takes_one(share, tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(STEPS.replace("{share}", share), encoding="utf-8")
    found = verdict_on_file(path)
    assert found.verdict == (WRONG if share == "eta" else RIGHT), found.words


@pytest.mark.full
def test_a_package_of_our_name_beside_the_file_changes_nothing(tmp_path):
    (tmp_path / "backprop_course").mkdir()
    (tmp_path / "backprop_course" / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
    path = tmp_path / "my_net.py"
    path.write_text(PLAIN.replace("{slope}", "A1"), encoding="utf-8")
    assert verdict_on_file(path).verdict == WRONG


NOTES = """
import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(30, 2))
y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
W, b, W2, b2 = rng.normal(size=(2, 6)), np.zeros((1, 6)), rng.normal(size=(6, 3)), np.zeros((1, 3))
step_size, reg = 0.5, 1e-2

if __name__ == "__main__":
    for i in range(100):
        hidden = np.maximum(0, X @ W + b)
        scores = np.exp(hidden @ W2 + b2)
        probs = scores / scores.sum(axis=1, keepdims=True)
        loss = -np.log(probs[range(30), y]).mean() + 0.5 * reg * ((W * W).sum() + (W2 * W2).sum())
        if i % 10 == 0:
            print(loss)
        dscores = probs
        dscores[range(30), y] -= 1
        dscores /= 30
        dW2 = hidden.T @ dscores
        db2 = dscores.sum(axis=0, keepdims=True)
        dhidden = dscores @ W2.T
        dhidden[hidden <= 0] = 0
        dW = X.T @ dhidden
        db = dhidden.sum(axis=0, keepdims=True)
        dW2 += {reg}
        dW += reg * W
        W += -step_size * dW
        b += -step_size * db
        W2 += -step_size * dW2
        b2 += -step_size * db2
"""


@pytest.mark.full
@pytest.mark.parametrize("reg", ["reg * W2", "0 * W2"])
def test_a_script_without_functions_is_examined_by_a_round_of_its_loop(reg, tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(NOTES.replace("{reg}", reg), encoding="utf-8")
    found = verdict_on_file(path)
    if reg == "reg * W2":
        assert found.verdict == RIGHT, found.words
    else:
        assert found.verdict == WRONG and "W2: the penalty" in found.words, found.words


MOMENTUM = """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(50, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.3
W, b, v_W, v_b, lr = np.zeros(3), 0.0, np.zeros(3), 0.0, 0.1
for t in range(1, 200):
    pred = X @ W + b
    loss = np.mean((pred - y) ** 2)
    dW = 2 * X.T @ (pred - y) / len(y)
    db = 2 * np.mean(pred - y)
    v_W = 0.9 * v_W + 0.1 * dW
    v_b = 0.9 * v_b + 0.1 * {share}
    W = W - lr * v_W / (1 - 0.9**t)
    b = b - lr * v_b / (1 - 0.9**t)
"""


@pytest.mark.full
@pytest.mark.parametrize("share", ["db", "2 * db"])
def test_what_an_optimizer_remembers_in_a_script_is_no_parameter(share, tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(MOMENTUM.replace("{share}", share), encoding="utf-8")
    found = verdict_on_file(path)
    assert "W (3), b (a number)" in " ".join(found.words.split()), found.words
    assert (found.verdict == WRONG) == (share != "db"), found.words
    assert share != "db" or found.verdict in (RIGHT, UNDECIDED)


LEFT = """
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(60, 4))
labels = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0.5)
Y = np.eye(3)[labels]
W1, b1, W2, b2 = rng.normal(size=(4, 6)), np.zeros(6), rng.normal(size=(6, 3)), np.zeros(3)

def forward(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    a1 = np.maximum(0, z1)
    e = np.exp(a1 @ W2 + b2)
    a2 = e / e.sum(axis=1, keepdims=True)
    return z1, a1, a2

def compute_loss(a2, Y):
    return -np.mean(np.sum(Y * np.log(a2 + 1e-9), axis=1))

def backward(X, Y, z1, a1, a2, W2):
    dz2 = (a2 - Y) / len(X)
    dz1 = dz2 @ W2.T * {slope}
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)

for i in range(2000):
    z1, a1, a2 = forward(X, W1, b1, W2, b2)
    dW1, db1, dW2, db2 = backward(X, Y, z1, a1, a2, W2)
    W1 -= 0.5 * dW1; b1 -= 0.5 * db1; W2 -= 0.5 * dW2; b2 -= 0.5 * db2
"""


@pytest.mark.full
@pytest.mark.parametrize("slope", ["(z1 > 0)", "a1"])
def test_predictions_that_a_training_has_left_are_neither_parameters_nor_inputs(slope, tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(LEFT.replace("{slope}", slope), encoding="utf-8")
    found = verdict_on_file(path)
    assert found.verdict == (RIGHT if slope == "(z1 > 0)" else WRONG), found.words


REMEMBERS = """
import numpy as np
X = np.random.default_rng(0).normal(size=(50, 3))
y = X @ np.array([1.0, 2.0, 3.0])
w, v = np.zeros(3), np.zeros(3)

def cost(w, X, y):
    return np.mean((X @ w - y) ** 2)

def grad(w, X, y):
    return 2 * X.T @ (X @ w - y) / len(y)

def update(w, v, g):
    v = 0.9 * v - 0.05 * g
    return w + v, v

for _ in range(100):
    w, v = update(w, v, grad(w, X, y))
"""


@pytest.mark.full
def test_an_update_that_cannot_be_called_accuses_nobody(tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(REMEMBERS, encoding="utf-8")
    found = verdict_on_file(path)
    assert found.verdict == RIGHT, found.words


def test_a_guard_hides_no_forgotten_penalty_where_it_is_small_beside_what_it_guards():
    params = [0.3 * np.random.default_rng(2).normal(size=(3, 2))]

    def loss(params, x, y):
        penalty = 5e-5 * (params[0] ** 2).sum()
        return -np.mean(np.log((softmax(x @ params[0]) * y).sum(axis=1) + 1e-9)) + penalty

    def grads(params, x, y, strength):
        return [x.T @ (softmax(x @ params[0]) - y) / len(x) + strength * params[0]]

    forgets = examine(loss, lambda p, x, y: grads(p, x, y, 0.0), params, X, ONE_HOT)
    right = examine(loss, lambda p, x, y: grads(p, x, y, 1e-4), params, X, ONE_HOT)
    assert 1e-5 < forgets.blocks["params[0]"].error < 1e-3, forgets.blocks
    assert forgets.verdict == WRONG and right.verdict == RIGHT, f"{forgets}\n{right}"
