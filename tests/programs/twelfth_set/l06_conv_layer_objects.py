"""Two convolution layers from scratch. The second conv layer's gradient check passes, the first one's does not.
With symmetric kernels both pass, so I can't see what is going on."""
import numpy as np


def correlate(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i:i + kh, j:j + kw] * kernel)
    return out


class Conv:
    def __init__(self, size, rng):
        self.W = rng.normal(0, 0.5, (size, size))
        self.b = np.zeros(1)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return np.array([correlate(image, self.W) + self.b for image in x])

    def backward(self, dout):
        k = self.W.shape[0]
        self.dW = sum(correlate(image, d) for image, d in zip(self.x, dout))
        self.db = np.array([dout.sum()])
        return np.array([correlate(np.pad(d, k - 1), self.W) for d in dout])


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out ** 2)


class Dense:
    def __init__(self, n, rng):
        self.W = rng.normal(0, 0.5, (n, 1))
        self.b = np.zeros(1)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.shape)


rng = np.random.default_rng(5)
layers = [Conv(3, rng), Tanh(), Conv(2, rng), Tanh(), Dense(9, rng)]
images = rng.normal(size=(4, 6, 6))
labels = np.array([[1.0], [-1.0], [0.5], [0.0]])


def forward(layers, x):
    for layer in layers:
        x = layer.forward(x)
    return x


def mse(layers, x, y):
    return np.mean((forward(layers, x) - y) ** 2)


def train_step(layers, x, y, lr=0.1):
    grad = 2 * (forward(layers, x) - y) / len(x)
    for layer in reversed(layers):
        grad = layer.backward(grad)
    for layer in layers:
        if hasattr(layer, "W"):
            layer.W = layer.W - lr * layer.dW
            layer.b = layer.b - lr * layer.db


if __name__ == "__main__":
    for _ in range(50):
        train_step(layers, images, labels)
    print(mse(layers, images, labels))


# ---- for the test
EXPECTED = "the gradient to a convolution's input correlates with the kernel as it is; it has to be turned by 180 degrees"
KINDS = {"transposed", "kernel not flipped", "flip", "not flipped", "wrong weight", "order"}
PLACES = ["[0]", "Conv", "input", "kernel"]
TWO = False
MEND = [("correlate(np.pad(d, k - 1), self.W)", "correlate(np.pad(d, k - 1), self.W[::-1, ::-1])")]
OFF = {"W0", "b0"}


def hand_over():
    return dict(step=train_step, params=layers, loss=mse, rate=0.1, x=images, y=labels)


def proof():
    import copy
    start = {f"{name}{i}": getattr(layers[i], name).copy() for i in (0, 2, 4) for name in "Wb"}

    def at(a):
        net = copy.deepcopy(layers)
        for k, v in a.items():
            setattr(net[int(k[1])], k[0], v.copy())
        return net

    def claim(a):
        net = at(a)
        train_step(net, images, labels, 0.0)
        return {k: getattr(net[int(k[1])], "d" + k[0]) for k in a}
    return (lambda a: mse(at(a), images, labels)), claim, start
