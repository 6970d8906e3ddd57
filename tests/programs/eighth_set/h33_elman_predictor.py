import numpy as np


class ElmanPredictor:
    """Nonlinear one-step-ahead predictor of a sampled signal (Elman network).

    s[n] = tanh(B u[n] + A s[n-1] + b0)
    y[n] = C s[n] + d0

    The signals are the rows of u, time runs along the columns.
    """

    def __init__(self, order=3, seed=11):
        rng = np.random.default_rng(seed)
        self.order = order
        self.A = 0.6 * rng.standard_normal((order, order))
        self.B = 0.8 * rng.standard_normal(order)
        self.b0 = 0.2 * rng.standard_normal(order)
        self.C = 0.8 * rng.standard_normal(order)
        self.d0 = 0.1 * rng.standard_normal()

    def simulate(self, u):
        K, N = u.shape
        S = np.zeros((N + 1, K, self.order))  # S[0] is the state at rest
        y = np.zeros((K, N))
        for n in range(N):
            S[n + 1] = np.tanh(np.outer(u[:, n], self.B) + S[n] @ self.A.T + self.b0)
            y[:, n] = S[n + 1] @ self.C + self.d0
        return y, S

    def mse(self, u, d):
        y, _ = self.simulate(u)
        return np.mean((y - d) ** 2)

    def bptt(self, u, d):
        K, N = u.shape
        y, S = self.simulate(u)
        e = 2 * (y - d) / (K * N)

        gA = np.zeros_like(self.A)
        gB = np.zeros_like(self.B)
        gb0 = np.zeros_like(self.b0)
        gC = np.zeros_like(self.C)
        gd0 = e.sum()

        ds_next = np.zeros((K, self.order))
        for n in reversed(range(N)):
            gC += e[:, n] @ S[n + 1]
            ds = np.outer(e[:, n], self.C) + ds_next
            dv = ds * (1 - S[n + 1] ** 2)
            gA += dv.T @ S[n]
            gB += u[:, n] @ dv
            gb0 += dv.sum(axis=0)
            ds_next = dv @ self.A.T
        return {"A": gA, "B": gB, "b0": gb0, "C": gC, "d0": gd0}

    def adapt(self, u, d, mu=0.05):
        g = self.bptt(u, d)
        for name in g:
            setattr(self, name, getattr(self, name) - mu * g[name])


t = np.arange(8)
f = np.array([0.05, 0.11, 0.17, 0.23, 0.31])
sig = np.sin(2 * np.pi * np.outer(f, t) + np.arange(5)[:, None])
u, d = sig[:, :-1], sig[:, 1:]
net = ElmanPredictor()

if __name__ == "__main__":
    for it in range(400):
        net.adapt(u, d)
    print(net.mse(u, d))


# ---- for the test
EXPECTED = "going back in time bptt multiplies dv (signals are rows) with A.T, as in the forward pass, instead of with A"
KINDS = {"transposed", "wrong weight"}
PLACES = ["A", "B", "b0", "ds_next", "ds", "dv", "bptt"]
TWO = False
MEND = [("ds_next = dv @ self.A.T", "ds_next = dv @ self.A")]
OFF = {"A", "B", "b0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.mse, step=net.adapt, predict=net.simulate, x=u, y=d, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = ElmanPredictor()
        for name, value in a.items():
            setattr(new, name, value)
        return new

    arrays = {name: np.array(getattr(net, name)) for name in ("A", "B", "b0", "C", "d0")}
    return lambda a: made(a).mse(u, d), lambda a: made(a).bptt(u, d), arrays
