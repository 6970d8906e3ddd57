"""Neural network from scratch, layers as objects. Every layer gets the gradient of its
output and learns at once (like in the video), then passes the gradient on."""
import numpy as np


class Layer:
    def __init__(self):
        self.input = None
        self.output = None

    def forward(self, input):
        raise NotImplementedError

    def backward(self, output_gradient, learning_rate):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, input_size, output_size, rng):
        self.weights = rng.standard_normal((input_size, output_size))
        self.bias = rng.standard_normal((1, output_size)) * 0.3

    def forward(self, input):
        self.input = input
        return self.input @ self.weights + self.bias

    def backward(self, output_gradient, learning_rate):
        weights_gradient = self.input.T @ output_gradient
        self.weights -= learning_rate * weights_gradient
        self.bias -= learning_rate * output_gradient.sum(axis=0, keepdims=True)
        return output_gradient @ self.weights.T


class Tanh(Layer):
    def forward(self, input):
        self.output = np.tanh(input)
        return self.output

    def backward(self, output_gradient, learning_rate):
        return output_gradient * (1 - self.output ** 2)


class Network:
    def __init__(self, *layers):
        self.layers = list(layers)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, y):
        return np.mean((y - self.predict(x)) ** 2)

    def train_step(self, x, y, learning_rate=0.2):
        out = self.predict(x)
        grad = 2 * (out - y) / y.size
        for layer in reversed(self.layers):
            grad = layer.backward(grad, learning_rate)


def build():
    rng = np.random.default_rng(5)
    return Network(Dense(2, 3, rng), Tanh(), Dense(3, 2, rng), Tanh(), Dense(2, 1, rng))


X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
Y = np.array([[0.], [1.], [1.], [0.]])
net = build()

if __name__ == "__main__":
    for e in range(200):
        net.train_step(X, Y)
    print(net.predict(X))


# ---- for the test
EXPECTED = "Dense.backward updates the weights before it computes output_gradient @ self.weights.T: the gradient passed to the layers below uses the new weights"
KINDS = {"updated before use", "order"}
PLACES = ["Dense", "weights", "backward", "layers[0]", "layers[2]"]
TWO = False
MEND = [("        weights_gradient = self.input.T @ output_gradient\n",
         "        weights_gradient = self.input.T @ output_gradient\n        input_gradient = output_gradient @ self.weights.T\n"),
        ("        return output_gradient @ self.weights.T\n", "        return input_gradient\n")]
OFF = {"weights0", "bias0", "weights1", "bias1"}


def hand_over():
    return dict(obj=build(), x=X, y=Y, rate=0.2, make=build)


def proof():
    def fill(a):
        n = build()
        for i, layer in enumerate(n.layers[::2]):
            layer.weights, layer.bias = a["weights%d" % i].copy(), a["bias%d" % i].copy()
        return n

    def claim(a):
        n = fill(a)
        n.train_step(X, Y, 0.2)
        g = {}
        for i, layer in enumerate(n.layers[::2]):
            g["weights%d" % i] = (a["weights%d" % i] - layer.weights) / 0.2
            g["bias%d" % i] = (a["bias%d" % i] - layer.bias) / 0.2
        return g
    arrays = {}
    for i, layer in enumerate(build().layers[::2]):
        arrays["weights%d" % i], arrays["bias%d" % i] = layer.weights.copy(), layer.bias.copy()
    return (lambda a: fill(a).loss(X, Y)), claim, arrays
