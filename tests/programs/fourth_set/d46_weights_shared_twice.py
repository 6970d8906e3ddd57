import numpy as np


class Siamese:
    def __init__(self, n_in, n_out):
        r = np.random.RandomState(46)
        self.layers = [r.randn(n_out, n_in) * 0.7, r.randn(n_out, 1) * 0.1]
        self.v = r.randn(1, n_out)

    def encode(self, x):
        W, b = self.layers
        return np.tanh(W @ x + b)

    def loss(self, pair, same):
        a, b = self.encode(pair[0]), self.encode(pair[1])
        z = self.v @ np.abs(a - b)
        return np.sum(np.logaddexp(0, z) - same * z) / same.size

    def gradient(self, pair, same):
        a, b = self.encode(pair[0]), self.encode(pair[1])
        z = self.v @ np.abs(a - b)
        dz = (1 / (1 + np.exp(-z)) - same) / same.size
        dv = dz @ np.abs(a - b).T
        d = self.v.T @ dz * np.sign(a - b)
        da = d * (1 - a**2)
        db = -d * (1 - b**2)
        return [[da @ pair[0].T + db @ pair[1].T, da.sum(1, keepdims=True) - db.sum(1, keepdims=True)], dv]


r = np.random.RandomState(2)
pair = (r.randn(3, 6), r.randn(3, 6))
same = r.randint(0, 2, (1, 6))
net = Siamese(3, 4)

# ---- for the test
EXPECTED = "the bias takes the second encoder's share with the wrong sign"
KINDS = {"sign"}
PLACES = ["layers[1]", "bias"]
TWO = False
MEND = [("da.sum(1, keepdims=True) - db.sum", "da.sum(1, keepdims=True) + db.sum")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.gradient, params=[net.layers, net.v], x=pair, y=same)
