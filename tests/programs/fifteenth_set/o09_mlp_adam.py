"""Fit y = sin(x) with a one-hidden-layer MLP and a hand-written Adam optimizer.

Part of my "ML algorithms in pure NumPy" repository.
"""
from typing import Dict, Tuple
import numpy as np

Params = Dict[str, np.ndarray]


class MLPRegressor:
    """Multi-layer perceptron: x -> tanh -> linear.

    Args:
        hidden: number of hidden units.
        lr: learning rate (alpha in the Adam paper).
        beta1, beta2, eps: as in the paper (Kingma & Ba, Algorithm 1).
    """

    def __init__(self, hidden: int = 10, lr: float = 0.02, beta1: float = 0.9,
                 beta2: float = 0.999, eps: float = 1e-8, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.params: Params = {
            "W1": rng.normal(0.0, 1.0, (1, hidden)),
            "b1": rng.normal(0.0, 0.5, hidden),
            "W2": rng.normal(0.0, 1.0 / np.sqrt(hidden), (hidden, 1)),
            "b2": np.zeros(1),
        }
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m: Params = {k: np.zeros_like(v) for k, v in self.params.items()}
        self.v: Params = {k: np.zeros_like(v) for k, v in self.params.items()}
        self.t = 0

    def forward(self, x: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        hidden = np.tanh(x @ self.params["W1"] + self.params["b1"])
        return hidden, hidden @ self.params["W2"] + self.params["b2"]

    def predict(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)[1]

    def loss(self, x: np.ndarray, y: np.ndarray) -> float:
        """Mean squared error."""
        return float(np.mean((self.predict(x) - y) ** 2))

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Params:
        """Backpropagation. Returns dL/dp for every parameter p."""
        hidden, out = self.forward(x)
        d_out = 2.0 * (out - y) / y.size
        d_hidden = (d_out @ self.params["W2"].T) * (1.0 - hidden ** 2)
        return {
            "W1": x.T @ d_hidden,
            "b1": d_hidden.sum(axis=0),
            "W2": hidden.T @ d_out,
            "b2": d_out.sum(axis=0),
        }

    def adam(self, grads: Params) -> None:
        """One Adam update of all parameters."""
        for k in self.params:
            self.t += 1
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            self.params[k] = self.params[k] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

    def train_step(self, x: np.ndarray, y: np.ndarray) -> None:
        self.adam(self.gradients(x, y))


def make_data() -> Tuple[np.ndarray, np.ndarray]:
    x = np.linspace(-3.0, 3.0, 20).reshape(-1, 1)
    return x, np.sin(x)


if __name__ == "__main__":
    x, y = make_data()
    model = MLPRegressor()
    for epoch in range(1, 601):
        model.train_step(x, y)
        if epoch % 100 == 0:
            print(f"epoch {epoch:4d} | mse {model.loss(x, y):.6f}")

# ---- for the test
EXPECTED = "adam() raises the step counter t inside the loop over the parameters, so t grows by 4 per step and each parameter's bias correction uses a different, too large t."
KINDS = {"bias correction", "optimizer's formula", "step counter", "state shared", "t incremented per parameter"}
PLACES = ["adam", "t", "self.t", "m_hat", "v_hat", "train_step"]
TWO = False
MEND = [("        for k in self.params:\n            self.t += 1\n", "        self.t += 1\n        for k in self.params:\n")]
OFF = set()


def hand_over():
    x, y = make_data()
    return dict(make=MLPRegressor, loss=MLPRegressor.loss, grads=MLPRegressor.gradients,
                step=MLPRegressor.train_step, predict=MLPRegressor.predict, x=x, y=y, rate=0.02)


def proof():
    x, y = make_data()

    def put(p):
        net = MLPRegressor()
        net.params = {k: v.copy() for k, v in p.items()}
        return net

    return lambda p: put(p).loss(x, y), lambda p: put(p).gradients(x, y), MLPRegressor().params
