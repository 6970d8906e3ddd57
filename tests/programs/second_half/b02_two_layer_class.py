"""Assignment 1: two-layer net, softmax loss with L2 regularization."""
import numpy as np


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=0.7):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = 0.2 * np.random.randn(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = 0.2 * np.random.randn(output_size)

    def loss(self, X, y=None, reg=0.1):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape

        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
        data_loss = -np.log(probs[np.arange(N), y]).mean()
        reg_loss = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
        loss = data_loss + reg_loss

        grads = {}
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = hidden.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = dscores.sum(axis=0)
        dhidden = dscores.dot(W2.T)
        grads['W1'] = X.T.dot(dhidden) + 2 * reg * W1
        grads['b1'] = dhidden.sum(axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=1e-1, reg=0.1, num_iters=20):
        history = []
        for it in range(num_iters):
            loss, grads = self.loss(X, y, reg)
            history.append(loss)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]
        return history

    def predict(self, X):
        return np.argmax(self.loss(X), axis=1)


np.random.seed(0)
net = TwoLayerNet(4, 6, 3)
np.random.seed(1)
X = np.random.randn(9, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1, 2, 0])

# ---- for the test
EXPECTED = "two mistakes: the loss has 0.5*reg*W^2 but the gradient adds 2*reg*W; and the ReLU mask (dhidden[hidden <= 0] = 0) is missing on the way to W1, b1"
KINDS = {"penalty scale"}
KINDS_2 = {"derivative missing"}
PLACES = ["W1", "b1", "hidden", "W2", "reg", "penalty"]
TWO = True
MEND = [("grads['W2'] = hidden.T.dot(dscores) + 2 * reg * W2", "grads['W2'] = hidden.T.dot(dscores) + reg * W2"),
        ("grads['W1'] = X.T.dot(dhidden) + 2 * reg * W1", "grads['W1'] = X.T.dot(dhidden) + reg * W1"),
        ("dhidden = dscores.dot(W2.T)", "dhidden = dscores.dot(W2.T)\n        dhidden[hidden <= 0] = 0")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=net.loss, predict=net.predict, params=net.params, x=X, y=y, obj=net)
