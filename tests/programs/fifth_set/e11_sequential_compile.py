import numpy as np


class Dense:
    def __init__(self, units, activation=None, input_shape=None):
        self.units, self.activation, self.input_shape = units, activation, input_shape

    def build(self, n_in, rng):
        self.kernel = rng.normal(0, 1 / np.sqrt(n_in), (n_in, self.units))
        self.bias = np.zeros(self.units)

    def call(self, inputs):
        self.inputs = inputs
        self.z = inputs @ self.kernel + self.bias
        if self.activation == "relu":
            self.out = np.maximum(self.z, 0)
        elif self.activation == "softmax":
            e = np.exp(self.z - self.z.max(axis=1, keepdims=True))
            self.out = e / e.sum(axis=1, keepdims=True)
        else:
            self.out = self.z
        return self.out

    def backward(self, grad):
        if self.activation == "relu":
            grad = grad * (self.z > 0)
        elif self.activation == "softmax":
            grad = grad * self.out * (1 - self.out)
        self.d_kernel = self.inputs.T @ grad
        self.d_bias = grad.sum(axis=0)
        return grad @ self.kernel.T


class SGD:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def apply_gradients(self, layers):
        for layer in layers:
            layer.kernel = layer.kernel - self.learning_rate * layer.d_kernel
            layer.bias = layer.bias - self.learning_rate * layer.d_bias


class Sequential:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        n_in = layer.input_shape[0] if not self.layers else self.layers[-1].units
        layer.build(n_in, np.random.default_rng(len(self.layers)))
        self.layers.append(layer)

    def compile(self, optimizer, loss):
        self.optimizer, self.loss = optimizer, loss

    def predict(self, x):
        for layer in self.layers:
            x = layer.call(x)
        return x

    def evaluate(self, x, y):
        return -np.mean(np.sum(y * np.log(self.predict(x) + 1e-12), axis=1))

    def fit(self, x, y, epochs=1, verbose=0):
        history = {"loss": []}
        for epoch in range(epochs):
            p = self.predict(x)
            history["loss"].append(self.evaluate(x, y))
            grad = (p - y) / len(x)
            for layer in reversed(self.layers):
                grad = layer.backward(grad)
            self.optimizer.apply_gradients(self.layers)
            if verbose:
                print(epoch, history["loss"][-1])
        return history


def create_model():
    model = Sequential()
    model.add(Dense(6, activation="relu", input_shape=(4,)))
    model.add(Dense(3, activation="softmax"))
    model.compile(SGD(0.1), "categorical_crossentropy")
    return model


x_train = np.random.default_rng(11).normal(size=(9, 4))
y_train = np.eye(3)[[0, 1, 2, 0, 1, 2, 1, 1, 0]]

# ---- for the test
EXPECTED = "p - y is already the derivative by z; the softmax layer multiplies p (1 - p) on top"
KINDS = {"output derivative doubled"}
PLACES = ["output", "layers[1]", "layer 2", "every"]
TWO = False
MEND = [("grad = grad * self.out * (1 - self.out)", "pass")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        make=create_model, loss=Sequential.evaluate, step=Sequential.fit, x=x_train, y=y_train, rate=0.1
    )
