import numpy as np

corpus = """the cat sits on the mat . the dog sits on the rug . a cat and a dog play ."""
tokens = corpus.split()
vocab = sorted(set(tokens))
word2id = {w: i for i, w in enumerate(vocab)}


class SkipGram:
    def __init__(self, dim=5, window=2, lr=0.05):
        np.random.seed(38)
        self.lr = lr
        self.window = window
        self.embedding = np.random.uniform(-0.8, 0.8, (len(vocab), dim))
        self.context = np.random.uniform(-0.8, 0.8, (dim, len(vocab)))

    def pairs(self, tokens):
        for i, w in enumerate(tokens):
            for j in range(max(0, i - self.window), min(len(tokens), i + self.window + 1)):
                if i != j:
                    yield word2id[w], word2id[tokens[j]]

    def loss(self, tokens):
        total, n = 0.0, 0
        for c, o in self.pairs(tokens):
            u = self.embedding[c] @ self.context
            total += -u[o] + np.log(np.sum(np.exp(u)))
            n += 1
        return total / n

    def train(self, tokens):
        gE, gC = np.zeros_like(self.embedding), np.zeros_like(self.context)
        pairs = list(self.pairs(tokens))
        for c, o in pairs:
            h = self.embedding[c]
            u = h @ self.context
            e = np.exp(u) / np.exp(u).sum()
            e[o] -= 1
            gC += np.outer(h, e)
            gE[c] += self.context @ e
        self.embedding -= self.lr * gE / len(pairs)
        self.context -= self.lr * gC / len(pairs)

    def __getitem__(self, word):
        return self.embedding[word2id[word]]


w2v = SkipGram()
for epoch in range(10):
    w2v.train(tokens)
print(w2v.loss(tokens), w2v["cat"] @ w2v["dog"])

# ---- for the test
def hand_over():
    return dict(obj=w2v, loss=w2v.loss, step=w2v.train, x=tokens, rate=0.05)

FORM = "word2vec skip-gram: the data are a list of words (strings), pairs made by a generator inside, no y; embedding and context matrices as attributes"
