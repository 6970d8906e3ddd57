import numpy as np

"""
w = weights, b = bias, i = input, h = hidden, o = output, l = label
e.g. w_i_h = weights from input layer to hidden layer
"""


class DigitNet:
    def __init__(self):
        r = np.random.RandomState(20)
        self.w_i_h = r.uniform(-0.5, 0.5, (5, 6))
        self.w_h_o = r.uniform(-0.5, 0.5, (2, 5))
        self.b_i_h = np.zeros((5, 1))
        self.b_h_o = np.zeros((2, 1))
        self.learn_rate = 0.5

    def forward(self, img):
        # Forward propagation input -> hidden
        h_pre = self.b_i_h + self.w_i_h @ img
        h = 1 / (1 + np.exp(-h_pre))
        # Forward propagation hidden -> output
        o_pre = self.b_h_o + self.w_h_o @ h
        o = 1 / (1 + np.exp(-o_pre))
        return h, o

    def error(self, img, l):
        # Cost / Error calculation
        _, o = self.forward(img)
        return 1 / len(o) * np.sum((o - l) ** 2, axis=0)[0]

    def learn(self, img, l):
        h, o = self.forward(img)
        # Backpropagation output -> hidden (cost function derivative)
        delta_o = o - l
        self.w_h_o += -self.learn_rate * delta_o @ np.transpose(h)
        self.b_h_o += -self.learn_rate * delta_o
        # Backpropagation hidden -> input (activation function derivative)
        delta_h = np.transpose(self.w_h_o) @ delta_o * (h * (1 - h))
        self.w_i_h += -self.learn_rate * delta_h @ np.transpose(img)
        self.b_i_h += -self.learn_rate * delta_h


img = np.array([[0.0], [0.9], [0.4], [0.0], [1.0], [0.2]])
l = np.array([[1.0], [0.0]])
net = DigitNet()


# ---- for the test
EXPECTED = "the output's sigmoid derivative is missing in delta_o (all arrays), and delta_h takes the output weights after their update"
KINDS = {"output derivative missing"}
KINDS_2 = {"updated before use"}
PLACES = ["all", "every", "output", "hidden", "w_h_o", "w_i_h", "b_i_h"]
TWO = True
MEND = [
    ("delta_o = o - l\n", "delta_o = (o - l) * o * (1 - o)\n"),
    (
        "np.transpose(self.w_h_o) @ delta_o",
        "np.transpose(self.w_h_o + self.learn_rate * delta_o @ np.transpose(h)) @ delta_o",
    ),
]
OFF = {"w_i_h", "w_h_o", "b_i_h", "b_h_o"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.error, step=net.learn, x=img, y=l, rate=net.learn_rate)


NAMES = ["w_i_h", "w_h_o", "b_i_h", "b_h_o"]


def at(call, a):
    vars(net).update({name: a[name].copy() for name in NAMES})
    return call(img, l)


def claim(a):
    at(net.learn, a)
    return {name: (a[name] - getattr(net, name)) / net.learn_rate for name in NAMES}


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: at(net.error, a), claim, {name: getattr(net, name).copy() for name in NAMES}
