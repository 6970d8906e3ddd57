import numpy as np

# weights are (n_out, n_in) like in pytorch, biases (n_out,)


class MLP:
    def __init__(self, sizes, seed=0):
        gen = np.random.default_rng(seed)
        self.params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.params.append(gen.normal(size=(n_out, n_in)))
            self.params.append(gen.normal(size=n_out))

    def forward(self, x):
        W1, b1, W2, b2 = self.params
        self.x = x
        self.h = np.tanh(x @ W1.T + b1)
        return self.h @ W2.T + b2

    def loss(self, x, y):
        return 0.5 * np.mean(np.sum((self.forward(x) - y) ** 2, axis=1))

    def backward(self, x, y):
        W1, b1, W2, b2 = self.params
        d2 = (self.forward(x) - y) / len(x)
        d1 = (d2 @ W2) * (1 - self.h**2)
        return [d1.T @ self.x, d1.sum(axis=0), d2.T @ self.h, d2.sum(axis=0)]


class SGD:
    def __init__(self, params, lr=0.05, momentum=0.9):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads)):
            p += self.velocity[i]
            self.velocity[i] = self.momentum * self.velocity[i] - self.lr * g


gen = np.random.default_rng(99)
x_train = gen.normal(size=(6, 3))
y_train = gen.normal(size=(6, 2))


def new_training():
    net = MLP([3, 4, 2])
    opt = SGD(net.params)

    def train_step(x, y):
        grads = net.backward(x, y)
        opt.step(grads)

    return dict(step=train_step, loss=net.loss, grads=net.backward, params=net.params)


# ---- for the test
EXPECTED = "the parameters move by the old velocity before it is updated with the new gradient (the first step does nothing)"
KINDS = {"optimizer order"}
PLACES = ["update", "velocity", "momentum", "optimizer", "step"]
TWO = False
MEND = [
    (
        "            p += self.velocity[i]\n            self.velocity[i] = self.momentum * self.velocity[i] - self.lr * g\n",
        "            self.velocity[i] = self.momentum * self.velocity[i] - self.lr * g\n            p += self.velocity[i]\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=new_training, x=x_train, y=y_train, rate=0.05)
