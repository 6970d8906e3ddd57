"""Self-attention from scratch, forward and backward. One head, one sequence, no mask."""
from dataclasses import dataclass, fields

import numpy as np


@dataclass
class Attention:
    Wq: np.ndarray
    Wk: np.ndarray
    Wv: np.ndarray
    Wo: np.ndarray

    @classmethod
    def random(cls, d_model, d_head, seed=0):
        rng = np.random.default_rng(seed)
        scale = 1 / np.sqrt(d_model)
        return cls(*(rng.normal(0, scale, (d_model, d_head)) for _ in range(3)), rng.normal(0, scale, (d_head, d_model)))


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attend(p: Attention, x):
    q, k, v = x @ p.Wq, x @ p.Wk, x @ p.Wv
    scores = q @ k.T / np.sqrt(q.shape[-1])
    attn = softmax(scores)
    ctx = attn @ v
    return ctx @ p.Wo, (q, k, v, attn, ctx)


def loss_fn(p: Attention, x, target):
    out, _ = attend(p, x)
    return ((out - target) ** 2).mean()


def grad_fn(p: Attention, x, target) -> Attention:
    out, (q, k, v, attn, ctx) = attend(p, x)
    d_out = 2 * (out - target) / out.size

    d_Wo = ctx.T @ d_out
    d_ctx = d_out @ p.Wo.T

    d_v = attn.T @ d_ctx
    d_attn = d_ctx @ v.T
    # jacobian of softmax, row by row: diag(a) - a a^T
    d_scores = attn * (d_attn - (d_attn * attn).sum(axis=-1, keepdims=True))

    d_q = d_scores @ k
    d_k = d_scores.T @ q
    return Attention(Wq=x.T @ d_q, Wk=x.T @ d_k, Wv=x.T @ d_v, Wo=d_Wo)


def apply(p: Attention, g: Attention, lr):
    return Attention(*(getattr(p, f.name) - lr * getattr(g, f.name) for f in fields(p)))


# toy task: copy the token before
rng = np.random.default_rng(11)
x = 1.5 * rng.normal(size=(6, 4))
target = np.roll(x, 1, axis=0)
params = Attention.random(4, 3, seed=1)

if __name__ == "__main__":
    for i in range(500):
        params = apply(params, grad_fn(params, x, target), lr=0.5)
        if i % 100 == 0:
            print(i, loss_fn(params, x, target))


# ---- for the test
EXPECTED = "the scores are divided by sqrt(d_head) on the way forward, on the way back the factor 1/sqrt(d_head) is missing in d_scores: the gradients of Wq and Wk are sqrt(3) times too large"
KINDS = {"factor missing", "scale"}
PLACES = ["Wq", "Wk", "d_scores", "d_q", "d_k", "scores"]
TWO = False
MEND = [("    d_q = d_scores @ k\n", "    d_scores = d_scores / np.sqrt(q.shape[-1])\n    d_q = d_scores @ k\n")]
OFF = {"Wq", "Wk"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_fn, grads=grad_fn, params=params, x=x, y=target)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss_fn(Attention(**a), x, target), lambda a: dict(vars(grad_fn(Attention(**a), x, target))), {k: v.copy() for k, v in vars(params).items()}
