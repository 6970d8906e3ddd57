"""Feed-forward programs in many conventions, with a mistake committed by hand in their backward pass.

Nothing here comes from the package: a net is written as its learner would write it, and the mistakes are
lines of its own backward pass.
"""

from typing import NamedTuple

import numpy as np


class Convention(NamedTuple):
    """How a program is written."""

    columns: bool  # examples are columns
    bias: str  # "flat", "matrix" or "none"
    out_in: bool  # weights are (out, in), whatever the examples are
    hidden: str
    output: str
    half: bool  # a squared error has its half
    mean: bool
    penalty: float
    order: str  # "W b W b" or "W W b b"
    sizes: tuple
    labels: bool  # integer labels


def conventions(count, seed=0):
    """So many conventions at random."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        output = rng.choice(["line", "sigmoid squared", "sigmoid", "softmax", "tanh squared"])
        sizes = [int(n) for n in rng.integers(2, 6, rng.integers(3, 5))]
        sizes[-1] = max(sizes[-1], 2) if output == "softmax" else sizes[-1]
        yield Convention(
            bool(rng.integers(2)),
            str(rng.choice(["flat", "matrix", "none"])),
            bool(rng.integers(2)),
            str(rng.choice(["tanh", "sigmoid", "relu"])),
            str(output),
            bool(rng.integers(2)),
            bool(rng.integers(2)),
            float(rng.choice([0.0, 0.0, 0.1])),
            str(rng.choice(["W b W b", "W W b b"])),
            tuple(sizes),
            bool(output == "softmax" and rng.integers(2)),
        )


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


F = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": lambda z: np.maximum(0, z), "line": lambda z: z}
SLOPES = {
    "tanh": lambda z, a: 1 - a**2,
    "sigmoid": lambda z, a: a * (1 - a),
    "relu": lambda z, a: (z > 0) * 1.0,
    "line": lambda z, a: np.ones_like(z),
}


class Net:
    """A program: `params`, `loss(params, x, y)`, `grads(params, x, y)`; a mistake is (name, layer from 0)."""

    def __init__(self, convention, mistakes=(), share=1.0, seed=0, n=6):
        self.c, self.mistakes, self.share = convention, mistakes, share
        rng = np.random.default_rng(seed)
        sizes = convention.sizes
        x = rng.normal(size=(n, sizes[0]))
        classes = rng.integers(0, sizes[-1], n)
        if convention.output == "softmax":
            y = np.eye(sizes[-1])[classes]
        elif convention.output == "sigmoid":
            y = rng.integers(0, 2, (n, sizes[-1])).astype(float)
        else:
            y = rng.uniform(-0.9, 0.9, (n, sizes[-1]))
        self.x, self.y = (x.T, y.T) if convention.columns else (x, y)
        self.y = classes if convention.labels else self.y
        W = [rng.normal(size=pair) for pair in zip(sizes, sizes[1:], strict=False)]
        W = [w.T.copy() if convention.out_in else w for w in W]
        b = [0.5 * rng.normal(size=size) for size in sizes[1:]] if convention.bias != "none" else []
        if convention.bias == "matrix":
            b = [v.reshape(-1, 1) if convention.columns else v.reshape(1, -1) for v in b]
        self.names, self.params = [], {}
        if convention.order == "W b W b":
            for i, w in enumerate(W):
                self.params[f"W{i + 1}"] = w
                if b:
                    self.params[f"b{i + 1}"] = b[i]
        else:
            self.params |= {f"W{i + 1}": w for i, w in enumerate(W)}
            self.params |= {f"b{i + 1}": v for i, v in enumerate(b)}

    def _z(self, p, i, a):
        W = p[f"W{i + 1}"]
        if self.c.columns:
            z = (W if self.c.out_in else W.T) @ a
        else:
            z = a @ (W.T if self.c.out_in else W)
        if f"b{i + 1}" in p:
            b = p[f"b{i + 1}"]
            z = z + (b[:, None] if self.c.columns and b.ndim == 1 else b)
        return z

    def _ahead(self, p, x):
        layers, a, acts, zs = len(self.c.sizes) - 1, x, [x], []
        for i in range(layers):
            zs.append(self._z(p, i, a))
            a = F[self._activation(i)](zs[-1])
            acts.append(a)
        return zs, acts

    def _activation(self, i):
        if i < len(self.c.sizes) - 2:
            return self.c.hidden
        return {"sigmoid squared": "sigmoid", "tanh squared": "tanh"}.get(self.c.output, "line")

    def _hot(self, y):
        if not self.c.labels:
            return y
        hot = np.eye(self.c.sizes[-1])[y]
        return hot.T if self.c.columns else hot

    def _scale(self, x):
        n = x.shape[1] if self.c.columns else x.shape[0]
        return 1 / n if self.c.mean else 1.0

    def _softmax(self, z):
        axis = 0 if self.c.columns else 1
        e = np.exp(z - z.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    def loss(self, p, x, y):
        zs, acts = self._ahead(p, x)
        y = self._hot(y)
        if self.c.output == "softmax":
            data = -np.sum(y * np.log(self._softmax(zs[-1])))
        elif self.c.output == "sigmoid":
            out = sigmoid(zs[-1])
            data = -np.sum(y * np.log(out) + (1 - y) * np.log(1 - out))
        else:
            data = np.sum((acts[-1] - y) ** 2) * (0.5 if self.c.half else 1.0)
        decay = sum(np.sum(p[k] ** 2) for k in p if k[0] == "W")
        return data * self._scale(x) + self.c.penalty * decay / 2

    def __str__(self):
        return f"{self.mistakes} {self.c.output} {'columns' if self.c.columns else 'rows'}"

    def is_right(self):
        """Whether the mistake changes nothing here."""
        pair = [self._back(self.params, self.x, self.y, mistakes) for mistakes in ((), self.mistakes)]
        return all(np.allclose(pair[0][k], pair[1][k], rtol=1e-7) for k in self.params)

    def grads(self, p, x, y):
        right, wrong = self._back(p, x, y, ()), self._back(p, x, y, self.mistakes)
        return {k: (1 - self.share) * right[k] + self.share * wrong[k] for k in p}

    def _back(self, p, x, y, mistakes):
        def has(name, i=0):
            return (name, i) in mistakes

        zs, acts = self._ahead(p, x)
        y, top = self._hot(y), len(zs) - 1
        n = x.shape[1] if self.c.columns else x.shape[0]
        scale = self._scale(x)
        if has("no mean"):
            scale = 1.0
        if has("mean twice"):
            scale = scale / n
        if self.c.output in ("softmax", "sigmoid"):
            p_out = self._softmax(zs[-1]) if self.c.output == "softmax" else sigmoid(zs[-1])
            d = p_out - y
            if has("output doubled"):
                d = d * p_out * (1 - p_out)
        else:
            d = acts[-1] - y if self.c.half else 2 * (acts[-1] - y)
            slope = SLOPES[self._activation(top)](zs[-1], acts[-1])
            if not has("output missing"):
                d = d * slope
            if has("output doubled"):
                d = d * slope
        if has("sign"):
            d = -d
        d, grads = d * scale, {}
        for i in range(top, -1, -1):
            a = acts[i]
            if has("wrong input", i):
                a = zs[i - 1]
            if has("own output", i):
                a = acts[i + 1]
            dW = d @ a.T if self.c.columns else d.T @ a
            dW = dW if self.c.out_in else dW.T
            W = p[f"W{i + 1}"]
            if has("transposed", i):
                dW = dW.T
            if has("zero", i):
                dW = 0 * dW
            if has("flipped", i):
                dW = -dW
            if not has("penalty missing", i):
                dW = dW + self.c.penalty * W * (2 if has("penalty doubled", i) else 1)
            grads[f"W{i + 1}"] = dW
            if f"b{i + 1}" in p:
                axis, b = (1 if self.c.columns else 0), p[f"b{i + 1}"]
                db = d.sum(axis=axis)
                if has("bias averaged", i):
                    db = d.mean(axis=axis)
                if has("bias summed", i):
                    db = np.full(db.shape, d.sum())
                if has("bias penalized", i):
                    db = db + 0.3 * b.ravel()
                if has("bias from weights", i):
                    db = grads[f"W{i + 1}"].sum(axis=1 if self.c.out_in else 0)
                grads[f"b{i + 1}"] = db.reshape(b.shape)
            if i:
                M = W if self.c.out_in else W.T
                if has("untransposed", i):
                    M = M.T
                d = M.T @ d if self.c.columns else d @ M
                f, z, a = self._activation(i - 1), zs[i - 1], acts[i]
                slope = SLOPES[f](z, a)
                for name, wrong in (
                    ("missing", np.ones_like(z)),
                    ("doubled", slope**2),
                    ("at a", SLOPES[f](a, F[f](a))),
                    ("formula at z", SLOPES[f](z, z)),
                    ("of tanh", 1 - a**2),
                    ("of sigmoid", a * (1 - a)),
                    ("itself", a),
                ):
                    slope = wrong if has(name, i) else slope
                d = d * slope
        return grads


# mistake: (what it is called, whether a convention and a layer can have it)
def _hidden(c, i):
    return i > 0


def _any(c, i):
    return True


def _biased(c, i):
    return c.bias != "none"


MISTAKES = {
    "missing": ("derivative missing", _hidden),
    "doubled": ("derivative doubled", lambda c, i: i > 0 and c.hidden != "relu"),
    "at a": ("wrong argument", lambda c, i: i > 0 and c.hidden != "relu"),
    "formula at z": ("wrong argument", lambda c, i: i > 0 and c.hidden != "relu"),
    "of tanh": ("wrong activation", lambda c, i: i > 0 and c.hidden != "tanh"),
    "of sigmoid": ("wrong activation", lambda c, i: i > 0 and c.hidden != "sigmoid"),
    "itself": ("derivative is the activation", _hidden),
    "output missing": ("output derivative missing", lambda c, i: i == 0 and "squared" in c.output),
    "output doubled": ("output derivative doubled", lambda c, i: i == 0 and c.output != "line"),
    "sign": ("sign", lambda c, i: i == 0 and not c.penalty),
    "no mean": ("scale", lambda c, i: i == 0 and c.mean and not c.penalty),
    "mean twice": ("scale", lambda c, i: i == 0 and c.mean and not c.penalty),
    "wrong input": ("wrong input", _hidden),
    "own output": ("wrong input", lambda c, i: c.sizes[i] == c.sizes[i + 1]),
    "transposed": ("transposed", lambda c, i: c.sizes[i] == c.sizes[i + 1]),
    "untransposed": ("transposed", lambda c, i: i > 0 and c.sizes[i] == c.sizes[i + 1]),
    "zero": ("zero", lambda c, i: not c.penalty),
    "flipped": ("sign", lambda c, i: not c.penalty),
    "penalty missing": ("penalty missing", lambda c, i: c.penalty > 0),
    "penalty doubled": ("penalty scale", lambda c, i: c.penalty > 0),
    "bias averaged": ("averaged where summed", _biased),
    "bias summed": ("summed over everything", lambda c, i: c.bias != "none" and c.sizes[i + 1] > 1),
    "bias penalized": ("penalty on the bias", _biased),
    "bias from weights": (
        "bias from the weight gradient",
        lambda c, i: c.bias != "none" and c.sizes[i + 1] > 1,
    ),
}


def nets(count, seed=0, share=1.0):
    """So many programs: (what the mistake is called, the net), and right ones (None, the net)."""
    rng = np.random.default_rng(seed)
    for number, convention in enumerate(conventions(count, seed)):
        yield None, Net(convention, seed=number)
        able = [
            (name, i)
            for name, (_, can) in MISTAKES.items()
            for i in range(len(convention.sizes) - 1)
            if can(convention, i)
        ]
        for which in rng.choice(len(able), min(3, len(able)), replace=False):
            name, i = able[which]
            yield MISTAKES[name][0], Net(convention, [(name, i)], share, seed=number)


def handed(net):
    """A net as its learner hands it over."""
    return dict(loss=net.loss, grads=net.grads, params=net.params, x=net.x, y=net.y)
