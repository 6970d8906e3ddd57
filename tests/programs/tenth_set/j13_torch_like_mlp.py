"""I rewrote my PyTorch model in numpy. In PyTorch it's fine to use self.relu twice..."""
import numpy as np


class Linear:
    def __init__(self, in_features, out_features, rng):
        k = 1 / np.sqrt(in_features)
        self.W = rng.uniform(-k, k, (out_features, in_features)) * 1.7
        self.b = rng.uniform(-k, k, out_features)
        self.dW, self.db = None, None

    def __call__(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, grad):
        self.dW = grad.T @ self.x
        self.db = grad.sum(axis=0)
        return grad @ self.W


class ReLU:
    def __call__(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class MSELoss:
    def __call__(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2 * self.diff / self.diff.size


class MLP:
    def __init__(self, seed=31):
        rng = np.random.default_rng(seed)
        self.fc1 = Linear(3, 5, rng)
        self.fc2 = Linear(5, 5, rng)
        self.fc3 = Linear(5, 2, rng)
        self.relu = ReLU()
        self.criterion = MSELoss()

    def forward(self, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return self.fc3(x)

    def loss(self, x, y):
        return self.criterion(self.forward(x), y)

    def backward(self, x, y):
        self.loss(x, y)
        g = self.fc3.backward(self.criterion.backward())
        g = self.fc2.backward(self.relu.backward(g))
        self.fc1.backward(self.relu.backward(g))

    def step(self, lr):
        for fc in (self.fc1, self.fc2, self.fc3):
            fc.W -= lr * fc.dW
            fc.b -= lr * fc.db


data = np.random.default_rng(0)
X = data.normal(size=(8, 3))
Y = np.stack([X[:, 0] * X[:, 1], np.abs(X[:, 2])], axis=1)
model = MLP()


# ---- for the test
EXPECTED = "one ReLU object is used after fc1 and after fc2: its mask is overwritten by the second call, so fc1's gradient is masked with fc2's mask"
KINDS = {"stale cache", "wrong argument", "wrong input"}
PLACES = ["relu", "fc1", "mask"]
TWO = False
MEND = [("        self.relu = ReLU()\n", "        self.relu = ReLU()\n        self.relu2 = ReLU()\n"),
        ("x = self.relu(self.fc2(x))", "x = self.relu2(self.fc2(x))"),
        ("g = self.fc2.backward(self.relu.backward(g))", "g = self.fc2.backward(self.relu2.backward(g))")]
OFF = {"fc1.W", "fc1.b"}


def hand_over():
    return dict(obj=model, x=X, y=Y, make=MLP)


def proof():
    def fill(a):
        m = MLP()
        for k, v in a.items():
            layer, name = k.split(".")
            setattr(getattr(m, layer), name, v.copy())
        return m

    def claim(a):
        m = fill(a)
        m.backward(X, Y)
        return {k: getattr(getattr(m, k.split(".")[0]), "d" + k.split(".")[1]) for k in a}
    return (lambda a: fill(a).loss(X, Y)), claim, {
        f + "." + p: getattr(getattr(model, f), p).copy() for f in ("fc1", "fc2", "fc3") for p in "Wb"}
