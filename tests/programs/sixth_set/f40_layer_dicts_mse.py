# network as a list of layers, each layer a list of neurons, each neuron a dict
from math import exp
from random import Random


def initialize_network(n_inputs, n_hidden, n_outputs):
    rnd = Random(1)
    hidden = [{"weights": [rnd.uniform(-1, 1) for _ in range(n_inputs + 1)]} for _ in range(n_hidden)]
    output = [{"weights": [rnd.uniform(-1, 1) for _ in range(n_hidden + 1)]} for _ in range(n_outputs)]
    return [hidden, output]


def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            w = neuron["weights"]
            activation = w[-1] + sum(wi * xi for wi, xi in zip(w[:-1], inputs))
            neuron["output"] = transfer(activation)
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs


def transfer_derivative(output):
    return output * (1.0 - output)


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        for j, neuron in enumerate(layer):
            if i == len(network) - 1:
                neuron["delta"] = neuron["output"] - expected[j]
            else:
                error = sum(n["weights"][j] * n["delta"] for n in network[i + 1])
                neuron["delta"] = error * transfer_derivative(neuron["output"])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row if i == 0 else [neuron["output"] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]


def train_row(network, row, expected, l_rate=0.5):
    forward_propagate(network, row)
    backward_propagate_error(network, expected)
    update_weights(network, row, l_rate)


def squared_error(network, row, expected):
    return 0.5 * sum((e - o) ** 2 for e, o in zip(expected, forward_propagate(network, row)))


network = initialize_network(2, 2, 2)
row, expected = [2.78, -1.55], [0, 1]


# ---- for the test
EXPECTED = "the delta of the output is that of cross-entropy, the error is the squared one: output * (1 - output) is missing"
KINDS = {"output derivative missing"}
PLACES = ["output", "every array", "layer 2", "[1]", "network[1]"]
TWO = False
MEND = [('neuron["delta"] = neuron["output"] - expected[j]\n', 'neuron["delta"] = (neuron["output"] - expected[j]) * transfer_derivative(neuron["output"])\n')]
OFF = {"hidden", "output"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=squared_error, step=train_row, params=network, x=row, y=expected, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def made(a):
        return [[{"weights": list(map(float, w))} for w in a[n]] for n in ("hidden", "output")]

    def arrays(net):
        return {n: np.array([u["weights"] for u in layer]) for n, layer in zip(("hidden", "output"), net)}

    def claim(a):
        net = made(a)
        train_row(net, row, expected)
        new = arrays(net)
        return {n: (a[n] - new[n]) / 0.5 for n in a}

    return lambda a: squared_error(made(a), row, expected), claim, arrays(network)
