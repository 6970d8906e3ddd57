import numpy as np

np.random.seed(0)


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class Linear(Layer):
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros(n_out) + 0.05

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(0)
        return grad @ self.W.T


class LeakyReLU(Layer):
    def forward(self, x):
        self.mask = np.where(x > 0, 1.0, 0.1)
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, y):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.y = y
        return -np.log(self.p[np.arange(len(y)), y]).mean()

    def backward(self):
        g = self.p.copy()
        g[np.arange(len(self.y)), self.y] -= 1
        return g / len(self.y)


class Model:
    def __init__(self, layers, x_val, y_val):
        self.layers = layers
        self.criterion = SoftmaxCrossEntropy()
        self.x_val, self.y_val = x_val, y_val
        self.history = []

    def __call__(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, y):
        return SoftmaxCrossEntropy().forward(self(x), y)

    def gradients(self, x, y):
        train_loss = self.criterion.forward(self(x), y)
        # keep an eye on overfitting
        val_loss = self.loss(self.x_val, self.y_val)
        self.history.append((train_loss, val_loss))
        g = self.criterion.backward()
        for layer in reversed(self.layers):
            g = layer.backward(g)
        return [(l.dW, l.db) for l in self.layers if isinstance(l, Linear)]

    def fit(self, x, y, lr=0.1, epochs=50):
        for _ in range(epochs):
            self.gradients(x, y)
            for l in self.layers:
                if isinstance(l, Linear):
                    l.W -= lr * l.dW
                    l.b -= lr * l.db


x_all = np.random.randn(16, 4)
y_all = np.random.randint(0, 3, 16)
x_train, x_val = x_all[:8], x_all[8:]
y_train, y_val = y_all[:8], y_all[8:]

model = Model([Linear(4, 6), LeakyReLU(), Linear(6, 3)], x_val, y_val)


# ---- for the test
EXPECTED = "the validation loss is computed between forward and backward: the layers' caches hold the validation rows when backward runs (all but the last bias)"
KINDS = {"stale cache", "other rows"}
PLACES = ["cache", "rows", "W", "layers[0]", "layers[2]", "layer 1", "layer 2", "all", "every"]
TWO = False
MEND = [
    ("        g = self.criterion.backward()\n", "        self(x)\n        g = self.criterion.backward()\n"),
]
OFF = {"W1", "b1", "W2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [(l.W, l.b) for l in model.layers if isinstance(l, Linear)]
    return dict(obj=model, loss=model.loss, grads=model.gradients, params=params, x=x_train, y=y_train)


def set_to(a):
    first, _, second = model.layers
    first.W, first.b, second.W, second.b = (a[name] for name in ("W1", "b1", "W2", "b2"))


def cost(a):
    set_to(a)
    return model.loss(x_train, y_train)


def claim(a):
    set_to(a)
    return dict(zip(("W1", "b1", "W2", "b2"), sum(model.gradients(x_train, y_train), ())))


def proof():
    """Its loss and its claim, of plain arrays by name."""
    first, _, second = model.layers
    return cost, claim, dict(W1=first.W, b1=first.b, W2=second.W, b2=second.b)
