import numpy as np

# rows: users, columns: films, nan: not seen
nan = np.nan
notes = np.array(
    [
        [5.0, 4.0, nan, 1.0, nan],
        [4.0, nan, 1.0, nan, 2.0],
        [nan, 1.0, 5.0, 4.0, nan],
        [1.0, nan, 4.0, nan, 5.0],
    ]
)


class MF:
    def __init__(self, R, n_factors=2, lr=0.01, reg=0.1, seed=0):
        rng = np.random.default_rng(seed)
        n_users, n_items = R.shape
        self.mask = ~np.isnan(R)
        self.R = np.nan_to_num(R)
        self.mu = self.R[self.mask].mean()
        self.bu = rng.normal(scale=0.1, size=(n_users, 1))
        self.bi = rng.normal(scale=0.1, size=(1, n_items))
        self.P = rng.normal(scale=0.5, size=(n_users, n_factors))
        self.Q = rng.normal(scale=0.5, size=(n_items, n_factors))
        self.lr, self.reg = lr, reg

    def predict(self):
        return self.mu + self.bu + self.bi + self.P @ self.Q.T

    def loss(self):
        err = (self.R - self.predict())[self.mask]
        penalty = (self.P**2).sum() + (self.Q**2).sum() + (self.bu**2).sum() + (self.bi**2).sum()
        return 0.5 * np.sum(err**2) + 0.5 * self.reg * penalty

    def step(self):
        E = self.R - self.predict()
        dP = -E @ self.Q + self.reg * self.P
        dQ = -E.T @ self.P + self.reg * self.Q
        dbu = -E.sum(axis=1, keepdims=True) + self.reg * self.bu
        dbi = -E.sum(axis=0, keepdims=True) + self.reg * self.bi
        self.P -= self.lr * dP
        self.Q -= self.lr * dQ
        self.bu -= self.lr * dbu
        self.bi -= self.lr * dbi

    def fit(self, epochs=200):
        for epoch in range(epochs):
            self.step()
            if epoch % 50 == 0:
                print(epoch, self.loss())


mf = MF(notes)


# ---- for the test
EXPECTED = "the loss counts only the ratings that are there, the step counts the missing ones too, as ratings of 0 (all arrays)"
KINDS = {"other rows", "mask missing", "unobserved counted"}
PLACES = ["P", "Q", "bu", "bi", "mask", "rows", "all", "every"]
TWO = False
MEND = [("        E = self.R - self.predict()\n", "        E = self.mask * (self.R - self.predict())\n")]
OFF = {"P", "Q", "bu", "bi"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=mf, loss=mf.loss, step=mf.step, params=(mf.P, mf.Q, mf.bu, mf.bi), rate=mf.lr)


def set_to(a):
    mf.P, mf.Q, mf.bu, mf.bi = (a[name].copy() for name in ("P", "Q", "bu", "bi"))


def cost(a):
    set_to(a)
    return mf.loss()


def claim(a):
    set_to(a)
    mf.step()
    return {name: (a[name] - getattr(mf, name)) / mf.lr for name in a}


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return cost, claim, {name: getattr(mf, name).copy() for name in ("P", "Q", "bu", "bi")}
