import numpy as np

np.random.seed(37)
emb = {"users": np.random.randn(4, 3) * 0.6, "items": np.random.randn(5, 3) * 0.6}
triples = np.array([[0, 1, 2], [1, 0, 4], [2, 3, 1], [3, 3, 0], [0, 4, 3]])  # user, liked, not liked


def score(emb, u, i):
    return (emb["users"][u] * emb["items"][i]).sum(axis=1)


def bpr_loss(emb, triples):
    u, i, j = triples.T
    d = score(emb, u, i) - score(emb, u, j)
    return -np.log(1 / (1 + np.exp(-d))).sum()


def bpr_grad(emb, triples):
    g = {k: np.zeros_like(v) for k, v in emb.items()}
    for u, i, j in triples:
        d = emb["users"][u] @ (emb["items"][i] - emb["items"][j])
        s = -1 / (1 + np.exp(d))
        g["users"][u] += s * (emb["items"][i] - emb["items"][j])
        g["items"][i] += s * emb["users"][u]
        g["items"][j] += s * emb["users"][u]
    return g


# ---- for the test
EXPECTED = "the item that is not liked gets the gradient with the wrong sign"
KINDS = {"sign"}
PLACES = ["items"]
TWO = False
MEND = [('g["items"][j] += s', 'g["items"][j] -= s')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=bpr_loss, grads=bpr_grad, params=emb, x=triples)
