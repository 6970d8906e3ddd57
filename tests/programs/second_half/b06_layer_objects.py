import numpy as np


class Layer:
    def forward(self, input):
        raise NotImplementedError

    def backward(self, output_gradient, learning_rate):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        self.weights = rng.normal(0, 0.8, (n_in, n_out))
        self.bias = rng.normal(0, 0.3, (1, n_out))

    def forward(self, input):
        self.input = input
        return input @ self.weights + self.bias

    def backward(self, output_gradient, learning_rate):
        input_gradient = output_gradient @ self.weights.T
        self.weights -= learning_rate * (self.input.T @ output_gradient)
        self.bias -= learning_rate * output_gradient.sum(axis=0, keepdims=True)
        return input_gradient


class Sigmoid(Layer):
    def forward(self, input):
        self.input = input
        self.output = 1 / (1 + np.exp(-input))
        return self.output

    def backward(self, output_gradient, learning_rate):
        return output_gradient * self.input * (1 - self.input)


def build():
    rng = np.random.default_rng(8)
    return [Dense(3, 5, rng), Sigmoid(), Dense(5, 2, rng)]


def predict(network, input):
    for layer in network:
        input = layer.forward(input)
    return input


def mse(network, x, y):
    return np.mean((predict(network, x) - y) ** 2)


def train_step(network, x, y, learning_rate=0.1):
    output = predict(network, x)
    grad = 2 * (output - y) / y.size
    for layer in reversed(network):
        grad = layer.backward(grad, learning_rate)


r = np.random.default_rng(9)
x_train = r.normal(size=(7, 3))
y_train = r.normal(size=(7, 2))
network = build()

# ---- for the test
EXPECTED = "Sigmoid.backward takes x*(1-x) of its input instead of its output, so the first Dense layer is updated with a wrong gradient"
KINDS = {"derivative at the wrong argument"}
PLACES = ["sigmoid", "Sigmoid", "layer 1", "first", "[0]", "hidden"]
TWO = False
MEND = [("return output_gradient * self.input * (1 - self.input)",
         "return output_gradient * self.output * (1 - self.output)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, step=train_step, predict=predict, params=network, x=x_train, y=y_train,
                rate=0.1, make=build)
