import math
import random
from typing import List

Vector = List[float]


def dot(v: Vector, w: Vector) -> float:
    return sum(v_i * w_i for v_i, w_i in zip(v, w))


def sigmoid(t: float) -> float:
    return 1 / (1 + math.exp(-t))


def neuron_output(weights: Vector, inputs: Vector) -> float:
    return sigmoid(dot(weights, inputs))


def feed_forward(neural_network: List[List[Vector]], input_vector: Vector) -> List[Vector]:
    outputs: List[Vector] = []
    for layer in neural_network:
        input_with_bias = input_vector + [1]
        output = [neuron_output(neuron, input_with_bias) for neuron in layer]
        outputs.append(output)
        input_vector = output
    return outputs


def sqerror_loss(network, input_vector, target_vector):
    return sum((o - t) ** 2 for o, t in zip(feed_forward(network, input_vector)[-1], target_vector)) / 2


def sqerror_gradients(network, input_vector, target_vector):
    hidden_outputs, outputs = feed_forward(network, input_vector)
    output_deltas = [output * (1 - output) * (output - target) for output, target in zip(outputs, target_vector)]
    output_grads = [
        [output_deltas[i] * hidden_output for hidden_output in hidden_outputs + [1]]
        for i, output_neuron in enumerate(network[-1])
    ]
    hidden_deltas = [
        hidden_output * (1 - hidden_output) * dot(output_deltas, network[-1][0])
        for i, hidden_output in enumerate(hidden_outputs)
    ]
    hidden_grads = [
        [hidden_deltas[i] * input for input in input_vector + [1]] for i, hidden_neuron in enumerate(network[0])
    ]
    return [hidden_grads, output_grads]


random.seed(53)
network = [
    [[random.random() for _ in range(3)] for _ in range(3)],
    [[random.random() for _ in range(4)] for _ in range(2)],
]

# ---- for the test
EXPECTED = "every hidden delta takes the weights of the first output neuron, not those that leave the hidden neuron"
KINDS = {"wrong weight", "transposed"}
PLACES = ["network[0]", "hidden", "layer 1"]
TWO = False
MEND = [("dot(output_deltas, network[-1][0])", "dot(output_deltas, [n[i] for n in network[-1]])")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=sqerror_loss, grads=sqerror_gradients, params=network, x=[0.2, 0.8], y=[1.0, 0.0])
