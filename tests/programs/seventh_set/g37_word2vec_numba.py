import numpy as np

# from numba import njit       # for the big corpus; compiling takes too long here
njit = lambda f: f

text = "the cat sat on the mat the dog sat on the log the cat saw the dog".split()
vocab = sorted(set(text))
ids = np.array([vocab.index(t) for t in text], dtype=np.int64)


@njit
def sgns_loss(syn0, syn1, center, words, labels):
    """skip-gram with negative sampling, one (center, context) pair; words = [context, neg, neg, ...]"""
    s = syn1[words] @ syn0[center]
    p = 1.0 / (1.0 + np.exp(-s))
    return -np.sum(labels * np.log(p) + (1.0 - labels) * np.log(1.0 - p))


@njit
def train_pair(syn0, syn1, center, words, labels, alpha):
    # void(float64[:,:], float64[:,:], int64, int64[:], float64[:], float64)  -- in place!
    v = syn0[center].copy()
    u = syn1[words]
    p = 1.0 / (1.0 + np.exp(-(u @ v)))
    g = alpha * (labels - p)
    syn0[center] += g @ u
    syn1[words] += np.outer(g, v)


def pick(rng, context, n_neg):
    # noise words ~ unigram^0.75
    freq = np.bincount(ids, minlength=len(vocab)) ** 0.75
    neg = rng.choice(len(vocab), size=n_neg, p=freq / freq.sum())
    words = np.concatenate((np.array([context]), neg))
    labels = np.zeros(n_neg + 1)
    labels[0] = 1.0
    return words, labels


def train(syn0, syn1, epochs=1, window=2, n_neg=5, alpha=0.05, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        for pos, center in enumerate(ids):
            for other in range(max(0, pos - window), min(len(ids), pos + window + 1)):
                if other == pos:
                    continue
                words, labels = pick(rng, ids[other], n_neg)
                train_pair(syn0, syn1, center, words, labels, alpha)


dim = 4
init = np.random.default_rng(7)
syn0 = init.normal(scale=0.5, size=(len(vocab), dim))
syn1 = init.normal(scale=0.5, size=(len(vocab), dim))
train(syn0, syn1)

# one pair to look at: cat -> sat
center = vocab.index("cat")
words, labels = pick(np.random.default_rng(1), vocab.index("sat"), 6)


# ---- for the test
EXPECTED = "syn1[words] += ... with a word that stands more than once in words (negative samples repeat) adds only once for it; np.add.at is needed"
KINDS = {"repeated indices"}
PLACES = ["syn1", "words", "output", "layer 2"]
TWO = False
MEND = [("syn1[words] += np.outer(g, v)", "np.add.at(syn1, words, np.outer(g, v))")]
OFF = {"syn1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sgns_loss, step=train_pair, params=(syn0, syn1), x=(center, words), y=labels, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        s0, s1 = a["syn0"].copy(), a["syn1"].copy()
        train_pair(s0, s1, center, words, labels, 0.05)
        return {"syn0": (a["syn0"] - s0) / 0.05, "syn1": (a["syn1"] - s1) / 0.05}

    return lambda a: sgns_loss(a["syn0"], a["syn1"], center, words, labels), claim, dict(syn0=syn0.copy(), syn1=syn1.copy())
