import numpy as np

rng = np.random.default_rng(5)


class Dense:
    def __init__(self, input_size, output_size):
        self.weights = rng.standard_normal((output_size, input_size))
        self.bias = rng.standard_normal((output_size, 1))

    def forward(self, input):
        self.input = input
        return np.dot(self.weights, self.input) + self.bias

    def backward(self, output_gradient, learning_rate):
        weights_gradient = np.dot(output_gradient, self.input.T)
        self.weights -= learning_rate * weights_gradient
        return np.dot(self.weights.T, output_gradient)


class Tanh:
    def forward(self, input):
        self.output = np.tanh(input)
        return self.output

    def backward(self, output_gradient, learning_rate):
        return output_gradient * (1 - self.output**2)


def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


def mse_prime(y_true, y_pred):
    return 2 * (y_pred - y_true) / y_true.size


network = [Dense(3, 4), Tanh(), Dense(4, 2)]


def predict(x):
    for layer in network:
        x = layer.forward(x)
    return x


def loss(x, y):
    return mse(y, predict(x))


def train_one(x, y, learning_rate=0.2):
    """one example, a column"""
    grad = mse_prime(y, predict(x))
    for layer in reversed(network):
        grad = layer.backward(grad, learning_rate)


x0 = np.array([[0.4], [-1.1], [0.7]])
y0 = np.array([[1.5], [-0.5]])


# ---- for the test
EXPECTED = "Dense.backward passes the gradient down through the weights it has just updated (first layer wrong), and the bias is never updated"
KINDS = {"updated before use"}
KINDS_2 = {"partial update", "zero"}
PLACES = ["network[0]", "layer 1", "layer 0", "first", "weights", "bias", "hidden", "update"]
TWO = True
MEND = [
    (
        "        self.weights -= learning_rate * weights_gradient\n        return np.dot(self.weights.T, output_gradient)\n",
        "        input_gradient = np.dot(self.weights.T, output_gradient)\n        self.weights -= learning_rate * weights_gradient\n        return input_gradient\n",
    ),
    (
        "        weights_gradient = np.dot(output_gradient, self.input.T)\n",
        "        weights_gradient = np.dot(output_gradient, self.input.T)\n        self.bias -= learning_rate * output_gradient\n",
    ),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [[network[0].weights, network[0].bias], [network[2].weights, network[2].bias]]
    return dict(loss=loss, step=train_one, predict=predict, params=params, x=x0, y=y0, rate=0.2)
