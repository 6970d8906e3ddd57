"""word2vec from scratch: skip-gram, negative sampling. The vectors look all right on the real corpus (10k words);
on my toy corpus with 6 words they disagree with the autograd version."""
from dataclasses import dataclass
import numpy as np


@dataclass
class SkipGram:
    V: np.ndarray      # vectors of the center words
    U: np.ndarray      # vectors of the context words

    def scores(self, center, ids):
        return self.U[ids] @ self.V[center]

    def loss(self, centers, contexts):
        total = 0.0
        for c, ids in zip(centers, contexts):
            s = self.scores(c, ids)
            s[1:] = -s[1:]                      # the first is the true one, the others are negatives
            total += np.log1p(np.exp(-s)).sum()
        return total / len(centers)

    def gradients(self, centers, contexts):
        dV = np.zeros_like(self.V)
        dU = np.zeros_like(self.U)
        for c, ids in zip(centers, contexts):
            g = 1 / (1 + np.exp(-self.scores(c, ids)))
            g[0] -= 1
            g /= len(centers)
            dV[c] += g @ self.U[ids]
            dU[ids] += np.outer(g, self.V[c])
        return dV, dU

    def train(self, centers, contexts, lr):
        dV, dU = self.gradients(centers, contexts)
        self.V -= lr * dV
        self.U -= lr * dU


def build(text, window=1, negatives=4, seed=5):
    words = text.split()
    vocab = sorted(set(words))
    index = {w: i for i, w in enumerate(vocab)}
    rng = np.random.RandomState(seed)
    centers, contexts = [], []
    for i, w in enumerate(words):
        for j in range(max(0, i - window), min(len(words), i + window + 1)):
            if i != j:
                draw = rng.randint(0, len(vocab), negatives)
                centers.append(index[w])
                contexts.append([index[words[j]]] + list(draw))
    return vocab, np.array(centers), np.array(contexts)


vocab, centers, contexts = build("the cat sat on the mat the dog sat on the cat")
_rng = np.random.RandomState(0)
params = {"V": _rng.randn(len(vocab), 3) * 0.5, "U": _rng.randn(len(vocab), 3) * 0.5}


def one_step(params, centers, contexts, lr=0.5):
    model = SkipGram(params["V"].copy(), params["U"].copy())
    model.train(centers, contexts, lr)
    return {"V": model.V, "U": model.U}


def loss_of(params, centers, contexts):
    return SkipGram(params["V"], params["U"]).loss(centers, contexts)


if __name__ == "__main__":
    for epoch in range(50):
        params = one_step(params, centers, contexts)
    print(loss_of(params, centers, contexts))


# ---- for the test
EXPECTED = "gradients adds with dU[ids] +=: where the same word was drawn twice for one pair (or is the true word again) numpy adds only one of the two; it needs np.add.at, so dU is off for repeated words"
KINDS = {"repeated index", "duplicate index", "accumulation", "overwritten", "repeated indices", "not accumulated"}
PLACES = ["U", "dU"]
TWO = False
MEND = [("dU[ids] += np.outer(g, self.V[c])", "np.add.at(dU, ids, np.outer(g, self.V[c]))")]
OFF = {"U"}


def hand_over():
    return dict(step=one_step, params=params, loss=loss_of, rate=0.5, x=centers, y=contexts)


def proof():
    def claim(a):
        dV, dU = SkipGram(a["V"], a["U"]).gradients(centers, contexts)
        return {"V": dV, "U": dU}
    return (lambda a: loss_of(a, centers, contexts)), claim, {k: v.copy() for k, v in params.items()}
