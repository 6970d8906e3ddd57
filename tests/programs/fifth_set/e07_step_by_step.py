import math


class Neuron:
    def __init__(self, bias, weights):
        self.bias = bias
        self.weights = weights

    def calculate_output(self, inputs):
        self.inputs = inputs
        self.output = self.squash(self.calculate_total_net_input())
        return self.output

    def calculate_total_net_input(self):
        total = 0
        for i in range(len(self.inputs)):
            total += self.inputs[i] * self.weights[i]
        return total + self.bias

    def squash(self, total_net_input):
        return 1 / (1 + math.exp(-total_net_input))

    def pd_error_wrt_total_net_input(self, target):
        return -(target - self.output) * self.output * (1 - self.output)


class NeuronLayer:
    def __init__(self, weights, biases):
        self.neurons = [Neuron(b, list(w)) for w, b in zip(weights, biases)]

    def feed_forward(self, inputs):
        return [n.calculate_output(inputs) for n in self.neurons]


class NeuralNetwork:
    LEARNING_RATE = 0.5

    def __init__(self):
        self.hidden_layer = NeuronLayer([[0.15, 0.2], [0.25, 0.3]], [0.35, 0.3])
        self.output_layer = NeuronLayer([[0.4, 0.45], [0.5, 0.55]], [0.6, 0.5])

    def feed_forward(self, inputs):
        return self.output_layer.feed_forward(self.hidden_layer.feed_forward(inputs))

    def train(self, training_inputs, training_outputs):
        self.feed_forward(training_inputs)
        deltas_o = [
            n.pd_error_wrt_total_net_input(t) for n, t in zip(self.output_layer.neurons, training_outputs)
        ]
        for o, n in enumerate(self.output_layer.neurons):
            for w in range(len(n.weights)):
                n.weights[w] -= self.LEARNING_RATE * deltas_o[o] * n.inputs[w]
            n.bias -= self.LEARNING_RATE * deltas_o[o]
        for h, n in enumerate(self.hidden_layer.neurons):
            d = 0
            for o in range(len(self.output_layer.neurons)):
                d += deltas_o[o] * self.output_layer.neurons[o].weights[h]
            delta = d * n.output * (1 - n.output)
            for w in range(len(n.weights)):
                n.weights[w] -= self.LEARNING_RATE * delta * n.inputs[w]
            n.bias -= self.LEARNING_RATE * delta

    def calculate_total_error(self, inputs, outputs):
        out = self.feed_forward(inputs)
        return sum(0.5 * (t - o) ** 2 for t, o in zip(outputs, out))


nn = NeuralNetwork()

# ---- for the test
EXPECTED = "the output weights are updated before they carry the deltas down to the hidden neurons"
KINDS = {"updated before use"}
PLACES = ["hidden", "layer 1"]
TWO = False
MEND = [
    (
        "        for o, n in enumerate(self.output_layer.neurons):\n",
        "        old = [list(n.weights) for n in self.output_layer.neurons]\n"
        "        for o, n in enumerate(self.output_layer.neurons):\n",
    ),
    ("d += deltas_o[o] * self.output_layer.neurons[o].weights[h]", "d += deltas_o[o] * old[o][h]"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.calculate_total_error, step=nn.train, x=[0.05, 0.1], y=[0.01, 0.99], rate=0.5)
