"""Whatever a learner hands over, a right program is right, and with half of one gradient it is wrong."""

import types
from dataclasses import dataclass

import numpy as np
import pytest

from backprop_course.check import kinds
from backprop_course.check.conclusion import LOCATED, NAMED, conclusion
from backprop_course.check.reading import Unreadable, read

G = np.random.default_rng(0)
X, Y, LABELS = G.normal(size=(12, 3)), G.normal(size=(12, 2)), (G.random(12) > 0.5) * 1.0
W, B, THETA = G.normal(size=(3, 2)), G.normal(size=2), G.normal(size=3)


def squares(w, b, x, y):
    return np.sum((x @ w + b - y) ** 2) / len(x)


def slopes(w, b, x, y, share):
    d = 2 * (x @ w + b - y) / len(x)
    return share * x.T @ d, d.sum(0)


def start():
    return dict(w=W.copy(), b=B.copy())


def log_likelihood(w, x, y):
    return np.sum(y * (x @ w) - np.log1p(np.exp(x @ w)))


def likelihood_that_is_climbed(share):
    def score(w, x, y):
        return share * x.T @ (y - 1 / (1 + np.exp(-x @ w)))

    def step(w, x, y, rate=0.1):
        return w + rate * score(w, x, y)

    return dict(loss=log_likelihood, grads=score, step=step, params=THETA.copy(), x=X, y=LABELS, rate=0.1)


def likelihood_and_its_gradient(share):
    handed = likelihood_that_is_climbed(share)
    return {key: handed[key] for key in ("loss", "grads", "params", "x", "y")}


def forces(share):
    def energy(w, x, y):
        return 0.5 * np.sum((x @ w - y) ** 2)

    def force(w, x, y):
        return -share * x.T @ (x @ w - y)

    def move(w, x, y, h=0.01):
        return w + h * force(w, x, y)

    return dict(loss=energy, grads=force, step=move, params=THETA.copy(), x=X, y=LABELS, rate=0.01)


def size_of_a_batch(share):
    def step(w, b, x, y, batch_size, lr):
        for i in range(0, len(x), batch_size):
            dw, db = slopes(w, b, x[i : i + batch_size], y[i : i + batch_size], share)
            w, b = w - lr * dw, b - lr * db
        return w, b

    return dict(loss=squares, step=step, params=(W.copy(), B.copy()), x=X, y=Y)


def rate_of_an_unknown_name(share):
    def step(w, b, x, y, tempo):
        dw, db = slopes(w, b, x, y, share)
        return w - tempo * dw, b - tempo * db

    return dict(loss=squares, step=step, params=(W.copy(), B.copy()), x=X, y=Y, rate=0.2)


class Pairs:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


def data_set(share):
    def loss(p, data):
        return sum(np.sum((x @ p["w"] + p["b"] - y) ** 2) for x, y in data) / len(data)

    def grads(p, data):
        each = [slopes(p["w"], p["b"], x[None], y[None], share) for x, y in data]
        return dict(w=sum(w for w, _ in each) / len(data), b=sum(b for _, b in each) / len(data))

    return dict(loss=loss, grads=grads, params=start(), x=Pairs(X, Y))


def pairs_out_of_a_generator(share):
    return data_set(share) | dict(x=(pair for pair in zip(X, Y, strict=True)))


def functions_of_a_factory(share):
    def make():
        w, b = W.copy(), B.copy()

        def loss(x, y):
            return squares(w, b, x, y)

        def train(x, y):
            nonlocal w, b
            dw, db = slopes(w, b, x, y, share)
            w, b = w - 0.1 * dw, b - 0.1 * db

        return loss, train

    return dict(make=make, x=X, y=Y, rate=0.1)


def dict_of_functions(share):
    p = [W.copy(), B.copy()]
    net = dict(params=p, loss=lambda x, y: squares(*p, x, y), grads=lambda x, y: slopes(*p, x, y, share))
    return dict(obj=net, x=X, y=Y)


def generator_of_steps(share):
    w, b = W.copy(), B.copy()

    def descend():
        nonlocal w, b
        while True:
            yield w, b
            dw, db = slopes(w, b, X, Y, share)
            w, b = w - 0.1 * dw, b - 0.1 * db

    steps = descend()
    next(steps), next(steps)
    return dict(loss=lambda: squares(w, b, X, Y), step=lambda: next(steps), rate=0.1)


