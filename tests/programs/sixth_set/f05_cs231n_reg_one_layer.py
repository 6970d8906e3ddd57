import numpy as np


class TwoLayerNet:
    """cs231n style: scores, softmax loss, L2 regularization, integer labels."""

    def __init__(self, input_size, hidden_size, output_size, std=0.5):
        rs = np.random.RandomState(0)
        self.params = {}
        self.params["W1"] = std * rs.randn(input_size, hidden_size)
        self.params["b1"] = 0.1 * rs.randn(hidden_size)
        self.params["W2"] = std * rs.randn(hidden_size, output_size)
        self.params["b2"] = 0.1 * rs.randn(output_size)

    def loss(self, X, y=None, reg=0.1):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N, D = X.shape

        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores

        shifted = scores - np.max(scores, axis=1, keepdims=True)
        probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[np.arange(N), y])) / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads["W2"] = hidden.T.dot(dscores) + 2 * reg * W2
        grads["b2"] = np.sum(dscores, axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[hidden <= 0] = 0
        grads["W1"] = X.T.dot(dhidden)
        grads["b1"] = np.sum(dhidden, axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=0.1, num_iters=5):
        for it in range(num_iters):
            loss, grads = self.loss(X, y)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]


rs = np.random.RandomState(1)
X = rs.randn(7, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1])
net = TwoLayerNet(4, 5, 3)


# ---- for the test
EXPECTED = "the penalty counts W1, its gradient 2 * reg * W1 is forgotten in grads['W1']"
KINDS = {"penalty", "penalty missing", "penalty forgotten"}
PLACES = ["W1"]
TWO = False
MEND = [('grads["W1"] = X.T.dot(dhidden)', 'grads["W1"] = X.T.dot(dhidden) + 2 * reg * W1')]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=net.loss, params=net.params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def run(a, which):
        new = TwoLayerNet(4, 5, 3)
        new.params = dict(a)
        return new.loss(X, y)[which]

    return lambda a: run(a, 0), lambda a: run(a, 1), net.params
