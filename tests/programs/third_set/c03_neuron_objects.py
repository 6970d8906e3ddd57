import math
import random

random.seed(0)


class Neuron:
    def __init__(self, bias):
        self.bias = bias
        self.weights = []

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

    # dE/dz = dE/dy * dy/dz
    def calculate_pd_error_wrt_total_net_input(self, target_output):
        return (
            self.calculate_pd_error_wrt_output(target_output) * self.calculate_pd_total_net_input_wrt_input()
        )

    def calculate_error(self, target_output):
        return 0.5 * (target_output - self.output) ** 2

    def calculate_pd_error_wrt_output(self, target_output):
        return -(target_output - self.output)

    def calculate_pd_total_net_input_wrt_input(self):
        return self.output * (1 - self.output)

    def calculate_pd_total_net_input_wrt_weight(self, index):
        return self.inputs[index]


class NeuronLayer:
    def __init__(self, num_neurons, biases):
        self.neurons = [Neuron(biases[i]) for i in range(num_neurons)]

    def feed_forward(self, inputs):
        return [neuron.calculate_output(inputs) for neuron in self.neurons]


class NeuralNetwork:
    LEARNING_RATE = 0.5

    def __init__(self, num_inputs, num_hidden, num_outputs):
        self.num_inputs = num_inputs
        self.hidden_layer = NeuronLayer(num_hidden, [random.uniform(-1, 1) for _ in range(num_hidden)])
        self.output_layer = NeuronLayer(num_outputs, [random.uniform(-1, 1) for _ in range(num_outputs)])
        for neuron in self.hidden_layer.neurons:
            neuron.weights = [random.uniform(-1, 1) for _ in range(num_inputs)]
        for neuron in self.output_layer.neurons:
            neuron.weights = [random.uniform(-1, 1) for _ in range(num_hidden)]

    def feed_forward(self, inputs):
        return self.output_layer.feed_forward(self.hidden_layer.feed_forward(inputs))

    # Uses online learning, ie updating the weights after each training case
    def train(self, training_inputs, training_outputs):
        self.feed_forward(training_inputs)

        # 1. Output neuron deltas
        pd_errors_wrt_output = [0] * len(self.output_layer.neurons)
        for o in range(len(self.output_layer.neurons)):
            pd_errors_wrt_output[o] = self.output_layer.neurons[o].calculate_pd_error_wrt_total_net_input(
                training_outputs[o]
            )

        # 2. Hidden neuron deltas
        pd_errors_wrt_hidden = [0] * len(self.hidden_layer.neurons)
        for h in range(len(self.hidden_layer.neurons)):
            d_error_wrt_hidden_neuron_output = 0
            for o in range(len(self.output_layer.neurons)):
                d_error_wrt_hidden_neuron_output += (
                    pd_errors_wrt_output[o] * self.output_layer.neurons[o].weights[h]
                )
            pd_errors_wrt_hidden[h] = (
                d_error_wrt_hidden_neuron_output
                * self.hidden_layer.neurons[h].calculate_pd_total_net_input_wrt_input()
            )

        # 3. Update output neuron weights
        for o in range(len(self.output_layer.neurons)):
            for w_ho in range(len(self.output_layer.neurons[o].weights)):
                pd_error_wrt_weight = pd_errors_wrt_output[o] * self.output_layer.neurons[
                    o
                ].calculate_pd_total_net_input_wrt_weight(w_ho)
                self.output_layer.neurons[o].weights[w_ho] -= self.LEARNING_RATE * pd_error_wrt_weight

        # 4. Update hidden neuron weights
        for h in range(len(self.hidden_layer.neurons)):
            for w_ih in range(len(self.hidden_layer.neurons[h].weights)):
                pd_error_wrt_weight = pd_errors_wrt_hidden[h] * self.hidden_layer.neurons[
                    h
                ].calculate_pd_total_net_input_wrt_weight(w_ih)
                self.hidden_layer.neurons[h].weights[w_ih] -= self.LEARNING_RATE * pd_error_wrt_weight

    def calculate_total_error(self, training_inputs, training_outputs):
        self.feed_forward(training_inputs)
        total_error = 0
        for o in range(len(training_outputs)):
            total_error += self.output_layer.neurons[o].calculate_error(training_outputs[o])
        return total_error


nn = NeuralNetwork(2, 3, 2)


# ---- for the test
EXPECTED = "the biases of the hidden and the output neurons are never updated"
KINDS = {"partial update", "zero"}
PLACES = ["bias"]
TWO = False
MEND = [
    (
        "        # 4. Update hidden neuron weights\n",
        "            self.output_layer.neurons[o].bias -= self.LEARNING_RATE * pd_errors_wrt_output[o]\n        for h in range(len(self.hidden_layer.neurons)):\n            self.hidden_layer.neurons[h].bias -= self.LEARNING_RATE * pd_errors_wrt_hidden[h]\n\n        # 4. Update hidden neuron weights\n",
    )
]
OFF = {"bh", "bo"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=nn,
        loss=nn.calculate_total_error,
        step=nn.train,
        x=[0.05, 0.1],
        y=[0.01, 0.99],
        rate=NeuralNetwork.LEARNING_RATE,
    )


def now():
    import numpy as np

    layers = dict(h=nn.hidden_layer.neurons, o=nn.output_layer.neurons)
    weights = {"w" + k: np.array([n.weights for n in layer]) for k, layer in layers.items()}
    return weights | {"b" + k: np.array([n.bias for n in layer]) for k, layer in layers.items()}


def set_to(a):
    for k, layer in dict(h=nn.hidden_layer.neurons, o=nn.output_layer.neurons).items():
        for neuron, w, b in zip(layer, a["w" + k], a["b" + k]):
            neuron.weights, neuron.bias = [float(each) for each in w], float(b)


def cost(a):
    set_to(a)
    return nn.calculate_total_error([0.05, 0.1], [0.01, 0.99])


def claim(a):
    set_to(a)
    nn.train([0.05, 0.1], [0.01, 0.99])
    return {name: (a[name] - new) / nn.LEARNING_RATE for name, new in now().items()}


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return cost, claim, now()
