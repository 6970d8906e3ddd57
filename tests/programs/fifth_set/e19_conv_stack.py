import numpy as np


class Conv1D:
    def __init__(self, ch_in, ch_out, width, rng):
        self.W = rng.standard_normal((ch_out, ch_in, width)) * 0.5
        self.b = rng.standard_normal(ch_out) * 0.1

    def forward(self, x):
        self.x = x
        k = self.W.shape[2]
        T = x.shape[2] - k + 1
        out = np.zeros((x.shape[0], self.W.shape[0], T))
        for t in range(T):
            out[:, :, t] = np.tensordot(x[:, :, t : t + k], self.W, axes=([1, 2], [1, 2])) + self.b
        return out

    def backward(self, dout):
        k = self.W.shape[2]
        dx = np.zeros_like(self.x)
        self.dW, self.db = np.zeros_like(self.W), dout.sum(axis=(0, 2))
        for t in range(dout.shape[2]):
            self.dW += np.tensordot(dout[:, :, t], self.x[:, :, t : t + k], axes=(0, 0))
            dx[:, :, t : t + k] = np.tensordot(dout[:, :, t], self.W, axes=(1, 0))
        return dx


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class SignalNet:
    def __init__(self):
        rng = np.random.default_rng(19)
        self.conv1, self.relu, self.conv2 = Conv1D(1, 3, 3, rng), ReLU(), Conv1D(3, 2, 3, rng)

    def scores(self, x):
        return self.conv2.forward(self.relu.forward(self.conv1.forward(x))).mean(axis=2)

    def loss(self, x, y):
        return np.mean(np.sum((self.scores(x) - y) ** 2, axis=1))

    def grads(self, x, y):
        s = self.scores(x)
        T = self.relu.mask.shape[2] - 2
        d = 2 * (s - y) / len(x)
        d = np.repeat(d[:, :, None], T, axis=2) / T
        self.conv1.backward(self.relu.backward(self.conv2.backward(d)))
        return [self.conv1.dW, self.conv1.db, self.conv2.dW, self.conv2.db]


net = SignalNet()
signals, targets = (
    np.random.default_rng(20).normal(size=(5, 1, 9)),
    np.random.default_rng(21).normal(size=(5, 2)),
)

# ---- for the test
EXPECTED = "dx is overwritten by each window instead of added up, so the first convolution gets a part only"
KINDS = {"not accumulated", "path missing"}
PLACES = ["conv1", "layer 1"]
TWO = False
MEND = [("dx[:, :, t : t + k] = ", "dx[:, :, t : t + k] += ")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [net.conv1.W, net.conv1.b, net.conv2.W, net.conv2.b]
    return dict(obj=net, loss=net.loss, grads=net.grads, params=params, x=signals, y=targets)
