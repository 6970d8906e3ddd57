import numpy as np
# Week 2 programming assignment: "your very own neural network".
# Every layer can: process input (forward) and propagate gradients through itself (backward).
# Some layers also have learnable parameters which they update during backward.


class Layer:
    def forward(self, input):
        return input

    def backward(self, input, grad_output):
        return np.dot(grad_output, np.eye(input.shape[1]))


class ReLU(Layer):
    def forward(self, input):
        """Apply elementwise ReLU to [batch, input_units] matrix"""
        return np.maximum(0, input)

    def backward(self, input, grad_output):
        """Compute gradient of loss w.r.t. ReLU input"""
        relu_grad = grad_output > 0
        return grad_output * relu_grad


class Dense(Layer):
    def __init__(self, input_units, output_units, learning_rate=0.1):
        # f(x) = <x*W> + b
        self.learning_rate = learning_rate
        self.weights = np.random.randn(input_units, output_units) * np.sqrt(2 / input_units)
        self.biases = np.random.randn(output_units) * 0.1

    def forward(self, input):
        return input.dot(self.weights) + self.biases

    def backward(self, input, grad_output):
        # compute d f / d x = d f / d dense * d dense / d x
        grad_input = grad_output.dot(self.weights.T)
        grad_weights = input.T.dot(grad_output)
        grad_biases = grad_output.sum(axis=0)
        # stochastic gradient descent step
        self.weights = self.weights - self.learning_rate * grad_weights
        self.biases = self.biases - self.learning_rate * grad_biases
        return grad_input


def softmax_crossentropy_with_logits(logits, reference_answers):
    logits_for_answers = logits[np.arange(len(logits)), reference_answers]
    return -logits_for_answers + np.log(np.sum(np.exp(logits), axis=-1))


def grad_softmax_crossentropy_with_logits(logits, reference_answers):
    ones_for_answers = np.zeros_like(logits)
    ones_for_answers[np.arange(len(logits)), reference_answers] = 1
    softmax = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return (-ones_for_answers + softmax) / logits.shape[0]


def build_network():
    np.random.seed(42)
    return [Dense(2, 6), ReLU(), Dense(6, 5), ReLU(), Dense(5, 3)]


def forward(network, X):
    activations = []
    for l in network:
        activations.append(l.forward(X if not activations else activations[-1]))
    return activations


def compute_loss(network, X, y):
    return np.mean(softmax_crossentropy_with_logits(forward(network, X)[-1], y))


def train(network, X, y):
    layer_activations = forward(network, X)
    layer_inputs = [X] + layer_activations      # layer_inputs[i] is an input for network[i]
    logits = layer_activations[-1]
    grad = grad_softmax_crossentropy_with_logits(logits, y)
    for i in range(len(network))[::-1]:
        grad = network[i].backward(layer_inputs[i], grad)
    return np.mean(softmax_crossentropy_with_logits(logits, y))


def get_data():
    rng = np.random.RandomState(1)
    X = rng.uniform(-2, 2, (18, 2))
    return X, (X[:, 0] > 0).astype(int) + (X[:, 1] > X[:, 0] ** 2 - 1).astype(int)


if __name__ == "__main__":
    X, y = get_data()
    network = build_network()
    for epoch in range(301):
        loss = train(network, X, y)
        if epoch % 50 == 0:
            print("Epoch", epoch, "loss", loss, "acc", np.mean(forward(network, X)[-1].argmax(axis=-1) == y))

# ---- for the test
EXPECTED = "ReLU.backward masks by the sign of grad_output instead of by input > 0, so negative gradients are cut and dead units get gradient."
KINDS = {"wrong mask", "derivative at the wrong argument", "relu derivative", "wrong derivative", "activation derivative"}
PLACES = ["ReLU", "ReLU.backward", "relu_grad", "grad_output", "backward", "W1", "b1", "W0", "b0"]
TWO = False
MEND = [("        relu_grad = grad_output > 0\n", "        relu_grad = input > 0\n")]
OFF = {"W0", "b0", "W1", "b1"}


def hand_over():
    X, y = get_data()
    return dict(make=build_network, loss=compute_loss, step=train, x=X, y=y, rate=0.1)


def proof():
    X, y = get_data()

    def put(p):
        net = build_network()
        for i, layer in enumerate(net[::2]):
            layer.weights, layer.biases = p["W%d" % i].copy(), p["b%d" % i].copy()
        return net

    def get(net):
        out = {}
        for i, layer in enumerate(net[::2]):
            out["W%d" % i], out["b%d" % i] = layer.weights.copy(), layer.biases.copy()
        return out

    def claim(p):
        net = put(p)
        train(net, X, y)
        new = get(net)
        return {k: (p[k] - new[k]) / 0.1 for k in p}

    return lambda p: compute_loss(put(p), X, y), claim, get(build_network())
