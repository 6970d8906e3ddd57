import numpy as np


class TextClassifier:
    def __init__(self, vocab_size, dim, n_classes):
        rng = np.random.default_rng(9)
        self.E = rng.normal(0, 0.5, (vocab_size, dim))
        self.W = rng.normal(0, 0.5, (dim, n_classes))
        self.b = np.zeros(n_classes)

    def forward(self, sentences):
        self.sentences = sentences
        self.mean = np.array([self.E[s].mean(axis=0) for s in sentences])
        logits = self.mean @ self.W + self.b
        e = np.exp(logits - logits.max(1, keepdims=True))
        self.p = e / e.sum(1, keepdims=True)
        return self.p

    def loss(self, sentences, labels):
        p = self.forward(sentences)
        return sum(-np.log(p[i, t]) for i, t in enumerate(labels)) / len(labels)

    def backward(self, labels):
        d = self.p.copy()
        for i, t in enumerate(labels):
            d[i, t] -= 1
        d /= len(labels)
        self.dW = self.mean.T @ d
        self.db = d.sum(axis=0)
        dmean = d @ self.W.T
        self.dE = np.zeros_like(self.E)
        for s, g in zip(self.sentences, dmean):
            for token in s:
                self.dE[token] += g


sentences = [[0, 1, 2], [3, 4], [1, 5, 5, 2], [0, 3, 5]]
labels = [0, 1, 1, 2]
clf = TextClassifier(6, 3, 3)


def step(sentences, labels, lr=0.2):
    clf.forward(sentences)
    clf.backward(labels)
    clf.E -= lr * clf.dE
    clf.W -= lr * clf.dW
    clf.b -= lr * clf.db


# ---- for the test
EXPECTED = "the mean of the embeddings is passed back as a sum: 1/len(sentence) is missing"
KINDS = {"factor missing", "scale", "not averaged"}
PLACES = ["E"]
TWO = False
MEND = [("self.dE[token] += g\n", "self.dE[token] += g / len(s)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, step=step, x=sentences, y=labels, rate=0.2)
