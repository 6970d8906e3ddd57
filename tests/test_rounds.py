"""A loop that trains, wherever it stands: one round of it is examined, right ones and wrong ones."""

from pathlib import Path

import count_files
import pytest

from backprop_course.check.file import verdict_on_file
from backprop_course.check.kinds import RIGHT, WRONG
from backprop_course.check.report import UNDECIDED

pytestmark = [pytest.mark.full, pytest.mark.slow]

DATA = """
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(30, 2))
Y = np.tanh(X @ [[1.0], [-2.0]]) + 0.1 * rng.normal(size=(30, 1))
"""
MADE = "W1, b1, W2, b2 = rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)"
ROUND = """
H = np.tanh({X} @ {s}W1 + {s}b1)
P = H @ {s}W2 + {s}b2
{loss}
dP = 2 * (P - {Y}) / len({X})
dH = dP @ {s}W2.T * {slope}
gW2, gb2, gW1, gb1 = H.T @ dP, dP.sum(axis=0), {X}.T @ dH, dH.sum(axis=0)
{s}W2 -= 0.1 * gW2; {s}b2 -= 0.1 * gb2; {s}W1 -= 0.1 * gW1; {s}b1 -= 0.1 * gb1
"""
FORMED = dict(X="X", Y="Y", s="", slope="{slope}", loss="loss = np.mean((P - Y) ** 2)")


def indented(text, by):
    return "".join(f"{' ' * by}{line}\n" for line in text.strip().splitlines())


def round_with(by, **parts):
    return indented(ROUND.format(**FORMED | parts), by)


OF_AN_EXAMPLE = dict(X="x", Y="y", loss="total += float(np.sum((P - y) ** 2))")
KEPT = dict(s="self.")
STRUCTURES = {
    "in the file": f"{DATA}{MADE}\nfor epoch in range(40):\n{round_with(4)}",
    "while it is not good enough": f"{DATA}{MADE}\nloss = 1.0\nk = 0\nwhile loss > 1e-9 and k < 40:\n"
    f"    k += 1\n{round_with(4)}",
    "noted now and then, after the update": f"{DATA}{MADE}\nfor epoch in range(41):\n{round_with(4, loss='')}"
    "    if epoch % 10 == 0:\n        loss = np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2)\n",
    "over examples": f"{DATA}{MADE}\nX[0] = 0\nfor epoch in range(10):\n    total = 0.0\n"
    f"    for x, y in zip(X[:, None], Y[:, None]):\n{round_with(8, **OF_AN_EXAMPLE)}    print(total)\n",
    "over batches": f"{DATA}{MADE}\nfor epoch in range(10):\n    order = rng.permutation(len(X))\n"
    "    for i in range(0, 30, 10):\n        xb, yb = X[order[i:i + 10]], Y[order[i:i + 10]]\n"
    f"{round_with(8, X='xb', Y='yb', loss='loss = np.mean((P - yb) ** 2)')}",
    "in a function": f"{DATA}\ndef train(X, Y):\n    {MADE}\n    for epoch in range(40):\n"
    f"{round_with(8)}    return W1, b1, W2, b2\n\ntrain(X, Y)\n",
    "in a function with a variable that is called as a function of the file": f"{DATA}\n"
    "def loss(P, Y):\n    return np.mean((P - Y) ** 2)\n\n"
    f"def train(X, Y):\n    {MADE}\n    for epoch in range(40):\n"
    f"{round_with(8, loss='cost = loss(P, Y); P_ = P')}    return W1, b1, W2, b2\n\ntrain(X, Y)\n",
    "in main": f"{DATA}\ndef main():\n    {MADE}\n    for epoch in range(40):\n{round_with(8)}\n"
    "if __name__ == '__main__':\n    main()\n",
    "in fit": f"{DATA}\nclass Net:\n    def fit(self, X, Y):\n"
    + indented(MADE.replace("b1, W2, b2 =", "self.b1, self.W2, self.b2 =").replace("W1,", "self.W1,", 1), 8)
    + f"        for epoch in range(40):\n{round_with(12, **KEPT)}\nnet = Net()\nnet.fit(X, Y)\n",
}
STRUCTURES["over batches, with no loss at all"] = (
    f"{DATA}{MADE}\nfor epoch in range(10):\n    order = rng.permutation(len(X))\n"
    "    for i in range(0, 30, 10):\n        xb, yb = X[order[i:i + 10]], Y[order[i:i + 10]]\n"
    f"{round_with(8, X='xb', Y='yb', loss='')}"
)
LAYERS = f"""{DATA}
class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = rng.normal(size=(n_in, n_out)), np.zeros((1, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dy, rate):
        dx = dy @ self.W.T
        self.W -= rate * self.x.T @ dy
        self.b -= rate * dy.sum(axis=0, keepdims=True)
        return dx

class Tanh:
    def forward(self, x):
        self.H = H = np.tanh(x)
        return H
    def backward(self, dy, rate):
        H = self.H
        return dy * {{slope}}

def mse(p, y):
    return np.mean((p - y) ** 2)

network = [Dense(2, 4), Tanh(), Dense(4, 1)]
for epoch in range(40):
    out = X
    for layer in network:
        out = layer.forward(out)
    error = mse(out, Y)
    grad = 2 * (out - Y) / len(X)
    for layer in reversed(network):
        grad = layer.backward(grad, 0.1)
"""
STRUCTURES["over a list of layers"] = LAYERS


