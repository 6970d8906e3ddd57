import numpy as np

rng = np.random.default_rng(58)
real = rng.normal(2.0, 0.5, (8, 1))
noise = rng.normal(size=(8, 2))


class Net:
    def __init__(self, n_in, n_h, n_out):
        self.W1, self.b1 = rng.normal(size=(n_in, n_h)) * 0.5, np.zeros(n_h)
        self.W2, self.b2 = rng.normal(size=(n_h, n_out)) * 0.5, np.zeros(n_out)

    def __call__(self, x):
        self.x = x
        self.h = np.maximum(0.2 * (x @ self.W1 + self.b1), x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def backward(self, d):
        self.gW2, self.gb2 = self.h.T @ d, d.sum(0)
        d = d @ self.W2.T * np.where(self.h > 0, 1, 0.2)
        self.gW1, self.gb1 = self.x.T @ d, d.sum(0)
        return d @ self.W1.T


G, D = Net(2, 4, 1), Net(1, 5, 1)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss_D():
    fake = G(noise)
    return -np.mean(np.log(sigmoid(D(real)))) - np.mean(np.log(1 - sigmoid(D(fake))))


def grads_D():
    fake = G(noise)
    p = sigmoid(D(real))
    D.backward((p - 1) / len(p))
    total = [D.gW1, D.gb1, D.gW2, D.gb2]
    p = sigmoid(D(fake))
    D.backward((p - 1) / len(p))
    return [a + b for a, b in zip(total, [D.gW1, D.gb1, D.gW2, D.gb2])]


# ---- for the test
EXPECTED = "the fakes are taken for real in the gradient: p - 1 where p is wanted"
KINDS = {"wrong error", "labels of other rows", "wrong loss", "sign", "unknown"}
PLACES = ["every", "D", "output"]
TWO = False
MEND = [("    p = sigmoid(D(fake))\n    D.backward((p - 1) / len(p))", "    p = sigmoid(D(fake))\n    D.backward(p / len(p))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_D, grads=grads_D, params=[D.W1, D.b1, D.W2, D.b2], obj=D)