def generator_that_is_sent_data(share):
    def trainer(w, b, lr):
        loss = None
        while True:
            x, y = yield loss
            loss, (dw, db) = squares(w, b, x, y), slopes(w, b, x, y, share)
            w -= lr * dw
            b -= lr * db

    p = [W.copy(), B.copy()]
    steps = trainer(*p, 0.1)
    next(steps)
    loss = lambda batch: squares(*p, *batch)  # noqa: E731
    return dict(loss=loss, step=steps.send, params=p, x=(X, Y), rate=0.1)


class Fitted:
    def __init__(self, share):
        self.share, self.w, self.b = share, W.copy(), B.copy()

    def loss(self, x, y):
        return squares(self.w, self.b, x, y)

    def training(self, x, y, lr=0.1):
        while True:
            dw, db = slopes(self.w, self.b, x, y, self.share)
            self.w, self.b = self.w - lr * dw, self.b - lr * db
            yield self.loss(x, y)


def generator_of_a_method(share):
    net = Fitted(share)
    steps = net.training(X, Y)
    next(steps)
    return dict(obj=net, loss=net.loss, step=lambda: next(steps), x=X, y=Y, rate=0.1)


@dataclass
class Result:
    loss: float
    grads: dict


def result_with_names(share):
    def both(p, x, y):
        return Result(
            squares(**p, x=x, y=y), dict(zip("wb", slopes(**p, x=x, y=y, share=share), strict=True))
        )

    return dict(loss_and_grads=both, params=start(), x=X, y=Y)


def result_in_one_dict(share):
    def both(p, x, y):
        dw, db = slopes(**p, x=x, y=y, share=share)
        return dict(cost=squares(**p, x=x, y=y), dw=dw, db=db)

    return dict(loss=both, params=start(), x=X, y=Y)


class Scaled:
    def __init__(self, x, y, strength=0.1):
        self.x, self.y, self.strength = x, y, strength
        self.mean, self.std, self.b_y = x.mean(axis=0), x.std(axis=0), y.mean()
        self.w, self.b = THETA.copy(), 0.3

    @property
    def cost(self):
        fit = (self.x - self.mean) / self.std @ self.w + self.b + self.b_y
        return np.mean((fit - self.y) ** 2) + self.strength * self.w @ self.w

    def descend(self, share, lr=0.1):
        z = (self.x - self.mean) / self.std
        d = 2 * (z @ self.w + self.b + self.b_y - self.y) / len(z)
        self.w = self.w - lr * share * (z.T @ d + 2 * self.strength * self.w)
        self.b = self.b - lr * d.sum()


def statistics_of_the_data(share):
    net = Scaled(5 + 2 * X, LABELS)
    return dict(obj=net, step=lambda: net.descend(share), rate=0.1)


class Lazy:
    W = None

    def predict(self, x):
        if self.W is None:
            self.W, self.b = np.random.default_rng(1).normal(size=(x.shape[1], 2)), np.zeros(2)
        return x @ self.W + self.b

    def loss(self, x, y):
        return np.sum((self.predict(x) - y) ** 2) / len(x)

    def update(self, x, y, share, lr):
        dw, db = slopes(self.W, self.b, x, y, share)
        self.predict(x)
        self.W, self.b = self.W - lr * dw, self.b - lr * db


def parameters_of_the_first_call(share):
    net = Lazy()
    return dict(obj=net, loss=net.loss, step=lambda x, y, lr: net.update(x, y, share, lr), x=X, y=Y)


def parameters_of_the_first_call_in_a_dict(share):
    p = {}

    def forward(x):
        if not p:
            p.update(w=np.random.default_rng(1).normal(size=(x.shape[1], 2)), b=np.zeros(2))
        return x @ p["w"] + p["b"]

    def loss(x, y):
        return np.sum((forward(x) - y) ** 2) / len(x)

    def grads(x, y):
        forward(x)
        return dict(zip("wb", slopes(p["w"], p["b"], x, y, share), strict=True))

    return dict(loss=loss, grads=grads, params=p, x=X, y=Y)


def words_of_another_language(share):
    def kosten(gewichte, eingabe, ziel):
        return np.mean((eingabe @ gewichte - ziel) ** 2)

    def gradient(gewichte, eingabe, ziel):
        return 2 * share * eingabe.T @ (eingabe @ gewichte - ziel) / len(ziel)

    def schritt(gewichte, eingabe, ziel, lernrate):
        return gewichte - lernrate * gradient(gewichte, eingabe, ziel)

    return dict(loss=kosten, step=schritt, params=THETA.copy(), x=X, y=LABELS, rate=0.1)


