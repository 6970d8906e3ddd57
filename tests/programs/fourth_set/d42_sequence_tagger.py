import numpy as np

rng = np.random.default_rng(42)


class Tagger:
    def __init__(self, vocab, dim, tags):
        self.embed = rng.normal(size=(vocab, dim)) * 0.5
        self.U = rng.normal(size=(dim, dim)) * 0.5
        self.W = rng.normal(size=(dim, dim)) * 0.5
        self.V = rng.normal(size=(tags, dim)) * 0.5
        self.h0 = np.zeros(dim)

    def forward(self, words):
        self.hs, self.ps = [self.h0], []
        for w in words:
            h = np.tanh(self.U @ self.embed[w] + self.W @ self.hs[-1])
            s = np.exp(self.V @ h)
            self.hs.append(h)
            self.ps.append(s / s.sum())
        return self.ps

    def loss(self, words, tags):
        return -sum(np.log(p[t]) for p, t in zip(self.forward(words), tags))

    def gradients(self, words, tags):
        self.forward(words)
        dE, dU, dW, dV = (np.zeros_like(a) for a in (self.embed, self.U, self.W, self.V))
        carry = np.zeros_like(self.h0)
        for t in reversed(range(len(words))):
            ds = self.ps[t].copy()
            ds[tags[t]] -= 1
            dV += np.outer(ds, self.hs[t + 1])
            dz = (self.V.T @ ds + carry) * (1 - self.hs[t + 1] ** 2)
            dU += np.outer(dz, self.embed[words[t]])
            dW += np.outer(dz, self.hs[t])
            dE[words[t]] += self.U.T @ dz
            carry = self.W @ dz
        return dict(embed=dE, U=dU, W=dW, V=dV)


tagger = Tagger(5, 3, 2)

# ---- for the test
EXPECTED = "what goes back to the step before goes through W, not through its transpose"
KINDS = {"transposed"}
PLACES = ["W", "U", "embed"]
TWO = False
MEND = [("carry = self.W @ dz", "carry = self.W.T @ dz")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = dict(embed=tagger.embed, U=tagger.U, W=tagger.W, V=tagger.V)
    return dict(obj=tagger, loss=tagger.loss, grads=tagger.gradients, params=params, x=[0, 3, 1, 3], y=[0, 1, 1, 0])
