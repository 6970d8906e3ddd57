"""Attention pooling over the time steps of a sequence, then linear regression."""
import numpy as np

B, T, D, K = 4, 5, 3, 6
rng = np.random.default_rng(32)
seqs = rng.normal(size=(B, T, D))
labels = rng.normal(size=B) * 2

Wq = rng.normal(size=(D, K)) * 0.8
bq = rng.normal(size=K) * 0.3
vq = rng.normal(size=K)
wo = rng.normal(size=D)
bo = rng.normal()


def attend(Wq, bq, vq, wo, bo, seqs):
    u = np.tanh(seqs @ Wq + bq)                    # B,T,K
    score = u @ vq                                 # B,T
    e = np.exp(score - score.max(axis=1, keepdims=True))
    att = e / e.sum(axis=1, keepdims=True)
    ctx = (att[:, :, None] * seqs).sum(axis=1)     # B,D
    return u, att, ctx, ctx @ wo + bo


def half_mse(Wq, bq, vq, wo, bo, seqs, labels):
    pred = attend(Wq, bq, vq, wo, bo, seqs)[3]
    return 0.5 * np.mean((pred - labels) ** 2)


def grads(Wq, bq, vq, wo, bo, seqs, labels):
    u, att, ctx, pred = attend(Wq, bq, vq, wo, bo, seqs)
    dpred = (pred - labels) / len(labels)
    dwo = ctx.T @ dpred
    dbo = dpred.sum()
    dctx = dpred[:, None] * wo
    datt = (seqs * dctx[:, None, :]).sum(axis=2)   # B,T
    dscore = datt * att * (1 - att)
    dvq = (u * dscore[:, :, None]).sum(axis=(0, 1))
    du = dscore[:, :, None] * vq * (1 - u ** 2)
    dWq = np.einsum("btd,btk->dk", seqs, du)
    dbq = du.sum(axis=(0, 1))
    return dWq, dbq, dvq, dwo, dbo


# ---- for the test
EXPECTED = "the softmax of the attention is derived elementwise, att*(1-att); the off-diagonal terms of its Jacobian are missing"
KINDS = {"softmax Jacobian diagonal only"}
PLACES = ["Wq", "bq", "vq", "attention", "softmax", "dscore", "score"]
TWO = False
MEND = [("dscore = datt * att * (1 - att)", "dscore = att * (datt - (datt * att).sum(axis=1, keepdims=True))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=half_mse, grads=grads, params=(Wq, bq, vq, wo, bo), x=seqs, y=labels)
