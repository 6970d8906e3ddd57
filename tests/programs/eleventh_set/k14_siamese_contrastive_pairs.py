"""Siamese network with contrastive loss, pair after pair. Different pairs are pushed apart, but never as far as the margin."""
import numpy as np

MARGIN = 2.0


class Siamese:
    def __init__(self, seed=0):
        r = np.random.RandomState(seed)
        self.params = {"W1": r.randn(4, 3) * 0.8, "b1": r.randn(4) * 0.2, "W2": r.randn(2, 4) * 0.9, "b2": np.zeros(2)}

    def embed(self, v):
        h = np.tanh(self.params["W1"] @ v + self.params["b1"])
        return h, self.params["W2"] @ h + self.params["b2"]

    def loss(self, pairs, same):
        total = 0
        for (u, v), s in zip(pairs, same):
            d2 = np.sum((self.embed(u)[1] - self.embed(v)[1]) ** 2)
            if s:
                total += 0.5 * d2
            else:
                total += 0.5 * max(0, MARGIN - np.sqrt(d2)) ** 2
        return total / len(pairs)

    def backprop(self, pairs, same):
        grads = {k: np.zeros_like(v) for k, v in self.params.items()}
        for (u, v), s in zip(pairs, same):
            hu, eu = self.embed(u)
            hv, ev = self.embed(v)
            diff = eu - ev
            d2 = np.sum(diff ** 2)
            if s:
                de = diff
            elif d2 < MARGIN:
                d = np.sqrt(d2)
                de = -(MARGIN - d) / d * diff
            else:
                de = np.zeros(2)
            de = de / len(pairs)
            for sign, inp, h in ((1, u, hu), (-1, v, hv)):
                dz = sign * (self.params["W2"].T @ de) * (1 - h ** 2)
                grads["W2"] += sign * np.outer(de, h)
                grads["b2"] += sign * de
                grads["W1"] += np.outer(dz, inp)
                grads["b1"] += dz
        return grads

    def train(self, pairs, same, lr=0.1):
        grads = self.backprop(pairs, same)
        for k in grads:
            self.params[k] = self.params[k] - lr * grads[k]


r = np.random.RandomState(14)
pairs = r.randn(10, 2, 3)
same = np.array([1, 0, 0, 1, 0, 0, 0, 1, 0, 0])
pairs[same == 1, 1] = pairs[same == 1, 0] + 0.4 * r.randn(3, 3)

if __name__ == "__main__":
    net = Siamese()
    for i in range(50):
        net.train(pairs, same)
    print(net.loss(pairs, same))


# ---- for the test
EXPECTED = "backprop asks d2 < MARGIN, the squared distance, where the loss compares the distance itself with the margin: pairs whose distance lies between sqrt(2) and 2 get no gradient"
KINDS = {"condition", "margin", "another loss", "loss and gradient differ", "hinge margin", "wrong argument", "examples left out"}
PLACES = ["de", "W1", "b1", "W2"]
TWO = False
MEND = [("elif d2 < MARGIN:", "elif np.sqrt(d2) < MARGIN:")]
OFF = {"W1", "b1", "W2"}


def _net(params):
    net = Siamese()
    net.params = dict(params)
    return net


def _step(params, x, y, lr=0.1):
    net = _net(params)
    net.train(x, y, lr)
    return net.params


def _loss(params, x, y):
    return _net(params).loss(x, y)


def hand_over():
    return dict(step=_step, params=Siamese().params, loss=_loss, rate=0.1, x=pairs, y=same)


def proof():
    return (lambda a: _loss(a, pairs, same)), (lambda a: _net(a).backprop(pairs, same)), Siamese().params
