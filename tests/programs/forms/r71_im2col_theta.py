import numpy as np

class Conv1dNet:
    """length-12 signals -> im2col width 4 stride 2 -> 5 maps, softplus -> mean over time -> 3 classes.
    All numbers lie in one vector; K, kb, W, b are views into it."""

    def __init__(self, seed=0):
        self.theta = np.random.default_rng(seed).normal(0, .4, 4*5 + 5 + 5*3 + 3)
        cut = np.cumsum([20, 5, 15])
        K, self.kb, W, self.b = np.split(self.theta, cut)
        self.K = K.reshape(4, 5)
        self.W = W.reshape(5, 3)

    @staticmethod
    def im2col(s):
        idx = np.arange(0, s.shape[1] - 3, 2)[:, None] + np.arange(4)
        return s[:, idx]                                  # (n, t, 4)

    def scores(self, s):
        self.cols = self.im2col(s)
        self.z = self.cols @ self.K + self.kb
        self.pooled = np.logaddexp(0, self.z).mean(1)
        return self.pooled @ self.W + self.b

    def loss(self, s, y):
        sc = self.scores(s)
        m = sc.max(1)
        return np.mean(m + np.log(np.exp(sc - m[:, None]).sum(1)) - sc[np.arange(len(y)), y])

    def grad(self, s, y):
        sc = self.scores(s)
        P = np.exp(sc - sc.max(1, keepdims=True))
        P /= P.sum(1, keepdims=True)
        P[np.arange(len(y)), y] -= 1
        P /= len(y)
        dz = (P @ self.W.T)[:, None, :] / self.z.shape[1] / (1 + np.exp(-self.z))
        return np.concatenate([
            np.tensordot(self.cols, dz, axes=([0, 1], [0, 1])).ravel(),
            dz.sum((0, 1)),
            (self.pooled.T @ P).ravel(),
            P.sum(0)])

    def predict(self, s):
        return self.scores(s).argmax(1)


r = np.random.default_rng(9)
y = np.arange(30) % 3
t = np.arange(12)
s = np.array([np.sin(t * (0.5 + 0.9 * k) + r.uniform(0, 6)) for k in y]) + r.normal(0, .1, (30, 12))
net = Conv1dNet()


def step(net, s, y, rate=0.3, it=0):
    net.theta -= rate / (1 + 0.01 * it) * net.grad(s, y)     # in place, so the views follow


if __name__ == "__main__":
    for it in range(800):
        step(net, s, y, 1.0, it)
    print(net.loss(s, y), np.mean(net.predict(s) == y))

# ---- for the test
def hand_over():
    return dict(params=net.theta, loss=net.loss, grads=net.grad, step=lambda s, y: step(net, s, y), make=Conv1dNet,
                predict=net.predict, x=s, y=y, rate=0.3)


FORM = "one theta, layers are views into it (only in-place update is right); im2col with stride 2; 1/t learning-rate schedule; biases start random, not zero"
