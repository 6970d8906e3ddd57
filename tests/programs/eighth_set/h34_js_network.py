import numpy as np

# small port of my network.js


class Dense:
    def __init__(self, numInputs, numUnits, rnd):
        self.weights = rnd.normal(0, 0.8, (numInputs, numUnits))
        self.biases = rnd.normal(0, 0.2, (1, numUnits))

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.biases

    def backward(self, gradOutput):
        self.gradWeights = self.inputs.T @ gradOutput
        self.gradBiases = gradOutput.sum(axis=0, keepdims=True)
        return gradOutput @ self.weights.T

    def update(self, learningRate):
        self.weights -= learningRate * self.gradWeights
        self.biases -= learningRate * self.gradBiases


class Tanh:
    def forward(self, inputs):
        self.outputs = np.tanh(inputs)
        return self.outputs

    def backward(self, gradOutput):
        return gradOutput * (1 - self.outputs * self.outputs)

    def update(self, learningRate):
        pass


class Softmax:
    def forward(self, inputs):
        exps = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.outputs = exps / np.sum(exps, axis=1, keepdims=True)
        return self.outputs

    def backward(self, gradOutput):
        return gradOutput * self.outputs * (1 - self.outputs)

    def update(self, learningRate):
        pass


class Network:
    def __init__(self, layers):
        self.layers = layers

    def predict(self, inputs):
        current = inputs
        for layer in self.layers:
            current = layer.forward(current)
        return current

    def getLoss(self, inputs, targets):
        probs = self.predict(inputs)
        return -np.sum(targets * np.log(probs)) / len(inputs)

    def backward(self, targets):
        probs = self.layers[-1].outputs
        grad = -targets / probs / len(targets)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def trainStep(self, inputs, targets, learningRate):
        self.predict(inputs)
        self.backward(targets)
        for layer in self.layers:
            layer.update(learningRate)


rnd = np.random.RandomState(12)
network = Network([Dense(2, 4, rnd), Tanh(), Dense(4, 3, rnd), Softmax()])

# r, g -> "warm" / "cold" / "neutral"
colors = np.array([[0.9, 0.1], [0.8, 0.3], [0.1, 0.2], [0.2, 0.4], [0.5, 0.5], [0.6, 0.6], [1.0, 0.2], [0.0, 0.3], [0.4, 0.5]])
names = ["warm", "warm", "cold", "cold", "neutral", "neutral", "warm", "cold", "neutral"]
labels = ["warm", "cold", "neutral"]
targets = np.array([[1.0 if name == label else 0.0 for label in labels] for name in names])

if __name__ == "__main__":
    for epoch in range(1000):
        network.trainStep(colors, targets, 0.3)
    print(network.getLoss(colors, targets))
    print([labels[i] for i in np.argmax(network.predict(colors), axis=1)])


# ---- for the test
EXPECTED = "Softmax.backward multiplies by outputs * (1 - outputs) only, the diagonal of the softmax's Jacobian; the terms between classes are missing"
KINDS = {"softmax off-diagonal missing"}
PLACES = ["Softmax", "layers[3]", "layer 4", "layers[2]", "layers[0]", "weights", "biases", "gradWeights", "gradBiases", "outputs"]
TWO = False
MEND = [
    (
        "return gradOutput * self.outputs * (1 - self.outputs)",
        "return self.outputs * (gradOutput - np.sum(gradOutput * self.outputs, axis=1, keepdims=True))",
    )
]
OFF = {"weights0", "biases0", "weights2", "biases2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=network, loss=network.getLoss, step=network.trainStep, predict=network.predict, x=colors, y=targets, rate=0.3)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        one, two = Dense(2, 4, np.random), Dense(4, 3, np.random)
        one.weights, one.biases, two.weights, two.biases = a["weights0"], a["biases0"], a["weights2"], a["biases2"]
        return Network([one, Tanh(), two, Softmax()])

    def claim(a):
        new = made(a)
        new.predict(colors)
        new.backward(targets)
        one, _, two, _ = new.layers
        return dict(weights0=one.gradWeights, biases0=one.gradBiases, weights2=two.gradWeights, biases2=two.gradBiases)

    one, _, two, _ = network.layers
    arrays = dict(weights0=one.weights, biases0=one.biases, weights2=two.weights, biases2=two.biases)
    return lambda a: made(a).getLoss(colors, targets), claim, {k: v.copy() for k, v in arrays.items()}
