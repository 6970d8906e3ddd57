import numpy as np

# one "transformer-ish" block without attention: linear -> layer norm -> tanh -> classes
# trained with label smoothing

EPS_LS = 0.1
gen = np.random.default_rng(2017)
tokens = gen.normal(size=(8, 3))
labels = np.array([0, 3, 1, 2, 2, 0, 1, 3])


class Block:
    def __init__(self):
        g = np.random.default_rng(77)
        self.w_in = g.normal(size=(3, 6))
        self.b_in = g.normal(size=6) * 0.2
        self.gain = 1 + g.normal(size=6) * 0.2
        self.shift = g.normal(size=6) * 0.2
        self.w_out = g.normal(size=(6, 4)) * 0.6
        self.b_out = g.normal(size=4) * 0.2

    def forward(self, x):
        self.x = x
        u = x @ self.w_in + self.b_in
        mu = u.mean(axis=-1, keepdims=True)
        self.sigma = np.sqrt(u.var(axis=-1, keepdims=True) + 1e-6)
        self.norm = (u - mu) / self.sigma
        self.h = np.tanh(self.norm * self.gain + self.shift)
        logits = self.h @ self.w_out + self.b_out
        logits = logits - logits.max(axis=-1, keepdims=True)
        self.logp = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        return self.logp

    def soft_targets(self, labels):
        k = self.b_out.size
        return np.eye(k)[labels] * (1 - EPS_LS) + EPS_LS / k

    def loss(self, x, labels):
        return -(self.soft_targets(labels) * self.forward(x)).sum(axis=-1).mean()

    def gradients(self, x, labels):
        self.forward(x)
        dlogits = (np.exp(self.logp) - self.soft_targets(labels)) / len(x)
        out = {"w_out": self.h.T @ dlogits, "b_out": dlogits.sum(axis=0)}
        dpre = dlogits @ self.w_out.T * (1 - self.h ** 2)
        out["gain"] = (dpre * self.norm).sum(axis=0)
        out["shift"] = dpre.sum(axis=0)
        dnorm = dpre * self.gain
        m1 = dnorm.mean(axis=0, keepdims=True)
        m2 = (dnorm * self.norm).mean(axis=0, keepdims=True)
        du = (dnorm - m1 - self.norm * m2) / self.sigma
        out["w_in"] = self.x.T @ du
        out["b_in"] = du.sum(axis=0)
        return out


block = Block()

# ---- for the test
EXPECTED = "the means in the backward pass of the layer norm go over axis 0 (the rows) instead of the features, as in batch norm; w_in and b_in get a wrong gradient"
KINDS = {"summed over the wrong axis", "normalization statistics"}
PLACES = ["w_in", "b_in", "norm", "du"]
TWO = False
MEND = [("m1 = dnorm.mean(axis=0, keepdims=True)", "m1 = dnorm.mean(axis=-1, keepdims=True)"),
        ("m2 = (dnorm * self.norm).mean(axis=0, keepdims=True)", "m2 = (dnorm * self.norm).mean(axis=-1, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=block.loss, grads=block.gradients, params=block, obj=block, x=tokens, y=labels, make=Block)
