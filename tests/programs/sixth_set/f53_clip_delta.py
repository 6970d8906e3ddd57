import numpy as np


class ClippedNet:
    def __init__(self, n_in, n_hidden, n_out, clip=1.0):
        rng = np.random.RandomState(5)
        self.w_ih = rng.randn(n_in, n_hidden)
        self.b_h = rng.randn(n_hidden) * 0.1
        self.w_ho = rng.randn(n_hidden, n_out)
        self.b_o = np.zeros(n_out)
        self.clip = clip

    def forward(self, X):
        self.h = np.tanh(X @ self.w_ih + self.b_h)
        return self.h @ self.w_ho + self.b_o

    def loss(self, X, y):
        return 0.5 * np.sum((self.forward(X) - y) ** 2)

    def backward(self, X, y):
        """Backpropagation, clipped so that it does not explode."""
        d_out = self.forward(X) - y
        d_w_ho = self.h.T @ d_out
        d_b_o = d_out.sum(axis=0)
        d_hid = np.clip(d_out @ self.w_ho.T, -self.clip, self.clip) * (1 - self.h**2)
        d_w_ih = X.T @ d_hid
        d_b_h = d_hid.sum(axis=0)
        return [d_w_ih, d_b_h, d_w_ho, d_b_o]

    def train_step(self, X, y, lr=0.01):
        g = self.backward(X, y)
        self.w_ih -= lr * g[0]
        self.b_h -= lr * g[1]
        self.w_ho -= lr * g[2]
        self.b_o -= lr * g[3]


rng = np.random.RandomState(7)
X = rng.randn(6, 2)
y = 3 * X[:, :1] + 4 * X[:, 1:]
net = ClippedNet(2, 4, 1)


# ---- for the test
EXPECTED = "backward clips the derivative inside, on its way down, example by example: the hidden layer's gradient has another direction; clip the whole gradient at the update if it must be"
KINDS = {"clipping", "clipped", "clip", "clipped inside"}
PLACES = ["w_ih", "b_h", "hidden", "layer 1", "clip"]
TWO = False
MEND = [("np.clip(d_out @ self.w_ho.T, -self.clip, self.clip) * (1", "d_out @ self.w_ho.T * (1")]
OFF = {"w_ih", "b_h"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.backward, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["w_ih", "b_h", "w_ho", "b_o"]

    def made(a):
        new = ClippedNet(2, 4, 1)
        vars(new).update(a)
        return new

    return lambda a: made(a).loss(X, y), lambda a: dict(zip(names, made(a).backward(X, y))), {n: getattr(net, n) for n in names}
