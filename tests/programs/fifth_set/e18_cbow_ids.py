import numpy as np

contexts = np.array([[0, 2, 3, 1], [1, 3, 4, 4], [5, 0, 2, 2], [3, 1, 0, 5]])
centers = np.array([4, 2, 1, 0])


def init(vocab_size=6, dim=3, seed=18):
    rng = np.random.default_rng(seed)
    return {"in": rng.normal(0, 0.5, (vocab_size, dim)), "out": rng.normal(0, 0.5, (dim, vocab_size))}


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def forward(emb, ctx):
    h = emb["in"][ctx].mean(axis=1)
    return h, softmax(h @ emb["out"])


def cbow_loss(emb, ctx, word):
    _, p = forward(emb, ctx)
    return -np.log(p[np.arange(len(word)), word]).mean()


def cbow_grad(emb, ctx, word):
    h, p = forward(emb, ctx)
    p[np.arange(len(word)), word] -= 1
    p /= len(word)
    d_in = np.zeros_like(emb["in"])
    dh = p @ emb["out"].T
    for i, ids in enumerate(ctx):
        for k in ids:
            d_in[k] += dh[i]
    return {"in": d_in, "out": h.T @ p}


emb = init()

# ---- for the test
EXPECTED = "the mean over the window is passed back as a sum: 1/4 is missing"
KINDS = {"factor missing", "scale", "not averaged"}
PLACES = ["in", "layer 1"]
TWO = False
MEND = [("d_in[k] += dh[i]\n", "d_in[k] += dh[i] / len(ids)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cbow_loss, grads=cbow_grad, params=emb, x=contexts, y=centers)
