import numpy as np

sentence = "the quick brown fox jumps over the lazy dog the fox sleeps".split()
vocab = {w: i for i, w in enumerate(dict.fromkeys(sentence))}
V, EMB, K, WINDOW = len(vocab), 3, 2, 1


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def make_pairs(words, window):
    centers, contexts = [], []
    for i, w in enumerate(words):
        for j in range(max(0, i - window), min(len(words), i + window + 1)):
            if j != i:
                centers.append(vocab[w])
                contexts.append(vocab[words[j]])
    return np.array(centers), np.array(contexts)


np.random.seed(4)
centers, contexts = make_pairs(sentence, WINDOW)
negatives = np.random.randint(0, V, size=(len(centers), K))
W_in = np.random.normal(0, 0.6, (V, EMB))
W_out = np.random.normal(0, 0.6, (V, EMB))


def sgns_loss(W_in, W_out):
    v = W_in[centers]  # (B, EMB)
    u_pos = W_out[contexts]  # (B, EMB)
    u_neg = W_out[negatives]  # (B, K, EMB)
    pos = np.log(sigmoid(np.sum(v * u_pos, axis=1)))
    neg = np.log(sigmoid(-np.einsum("be,bke->bk", v, u_neg))).sum(axis=1)
    return -np.mean(pos + neg)


def sgns_grad(W_in, W_out):
    B = len(centers)
    v = W_in[centers]
    u_pos = W_out[contexts]
    u_neg = W_out[negatives]
    g_pos = (sigmoid(np.sum(v * u_pos, axis=1)) - 1) / B
    g_neg = sigmoid(np.einsum("be,bke->bk", v, u_neg)) / B
    dW_in = np.zeros_like(W_in)
    dW_out = np.zeros_like(W_out)
    dW_in[centers] += g_pos[:, None] * u_pos + np.einsum("bk,bke->be", g_neg, u_neg)
    dW_out[contexts] += g_pos[:, None] * v
    dW_out[negatives] += g_neg[:, :, None] * v[:, None, :]
    return dW_in, dW_out


# ---- for the test
EXPECTED = "dW_in[centers] += and dW_out[...] += keep one pair only for a word that comes several times (np.add.at adds them all)"
KINDS = {"repeated indices"}
PLACES = ["W_in", "W_out"]
TWO = False
MEND = [
    (
        'dW_in[centers] += g_pos[:, None] * u_pos + np.einsum("bk,bke->be", g_neg, u_neg)',
        'np.add.at(dW_in, centers, g_pos[:, None] * u_pos + np.einsum("bk,bke->be", g_neg, u_neg))',
    ),
    ("dW_out[contexts] += g_pos[:, None] * v\n", "np.add.at(dW_out, contexts, g_pos[:, None] * v)\n"),
    (
        "dW_out[negatives] += g_neg[:, :, None] * v[:, None, :]",
        "np.add.at(dW_out, negatives, g_neg[:, :, None] * v[:, None, :])",
    ),
]
OFF = {"W_in", "W_out"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sgns_loss, grads=sgns_grad, params=(W_in, W_out))


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: sgns_loss(**a),
        lambda a: dict(zip(("W_in", "W_out"), sgns_grad(**a))),
        dict(W_in=W_in, W_out=W_out),
    )
