import numpy as np


def conv2d_forward(X, W, b):
    """X: (N, C, H, Wd), W: (F, C, k, k), b: (F,)  -- no padding, stride 1"""
    N, C, H, Wd = X.shape
    F, _, k, _ = W.shape
    out = np.zeros((N, F, H - k + 1, Wd - k + 1))
    for n in range(N):
        for f in range(F):
            for i in range(H - k + 1):
                for j in range(Wd - k + 1):
                    out[n, f, i, j] = np.sum(X[n, :, i : i + k, j : j + k] * W[f]) + b[f]
    return out


def conv2d_backward(dout, X, W):
    N, F, Ho, Wo = dout.shape
    k = W.shape[2]
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    dW[f] += X[n, :, i : i + k, j : j + k] * dout[n, f, i, j]
                    dX[n, :, i : i + k, j : j + k] = W[f] * dout[n, f, i, j]
                    db[f] += dout[n, f, i, j]
    return dX, dW, db


class SmallCNN:
    def __init__(self, seed=0):
        r = np.random.RandomState(seed)
        self.params = {
            "K1": r.randn(2, 1, 2, 2) * 0.7,
            "c1": r.randn(2) * 0.1,
            "K2": r.randn(2, 2, 2, 2) * 0.7,
            "c2": r.randn(2) * 0.1,
            "V": r.randn(8, 3) * 0.5,
            "d": np.zeros(3),
        }

    def scores(self, X):
        p = self.params
        self.z1 = conv2d_forward(X, p["K1"], p["c1"])
        self.a1 = np.tanh(self.z1)
        self.z2 = conv2d_forward(self.a1, p["K2"], p["c2"])
        self.a2 = np.tanh(self.z2)
        self.flat = self.a2.reshape(len(X), -1)
        return self.flat @ p["V"] + p["d"]

    def loss(self, X, y):
        s = self.scores(X)
        s = s - s.max(axis=1, keepdims=True)
        logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        return -logp[range(len(y)), y].mean()

    def grads(self, X, y):
        s = self.scores(X)
        prob = np.exp(s - s.max(axis=1, keepdims=True))
        prob /= prob.sum(axis=1, keepdims=True)
        prob[range(len(y)), y] -= 1
        ds = prob / len(y)
        g = {"V": self.flat.T @ ds, "d": ds.sum(axis=0)}
        da2 = (ds @ self.params["V"].T).reshape(self.a2.shape)
        da1, g["K2"], g["c2"] = conv2d_backward(da2 * (1 - self.a2**2), self.a1, self.params["K2"])
        _, g["K1"], g["c1"] = conv2d_backward(da1 * (1 - self.a1**2), X, self.params["K1"])
        return g


rs = np.random.RandomState(77)
images = rs.randn(4, 1, 4, 4)
labels = np.array([2, 0, 1, 2])
cnn = SmallCNN()


# ---- for the test
EXPECTED = "conv2d_backward writes dX with = instead of +=: where the patches overlap only the last one counts (K1, c1)"
KINDS = {"not accumulated", "path missing"}
PLACES = ["K1", "c1", "layer 1", "first"]
TWO = False
MEND = [("dX[n, :, i : i + k, j : j + k] = W[f]", "dX[n, :, i : i + k, j : j + k] += W[f]")]
OFF = {"K1", "c1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=cnn, loss=cnn.loss, grads=cnn.grads, params=cnn.params, x=images, y=labels)


def at(call, a):
    cnn.params = a
    return call(images, labels)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: at(cnn.loss, a), lambda a: at(cnn.grads, a), cnn.params
