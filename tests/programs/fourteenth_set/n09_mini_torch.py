"""mini_torch: my own tiny PyTorch clone for learning purposes.

Every module has forward(x) and backward(grad). That's it!
"""
import numpy as np


class Module:
    def parameters(self):
        return []


class Linear(Module):
    def __init__(self, fan_in, fan_out, rng):
        self.weight = rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)
        self.bias = rng.standard_normal(fan_out) * 0.1
        self.weight_grad = None
        self.bias_grad = None

    def forward(self, x):
        self.inp = x
        return x @ self.weight + self.bias

    def backward(self, grad):
        self.weight_grad = self.inp.T @ grad
        self.bias_grad = np.mean(grad, axis=0)
        return grad @ self.weight.T

    def parameters(self):
        return [(self.weight, self.weight_grad), (self.bias, self.bias_grad)]


class ReLU(Module):
    def forward(self, x):
        return np.maximum(0, x)

    def backward(self, grad):
        return grad * (grad > 0)      # relu lets only the positive part through


class Sequential(Module):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


def cross_entropy(logits, labels):
    """Returns (loss, d loss / d logits), averaged over the batch."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    grad = np.exp(log_probs)
    grad[rows, labels] -= 1
    return -log_probs[rows, labels].mean(), grad / len(labels)


def make_model():
    rng = np.random.default_rng(3)
    return Sequential(Linear(2, 8, rng), ReLU(), Linear(8, 6, rng), ReLU(), Linear(6, 3, rng))


def compute_loss(model, x, labels):
    return cross_entropy(model.forward(x), labels)[0]


def train_step(model, x, labels, lr=0.1):
    loss, grad = cross_entropy(model.forward(x), labels)
    model.backward(grad)
    for value, value_grad in model.parameters():
        value -= lr * value_grad
    return loss


rng = np.random.default_rng(0)
labels = np.repeat([0, 1, 2], 5)
x = np.array([[-1, 0], [1, 0], [0, 1.5]])[labels] + rng.standard_normal((15, 2)) * 0.5

if __name__ == "__main__":
    model = make_model()
    for epoch in range(300):
        loss = train_step(model, x, labels)
        if epoch % 50 == 0:
            print(f"{epoch=} {loss=:.4f}")
    print("accuracy", (model.forward(x).argmax(1) == labels).mean())

# ---- for the test
EXPECTED = "ReLU.backward masks by the sign of the incoming gradient instead of the sign of its input, and Linear.backward averages the bias gradient a second time (cross_entropy has divided by the batch size already)."
KINDS = {"activation derivative missing", "mask missing", "wrong mask", "derivative at the wrong argument", "relu of the gradient"}
KINDS_2 = {"averaged twice", "scale", "bias", "bias averaged instead of summed"}
PLACES = ["ReLU", "ReLU.backward", "Linear", "Linear.backward", "bias_grad", "bias", "backward"]
TWO = True
MEND = [("    def forward(self, x):\n        return np.maximum(0, x)\n\n    def backward(self, grad):\n        return grad * (grad > 0) ",
         "    def forward(self, x):\n        self.inp = x\n        return np.maximum(0, x)\n\n    def backward(self, grad):\n        return grad * (self.inp > 0) "),
        ("        self.bias_grad = np.mean(grad, axis=0)\n", "        self.bias_grad = np.sum(grad, axis=0)\n")]
OFF = {"W1", "b1", "W2", "b2", "b3"}


def hand_over():
    return dict(make=make_model, loss=compute_loss, step=train_step, predict=Sequential.forward, x=x, y=labels, rate=0.1)


def proof():
    def put(p):
        model = make_model()
        for i, layer in enumerate(model.layers[::2], 1):
            layer.weight, layer.bias = p["W%d" % i].copy(), p["b%d" % i].copy()
        return model

    def claim(p):
        model = put(p)
        train_step(model, x, labels, 0.1)
        out = {}
        for i, layer in enumerate(model.layers[::2], 1):
            out["W%d" % i] = (p["W%d" % i] - layer.weight) / 0.1
            out["b%d" % i] = (p["b%d" % i] - layer.bias) / 0.1
        return out

    start = {}
    for i, layer in enumerate(make_model().layers[::2], 1):
        start["W%d" % i], start["b%d" % i] = layer.weight, layer.bias
    return lambda p: compute_loss(put(p), x, labels), claim, start
