import numpy as np


class NeuralNetMLP:
    def __init__(self, n_output, n_features, n_hidden=4, l1=0.0, l2=0.1, eta=0.05, random_state=54):
        np.random.seed(random_state)
        self.n_output, self.n_features, self.n_hidden = n_output, n_features, n_hidden
        self.w1, self.w2 = self._initialize_weights()
        self.l1, self.l2, self.eta = l1, l2, eta

    def _encode_labels(self, y, k):
        onehot = np.zeros((k, y.shape[0]))
        for idx, val in enumerate(y):
            onehot[val, idx] = 1.0
        return onehot

    def _initialize_weights(self):
        w1 = np.random.uniform(-1.0, 1.0, size=(self.n_hidden, self.n_features + 1))
        w2 = np.random.uniform(-1.0, 1.0, size=(self.n_output, self.n_hidden + 1))
        return w1, w2

    def _sigmoid(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def _sigmoid_gradient(self, z):
        sg = self._sigmoid(z)
        return sg * (1.0 - sg)

    def _add_bias_unit(self, X, how="column"):
        if how == "column":
            X_new = np.ones((X.shape[0], X.shape[1] + 1))
            X_new[:, 1:] = X
        else:
            X_new = np.ones((X.shape[0] + 1, X.shape[1]))
            X_new[1:, :] = X
        return X_new

    def _feedforward(self, X, w1, w2):
        a1 = self._add_bias_unit(X, how="column")
        z2 = w1.dot(a1.T)
        a2 = self._add_bias_unit(self._sigmoid(z2), how="row")
        z3 = w2.dot(a2)
        return a1, z2, a2, z3, self._sigmoid(z3)

    def get_cost(self, X, y):
        y_enc = self._encode_labels(y, self.n_output)
        output = self._feedforward(X, self.w1, self.w2)[-1]
        cost = np.sum(-y_enc * np.log(output) - (1.0 - y_enc) * np.log(1.0 - output))
        cost += (self.l2 / 2.0) * (np.sum(self.w1[:, 1:] ** 2) + np.sum(self.w2[:, 1:] ** 2))
        cost += self.l1 / 2.0 * (np.abs(self.w1[:, 1:]).sum() + np.abs(self.w2[:, 1:]).sum())
        return cost

    def _get_gradient(self, X, y):
        y_enc = self._encode_labels(y, self.n_output)
        a1, z2, a2, z3, a3 = self._feedforward(X, self.w1, self.w2)
        sigma3 = a3 - y_enc
        z2 = self._add_bias_unit(z2, how="row")
        sigma2 = self.w2.T.dot(sigma3) * self._sigmoid_gradient(z2)
        sigma2 = sigma2[1:, :]
        grad1 = sigma2.dot(a1)
        grad2 = sigma3.dot(a2.T)
        grad1[:, 1:] += self.w1[:, 1:] * self.l2
        grad2[:, 1:] -= self.w2[:, 1:] * self.l2
        return grad1, grad2


nn = NeuralNetMLP(3, 4)
X = np.random.randn(7, 4)
y = np.array([0, 1, 2, 2, 1, 0, 1])

# ---- for the test
EXPECTED = "the penalty's gradient is subtracted in grad2"
KINDS = {"penalty sign"}
PLACES = ["w2", "layer 2", "output"]
TWO = False
MEND = [("grad2[:, 1:] -= self.w2", "grad2[:, 1:] += self.w2")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.get_cost, grads=nn._get_gradient, params=(nn.w1, nn.w2), x=X, y=y)
