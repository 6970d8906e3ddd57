import numpy as np

TEXT = """
the king rules the land and the queen rules the land
the king wears a crown and the queen wears a crown
the dog chases the cat and the cat chases the mouse
the dog eats meat and the cat eats fish and the mouse eats cheese
a man walks in the city and a woman walks in the city
the king lives in the castle and the queen lives in the castle
the man lives in the house and the woman lives in the house
the dog sleeps in the house and the cat sleeps in the house
a man feeds the dog and a woman feeds the cat
the king loves the queen and the man loves the woman
"""


class Word2Vec:

    def __init__(self, sentences, dim=12, window=2, k=4, lr=0.08, seed=3):
        self.rng = np.random.RandomState(seed)
        words = [w for s in sentences for w in s]
        self.vocab = sorted(set(words))
        self.id = {w: i for i, w in enumerate(self.vocab)}
        counts = np.array([words.count(w) for w in self.vocab], dtype=float)
        self.noise = counts ** 0.75
        self.noise /= self.noise.sum()
        self.k, self.lr0, self.window = k, lr, window
        V = len(self.vocab)
        self.W_in = (self.rng.rand(V, dim) - 0.5) / dim
        self.W_out = np.zeros((V, dim))
        self.docs = [[self.id[w] for w in s] for s in sentences]

    def pairs(self):
        for doc in self.docs:
            for i, c in enumerate(doc):
                b = self.rng.randint(1, self.window + 1)   # shrunken window as in the C code
                for j in range(max(0, i - b), min(len(doc), i + b + 1)):
                    if j != i:
                        yield c, doc[j]

    def step(self, center, context, negatives, lr):
        """one (center, context) pair, returns its loss"""
        idx = np.concatenate(([context], negatives))
        label = np.zeros(len(idx))
        label[0] = 1
        h = self.W_in[center]
        U = self.W_out[idx]
        score = U @ h
        p = 1 / (1 + np.exp(-score))
        loss = np.logaddexp(0, -score[0]) + np.logaddexp(0, score[1:]).sum()

        g = (label - p) * lr
        dh = g @ U
        # a word may be drawn twice as noise
        np.add.at(self.W_out, idx, g[:, None] * h)
        self.W_in[center] += dh
        return loss

    def train(self, epochs):
        for ep in range(epochs):
            lr = max(self.lr0 * (1 - ep / epochs), 1e-3)
            total = n = 0
            for c, o in self.pairs():
                neg = self.rng.choice(len(self.vocab), self.k, p=self.noise)
                neg = neg[neg != o]
                total += self.step(c, o, neg, lr)
                n += 1
            if ep % 8 == 0 or ep == epochs - 1:
                print("epoch %3d  lr %.4f  loss per pair %.4f" % (ep, lr, total / n))

    def similar(self, word, n=3):
        E = self.W_in / np.linalg.norm(self.W_in, axis=1, keepdims=True)
        sim = E @ E[self.id[word]]
        best = [i for i in np.argsort(-sim) if self.vocab[i] != word][:n]
        return [(self.vocab[i], round(float(sim[i]), 2)) for i in best]


sentences = [line.split() for line in TEXT.strip().split("\n")]
model = Word2Vec(sentences)
model.train(40)
for w in ("king", "dog", "man"):
    print(w, model.similar(w))
