"""Word embeddings with CBOW (full softmax, the corpus is tiny)."""
import numpy as np

rng = np.random.default_rng(3)

SUBJECTS = ["cat", "dog", "king", "queen"]
VERBS = {"cat": "eats", "dog": "eats", "king": "rules", "queen": "rules"}
OBJECTS = {"eats": ["fish", "meat"], "rules": ["land", "people"]}


def make_corpus(n_sentences):
    words = []
    for _ in range(n_sentences):
        s = SUBJECTS[rng.integers(4)]
        v = VERBS[s]
        o = OBJECTS[v][rng.integers(2)]
        words += ["the", s, v, "the", o, "."]
    return words


def batches(ids, window, batch_size):
    centers = np.arange(window, len(ids) - window)
    rng.shuffle(centers)
    offsets = np.array([o for o in range(-window, window + 1) if o != 0])
    for start in range(0, len(centers), batch_size):
        c = centers[start:start + batch_size]
        yield ids[c[:, None] + offsets], ids[c]


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        for p, g in zip(params, grads):
            p -= self.lr * g


class CBOW:
    def __init__(self, vocab_size, dim):
        self.E = rng.normal(0, 0.1, (vocab_size, dim))
        self.U = rng.normal(0, 0.1, (dim, vocab_size))

    def forward(self, ctx):
        h = self.E[ctx].mean(axis=1)
        s = h @ self.U
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return h, e / e.sum(axis=1, keepdims=True)

    def gradients(self, ctx, target):
        """Gradients of the mean cross entropy of the batch."""
        B, C = ctx.shape
        h, p = self.forward(ctx)
        d = p.copy()
        d[np.arange(B), target] -= 1
        d /= B
        dU = h.T @ d
        dh = d @ self.U.T
        dE = np.zeros_like(self.E)
        dE[ctx] += dh[:, None, :] / C
        return dE, dU


corpus = make_corpus(150)
vocab = sorted(set(corpus))
word2id = {w: i for i, w in enumerate(vocab)}
ids = np.array([word2id[w] for w in corpus])

model = CBOW(len(vocab), 8)
opt = SGD(lr=1.0)
for epoch in range(25):
    for ctx, target in batches(ids, window=2, batch_size=32):
        dE, dU = model.gradients(ctx, target)
        opt.step([model.E, model.U], [dE, dU])

norm = model.E / np.linalg.norm(model.E, axis=1, keepdims=True)
for w in ["cat", "king", "fish", "eats"]:
    sim = norm @ norm[word2id[w]]
    best = [vocab[i] for i in np.argsort(-sim) if vocab[i] != w][:3]
    print(w, "->", ", ".join(best))
