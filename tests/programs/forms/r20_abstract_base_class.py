from abc import ABC, abstractmethod
import numpy as np


class Model(ABC):
    def __init__(self, lr=0.1):
        self.lr = lr
        self.theta = None

    @abstractmethod
    def forward(self, X): ...

    @abstractmethod
    def loss(self, X, y): ...

    @abstractmethod
    def gradients(self, X, y): ...

    def fit(self, X, y, epochs=1):
        for _ in range(epochs):
            for name, g in self.gradients(X, y).items():
                self.theta[name] = self.theta[name] - self.lr * g
        return self


class LogisticRegression(Model):
    def __init__(self, n, lr=0.1, l2=0.0):
        super().__init__(lr)
        self.l2 = l2
        self.theta = {"w": np.full((n, 1), 0.1), "b": np.zeros((1, 1))}

    def forward(self, X):
        return 1 / (1 + np.exp(-(X @ self.theta["w"] + self.theta["b"])))

    def loss(self, X, y):
        p = self.forward(X)
        ce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        return ce + 0.5 * self.l2 * np.sum(self.theta["w"] ** 2)

    def gradients(self, X, y):
        err = self.forward(X) - y
        return {"w": X.T @ err / len(X) + self.l2 * self.theta["w"], "b": err.mean(keepdims=True)}


np.random.seed(20)
X = np.random.randn(40, 3)
y = (X @ np.array([[1.0], [-1.0], [2.0]]) > 0).astype(float)
model = LogisticRegression(3, lr=0.5, l2=0.01).fit(X, y, epochs=10)
print(model.loss(X, y))

# ---- for the test
def hand_over():
    return dict(obj=model, loss=model.loss, grads=model.gradients, step=model.fit, x=X, y=y, rate=0.5)

FORM = "abstract base class owns the update loop (fit), subclass owns theta dict, loss and gradients; everything as (n,1) columns"
