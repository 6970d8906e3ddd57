import numpy as np
from numpy.random import randn

np.random.seed(3)


class RNN:
    # A Vanilla Recurrent Neural Network.
    def __init__(self, input_size, output_size, hidden_size=5):
        self.Whh = randn(hidden_size, hidden_size) / 3
        self.Wxh = randn(hidden_size, input_size) / 3
        self.Why = randn(output_size, hidden_size) / 3
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((output_size, 1))

    def forward(self, inputs):
        h = np.zeros((self.Whh.shape[0], 1))
        self.last_inputs = inputs
        self.last_hs = {0: h}
        for i, x in enumerate(inputs):
            h = np.tanh(self.Wxh @ x + self.Whh @ h + self.bh)
            self.last_hs[i + 1] = h
        y = self.Why @ h + self.by
        return y, h

    def backprop(self, d_y, learn_rate=2e-2):
        n = len(self.last_inputs)
        d_Why = d_y @ self.last_hs[n].T
        d_by = d_y
        d_Whh = np.zeros(self.Whh.shape)
        d_Wxh = np.zeros(self.Wxh.shape)
        d_bh = np.zeros(self.bh.shape)
        d_h = self.Why.T @ d_y
        for t in reversed(range(n)):
            temp = (1 - self.last_hs[t + 1] ** 2) * d_h
            d_bh += temp
            d_Whh += temp @ self.last_hs[t + 1].T
            d_Wxh += temp @ self.last_inputs[t].T
            d_h = self.Whh.T @ temp
        self.Whh -= learn_rate * d_Whh
        self.Wxh -= learn_rate * d_Wxh
        self.Why -= learn_rate * d_Why
        self.bh -= learn_rate * d_bh
        self.by -= learn_rate * d_by


def softmax(xs):
    return np.exp(xs) / sum(np.exp(xs))


vocab = ["good", "bad", "not", "very"]


def create_inputs(text):
    inputs = []
    for w in text.split(" "):
        v = np.zeros((len(vocab), 1))
        v[vocab.index(w)] = 1
        inputs.append(v)
    return inputs


rnn = RNN(len(vocab), 2)


def loss(text, target):
    out, _ = rnn.forward(create_inputs(text))
    return -np.log(softmax(out)[int(target)])


def train_one(text, target):
    out, _ = rnn.forward(create_inputs(text))
    d_L_d_y = softmax(out)
    d_L_d_y[int(target)] -= 1
    rnn.backprop(d_L_d_y)


# ---- for the test
EXPECTED = "Whh's gradient takes the new hidden state, not the one before"
KINDS = {"wrong input", "own output for input"}
PLACES = ["Whh"]
TWO = False
MEND = [("d_Whh += temp @ self.last_hs[t + 1].T", "d_Whh += temp @ self.last_hs[t].T")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=rnn, loss=loss, step=train_one, x="not very good", y=True, rate=2e-2)
