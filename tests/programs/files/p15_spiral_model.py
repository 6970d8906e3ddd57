# Chapter project: put everything from the book into a Model class
import numpy as np

np.random.seed(0)


def spiral_data(samples, classes):
    X = np.zeros((samples * classes, 2))
    y = np.zeros(samples * classes, dtype='uint8')
    for c in range(classes):
        ix = range(samples * c, samples * (c + 1))
        r = np.linspace(0.05, 1, samples)
        t = np.linspace(c * 4, (c + 1) * 4, samples) + np.random.randn(samples) * 0.15
        X[ix] = np.c_[r * np.sin(t * 1.5), r * np.cos(t * 1.5)]
        y[ix] = c
    return X, y


class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.3 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)


class Activation_ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0


class Loss_SoftmaxCrossentropy:
    def forward(self, inputs, y_true):
        exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)
        return np.mean(-np.log(self.output[range(len(inputs)), y_true] + 1e-12))

    def backward(self, y_true):
        samples = len(y_true)
        self.dinputs = self.output.copy()
        self.dinputs[range(samples), y_true] -= 1
        self.dinputs = self.dinputs / samples


class Optimizer_Adam:
    def __init__(self, learning_rate=0.02, epsilon=1e-7, beta_1=0.9, beta_2=0.999):
        self.learning_rate = learning_rate
        self.iterations = 0
        self.epsilon = epsilon
        self.beta_1 = beta_1
        self.beta_2 = beta_2

    def update_params(self, layer):
        if not hasattr(layer, 'weight_cache'):
            layer.weight_momentums = np.zeros_like(layer.weights)
            layer.weight_cache = np.zeros_like(layer.weights)
            layer.bias_momentums = np.zeros_like(layer.biases)
            layer.bias_cache = np.zeros_like(layer.biases)
        self.iterations += 1

        layer.weight_momentums = self.beta_1 * layer.weight_momentums + (1 - self.beta_1) * layer.dweights
        layer.bias_momentums = self.beta_1 * layer.bias_momentums + (1 - self.beta_1) * layer.dbiases
        layer.weight_cache = self.beta_2 * layer.weight_cache + (1 - self.beta_2) * layer.dweights ** 2
        layer.bias_cache = self.beta_2 * layer.bias_cache + (1 - self.beta_2) * layer.dbiases ** 2

        c1 = 1 - self.beta_1 ** self.iterations
        c2 = 1 - self.beta_2 ** self.iterations
        layer.weights -= self.learning_rate * (layer.weight_momentums / c1) / (np.sqrt(layer.weight_cache / c2) + self.epsilon)
        layer.biases -= self.learning_rate * (layer.bias_momentums / c1) / (np.sqrt(layer.bias_cache / c2) + self.epsilon)


class Model:
    def __init__(self, layers, loss, optimizer):
        self.layers = layers
        self.loss = loss
        self.optimizer = optimizer

    def forward(self, X):
        for layer in self.layers:
            layer.forward(X)
            X = layer.output
        return X

    def train(self, X, y, epochs, print_every=100):
        for epoch in range(epochs):
            loss = self.loss.forward(self.forward(X), y)
            self.loss.backward(y)
            dvalues = self.loss.dinputs
            for layer in reversed(self.layers):
                layer.backward(dvalues)
                dvalues = layer.dinputs
            for layer in self.layers:
                if hasattr(layer, 'weights'):
                    self.optimizer.update_params(layer)
            if epoch % print_every == 0:
                acc = np.mean(np.argmax(self.loss.output, axis=1) == y)
                print(f'epoch: {epoch}, acc: {acc:.3f}, loss: {loss:.3f}')


X, y = spiral_data(60, 3)
model = Model([Layer_Dense(2, 32), Activation_ReLU(), Layer_Dense(32, 16), Activation_ReLU(), Layer_Dense(16, 3)],
              Loss_SoftmaxCrossentropy(), Optimizer_Adam())
model.train(X, y, epochs=601)
