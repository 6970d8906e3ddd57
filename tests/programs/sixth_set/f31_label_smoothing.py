import numpy as np


def log_softmax(z):
    z = z - z.max(1, keepdims=True)
    return z - np.log(np.exp(z).sum(1, keepdims=True))


class SmoothCE:
    """Cross-entropy with label smoothing, labels are class numbers."""

    def __init__(self, classes, smoothing=0.2):
        self.classes, self.smoothing = classes, smoothing

    def targets(self, labels):
        onehot = np.eye(self.classes)[labels]
        return (1 - self.smoothing) * onehot + self.smoothing / self.classes

    def __call__(self, logits, labels):
        return -(self.targets(labels) * log_softmax(logits)).sum(1).mean()

    def grad(self, logits, labels):
        d = np.exp(log_softmax(logits))
        d[range(len(labels)), labels] -= 1
        return d / len(labels)


class Classifier:
    def __init__(self):
        rs = np.random.RandomState(7)
        self.weights = [rs.randn(3, 4) * 0.8, rs.randn(4, 3) * 0.8]
        self.biases = [rs.randn(4) * 0.1, rs.randn(3) * 0.1]
        self.criterion = SmoothCE(3)

    def forward(self, X):
        self.h = np.tanh(X @ self.weights[0] + self.biases[0])
        return self.h @ self.weights[1] + self.biases[1]

    def loss(self, X, labels):
        return self.criterion(self.forward(X), labels)

    def backward(self, X, labels):
        d = self.criterion.grad(self.forward(X), labels)
        dh = d @ self.weights[1].T * (1 - self.h**2)
        return [X.T @ dh, self.h.T @ d], [dh.sum(0), d.sum(0)]


rs = np.random.RandomState(1)
X = rs.randn(9, 3)
labels = np.array([0, 1, 2, 0, 2, 2, 2, 0, 2])
clf = Classifier()


# ---- for the test
EXPECTED = "SmoothCE.grad takes 1 from the class of the label, the loss has the smoothed targets"
KINDS = {"label smoothing", "labels", "targets differ", "wrong loss", "loss and gradient do not belong together", "smoothing"}
PLACES = ["every array", "output", "layer 2", "weights[1]", "smooth", "target", "label"]
TWO = False
MEND = [("        d[range(len(labels)), labels] -= 1\n        return d / len(labels)", "        return (d - self.targets(labels)) / len(labels)")]
OFF = {"w0", "w1", "b0", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, grads=clf.backward, x=X, y=labels)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Classifier()
        new.weights, new.biases = [a["w0"], a["w1"]], [a["b0"], a["b1"]]
        return new

    def claim(a):
        w, b = made(a).backward(X, labels)
        return {"w0": w[0], "w1": w[1], "b0": b[0], "b1": b[1]}

    start = {"w0": clf.weights[0], "w1": clf.weights[1], "b0": clf.biases[0], "b1": clf.biases[1]}
    return lambda a: made(a).loss(X, labels), claim, start