class Trained:
    def __init__(self, share):
        self.share, self.w, self.history = share, THETA.copy(), []

    def loss(self, x, y):
        return np.mean((x @ self.w - y) ** 2)

    def fit(self, x, y, epochs=1, lr=0.1):
        for _ in range(epochs):
            self.w = self.w - lr * self.share * 2 * x.T @ (x @ self.w - y) / len(y)
            self.history.append(self.loss(x, y))
        return self.history


def training_that_returns_its_history(share):
    net = Trained(share)
    net.fit(X, LABELS, 5)
    return dict(obj=net, loss=net.loss, step=net.fit, x=X, y=LABELS, rate=0.1)


class CalledLikeData:
    def __init__(self, x, y, share):
        self.X, self.T, self.share, self.A, self.d0 = x, y, share, W.copy(), 0.3

    def loss(self, x, y):
        return squares(self.A, self.d0, x, y)

    def step(self, x, y):
        dw, db = slopes(self.A, self.d0, x, y, self.share)
        for name, slope in (("A", dw), ("d0", db.sum())):
            setattr(self, name, getattr(self, name) - 0.1 * slope)


def parameters_called_like_data(share):
    net = CalledLikeData(X, Y, share)
    return dict(obj=net, loss=net.loss, step=net.step, x=X.copy(), y=Y.copy(), rate=0.1)


def step_that_returns_its_loss(share):
    def step(p, x, y, lr=0.1):
        loss, (dw, db) = squares(**p, x=x, y=y), slopes(**p, x=x, y=y, share=share)
        p["w"] -= lr * dw
        p["b"] -= lr * db
        return loss

    return dict(step=step, params=start(), x=X, y=Y)


def step_that_returns_parameters_and_loss(share):
    def step(w, b, x, y, lr):
        dw, db = slopes(w, b, x, y, share)
        return w - lr * dw, b - lr * db, squares(w, b, x, y)

    return dict(step=step, params=(W.copy(), B.copy()), x=X, y=Y, rate=0.1)


def part_called_like_the_default_of_another(share):
    def loss(w, b, x, y):
        return np.mean((x @ w + b - y) ** 2)

    def train(x, y, epochs=10, lr=0.1, w=None, b=0.0):
        w = np.zeros_like(THETA) if w is None else w
        for _ in range(epochs):
            d = 2 * (x @ w + b - y) / len(x)
            w, b = w - lr * share * x.T @ d, b - lr * d.sum()
        return w, b

    return dict(loss=loss, step=train, params=(THETA.copy(), 0.5), x=X, y=LABELS, rate=0.1)


class HandedItsOwn:
    def __init__(self, share, strength=0.5):
        self.w, self.share, self.strength = THETA.copy(), share, strength

    def objective(self, w, x, y):
        return np.sum((x @ w - y) ** 2) + self.strength * w @ w

    def gradient(self, w, x, y):
        return 2 * self.share * x.T @ (x @ w - y) + 2 * self.strength * w

    def step(self, x, y):
        self.w = self.w - 0.01 * self.gradient(self.w, x, y)


def method_that_is_handed_an_attribute(share):
    net = HandedItsOwn(share)
    return dict(obj=net, loss=net.objective, grads=net.gradient, step=net.step, x=X, y=LABELS)


def list_of_the_one_array(share):
    def loss(w):
        return np.sum((X @ w - Y) ** 2, axis=1).mean()

    def grad(w):
        return 2 * share * X.T @ (X @ w - Y) / len(X)

    return dict(loss=loss, grads=grad, params=[W.copy()])


def arrays_of_one_shape_in_a_dict_in_another_order(share):
    def loss(Wa, Wb, Wc, x, y):
        return np.sum((np.tanh(np.tanh(x @ Wa) @ Wb) @ Wc - y) ** 2)

    def backward(Wa, Wb, Wc, x, y):
        h = np.tanh(x @ Wa)
        k = np.tanh(h @ Wb)
        d = 2 * (k @ Wc - y)
        dk = d @ Wc.T * (1 - k**2)
        dh = dk @ Wb.T * (1 - h**2)
        return dict(dWb=share * h.T @ dk, dWc=k.T @ d, dWa=x.T @ dh)

    params = tuple(np.random.default_rng(k).normal(size=(3, 3)) for k in range(3))
    return dict(loss=loss, grads=backward, params=params, x=X, y=X[::-1].copy())