def verdict(text, path):
    path.write_text(text, encoding="utf-8")
    return verdict_on_file(path)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_round_of_a_loop_is_examined(structure, tmp_path):
    right = verdict(STRUCTURES[structure].replace("{slope}", "(1 - H * H)"), tmp_path / "right.py")
    assert right.verdict == RIGHT, right.words
    wrong = verdict(STRUCTURES[structure].replace("{slope}", "1"), tmp_path / "wrong.py")
    assert wrong.verdict == WRONG, wrong.words
    assert "the derivative of tanh is missing" in " ".join(wrong.words.split()), wrong.words


ODD = sorted(count_files.notes())[::2]  # the even ones are held back
RIGHT_ONES = {
    "a sum is noted, and steps follow the mean": (
        f"{DATA}{MADE}\nlr = 0.1\nfor epoch in range(40):\n"
        + round_with(4, loss="loss = np.sum((P - Y) ** 2)", slope="(1 - H * H)").replace("0.1", "lr"),
        RIGHT,
    ),
    "an epoch ends with the loss of all": (
        f"{DATA}{MADE}\nfor epoch in range(10):\n    for i in range(0, 30, 10):\n"
        "        xb, yb = X[i:i + 10], Y[i:i + 10]\n"
        + round_with(8, X="xb", Y="yb", loss="", slope="(1 - H * H)")
        + "    loss = np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2)\n",
        RIGHT,
    ),
    "Adam, and a number of rounds that is handed in": (
        f"{DATA}\ndef train(X, Y, epochs):\n    {MADE}\n    p = [W1, b1, W2, b2]\n"
        "    m, v = [0 * a for a in p], [0 * a for a in p]\n    for t in range(1, epochs + 1):\n"
        "        H = np.tanh(X @ p[0] + p[1])\n        mask = np.random.rand(*H.shape) < 0.8\n"
        "        D = H * mask / 0.8\n        P = D @ p[2] + p[3]\n        loss = np.mean((P - Y) ** 2)\n"
        "        dP = 2 * (P - Y) / len(X)\n        dH = dP @ p[2].T * mask / 0.8 * (1 - H * H)\n"
        "        g = [X.T @ dH, dH.sum(axis=0), D.T @ dP, dP.sum(axis=0)]\n"
        "        for i in range(4):\n            m[i] = 0.9 * m[i] + 0.1 * g[i]\n"
        "            v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2\n"
        "            p[i] = p[i] - 0.01 * m[i] / (1 - 0.9 ** t) / (np.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8)\n"
        "    return p\n\ntrain(X, Y, 50)\n",
        RIGHT,
    ),
}


