# y = w*x + b with gradient descent + momentum, all floats


class LineFit:
    def __init__(self, x, y, lr=0.02, mu=0.8):
        self.x = x
        self.y = y
        self.lr = lr
        self.mu = mu
        self.w = 0.7
        self.b = -0.4
        self.v = 0.0

    def predict(self):
        return [self.w * xi + self.b for xi in self.x]

    def loss(self):
        errors = [(p - t) ** 2 for p, t in zip(self.predict(), self.y)]
        return sum(errors) / (2 * len(errors))

    def grads(self):
        n = len(self.x)
        diff = [p - t for p, t in zip(self.predict(), self.y)]
        dw = sum(d * xi for d, xi in zip(diff, self.x)) / n
        db = sum(diff) / n
        return dw, db

    def step(self):
        dw, db = self.grads()
        self.v = self.mu * self.v - self.lr * dw
        self.w += self.v
        self.v = self.mu * self.v - self.lr * db
        self.b += self.v


xs = [0.5, 1.0, 2.0, 2.5, 4.0]
ys = [3.1, 3.9, 6.2, 7.0, 9.8]


def make():
    return LineFit(xs, ys)


if __name__ == "__main__":
    model = make()
    for epoch in range(300):
        model.step()
        if epoch % 50 == 0:
            print(epoch, model.loss())


# ---- for the test
EXPECTED = "one velocity v is shared by w and b: each carries the other's momentum"
KINDS = {"optimizer state"}
PLACES = ["b", "w", "update", "velocity", "momentum", "step"]
TWO = False
MEND = [
    ("        self.v = 0.0\n", "        self.v = 0.0\n        self.vb = 0.0\n"),
    (
        "        self.v = self.mu * self.v - self.lr * db\n        self.b += self.v\n",
        "        self.vb = self.mu * self.vb - self.lr * db\n        self.b += self.vb\n",
    ),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, rate=0.02)
