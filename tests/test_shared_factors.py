"""A factor that several blocks share, and below it another mistake: each is named, and no third."""

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import read

pytestmark = pytest.mark.slow

KEYS, SHARE, LEAK = 6, 0.3, 0.6


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(0, 0.7, shape) for shape in shapes]


# Each program takes the mistakes that are made in it, and gives (loss, grads, first parameters, x, y).


def attention(made):
    """Attention of one head around which what it reads is added (Vaswani et al., 2017)."""

    def ahead(params, x):
        E, Wq, Wk, Wv, Wo, bo = params
        h = np.tanh(x @ E)
        q, k, v = h @ Wq, h @ Wk, h @ Wv
        s = q @ k.T / np.sqrt(KEYS)
        e = np.exp(s - s.max(-1, keepdims=True))
        a = e / e.sum(-1, keepdims=True)
        c = h + a @ v
        return h, q, k, v, a, c, c @ Wo + bo

    def loss(params, x, y):
        return np.mean((ahead(params, x)[-1] - y) ** 2)

    def grads(params, x, y):
        _, Wq, Wk, Wv, Wo, _ = params
        h, q, k, v, a, c, o = ahead(params, x)
        do = (1 if "no 2" in made else 2) * (o - y) / o.size
        dc = do @ Wo.T
        da, dv = dc @ v.T, a.T @ dc
        ds = a * da if "softmax" in made else a * (da - (da * a).sum(-1, keepdims=True))
        ds = ds * {"no sqrt": 1.0, "sqrt twice": 1 / KEYS}.get(made[0], 1 / np.sqrt(KEYS))
        dq = ds @ (q if "q for k" in made else k)
        dk = (ds if "ds for ds.T" in made else ds.T) @ q
        dh = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T + dc
        dz = dh if "slope" in made else dh * (1 - h**2)
        dbo = do.mean(0) if "bias" in made else do.sum(0)
        return [x.T @ dz, h.T @ dq, h.T @ dk, h.T @ dv, c.T @ do, dbo]

    x, y, *params = drawn(3, (5, 3), (5, 2), (3, 3), (3, KEYS), (3, KEYS), (3, 3), (3, 2), 2)
    return loss, grads, params, x, y


def layers(made):
    """Three layers, the second of which is added in part to what it reads."""

    def ahead(params, x):
        W1, b1, W2, b2, W3, b3 = params
        h = np.tanh(x @ W1 + b1)
        r = np.tanh(h @ W2 + b2)
        c = h + SHARE * r
        return h, r, c, c @ W3 + b3

    def loss(params, x, y):
        return np.mean((ahead(params, x)[-1] - y) ** 2)

    def grads(params, x, y):
        _, _, W2, _, W3, _ = params
        h, r, c, o = ahead(params, x)
        d3 = 2 * (o - y) / (1 if "no n" in made else len(x))
        dc = d3 @ W3.T
        d2 = dc * (1 - r**2) * {"no share": 1, "share twice": SHARE**2}.get(made[0], SHARE)
        dh = dc + d2 @ (W2 if "weights" in made else W2.T)
        d1 = dh if "slope" in made else dh * (1 - h**2)
        db1 = d1.mean(0) if "bias" in made else d1.sum(0)
        dW2 = (x if "input" in made else h).T @ d2
        return [x.T @ d1, db1, dW2, d2.sum(0), c.T @ d3, d3.sum(0)]

    x, y, *params = drawn(4, (7, 4), (7, 1), (4, 4), 4, (4, 4), 4, (4, 1), 1)
    return loss, grads, params, x, y