SHOWN = """
import numpy as np
np.random.seed(1)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
syn0, syn1 = 2 * np.random.random((3, 4)) - 1, 2 * np.random.random((4, 1)) - 1
for j in range(200):
    l1 = 1 / (1 + np.exp(-X @ syn0))
    l2 = 1 / (1 + np.exp(-l1 @ syn1))
    l2_error = y - l2
    {shown}
    l2_delta = l2_error * {slope}
    l1_delta = l2_delta @ syn1.T * l1 * (1 - l1)
    syn1 += l1.T @ l2_delta
    syn0 += X.T @ l1_delta
"""


@pytest.mark.parametrize(
    ("shown", "slope", "answer"),
    [
        ("error = np.mean(np.abs(l2_error))", "l2 * (1 - l2)", "half the sum of the squared errors of l2"),
        ("error = np.mean(np.abs(l2_error))", "1", "the sum of the cross-entropies of yes and no of l2"),
        ("error = np.mean(l2_error**2)", "l2 * (1 - l2)", "Right"),
        ("error = np.mean(l2_error**2)", "1", "the output's derivative of sigmoid is missing"),
        ("error = np.mean(l2_error**2)", "l2", "sigmoid itself is taken for its derivative"),
    ],
)
def test_what_a_loop_only_shows_is_not_taken_for_its_loss(shown, slope, answer, tmp_path):
    found = verdict(SHOWN.format(shown=shown, slope=slope), tmp_path / "net.py")
    right = "cross-entropies" in answer or slope == "l2 * (1 - l2)"
    assert found.verdict == (RIGHT if right else WRONG), found.words
    assert answer in " ".join(found.words.split()), found.words


@pytest.mark.parametrize("name", RIGHT_ONES)
def test_a_right_loop_is_not_accused(name, tmp_path):
    text, expected = RIGHT_ONES[name]
    found = verdict(text, tmp_path / "net.py")
    assert found.verdict == expected, found.words


