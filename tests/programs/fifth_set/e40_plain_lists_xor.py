import math
import random

random.seed(40)

n_in, n_hidden = 2, 3
weights_ih = [[random.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_hidden)]
bias_h = [random.uniform(-1, 1) for _ in range(n_hidden)]
weights_ho = [random.uniform(-1, 1) for _ in range(n_hidden)]
bias_o = [random.uniform(-1, 1)]
data = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
learning_rate = 0.5


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def predict(inputs):
    hidden = []
    for j in range(n_hidden):
        s = bias_h[j]
        for i in range(n_in):
            s += weights_ih[j][i] * inputs[i]
        hidden.append(sigmoid(s))
    o = bias_o[0]
    for j in range(n_hidden):
        o += weights_ho[j] * hidden[j]
    return hidden, sigmoid(o)


def error():
    total = 0
    for inputs, target in data:
        total += 0.5 * (target - predict(inputs)[1]) ** 2
    return total


def learn():
    d_ih = [[0.0] * n_in for _ in range(n_hidden)]
    d_h = [0.0] * n_hidden
    d_ho = [0.0] * n_hidden
    d_o = 0.0
    for inputs, target in data:
        hidden, out = predict(inputs)
        delta_o = (target - out) * out * (1 - out)
        d_o += delta_o
        for j in range(n_hidden):
            d_ho[j] += delta_o * hidden[j]
            delta_h = delta_o * weights_ho[j] * hidden[j] * (1 - hidden[j])
            d_h[j] += delta_o
            for i in range(n_in):
                d_ih[j][i] += delta_h * inputs[i]
    bias_o[0] += learning_rate * d_o
    for j in range(n_hidden):
        weights_ho[j] += learning_rate * d_ho[j]
        bias_h[j] += learning_rate * d_h[j]
        for i in range(n_in):
            weights_ih[j][i] += learning_rate * d_ih[j][i]


# ---- for the test
EXPECTED = "the hidden biases get the output's delta, not their own"
KINDS = {"wrong error"}
PLACES = ["bias_h"]
TWO = False
MEND = [("d_h[j] += delta_o\n", "d_h[j] += delta_h\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = (weights_ih, bias_h, weights_ho, bias_o)
    return dict(loss=error, step=learn, params=params, rate=learning_rate)
