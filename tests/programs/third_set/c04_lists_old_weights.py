import math
import random


def dot(v, w):
    return sum(v_i * w_i for v_i, w_i in zip(v, w))


def sigmoid(t):
    return 1 / (1 + math.exp(-t))


def neuron_output(weights, inputs):
    return sigmoid(dot(weights, inputs))


def feed_forward(neural_network, input_vector):
    """takes in a neural network (a list of lists of lists of weights)
    and returns the output from forward-propagating the input"""
    outputs = []
    for layer in neural_network:
        input_with_bias = input_vector + [1]
        output = [neuron_output(neuron, input_with_bias) for neuron in layer]
        outputs.append(output)
        input_vector = output
    return outputs


def squared_error(network, input_vector, target):
    outputs = feed_forward(network, input_vector)[-1]
    return sum((o - t) ** 2 for o, t in zip(outputs, target)) / 2


def backpropagate(network, input_vector, target, step=1.0):
    hidden_outputs, outputs = feed_forward(network, input_vector)

    output_deltas = [output * (1 - output) * (output - target[i]) for i, output in enumerate(outputs)]

    # remember the weights before they change, the hidden layer needs them
    old_output_layer = network[-1]

    # adjust weights for output layer (network[-1])
    for i, output_neuron in enumerate(network[-1]):
        for j, hidden_output in enumerate(hidden_outputs + [1]):
            output_neuron[j] -= step * output_deltas[i] * hidden_output

    # back-propagate errors to hidden layer
    hidden_deltas = [
        hidden_output * (1 - hidden_output) * dot(output_deltas, [n[i] for n in old_output_layer])
        for i, hidden_output in enumerate(hidden_outputs)
    ]

    # adjust weights for hidden layer (network[0])
    for i, hidden_neuron in enumerate(network[0]):
        for j, input_ in enumerate(input_vector + [1]):
            hidden_neuron[j] -= step * hidden_deltas[i] * input_


random.seed(0)
input_size, num_hidden, output_size = 4, 3, 2
hidden_layer = [[random.random() for _ in range(input_size + 1)] for _ in range(num_hidden)]
output_layer = [[random.random() - 0.5 for _ in range(num_hidden + 1)] for _ in range(output_size)]
network = [hidden_layer, output_layer]

digit = [1, 0, 1, 1]
target = [0, 1]


# ---- for the test
EXPECTED = "old_output_layer is the same list as network[-1], not a copy: the hidden deltas take the output weights that have just been updated"
KINDS = {"updated before use", "aliasing"}
PLACES = ["hidden", "network[0]", "layer 0", "layer 1", "first", "[0]"]
TWO = False
MEND = [("old_output_layer = network[-1]", "old_output_layer = [list(neuron) for neuron in network[-1]]")]
OFF = {"hidden"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=squared_error, step=backpropagate, params=network, x=digit, y=target, rate=1.0)


def as_lists(a):
    return [a["hidden"].tolist(), a["output"].tolist()]


def claim(a):
    new = as_lists(a)
    backpropagate(new, digit, target)
    return dict(hidden=a["hidden"] - new[0], output=a["output"] - new[1])


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: squared_error(as_lists(a), digit, target),
        claim,
        dict(hidden=hidden_layer, output=output_layer),
    )