IMPORTANCE = np.linspace(0.5, 2, 12)


def forward(p, x):
    return x @ p["w"] + p["b"]


def weights_of_examples_beside_predictions(share):
    def loss(p, x, y, IMPORTANCE):
        return np.sum(IMPORTANCE[:, None] * (forward(p, x) - y) ** 2)

    def grads(p, x, y, IMPORTANCE):
        d = 2 * IMPORTANCE[:, None] * (forward(p, x) - y)
        return dict(b=d.sum(0), w=share * x.T @ d)

    return dict(loss=loss, grads=grads, predict=forward, params=start(), x=X, y=Y)


class WithSettings:
    def __init__(self, share, lr=0.1, alpha=0.01):
        self.coefs, self.intercepts = [W.copy(), W[:2].copy()], [B.copy(), B.copy()]
        self.share, self.lr, self.alpha = share, lr, alpha

    def loss_and_grads(self, x, y):
        (v, w), (a, b) = self.coefs, self.intercepts
        h = np.tanh(x @ v + a)
        d = h @ w + b - y
        dh = d @ w.T * (1 - h**2)
        loss = 0.5 * np.sum(d**2) + 0.5 * self.alpha * sum(np.sum(c**2) for c in self.coefs)
        of_w = self.share * h.T @ d + self.alpha * w
        return loss, [x.T @ dh + self.alpha * v, of_w], [dh.sum(0), d.sum(0)]


def loss_and_gradients_of_an_object_with_settings(share):
    net = WithSettings(share)
    return dict(obj=net, loss_and_grads=net.loss_and_grads, x=X, y=Y)


def number_of_rounds_of_any_name(share):
    def train(p, x, y, lr, n):
        for _ in range(n):
            dw, db = slopes(p["w"], p["b"], x, y, share)
            p["w"] -= lr * dw
            p["b"] -= lr * db

    return dict(loss=lambda p, x, y: squares(**p, x=x, y=y), step=train, params=start(), x=X, y=Y, rate=0.1)


def step_that_nobody_can_call(share):
    def step(p, x, y, plan, lr):
        return plan(p, x, y) * lr

    def grads(p, x, y):
        return slopes(**p, x=x, y=y, share=share)

    handed = dict(loss=lambda p, x, y: squares(**p, x=x, y=y), grads=grads, params=start(), x=X, y=Y)
    return handed | dict(step=step)


def forces_followed_example_by_example(share):
    handed = forces(share)

    def epoch(w, x, y, h=0.03):
        for i in range(len(x)):
            w = w + h * handed["grads"](w, x[i : i + 1], y[i : i + 1])
        return w

    return handed | dict(step=epoch, rate=0.03)


def factory_of_the_first_parameters(share):
    def make():
        return [W.copy(), B.copy()]

    def loss(params, x, y):
        return squares(*params, x, y)

    def grads(params, x, y):
        return slopes(*params, x, y, share)

    return dict(make=make, loss=loss, grads=grads, params=make(), x=X, y=Y)


class OnLists:
    """A row of weights for each output, in lists, and an update that is told the net's own inputs."""

    def __init__(self, share=1.0):
        self.rows, self.share = W.T.tolist(), share

    def forward(self, inputs):
        return [sum(w * v for w, v in zip(row, inputs, strict=True)) for row in self.rows]

    def learn(self, inputs, targets, rate=0.1):
        errors = [p - t for p, t in zip(self.forward(inputs), targets, strict=True)]
        for k, (row, error) in enumerate(zip(self.rows, errors, strict=True)):
            for i, v in enumerate(inputs):
                row[i] -= rate * error * v * (1 if k else self.share)


trained = OnLists()


def error_of(trained, inputs, targets):
    return sum(0.5 * (p - t) ** 2 for p, t in zip(trained.forward(inputs), targets, strict=True))


def older_object_called_like_an_argument(share):
    one = dict(x=X[0].tolist(), y=Y[0].tolist(), rate=0.1)
    return dict(
        make=lambda: OnLists(share), loss=error_of, step=OnLists.learn, predict=OnLists.forward, **one
    )


