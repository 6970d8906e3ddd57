import numpy as np

np.random.seed(0)


class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.5 * np.random.randn(n_inputs, n_neurons)
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


class Activation_Softmax:
    def forward(self, inputs):
        e = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = e / np.sum(e, axis=1, keepdims=True)

    def backward(self, dvalues):
        self.dinputs = np.empty_like(dvalues)
        for index, (single_output, single_dvalues) in enumerate(zip(self.output, dvalues)):
            single_output = single_output.reshape(-1, 1)
            jacobian_matrix = np.diagflat(single_output) - np.dot(single_output, single_output.T)
            self.dinputs[index] = np.diag(jacobian_matrix) * single_dvalues


class Loss_CategoricalCrossentropy:
    def calculate(self, y_pred, y_true):
        y_pred_clipped = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return np.mean(-np.log(y_pred_clipped[range(len(y_pred)), y_true]))

    def backward(self, dvalues, y_true):
        samples, labels = dvalues.shape
        y_true = np.eye(labels)[y_true]
        self.dinputs = -y_true / dvalues / samples


class Optimizer_SGD:
    def __init__(self, learning_rate=1.0):
        self.learning_rate = learning_rate

    def update_params(self, layer):
        layer.weights += -self.learning_rate * layer.dweights
        layer.biases += -self.learning_rate * layer.dbiases


X = np.random.randn(9, 2)
y = np.array([0, 1, 2] * 3)
dense1 = Layer_Dense(2, 5)
activation1 = Activation_ReLU()
dense2 = Layer_Dense(5, 3)
activation2 = Activation_Softmax()
loss_function = Loss_CategoricalCrossentropy()
optimizer = Optimizer_SGD(0.5)


def forward():
    dense1.forward(X)
    activation1.forward(dense1.output)
    dense2.forward(activation1.output)
    activation2.forward(dense2.output)
    return loss_function.calculate(activation2.output, y)


def train():
    forward()
    loss_function.backward(activation2.output, y)
    activation2.backward(loss_function.dinputs)
    dense2.backward(activation2.dinputs)
    activation1.backward(dense2.dinputs)
    dense1.backward(activation1.dinputs)
    optimizer.update_params(dense1)
    optimizer.update_params(dense2)


# ---- for the test
EXPECTED = "of softmax's Jacobian only the diagonal is used"
KINDS = {"softmax off-diagonal missing", "softmax Jacobian diagonal only"}
PLACES = ["output", "softmax", "dense2", "layer 2"]
TWO = False
MEND = [("np.diag(jacobian_matrix) * single_dvalues", "np.dot(jacobian_matrix, single_dvalues)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=forward, step=train, params=[dense1, dense2], rate=0.5)
