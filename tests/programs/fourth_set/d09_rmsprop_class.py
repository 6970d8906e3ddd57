import numpy as np


class RMSProp:
    def __init__(self, lr=0.01, rho=0.9, epsilon=1e-8):
        self.lr = lr
        self.rho = rho
        self.epsilon = epsilon
        self.cache = None

    def update(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        for i in range(len(params)):
            self.cache[i] = self.rho * self.cache[i] + (1 - self.rho) * grads[i] ** 2
            params[i] -= self.lr * grads[i] / (self.cache[i] + self.epsilon)


class SoftmaxRegression:
    def __init__(self, d, k):
        rs = np.random.RandomState(8)
        self.W = rs.randn(d, k) * 0.3
        self.b = np.zeros(k)
        self.optimizer = RMSProp()

    def predict_proba(self, X):
        z = X @ self.W + self.b
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, X, Y):
        return -np.sum(Y * np.log(self.predict_proba(X) + 1e-12)) / X.shape[0]

    def train_batch(self, X, Y):
        d = (self.predict_proba(X) - Y) / X.shape[0]
        self.optimizer.update([self.W, self.b], [X.T @ d, d.sum(axis=0)])


rs = np.random.RandomState(1)
X = rs.rand(10, 4)
Y = np.eye(3)[rs.randint(0, 3, 10)]


def new_model():
    return SoftmaxRegression(4, 3)


# ---- for the test
EXPECTED = "RMSProp divides by the mean square instead of its root"
KINDS = {"optimizer formula", "optimizer state"}
PLACES = ["RMSProp", "update", "optimizer", "root"]
TWO = False
MEND = [("/ (self.cache[i] + self.epsilon)", "/ (np.sqrt(self.cache[i]) + self.epsilon)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        make=new_model,
        loss=SoftmaxRegression.loss,
        step=SoftmaxRegression.train_batch,
        x=X,
        y=Y,
        rate=0.01,
    )
