import numpy as np

corpus = "the cat sat on the mat the dog sat on the rug".split()
vocab = sorted(set(corpus))
word2id = {w: i for i, w in enumerate(vocab)}
V, D, K, WINDOW = len(vocab), 4, 2, 1


def make_pairs(words):
    centers, contexts = [], []
    for pos, w in enumerate(words):
        for off in range(-WINDOW, WINDOW + 1):
            if off == 0 or not 0 <= pos + off < len(words):
                continue
            centers.append(word2id[w])
            contexts.append(word2id[words[pos + off]])
    return np.array(centers), np.array(contexts)


def sample_negatives(contexts, rng):
    freq = np.array([corpus.count(w) for w in vocab]) ** 0.75
    return rng.choice(V, size=(len(contexts), K), p=freq / freq.sum())


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sgns_loss(W_in, W_out, center, words):
    """words[:, 0] is the real context word, words[:, 1:] the negatives"""
    v = W_in[center]  # (B, D)
    u = W_out[words]  # (B, 1+K, D)
    score = np.einsum("bd,bkd->bk", v, u)
    return -np.mean(np.log(sigmoid(score[:, 0])) + np.log(sigmoid(-score[:, 1:])).sum(axis=1))


def sgns_grads(W_in, W_out, center, words):
    B = len(center)
    v = W_in[center]
    u = W_out[words]
    score = np.einsum("bd,bkd->bk", v, u)
    g = sigmoid(score)
    g[:, 0] -= 1
    g /= B

    grad_v = np.einsum("bk,bkd->bd", g, u)
    grad_u = g[:, :, None] * v[:, None, :]

    gW_in = np.zeros_like(W_in)
    gW_out = np.zeros_like(W_out)
    gW_in[center] += grad_v
    gW_out[words] += grad_u
    return gW_in, gW_out


def most_similar(W_in, word, n=3):
    E = W_in / np.linalg.norm(W_in, axis=1, keepdims=True)
    order = np.argsort(-E @ E[word2id[word]])
    return [vocab[i] for i in order if vocab[i] != word][:n]


rng = np.random.default_rng(11)
center, context = make_pairs(corpus[:8])
words = np.c_[context, sample_negatives(context, rng)]
W_in = rng.normal(scale=0.6, size=(V, D))
W_out = rng.normal(scale=0.6, size=(V, D))

if __name__ == "__main__":
    for epoch in range(500):
        gi, go = sgns_grads(W_in, W_out, center, words)
        W_in -= 0.5 * gi
        W_out -= 0.5 * go
    print(sgns_loss(W_in, W_out, center, words), most_similar(W_in, "cat"))


# ---- for the test
EXPECTED = "gW_in[center] += ... and gW_out[words] += ... keep only the last of the rows of a word that occurs several times in the batch; np.add.at is needed"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["W_in", "W_out", "gW_in", "gW_out", "center", "words"]
TWO = False
MEND = [("    gW_in[center] += grad_v\n", "    np.add.at(gW_in, center, grad_v)\n"), ("    gW_out[words] += grad_u\n", "    np.add.at(gW_out, words, grad_u)\n")]
OFF = {"W_in", "W_out"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sgns_loss, grads=sgns_grads, params=(W_in, W_out), x=center, y=words)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: sgns_loss(a["W_in"], a["W_out"], center, words),
        lambda a: dict(zip(("W_in", "W_out"), sgns_grads(a["W_in"], a["W_out"], center, words))),
        dict(W_in=W_in.copy(), W_out=W_out.copy()),
    )