class ListOfLayers(list):
    """A net that is the list of its layers."""

    def __init__(self, share):
        super().__init__([types.SimpleNamespace(w=W.copy(), b=B.copy())])
        self.share = share

    def loss(self, x, y):
        return squares(self[0].w, self[0].b, x, y)

    def fit(self, x, y, rate=0.1):
        w, b = slopes(self[0].w, self[0].b, x, y, self.share)
        self[0].w, self[0].b = self[0].w - rate * w, self[0].b - rate * b


def function_that_returns_the_parameters(share):
    net = ListOfLayers(share)
    values = dict(x=X, y=Y, rate=0.1, params=lambda: [net[0].w, net[0].b])
    return dict(make=lambda: ListOfLayers(share), loss=net.loss, step=net.fit, **values)


def list_of_one_array_called_like_an_array(share):
    def loss(p, x, y):
        return np.mean(((x * p[0]).sum(1) - y) ** 2)

    def grads(p, x, y):
        return [2 * share * x.T @ ((x * p[0]).sum(1) - y) / len(y)]

    return dict(loss=loss, grads=grads, params=[THETA.copy()], x=X, y=LABELS)


def sum_that_is_followed_by_its_mean(share):
    def loss(params, x, y):
        return len(x) * squares(params["w"], params["b"], x, y)

    def step(params, x, y, rate=0.05):
        w, b = slopes(params["w"], params["b"], x, y, share)
        return dict(w=params["w"] - rate * w, b=params["b"] - rate * b)

    return dict(loss=loss, step=step, params=start(), x=X, y=Y, rate=0.05)


WAYS = [
    value
    for value in list(globals().values())
    if isinstance(value, types.FunctionType)
    and value.__code__.co_varnames[: value.__code__.co_argcount] == ("share",)
]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_right_program_is_right(way):
    found = conclusion(read(**way(1.0)))
    assert found.verdict == kinds.RIGHT, found


@pytest.mark.full
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_with_half_a_gradient_it_is_wrong(way):
    found = conclusion(read(**way(0.5)))
    assert found.verdict in (NAMED, LOCATED), found


def test_a_likelihood_that_is_descended_is_wrong():
    handed = likelihood_that_is_climbed(1.0)
    score = handed["grads"]
    found = conclusion(read(**handed | dict(step=lambda w, x, y, rate=0.1: w - rate * score(w, x, y))))
    assert [each.kind for each in found.findings] == [kinds.UPDATE_SIGN]


def test_a_cost_that_is_climbed_is_wrong():
    def step(w, b, x, y, lr=0.1):
        dw, db = slopes(w, b, x, y, 1.0)
        return w + lr * dw, b + lr * db

    found = conclusion(read(squares, step=step, params=(W, B), x=X, y=Y, rate=0.1))
    assert [each.kind for each in found.findings] == [kinds.UPDATE_SIGN]


def test_a_number_that_a_training_has_recorded_is_no_loss():
    net = Trained(1.0)
    net.fit(X, LABELS, 3)
    with pytest.raises(Unreadable, match="recorded"):
        read(loss=lambda: net.history[-1], step=net.fit, params=net, x=X, y=LABELS)


def test_the_loss_after_a_step_is_not_that_of_its_gradient(monkeypatch):
    monkeypatch.delitem(globals(), "forward")  # nothing makes predictions, so no loss of theirs is supposed

    def step(p, x, y, lr=0.1):
        dw, db = slopes(**p, x=x, y=y, share=1.0)
        p["w"] -= lr * dw
        p["b"] -= lr * db
        return squares(**p, x=x, y=y)

    with pytest.raises(Unreadable, match="put these lines into a function"):
        read(step=step, params=start(), x=X, y=Y)


class Ascending:
    def __init__(self):
        self.w, self.h = THETA.copy(), np.zeros(3)

    def loss(self, x, y):
        return np.mean((x @ self.w - y) ** 2)

    def step(self, x, y):
        g = 2 * x.T @ (x @ self.w - y) / len(y)
        self.h = self.h + g * g
        self.w = self.w + 0.1 * g / (np.sqrt(self.h) + 1e-8)


def test_an_optimizer_that_climbs_is_wrong():
    net = Ascending()
    found = conclusion(read(net.loss, step=net.step, obj=net, x=X, y=LABELS, rate=0.1))
    assert [each.kind for each in found.findings] == [kinds.UPDATE_SIGN]