TOLD = {
    "p01_fit_sine": "every prediction against every target",
    "p03_xor_online": "(W2): the weights are updated before they carry the derivative down",
    "p05_circle_net": "(W1, b1): the derivative of sigmoid is taken at a = f(z), not at z",
    "p07_dropout_hw": "(W1, b1): the dropout mask is missing on the way down",
    "p09_mlp_sklearn": "W1_, W2_: the penalty's gradient has the wrong sign",
    "p11_digits_net": "(W2, b2): a further p (1 - p) of the softmax stands beside the output's error",
    "p13_layers_list": "network[0].bias, network[2].bias, network[4].bias: summed over everything",
    "p15_spiral_model": "Adam's t is counted once per layer, not once per step",
    "p17_neurones_dict": "(reseau[1].poids): its gradient takes what reseau[0].poids receives",
    "p19_deep_minibatch": "averaged twice: the step divides by n = 240",
    "p21_cbow": "(E): rows that are picked several times get one share only",
    "p23_tinygrad": "each step uses the sum of all gradients so far",
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_wrong_with_a_file_as_it_lies_about_is_said(name):
    found = verdict_on_file(count_files.FILES / f"{name}.py")
    assert found.verdict == WRONG, found.words
    assert TOLD[name] in " ".join(found.words.split()), found.words


@pytest.mark.parametrize("name", ODD)
def test_a_file_without_its_mistakes_is_right(name, tmp_path):
    found = verdict(count_files.mended(name), Path(tmp_path) / f"{name}.py")
    assert found.verdict == RIGHT, found.words


def test_what_a_layer_on_the_way_gives_is_not_taken_for_the_predictions(tmp_path):
    """A hidden layer as wide as the targets: all arrays are examined, not those up to it alone."""
    wide = DATA.replace("[[1.0], [-2.0]]", "rng.normal(size=(2, 4))").replace("(30, 1)", "(30, 4)")
    made = MADE.replace("(4, 1)", "(4, 4)").replace("np.zeros(1)", "np.zeros(4)")
    for slope, expected in (("(1 - H * H)", RIGHT), ("1", WRONG)):
        text = f"{wide}{made}\nfor epoch in range(40):\n{round_with(4, loss='', slope=slope)}"
        found = verdict(text, tmp_path / "net.py")
        assert found.verdict == expected, found.words
        assert "W2 ok b2 ok" in " ".join(found.words.split()), found.words


def test_a_loop_that_moves_nothing_is_no_training(tmp_path):
    text = (
        f"{DATA}{MADE}\nfor k in range(9):\n    loss = np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2)\n"
    )
    assert verdict(text, tmp_path / "net.py").verdict == UNDECIDED


DRAWN = f"""{DATA}
params = dict(W1=rng.normal(size=(2, 4)), b1=np.zeros(4), W2=rng.normal(size=(4, 1)), b2=np.zeros(1))
{{moments}}
for step in range(1, 60):
    rows = rng.integers(0, 30, 12)
    x, y = X[rows], Y[rows]
    H = np.tanh(x @ params["W1"] + params["b1"])
    P = H @ params["W2"] + params["b2"]
    loss = np.mean((P - y) ** 2)
    dP = 2 * (P - y) / len(x)
    dZ = dP @ params["W2"].T * {{slope}}
    grads = dict(W1=x.T @ dZ, b1=dZ.sum(0), W2=H.T @ dP, b2=dP.sum(0))
    for n in params:
        {{update}}
"""
MOMENTS = "first, second = ({n: np.zeros_like(w) for n, w in params.items()} for _ in range(2))"
UPDATES = {
    "plain": ("", "params[n] -= 0.1 * grads[n]"),
    "Adam, warmed up": (
        MOMENTS,
        "first[n] = 0.9 * first[n] + 0.1 * grads[n]\n"
        "        second[n] = 0.98 * second[n] + 0.02 * grads[n] ** 2\n"
        "        params[n] -= 0.01 * min(step / 20, 1) * first[n] / (1 - 0.9**step) / (\n"
        "            np.sqrt(second[n] / (1 - 0.98**step)) + 1e-9)",
    ),
    "no step that is known": ("", "params[n] -= 0.1 * np.arctan(3 * grads[n])"),
}


@pytest.mark.parametrize("slope", ["(1 - H * H)", "(1 - H)"])
@pytest.mark.parametrize("update", UPDATES)
def test_a_round_that_draws_its_examples_moves_what_its_loss_depends_on(update, slope, tmp_path):
    """What a training remembers is no parameter; where steps cannot be read, gradients with names are."""
    moments, update = UPDATES[update]
    found = verdict(DRAWN.format(moments=moments, update=update, slope=slope), tmp_path / "net.py")
    assert found.verdict == (RIGHT if "H * H" in slope else WRONG), found.words
    assert "first" not in found.words.partition("Found")[0]
    if found.verdict == WRONG:
        assert "1 - a is taken for the derivative of tanh" in " ".join(found.words.split()), found.words


def test_how_many_rounds_there_are_may_stand_in_a_rate(tmp_path):
    falling = round_with(8).replace("0.1 * g", "lr * g")
    falls = "        lr = 0.5 * (1 - 0.9 * k / steps)\n"
    loop = f"    steps = 50\n    for k in range(steps):\n{falls}{falling}"
    text = f"{DATA}\ndef main():\n    {MADE}\n{loop}\nmain()\n"
    found = verdict(text.format(slope="(1 - H * H)"), tmp_path / "net.py")
    assert found.verdict == RIGHT, found.words


OF_PREDICTIONS = f"""{DATA}
labels = (Y[:, 0] > 0).astype(int)

def softmax_loss(s, y):
    p = np.exp(s - s.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    return -np.log(p[np.arange(len(y)), y]).mean(), d / len(y)

W, b = rng.normal(size=(2, 2)), np.zeros(2)
for k in range(30):
    y = labels[:20]
    loss, d = softmax_loss(X[:20] @ W + b, y)
    W -= 0.1 * X[:20].T @ d
    {{update}}
s = X @ W + b
"""


def test_what_inputs_have_led_to_is_no_parameter_of_a_loss(tmp_path):
    """There may be other predictions in the file than those that the labels belong to."""
    found = verdict(OF_PREDICTIONS.format(update="b -= 0.1 * d.sum(0)"), tmp_path / "net.py")
    assert found.verdict == RIGHT and "W ok b ok" in " ".join(found.words.split()), found.words


def test_an_array_s_own_rate_is_told_and_a_gradient_that_has_a_name_is_checked(tmp_path):
    """Which rate an array is to have, no number tells; what is called dW and db should be the gradient."""
    found = verdict(OF_PREDICTIONS.format(update="b -= 0.1 * d.mean(0)"), tmp_path / "net.py")
    assert found.verdict == RIGHT and "these are the rates of the arrays: 0.1, 0.005" in found.words
    named = "dW, db = X[:20].T @ d, d.mean(0); W -= 0.1 * dW; b -= 0.1 * db"
    text = OF_PREDICTIONS.replace("    W -= 0.1 * X[:20].T @ d\n", "").format(update=named)
    found = verdict(text, tmp_path / "net.py")
    assert found.verdict == WRONG and "averaged over the examples" in found.words, found.words


def test_a_penalty_s_strength_is_the_one_that_the_loss_was_called_with(tmp_path):
    text = f"""{DATA}
def cost(w, X, y, lam):
    return np.mean((X @ w - y[:, 0]) ** 2) + lam * np.sum(w ** 2)

def gradient(w, X, y, lam):
    return 2 * X.T @ (X @ w - y[:, 0]) / len(X) + lam * w

w = np.zeros(2)
for k in range(30):
    w = w - 0.1 * gradient(w, X, Y, 0.3)
y = Y
print(cost(w, X, Y, 0.3))
"""
    found = verdict(text, tmp_path / "net.py")
    assert found.verdict == WRONG and "penalty" in found.words, found.words
    right = verdict(text.replace("+ lam * w", "+ 2 * lam * w"), tmp_path / "net.py")
    assert right.verdict == RIGHT, right.words


OF_PAIRS = """
import numpy as np

rng = np.random.default_rng(3)

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

class Network:
    def __init__(self, sizes):
        self.biases = [rng.normal(size=(n, 1)) for n in sizes[1:]]
        self.weights = [rng.normal(size=(n, m)) for m, n in zip(sizes, sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(w @ a + b)
        return a

    def update_mini_batch(self, mini_batch, eta):
        sums = [np.zeros_like(b) for b in self.biases], [np.zeros_like(w) for w in self.weights]
        for x, y in mini_batch:
            for kept, new in zip(sums, self.backprop(x, y)):
                for total, grad in zip(kept, new):
                    total += grad
        self.biases = [b - eta / len(mini_batch) * g for b, g in zip(self.biases, sums[0])]
        self.weights = [w - eta / len(mini_batch) * g for w, g in zip(self.weights, sums[1])]

    def backprop(self, x, y):
        zs, activations = [], [x]
        for b, w in zip(self.biases, self.weights):
            zs.append(w @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        delta = self.cost_derivative(activations[-1], y) * sigmoid_prime(zs[-1])
        hidden = self.weights[1].T @ delta * sigmoid_prime({at}[0])
        return [hidden, delta], [hidden @ x.T, delta @ activations[1].T]

    def cost_derivative(self, output, y):
        return output - y

train = [(rng.normal(size=(4, 1)), np.eye(3)[:, [k % 3]]) for k in range(30)]
net = Network([4, 5, 3])
for k in range(0, 30, 10):
    net.update_mini_batch(train[k:k + 10], 1.0)
"""


@pytest.mark.parametrize("at", ["zs", "activations[1:]"])
def test_of_pairs_of_columns_the_first_is_an_example_and_no_cost_need_be_there(at, tmp_path):
    found = verdict(OF_PAIRS.replace("{at}", at), tmp_path / "net.py")
    said = " ".join(found.words.split())
    assert "supposed to be half the sum of the squared errors of feedforward" in said, said
    assert found.verdict == (RIGHT if at == "zs" else WRONG), said
    if at != "zs":
        assert "the derivative of sigmoid is taken at a = f(z), not at z" in said, said


UNROLLED = """
from numpy import *

def make_cost(X, y):
    Y = eye(3)[y]

    def costfunc(nn_params):
        A, B = nn_params[:20].reshape((5, 4), order="F"), nn_params[20:].reshape((3, 5), order="F")
        H = tanh(X @ A.T)
        P = 1 / (1 + exp(-(H @ B.T)))
        J = -sum(Y * log(P) + (1 - Y) * log(1 - P)) / len(X)
        D = (P - Y) / len(X)
        dA, dB = (D @ B * (1 - H * H)).T @ X, D.T @ H
        return J, concatenate((dA.ravel(order="{order}"), dB.ravel(order="F")))

    return costfunc

def descend(f, theta):
    for i in range(20):
        J, g = f(theta)
        theta = theta - 0.5 * g
    return theta

random.seed(0)
X, y = random.randn(30, 4), arange(30) % 3
theta = descend(make_cost(X, y), 0.3 * random.randn(35))
"""


@pytest.mark.parametrize("order", ["F", "C"])
def test_a_loss_that_a_function_makes_is_found_also_beside_all_of_numpy(order, tmp_path):
    found = verdict(UNROLLED.replace("{order}", order), tmp_path / "net.py")
    assert found.verdict == (RIGHT if order == "F" else WRONG), found.words
    assert order == "F" or "costfunc(nn_params)" in found.words


BY_ADAM = f"""{DATA}
class Adam:
    def __init__(self):
        self.t, self.m, self.v = 0, None, None

    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, v in zip(params, grads, self.m, self.v):
            m[...] = 0.9 * m + 0.1 * g
            v[...] = 0.999 * v + 0.001 * g * g
            p -= 0.01 * m / (1 - 0.9**self.t) / (np.sqrt(v / (1 - {{b2}}**self.t)) + 1e-8)

def loss_and_grads(params, X, y):
    W, b = params
    d = (X @ W + b - y) / len(X)
    return 0.5 * np.mean((X @ W + b - y) ** 2), [X.T @ d, d.sum(axis=0)]

params, opt = [rng.normal(size=(2, 1)), np.zeros(1)], Adam()
for k in range(50):
    opt.update(params, loss_and_grads(params, X, Y)[1])
"""


@pytest.mark.parametrize("b2", ["0.999", "0.9"])
def test_an_optimizer_that_has_been_used_begins_anew(b2, tmp_path):
    found = verdict(BY_ADAM.format(b2=b2), tmp_path / "net.py")
    assert found.verdict == (RIGHT if b2 == "0.999" else WRONG), found.words
    assert b2 == "0.999" or "corrected with b1, not with b2" in " ".join(found.words.split())


PICKED = """
import numpy as np
rng = np.random.default_rng(3)
E, w, b, lr = rng.normal(size=(6, 3)), rng.normal(size=3), 0.0, 0.5

def step(ids, y):
    global w, b
    h = E[ids].mean(axis=0)
    p = 1 / (1 + np.exp(-(h @ w + b)))
    dz = p - y
    dE = np.tile(dz * w / len(ids), (len(ids), 1))
    w = w - lr * dz * h
    b = b - lr * dz
    {update}
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

def main():
    for epoch in range(5):
        print(sum(step(np.array(ids), y) for ids, y in (([0, 1, 1], 1.0), ([2, 3, 3, 4], 0.0))))

main()
"""


@pytest.mark.parametrize("update", ["np.add.at(E, ids, -lr * dE)", "E[ids] -= lr * dE"])
def test_a_step_that_returns_its_loss_is_given_the_last_example_that_it_had(update, tmp_path):
    found = verdict(PICKED.replace("{update}", update), tmp_path / "net.py")
    assert found.verdict == (RIGHT if "add.at" in update else WRONG), found.words
    assert "add.at" in update or "(E): rows that are picked several times" in " ".join(found.words.split())
