import numpy as np


class Softmax:
    def __init__(self, n_features, n_classes, weight_decay=0.1):
        rs = np.random.RandomState(3)
        self.weight_decay = weight_decay
        self.layers = [
            {"w": rs.randn(n_features, 5), "b": rs.randn(5)},
            {"w": rs.randn(5, n_classes), "b": rs.randn(n_classes)},
        ]

    def forward(self, x):
        self.inputs = []
        for i, layer in enumerate(self.layers):
            self.inputs.append(x)
            x = x @ layer["w"] + layer["b"]
            if i == 0:
                x = np.tanh(x)
        x = np.exp(x)
        return x / x.sum(axis=-1, keepdims=True)

    def loss(self, x, y):
        p = self.forward(x)
        l2 = sum((layer["w"] ** 2).sum() for layer in self.layers)
        return -np.log(p[range(len(x)), y]).mean() + 0.5 * self.weight_decay * l2

    def update(self, x, y, lr):
        delta = self.forward(x)
        delta[range(len(x)), y] -= 1
        delta /= len(x)
        grads = []
        for layer, inputs in zip(self.layers[::-1], self.inputs[::-1]):
            grads.append((inputs.T @ delta, delta.sum(0)))
            delta = delta @ layer["w"].T * (1 - inputs**2)
        for layer, (dw, db) in zip(self.layers, grads[::-1]):
            layer["w"] -= lr * (dw + self.weight_decay * layer["w"])
            layer["b"] -= lr * (db + self.weight_decay * layer["b"])


rs = np.random.RandomState(0)
x = rs.randn(10, 3)
y = list(rs.randint(0, 3, 10))
net = Softmax(3, 3)

# ---- for the test
EXPECTED = "weight decay is applied to the biases too, the loss penalizes the weights only"
KINDS = {"penalty on the bias", "penalty in the gradient only"}
PLACES = ["b", "bias"]
TWO = False
MEND = [('(db + self.weight_decay * layer["b"])', "db")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, step=net.update, x=x, y=y, rate=0.1, also={"lr": 0.1})