class Widened:
    def __init__(self):
        self.w, self.b = W.copy(), np.zeros((1, 2))

    def loss(self, x, y):
        return np.mean((x @ self.w + self.b - y) ** 2)

    def step(self, x, y, lr=0.1):
        d = 2 * (x @ self.w + self.b - y) / y.size
        self.w, self.b = self.w - lr * x.T @ d, self.b - lr * d


def test_a_step_that_widens_a_bias_is_told():
    net = Widened()
    found = conclusion(read(net.loss, step=net.step, obj=net, x=X, y=Y))
    assert [each.kind for each in found.findings] == [kinds.ONE_BIAS_PER_ROW]


def test_a_training_whose_arrays_grow_is_undecided():
    def train(x, y, epochs=10, lr=0.1, w=None, b=0.0):
        w = np.zeros_like(W) if w is None else w
        for _ in range(epochs):
            dw, db = slopes(w, b, x, y, 1.0)
            w, b = w - lr * dw, b - lr * db
        return w, b

    found = conclusion(read(squares, step=train, params=(W.copy(), B.copy()), x=X, y=Y, rate=0.1))
    assert found.verdict == kinds.UNDECIDED, found


def test_newtons_step_is_no_wrong_gradient():
    def step(w, x, y):
        p = 1 / (1 + np.exp(-x @ w))
        return w + np.linalg.solve((x.T * (p * (1 - p))) @ x, x.T @ (y - p))

    found = conclusion(read(log_likelihood, step=step, params=THETA.copy(), x=X, y=LABELS))
    assert found.verdict == kinds.RIGHT, found


def test_steps_of_one_length_are_not_taken_for_a_gradient():
    """As Lion's, whose signs are those of a mean."""
    mean = np.random.default_rng(1).normal(size=(3, 2)), np.random.default_rng(2).normal(size=2)

    def step(w, b, x, y):
        return w - 0.01 * (np.sign(mean[0]) + 0.1 * w), b - 0.01 * (np.sign(mean[1]) + 0.1 * b)

    found = conclusion(read(squares, step=step, params=(W.copy(), B.copy()), x=X, y=Y))
    assert found.verdict == kinds.UNDECIDED, found


class Layered:
    def __init__(self, share=1.0, seed=1):
        self.share, rng = share, np.random.default_rng(seed)
        self.w, self.b = rng.normal(size=(3, 2)), np.zeros(2)

    def loss(self, x, y):
        return squares(self.w, self.b, x, y)

    def backward(self, x, y):
        self.dw, self.db = slopes(self.w, self.b, x, y, self.share)

    def update(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db


@pytest.mark.parametrize("methods", [True, False])
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_arrays_of_an_object_beside_what_makes_another(share, methods):
    net = Layered(share)

    def grads(x, y):
        net.backward(x, y)
        return dict(w=net.dw, b=net.db)

    handed = dict(loss=net.loss if methods else lambda x, y: net.loss(x, y), grads=grads, x=X, y=Y)
    handed |= dict(params=dict(w=net.w, b=net.b), make=lambda: Layered(share, seed=2))
    found = conclusion(read(**handed, **(dict(step=net.update, rate=0.1) if methods else {})))
    assert found.verdict == (kinds.RIGHT if share == 1 else NAMED), found


class AlreadyMoving:
    def __init__(self, lr=0.01):
        self.w, self.v, self.lr = THETA.copy(), np.array([1.0, -2.0, 1.0]), lr

    def loss(self, x, y):
        return np.sum(np.maximum(0, 1 - y * (x @ self.w)) ** 2)

    def step(self, x, y):
        ahead = self.w + 0.9 * self.v
        self.v = 0.9 * self.v + 2 * self.lr * x.T @ (y * np.maximum(0, 1 - y * (x @ ahead)))
        self.w = self.w + self.v


def test_a_velocity_that_is_kept_is_not_taken_for_a_gradient():
    net = AlreadyMoving()
    found = conclusion(read(obj=net, loss=net.loss, step=net.step, x=X, y=2 * LABELS - 1))
    assert found.verdict == kinds.UNDECIDED, found


def test_a_backward_pass_that_asks_for_the_derivative_by_the_output_is_refused_with_the_reason():
    net = HandedItsOwn(1.0)

    def backward(dout):
        net.dw = X.T @ dout

    with pytest.raises(Unreadable, match="derivative of the loss by the output"):
        read(obj=net, loss=net.objective, grads=backward, x=X, y=LABELS)
