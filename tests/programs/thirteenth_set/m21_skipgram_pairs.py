"""word2vec (skip-gram, negative sampling) on a toy corpus, one pair at a time.

With a small rate it looks fine. With the rate 0.5 my vectors differ from those of
a classmate who starts from the same numbers and draws the same negatives:
the context vectors agree after the first pair, the center vector does not.
"""
import numpy as np

corpus = ("the king rules the land the queen rules the land "
          "the dog chases the cat the cat chases the mouse").split()
vocab = sorted(set(corpus))
w2i = {w: i for i, w in enumerate(vocab)}
ids = [w2i[w] for w in corpus]
counts = np.bincount(ids).astype(float) ** 0.75
noise = counts / counts.sum()


def sigma(a):
    return 1 / (1 + np.exp(-a))


def pairs(ids, window=2):
    for pos, c in enumerate(ids):
        for off in range(-window, window + 1):
            if off != 0 and 0 <= pos + off < len(ids):
                yield c, ids[pos + off]


def draw_negatives(rng, true_word, k=3):
    p = noise.copy()
    p[true_word] = 0
    return rng.choice(len(p), size=k, replace=False, p=p / p.sum())


def pair_loss(V, U, center, context, negs):
    v = V[center]
    return -np.log(sigma(U[context] @ v)) - np.sum(np.log(sigma(-U[negs] @ v)))


def train_pair(V, U, center, context, negs, lr):
    """changes V and U"""
    v = V[center]
    dv = np.zeros_like(v)
    for word, label in [(context, 1)] + [(n, 0) for n in negs]:
        err = sigma(U[word] @ v) - label
        U[word] -= lr * err * v
        dv += err * U[word]
    V[center] -= lr * dv


def tables(dim=6, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.5, (len(vocab), dim)), rng.normal(0, 0.5, (len(vocab), dim))


def nearest(V, word):
    n = V / np.linalg.norm(V, axis=1, keepdims=True)
    order = np.argsort(-n @ n[w2i[word]])
    return [vocab[i] for i in order[1:3]]


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    V, U = tables()
    for epoch in range(12):
        total = 0
        for c, o in pairs(ids):
            negs = draw_negatives(rng, o)
            total += pair_loss(V, U, c, o, negs)
            train_pair(V, U, c, o, negs, 0.05)
        if epoch % 4 == 0:
            print(epoch, total)
    print("king:", nearest(V, "king"))


# ---- for the test
EXPECTED = "train_pair changes U[word] before it is used in dv, so the center vector's gradient is made from already updated context vectors"
KINDS = {"updated before use", "order", "optimizer order", "in place"}
PLACES = ["dv", "U", "U[word]", "V", "train_pair"]
TWO = False
MEND = [("        U[word] -= lr * err * v\n        dv += err * U[word]\n",
         "        dv += err * U[word]\n        U[word] -= lr * err * v\n")]
OFF = {"V"}


def hand_over():
    V, U = tables()
    return dict(loss=pair_loss, step=train_pair, params=(V, U), rate=0.5,
                x=(2, 5), y=np.array([0, 1, 3]))


def proof():
    center, context, negs, lr = 2, 5, np.array([0, 1, 3]), 0.5

    def claim(d):
        V, U = d["V"].copy(), d["U"].copy()
        train_pair(V, U, center, context, negs, lr)
        return {"V": (d["V"] - V) / lr, "U": (d["U"] - U) / lr}
    V, U = tables(seed=4)
    return (lambda d: pair_loss(d["V"], d["U"], center, context, negs), claim, {"V": V, "U": U})
