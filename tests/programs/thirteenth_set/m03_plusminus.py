"""Small network class for a +1 / -1 problem (tanh at the end).
With a tiny learning rate it is fine, with lr = 0.4 a friend's program (same
sizes, same start) goes down smoothly and mine takes different steps already in
the very first epoch. Output layer after one epoch: identical. Hidden layer: not.
"""
import numpy as np


class TwoLayerNet:
    def __init__(self, n_in, n_hidden, lr=0.4, seed=3):
        r = np.random.RandomState(seed)
        self.W1 = r.randn(n_in, n_hidden) * 0.8
        self.b1 = r.randn(n_hidden) * 0.2
        self.W2 = r.randn(n_hidden, 1) * 0.8
        self.b2 = r.randn(1) * 0.2
        self.lr = lr

    def forward(self, X):
        self.X = X
        self.h = 1 / (1 + np.exp(-(X.dot(self.W1) + self.b1)))
        self.out = np.tanh(self.h.dot(self.W2) + self.b2)
        return self.out

    def loss(self, X, y):
        return 0.5 * np.mean((self.forward(X) - y) ** 2)

    def backward(self, y):
        n = y.shape[0]
        delta_out = (self.out - y) / n * (1 - self.out ** 2)
        self.W2 -= self.lr * self.h.T.dot(delta_out)
        self.b2 -= self.lr * delta_out.sum(axis=0)

        delta_h = delta_out.dot(self.W2.T) * self.h * (1 - self.h)
        self.W1 -= self.lr * self.X.T.dot(delta_h)
        self.b1 -= self.lr * delta_h.sum(axis=0)

    def fit_once(self, X, y):
        self.forward(X)
        self.backward(y)

    def predict(self, X):
        return np.sign(self.forward(X))


def get_data():
    r = np.random.RandomState(8)
    X = r.randn(10, 2)
    y = np.where(X[:, :1] * X[:, 1:] > 0, 1.0, -1.0)
    return X, y


def new_net():
    return TwoLayerNet(2, 7)


if __name__ == "__main__":
    X, y = get_data()
    net = new_net()
    for epoch in range(2000):
        net.fit_once(X, y)
        if epoch % 200 == 0:
            print(epoch, net.loss(X, y))
    print("right:", int((net.predict(X) == y).sum()), "of", len(y))

# ---- for the test
EXPECTED = "backward() changes W2 before delta_h is computed, so the hidden layer's error goes back through the already updated W2."
KINDS = {"updated before use", "wrong weights", "order", "in place"}
PLACES = ["backward", "W2", "delta_h", "W1", "b1", "TwoLayerNet"]
TWO = False
MEND = [("        self.W2 -= self.lr * self.h.T.dot(delta_out)\n"
         "        self.b2 -= self.lr * delta_out.sum(axis=0)\n"
         "\n"
         "        delta_h = delta_out.dot(self.W2.T) * self.h * (1 - self.h)\n",
         "        delta_h = delta_out.dot(self.W2.T) * self.h * (1 - self.h)\n"
         "        self.W2 -= self.lr * self.h.T.dot(delta_out)\n"
         "        self.b2 -= self.lr * delta_out.sum(axis=0)\n"
         "\n")]
OFF = {"W1", "b1"}


def hand_over():
    X, y = get_data()
    return dict(make=new_net, loss=TwoLayerNet.loss, step=TwoLayerNet.fit_once,
                predict=TwoLayerNet.predict, x=X, y=y, rate=0.4)


def proof():
    X, y = get_data()
    names = ("W1", "b1", "W2", "b2")

    def put(p):
        net = new_net()
        for k in names:
            setattr(net, k, p[k].copy())
        return net

    def claim(p):
        net = put(p)
        net.fit_once(X, y)
        return {k: (p[k] - getattr(net, k)) / net.lr for k in names}

    start = new_net()
    return (lambda p: put(p).loss(X, y), claim, {k: getattr(start, k).copy() for k in names})
