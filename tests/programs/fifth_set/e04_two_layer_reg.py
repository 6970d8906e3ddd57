import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=0.5):
        rs = np.random.RandomState(0)
        self.params = {}
        self.params["W1"] = std * rs.randn(input_size, hidden_size)
        self.params["b1"] = 0.1 * rs.randn(hidden_size)
        self.params["W2"] = std * rs.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N, D = X.shape
        h = X.dot(W1) + b1
        hr = np.maximum(0, h)
        scores = hr.dot(W2) + b2
        if y is None:
            return scores
        scores = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(p[range(N), y]).mean() + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        d = p.copy()
        d[range(N), y] -= 1
        d /= N
        grads["W2"] = hr.T.dot(d) + 2 * reg * W2
        grads["b2"] = d.sum(axis=0)
        dh = d.dot(W2.T)
        dh[hr > 0] = 0
        grads["W1"] = X.T.dot(dh) + 2 * reg * W1
        grads["b1"] = dh.sum(axis=0)
        return loss, grads


net = TwoLayerNet(4, 6, 3)
X = np.random.RandomState(1).randn(7, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1])

# ---- for the test
EXPECTED = "the mask of ReLU is upside down: the gradient is put to zero where the unit is on"
KINDS = {"wrong derivative", "wrong activation", "derivative of another activation"}
PLACES = ["W1", "b1", "hidden", "layer 1"]
TWO = False
MEND = [("dh[hr > 0] = 0", "dh[hr <= 0] = 0")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss_and_grads=net.loss, params=net.params, x=X, y=y, also=dict(reg=0.05))
