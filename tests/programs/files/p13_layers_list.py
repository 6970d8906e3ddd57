import numpy as np

rng = np.random.RandomState(12)


class Layer:
    def __init__(self):
        self.input = None
        self.output = None

    def forward(self, input):
        pass

    def backward(self, output_gradient, learning_rate):
        pass


class Dense(Layer):
    def __init__(self, input_size, output_size):
        self.weights = rng.randn(input_size, output_size) / np.sqrt(input_size)
        self.bias = np.zeros((1, output_size))

    def forward(self, input):
        self.input = input
        return np.dot(self.input, self.weights) + self.bias

    def backward(self, output_gradient, learning_rate):
        weights_gradient = np.dot(self.input.T, output_gradient)
        input_gradient = np.dot(output_gradient, self.weights.T)
        self.weights -= learning_rate * weights_gradient
        self.bias -= learning_rate * np.sum(output_gradient)
        return input_gradient


class Activation(Layer):
    def __init__(self, activation, activation_prime):
        self.activation = activation
        self.activation_prime = activation_prime

    def forward(self, input):
        self.input = input
        return self.activation(self.input)

    def backward(self, output_gradient, learning_rate):
        return np.multiply(output_gradient, self.activation_prime(self.input))


class Tanh(Activation):
    def __init__(self):
        tanh = lambda x: np.tanh(x)
        tanh_prime = lambda x: 1 - np.tanh(x) ** 2
        super().__init__(tanh, tanh_prime)


def mse(y_true, y_pred):
    return np.mean(np.power(y_true - y_pred, 2))


def mse_prime(y_true, y_pred):
    return 2 * (y_pred - y_true) / np.size(y_true)


# angle -> point on a (shifted) ellipse, in batches of rows
t = rng.uniform(-2, 2, (64, 1))
X = t
Y = np.hstack([np.cos(t) + 0.5, 0.5 * np.sin(t) - 1.0])

network = [
    Dense(1, 10),
    Tanh(),
    Dense(10, 10),
    Tanh(),
    Dense(10, 2)
]

epochs = 2000
learning_rate = 0.05

for e in range(epochs):
    # forward
    output = X
    for layer in network:
        output = layer.forward(output)

    error = mse(Y, output)

    # backward
    grad = mse_prime(Y, output)
    for layer in reversed(network):
        grad = layer.backward(grad, learning_rate)

    if (e + 1) % 200 == 0:
        print('%d/%d, error=%f' % (e + 1, epochs, error))

for angle in (-1.5, 0.0, 1.5):
    output = np.array([[angle]])
    for layer in network:
        output = layer.forward(output)
    print(angle, output.round(3), '  true', round(np.cos(angle) + 0.5, 3), round(0.5 * np.sin(angle) - 1, 3))
