import numpy as np


class Adam:
    def __init__(self, lr=0.05, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = {}, {}, 0

    def update(self, params, grads):
        self.t += 1
        for k, g in grads.items():
            if k not in self.m:
                self.m[k] = np.zeros_like(g)
                self.v[k] = np.zeros_like(g)
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g ** 2
            # bias correction
            self.m[k] /= 1 - self.beta1 ** self.t
            self.v[k] /= 1 - self.beta2 ** self.t
            params[k] -= self.lr * self.m[k] / (np.sqrt(self.v[k]) + self.eps)


class LogReg:
    def __init__(self, n_features=4, seed=33):
        rng = np.random.default_rng(seed)
        self.params = {"w": rng.normal(size=n_features), "b": rng.normal(size=1)}
        self.opt = Adam()

    def proba(self, X):
        return 1 / (1 + np.exp(-(X @ self.params["w"] + self.params["b"])))

    def loss(self, X, y):
        p = self.proba(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def step(self, X, y):
        diff = (self.proba(X) - y) / len(y)
        self.opt.update(self.params, {"w": X.T @ diff, "b": diff.sum(keepdims=True)})


_rng = np.random.default_rng(34)
X = _rng.normal(size=(11, 4)) * np.array([1, 3, 0.5, 2])
y = (_rng.random(11) > 0.5).astype(float)
clf = LogReg()

# ---- for the test
EXPECTED = "the bias correction is written back into the stored moments m and v, so the next step starts from corrected moments and corrects again"
KINDS = {"bias correction", "written in place", "optimizer state"}
PLACES = ["update", "step", "moments", "Adam", "optimizer", "opt"]
TWO = False
MEND = [("self.m[k] /= 1 - self.beta1 ** self.t", "mhat = self.m[k] / (1 - self.beta1 ** self.t)"),
        ("self.v[k] /= 1 - self.beta2 ** self.t", "vhat = self.v[k] / (1 - self.beta2 ** self.t)"),
        ("params[k] -= self.lr * self.m[k] / (np.sqrt(self.v[k]) + self.eps)",
         "params[k] -= self.lr * mhat / (np.sqrt(vhat) + self.eps)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=clf.loss, step=clf.step, predict=clf.proba, params=clf.params, obj=clf,
                x=X, y=y, rate=0.05, make=LogReg)