def recurrent(made):
    """Units that forget in part, read at the end (Jaeger et al., 2007)."""

    def ahead(params, x):
        Wx, Wh, b, _, _ = params
        states, found = [np.zeros((4, 4))], []
        for here in x:
            found.append(np.tanh(here @ Wx + states[-1] @ Wh + b))
            states.append((1 - LEAK) * states[-1] + LEAK * found[-1])
        return states, found

    def loss(params, x, y):
        return np.mean((ahead(params, x)[0][-1] @ params[3] + params[4] - y) ** 2)

    def grads(params, x, y):
        _, Wh, _, Wo, bo = params
        states, found = ahead(params, x)
        do = 2 * (states[-1] @ Wo + bo - y) / (len(y) if "no outputs" in made else y.size)
        dWx, dWh, db, *_ = map(np.zeros_like, params)
        dh = do @ Wo.T
        for t in reversed(range(len(x))):
            dc = dh * {"no leak": 1, "leak twice": LEAK**2}.get(made[0], LEAK)
            dz = dc if "slope" in made else dc * (1 - found[t] ** 2)
            dWx += x[t].T @ dz
            dWh += states[t + 1 if "input" in made else t].T @ dz
            db += dz.mean(0) if "bias" in made else dz.sum(0)
            dh = dz @ (Wh if "weights" in made else Wh.T) + (0 if "carry" in made else (1 - LEAK) * dh)
        return [dWx, dWh, db, states[-1].T @ do, do.sum(0)]

    x, y, *params = drawn(5, (5, 4, 3), (4, 2), (3, 4), (4, 4), 4, (4, 2), 2)
    return loss, grads, params, x, y


PAIRS = [
    (attention, "no sqrt", "ds for ds.T", kinds.TRANSPOSED),
    (attention, "no sqrt", "softmax", kinds.SOFTMAX_DIAGONAL),
    (attention, "sqrt twice", "slope", kinds.SLOPE_MISSING),
    (attention, "sqrt twice", "ds for ds.T", kinds.TRANSPOSED),
    (attention, "no 2", "q for k", kinds.WRONG_FACTOR),
    (attention, "no 2", "bias", kinds.AVERAGED),
    (layers, "share twice", "weights", kinds.TRANSPOSED),
    (layers, "share twice", "slope", kinds.SLOPE_MISSING),
    (layers, "share twice", "input", kinds.WRONG_INPUT),
    (layers, "no share", "bias", kinds.AVERAGED),
    (layers, "no n", "weights", kinds.TRANSPOSED),
    (recurrent, "no outputs", "weights", kinds.TRANSPOSED),
]


def told(program, *made):
    loss, grads, params, x, y = program(made or ("",))
    return accusations(conclusion(read(loss, grads, params, x=x, y=y)))


@pytest.mark.parametrize(
    "program, factor, other, kind", PAIRS, ids=[f"{p.__name__}-{f}-{o}" for p, f, o, _ in PAIRS]
)
def test_a_shared_factor_and_another_mistake_are_both_named(program, factor, other, kind):
    found = told(program, factor, other)
    assert sorted(each.kind for each in found) == sorted([kinds.SCALE, kind])
    assert all(each.number for each in found)


ALONE = {(program, factor): kinds.SCALE for program, factor, _, _ in PAIRS}
ALONE |= {(program, other): kind for program, _, other, kind in PAIRS}


@pytest.mark.parametrize("program, mistake", ALONE, ids=[f"{p.__name__}-{m}" for p, m in ALONE])
def test_each_of_them_alone_is_named(program, mistake):
    assert [each.kind for each in told(program, mistake)] == [ALONE[program, mistake]]


@pytest.mark.parametrize("program", [attention, layers, recurrent])
def test_the_right_twin_is_right(program):
    assert told(program) == []


@pytest.mark.parametrize(
    "program, factor", [(attention, "no sqrt"), (layers, "share twice"), (recurrent, "leak twice")]
)
def test_what_is_unknown_beside_a_factor_gets_no_name(program, factor):
    loss, grads, params, x, y = program((factor,))

    def with_another(*given):
        first, *rest = grads(*given)
        return [first * (1 + 0.5 * np.sin(np.arange(first.size))).reshape(first.shape), *rest]

    found = accusations(conclusion(read(loss, with_another, params, x=x, y=y)))
    assert {each.kind for each in found} <= {kinds.SCALE, kinds.UNKNOWN}
    assert kinds.UNKNOWN in {each.kind for each in found}
