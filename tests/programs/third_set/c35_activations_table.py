import numpy as np

ACTIVATIONS = {
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "softmax": (
        lambda z: np.exp(z - z.max(0)) / np.exp(z - z.max(0)).sum(0),
        lambda a: a * (1 - a),
    ),
}


class NeuralNetwork:
    """sizes like [3, 5, 4], activations like ["tanh", "softmax"]; one example per column"""

    def __init__(self, sizes, activations, lam=0.01):
        self.lam = lam
        self.activations = activations
        self.weights, self.biases = [], []
        rs = np.random.RandomState(35)
        for n, m in zip(sizes, sizes[1:]):
            self.weights.append(rs.randn(m, n) / np.sqrt(n))
            self.biases.append(rs.randn(m, 1) * 0.1)

    def forward(self, x):
        self.a = [x]
        for w, b, name in zip(self.weights, self.biases, self.activations):
            f, _ = ACTIVATIONS[name]
            self.a.append(f(w @ self.a[-1] + b))
        return self.a[-1]

    def loss(self, x, y):
        p = self.forward(x)
        l2 = sum((w**2).sum() for w in self.weights)
        return -(y * np.log(p)).sum() / x.shape[1] + self.lam / 2 * l2

    def backward(self, x, y):
        n = x.shape[1]
        delta = self.forward(x) - y  # derivative of the cross entropy
        dw, db = [], []
        for i in reversed(range(len(self.weights))):
            _, f_prime = ACTIVATIONS[self.activations[i]]
            delta = delta * f_prime(self.a[i + 1])
            dw.insert(0, delta @ self.a[i].T / n + self.lam * self.weights[i])
            db.insert(0, delta.sum(axis=1, keepdims=True) / n)
            delta = self.weights[i].T @ delta
        return dw, db

    def update(self, x, y, lr):
        dw, db = self.backward(x, y)
        self.weights = [w - lr * g for w, g in zip(self.weights, dw)]
        self.biases = [b - lr * g for b, g in zip(self.biases, db)]


rs = np.random.RandomState(36)
x = rs.randn(3, 7)
y = np.eye(4)[:, rs.randint(0, 4, 7)]
nn = NeuralNetwork([3, 5, 4], ["tanh", "softmax"])


# ---- for the test
EXPECTED = "delta = p - y is softmax and cross-entropy in one already, but is multiplied by the softmax's a * (1 - a) once more (all arrays)"
KINDS = {"output derivative doubled"}
PLACES = ["output", "last", "all", "every", "weights[1]", "biases[1]"]
TWO = False
MEND = [
    (
        "            delta = delta * f_prime(self.a[i + 1])\n",
        "            if i < len(self.weights) - 1:\n                delta = delta * f_prime(self.a[i + 1])\n",
    )
]
OFF = {"w1", "w2", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.loss, grads=nn.backward, params=(nn.weights, nn.biases), x=x, y=y)


def at(call, a):
    nn.weights, nn.biases = [a["w1"], a["w2"]], [a["b1"], a["b2"]]
    return call(x, y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("w1", "w2", "b1", "b2")
    return (
        lambda a: at(nn.loss, a),
        lambda a: dict(zip(names, sum(at(nn.backward, a), []))),
        dict(zip(names, nn.weights + nn.biases)),
    )
