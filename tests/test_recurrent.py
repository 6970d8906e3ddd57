"""The usual mistakes of a recurrent net are named, however it is written, and in little time."""

from time import process_time

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import read
from backprop_course.check.suspects import FAMILIES, recurrent
from backprop_course.check.truth import truth_of

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(3)
UNITS, INPUTS, STEPS = 4, 3, 5
X, Y = RNG.normal(size=(STEPS, INPUTS, 1)), RNG.normal(size=(STEPS, 1, 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def found(loss, grads, params):
    """(the kinds of what a program is accused of, the seconds that it takes)."""
    began = process_time()
    said = accusations(conclusion(read(loss, grads, params, X, Y)))
    return {finding.kind for finding in said}, process_time() - began


# -- an LSTM: state and input in one column, a loss at every step, loss and gradient in one function --

# mistake: (kind, what it changes)
OF_AN_LSTM = {
    "right": (None, {}),
    "no forget gate": (kinds.FACTOR_MISSING, {"carry": "dc"}),
    "another gate": (kinds.WRONG_FACTOR, {"carry": "dc * i"}),
    "new state": (kinds.WRONG_INPUT, {"df": "dc * c"}),
    "c for its tanh": (kinds.WRONG_FACTOR, {"do": "dh * c"}),
    "dh for dc": (kinds.WRONG_ERROR, {"df": "dh * before"}),
    "dc for dh": (kinds.WRONG_ERROR, {"do": "dc * np.tanh(c)"}),
    "gates exchanged": (kinds.ORDER, {"df": "dc * g", "di": "dc * before"}),
    "one gate alone": (kinds.NOT_ACCUMULATED, {"dz": "W['o'].T @ da['o']"}),
    "three gates": (kinds.CARRY_MISSING, {"dz": "sum(W[k].T @ da[k] for k in 'fio')"}),
    "split elsewhere": (kinds.WRONG_PLACE, {"carried": "dz[-len(dh):]"}),
    "= for the biases": (kinds.NOT_ACCUMULATED, {"bias": "share"}),
    "= for the weights": (kinds.NOT_ACCUMULATED, {"weights": "share"}),
    "state after the step": (kinds.WRONG_INPUT, {"z": "np.vstack([h, z[len(h):]])"}),
}


def lstm(changed):
    """Loss and gradient of an LSTM whose backward pass has these expressions in place of its own."""
    said = {
        "do": "dh * np.tanh(c)",
        "df": "dc * before",
        "di": "dc * g",
        "dz": "sum(W[k].T @ da[k] for k in 'fiog')",
        "carried": "dz[:len(dh)]",
        "carry": "dc * f",
        "z": "z",
        "weights": "old + share",
        "bias": "old + share",
    }
    code = {name: compile(text, name, "eval") for name, text in (said | changed).items()}

    def both(p, x, y):
        W, h, c = {k: p[k] for k in "fiog"}, np.zeros((UNITS, 1)), np.zeros((UNITS, 1))
        total, kept = 0.0, []
        for each, wanted in zip(x, y, strict=True):
            z, before = np.vstack([h, each]), c
            f = sigmoid(W["f"] @ z + p["bf"])
            i = sigmoid(W["i"] @ z + p["bi"])
            o = sigmoid(W["o"] @ z + p["bo"])
            g = np.tanh(W["g"] @ z + p["bg"])
            c = f * before + i * g
            h = o * np.tanh(c)
            error = p["V"] @ h - wanted
            total = total + 0.5 * np.sum(error**2)
            kept.append((z, before, f, i, o, g, c, h, error))
        G = {k: np.zeros_like(a) for k, a in p.items()}
        carried, carry = np.zeros((UNITS, 1)), np.zeros((UNITS, 1))
        for z, before, f, i, o, g, c, h, error in reversed(kept):
            G["V"] += error @ h.T
            dh = p["V"].T @ error + carried
            dc = dh * o * (1 - np.tanh(c) ** 2) + carry
            names = dict(np=np, W=W, dh=dh, dc=dc, z=z, before=before, f=f, i=i, o=o, g=g, c=c, h=h)
            df, di, do = (eval(code[each], names) for each in ("df", "di", "do"))
            da = {"f": df * f * (1 - f), "i": di * i * (1 - i), "o": do * o * (1 - o)}
            da["g"] = dc * i * (1 - g**2)
            for k, d in da.items():
                share = d @ eval(code["z"], names).T
                G[k] = eval(code["weights"], dict(old=G[k], share=share))
                G["b" + k] = eval(code["bias"], dict(old=G["b" + k], share=d))
            dz = eval(code["dz"], names | dict(da=da))
            carried = eval(code["carried"], names | dict(dz=dz))
            carry = eval(code["carry"], names)
        return total, G

    return (lambda p, x, y: both(p, x, y)[0]), (lambda p, x, y: both(p, x, y)[1])


def start_of_an_lstm():
    rng = np.random.default_rng(4)
    p = {k: rng.normal(0, 0.6, (UNITS, UNITS + INPUTS)) for k in "fiog"}
    return p | {"b" + k: rng.normal(0, 0.3, (UNITS, 1)) for k in "fiog"} | {"V": rng.normal(size=(1, UNITS))}


@pytest.mark.parametrize("mistake", OF_AN_LSTM)
def test_the_mistakes_of_an_lstm(mistake):
    kind, changed = OF_AN_LSTM[mistake]
    said, seconds = found(*lstm(changed), start_of_an_lstm())
    assert said == ({kind} if kind else set())
    assert seconds < 12


# -- a GRU in rows: all that the input and the state give in one array, cut into gates; one output --

OF_A_GRU = {
    "right": (None, {}),
    "no 1 - u": (kinds.FACTOR_MISSING, {"kept": "dh"}),
    "u for 1 - u": (kinds.WRONG_FACTOR, {"kept": "dh * u"}),
    "no reset gate": (kinds.FACTOR_MISSING, {"reset": "drh"}),
    "new state": (kinds.WRONG_INPUT, {"dr": "drh * new"}),
    "a part is missing": (kinds.PATH_MISSING, {"du": "dh * n"}),
    "gates in another order": (kinds.ORDER, {"joined": "[dar, dau]"}),
}


def gru(changed):
    """Loss and gradient of a GRU whose backward pass has these expressions in place of its own."""
    said = {
        "kept": "dh * (1 - u)",
        "reset": "drh * r",
        "dr": "drh * h",
        "du": "dh * (n - h)",
        "joined": "[dau, dar]",
    }
    code = {name: compile(text, name, "eval") for name, text in (said | changed).items()}

    def forward(p, x):
        h, kept = np.zeros((1, UNITS)), []
        for each in x:
            a = each.T @ p[0] + h @ p[1] + p[2]
            u, r = sigmoid(a[:, :UNITS]), sigmoid(a[:, UNITS:])
            n = np.tanh(each.T @ p[3] + (r * h) @ p[4] + p[5])
            new = (1 - u) * h + u * n
            kept.append((each, h, u, r, n, new))
            h = new
        return h @ p[6], kept

    def loss(p, x, y):
        return 0.5 * np.sum((forward(p, x)[0] - y[-1]) ** 2)

    def grads(p, x, y):
        out, steps = forward(p, x)
        G = [np.zeros_like(a) for a in p]
        G[6] += steps[-1][-1].T @ (out - y[-1])
        dh = (out - y[-1]) @ p[6].T
        for each, h, u, r, n, new in reversed(steps):
            names = dict(dh=dh, h=h, u=u, r=r, n=n, new=new)
            dan = dh * u * (1 - n**2)
            names["drh"] = dan @ p[4].T
            names["dau"] = eval(code["du"], names) * u * (1 - u)
            names["dar"] = eval(code["dr"], names) * r * (1 - r)
            da = np.hstack(eval(code["joined"], names))
            shares = [each @ da, h.T @ da, da[0], each @ dan, (r * h).T @ dan, dan[0]]
            for k, share in enumerate(shares):
                G[k] += share
            dh = eval(code["kept"], names) + eval(code["reset"], names) + da @ p[1].T
        return G

    return loss, grads


def start_of_a_gru():
    rng = np.random.default_rng(6)
    shapes = [
        (INPUTS, 2 * UNITS),
        (UNITS, 2 * UNITS),
        (2 * UNITS,),
        (INPUTS, UNITS),
        (UNITS, UNITS),
        (UNITS,),
    ]
    return [rng.normal(0, 0.6, shape) for shape in (*shapes, (UNITS, 1))]


@pytest.mark.parametrize("mistake", OF_A_GRU)
def test_the_mistakes_of_a_gru(mistake):
    kind, changed = OF_A_GRU[mistake]
    said, seconds = found(*gru(changed), start_of_a_gru())
    assert said == ({kind} if kind else set())
    assert seconds < 12


def test_no_mistake_of_a_long_loop_is_left_out(monkeypatch):
    graph = truth_of(read(*lstm({}), start_of_an_lstm(), X, Y)).graphs[0]
    monkeypatch.setattr(recurrent, "FIRST_SUSPECTS", 10**6)
    every = [each.words for each in recurrent.at_every_step(graph)]
    assert len(every) > 20 and not list(recurrent.more_at_every_step(graph))
    monkeypatch.setattr(recurrent, "FIRST_SUSPECTS", 20)
    first, rest = (
        [each.words for each in way(graph)] for way in (recurrent.at_every_step, recurrent.more_at_every_step)
    )
    assert len(first) == 20 and first + rest == every
    assert FAMILIES[-1] is recurrent.more_at_every_step
