# Backpropagation from scratch, no libraries at all, only lists!
# (I want to understand every single multiplication before I use numpy.)
#
# network = [hidden layer, output layer]
# layer   = [neuron, neuron, ...]
# neuron  = [weight, weight, ..., bias]      <- the bias is always the LAST number
from math import exp
from random import Random


def initialize_network(n_inputs, n_hidden, n_outputs):
    rnd = Random(1)
    hidden_layer = [[rnd.uniform(-1, 1) for i in range(n_inputs + 1)] for i in range(n_hidden)]
    output_layer = [[rnd.uniform(-1, 1) for i in range(n_hidden + 1)] for i in range(n_outputs)]
    return [hidden_layer, output_layer]


def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))


def forward_propagate(network, row):
    outputs = [row]                       # outputs[0] is the input row itself
    for layer in network:
        new_inputs = []
        for neuron in layer:
            activation = neuron[-1]
            for i in range(len(neuron) - 1):
                activation += neuron[i] * outputs[-1][i]
            new_inputs.append(transfer(activation))
        outputs.append(new_inputs)
    return outputs


def total_loss(network, rows, targets):
    total = 0.0
    for row, target in zip(rows, targets):
        out = forward_propagate(network, row)[-1]
        total += sum(0.5 * (out[i] - target[i]) ** 2 for i in range(len(out)))
    return total


def backward_propagate_error(network, outputs, target):
    deltas = [None for layer in network]
    for l in reversed(range(len(network))):
        deltas[l] = []
        for n in range(len(network[l])):
            if l == len(network) - 1:
                error = outputs[l + 1][n] - target[n]
            else:
                error = 0.0
                for k in range(len(network[l + 1])):
                    error += network[l + 1][k][n] * deltas[l + 1][k]
            out = outputs[l + 1][n]
            deltas[l].append(error * out * (1.0 - out))
    return deltas


def compute_gradients(network, rows, targets):
    grads = [[[0.0] * len(neuron) for neuron in layer] for layer in network]
    for row, target in zip(rows, targets):
        outputs = forward_propagate(network, row)
        deltas = backward_propagate_error(network, outputs, target)
        for l in range(len(network)):
            inputs = outputs[l]
            for n in range(len(network[l])):
                for i in range(len(inputs)):
                    grads[l][n][i] += deltas[l][n] * inputs[i]
                    grads[l][n][-1] += deltas[l][n]
    return grads


def update_weights(network, grads, l_rate):
    for l in range(len(network)):
        for n in range(len(network[l])):
            for i in range(len(network[l][n])):
                network[l][n][i] -= l_rate * grads[l][n][i]


rows = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.9], [0.2, 0.3]]
targets = [[1, 0], [0, 1], [0, 1], [1, 0], [0, 1], [1, 0]]

if __name__ == "__main__":
    network = initialize_network(2, 3, 2)
    for epoch in range(1501):
        update_weights(network, compute_gradients(network, rows, targets), 0.5)
        if epoch % 300 == 0:
            print('>epoch=%d, lrate=%.1f, loss=%.4f' % (epoch, 0.5, total_loss(network, rows, targets)))

# ---- for the test
EXPECTED = "In compute_gradients the line for the bias stands inside the loop over the inputs, so delta is added to the bias gradient once per input (2 and 3 times) instead of once."
KINDS = {"bias", "accumulated", "scale", "bias counted several times", "indentation"}
PLACES = ["compute_gradients", "grads", "bias", "deltas", "network"]
TWO = False
MEND = [("                    grads[l][n][-1] += deltas[l][n]\n", "                grads[l][n][-1] += deltas[l][n]\n")]
OFF = {"hidden", "output"}


def hand_over():
    return dict(params=initialize_network(2, 3, 2), loss=total_loss, grads=compute_gradients, x=rows, y=targets)


def proof():
    import numpy as np

    def put(p):
        return [p["hidden"].tolist(), p["output"].tolist()]

    def claim(p):
        g = compute_gradients(put(p), rows, targets)
        return {"hidden": np.array(g[0]), "output": np.array(g[1])}

    start = initialize_network(2, 3, 2)
    return lambda p: total_loss(put(p), rows, targets), claim, {"hidden": np.array(start[0]), "output": np.array(start[1])}
