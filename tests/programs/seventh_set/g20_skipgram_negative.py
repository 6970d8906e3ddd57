import numpy as np

corpus = "the quick brown fox jumps over the lazy dog while the other fox sleeps near the dog".split()
vocab = sorted(set(corpus))
word2id = {w: i for i, w in enumerate(vocab)}
ids = [word2id[w] for w in corpus]
V, D, WINDOW, K = len(vocab), 5, 2, 3

pairs = []
for i, c in enumerate(ids):
    for j in range(max(0, i - WINDOW), min(len(ids), i + WINDOW + 1)):
        if j != i:
            pairs.append((c, ids[j]))
pairs = np.array(pairs)

rng = np.random.default_rng(100)
W_in = rng.normal(scale=0.5, size=(V, D))
W_out = rng.normal(scale=0.5, size=(V, D))
# fixed negatives so that the loss can be compared between the epochs
negatives = rng.integers(0, V, size=(len(pairs), K))


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


def sgns_loss(params, pairs, negatives):
    h = params["W_in"][pairs[:, 0]]  # (B, D)
    pos = params["W_out"][pairs[:, 1]]  # (B, D)
    neg = params["W_out"][negatives]  # (B, K, D)
    s_pos = np.sum(h * pos, axis=1)
    s_neg = np.einsum("bd,bkd->bk", h, neg)
    return -np.mean(np.log(sigmoid(s_pos)) + np.log(sigmoid(-s_neg)).sum(axis=1))


def sgns_grad(params, pairs, negatives):
    center, context = pairs[:, 0], pairs[:, 1]
    B = len(pairs)
    h, pos, neg = params["W_in"][center], params["W_out"][context], params["W_out"][negatives]
    e_pos = (sigmoid(np.sum(h * pos, axis=1)) - 1) / B
    e_neg = sigmoid(np.einsum("bd,bkd->bk", h, neg)) / B

    dh = e_pos[:, None] * pos + np.einsum("bk,bkd->bd", e_neg, neg)
    dpos = e_pos[:, None] * h
    dneg = e_neg[:, :, None] * h[:, None, :]

    grads = {"W_in": np.zeros((V, D)), "W_out": np.zeros((V, D))}
    grads["W_in"][center] += dh
    grads["W_out"][context] += dpos
    grads["W_out"][negatives] += dneg
    return grads


def train(params, epochs=5, lr=1.0):
    for epoch in range(epochs):
        grads = sgns_grad(params, pairs, negatives)
        for name in params:
            params[name] -= lr * grads[name]
        lr *= 0.95
    return params


params = {"W_in": W_in, "W_out": W_out}


# ---- for the test
EXPECTED = "sgns_grad adds with `grads[...][indices] += ...`: a word which occurs several times in the batch keeps only its last share (np.add.at needed)"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["W_in", "W_out", "every array", "embedding", "center", "context", "negatives"]
TWO = False
MEND = [
    ('grads["W_in"][center] += dh', 'np.add.at(grads["W_in"], center, dh)'),
    ('grads["W_out"][context] += dpos', 'np.add.at(grads["W_out"], context, dpos)'),
    ('grads["W_out"][negatives] += dneg', 'np.add.at(grads["W_out"], negatives, dneg)'),
]
OFF = {"W_in", "W_out"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sgns_loss, grads=sgns_grad, params=params, x=pairs, y=negatives)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: sgns_loss(a, pairs, negatives), lambda a: sgns_grad(a, pairs, negatives), params
