import numpy as np


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = lr, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def update(self, params, grads):
        self.t += 1
        for layer in params:
            if layer not in self.m:
                self.m[layer] = {k: np.zeros_like(p) for k, p in params[layer].items()}
                self.v[layer] = {k: np.zeros_like(p) for k, p in params[layer].items()}
            for k in params[layer]:
                g = grads[layer][k]
                self.m[layer][k] = self.beta1 * self.m[layer][k] + (1 - self.beta1) * g
                self.v[layer][k] = self.beta2 * self.v[layer][k] + (1 - self.beta2) * g**2
                m_hat = self.m[layer][k]
                v_hat = self.v[layer][k] / (1 - self.beta2**self.t)
                params[layer][k] = params[layer][k] - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)


class Model:
    def __init__(self):
        rs = np.random.RandomState(26)
        self.params = {
            "hidden": {"W": rs.randn(3, 5) * 0.5, "b": np.zeros(5)},
            "output": {"W": rs.randn(5, 1) * 0.5, "b": np.zeros(1)},
        }
        self.optimizer = Adam()

    def forward(self, x):
        self.h = 1 / (1 + np.exp(-(x @ self.params["hidden"]["W"] + self.params["hidden"]["b"])))
        return self.h @ self.params["output"]["W"] + self.params["output"]["b"]

    def loss(self, x, y):
        return 0.5 * np.mean((self.forward(x) - y) ** 2)

    def train_on_batch(self, x, y):
        d = (self.forward(x) - y) / len(x)
        dh = d @ self.params["output"]["W"].T * self.h * (1 - self.h)
        grads = {
            "output": {"W": self.h.T @ d, "b": d.sum(0)},
            "hidden": {"W": x.T @ dh, "b": dh.sum(0)},
        }
        self.optimizer.update(self.params, grads)


x = np.random.RandomState(27).randn(8, 3)
y = np.random.RandomState(28).randn(8, 1)

# ---- for the test
EXPECTED = "the first moment is not corrected by 1 - beta1**t"
KINDS = {"bias correction"}
PLACES = ["update", "every", "optimizer", "step", "adam"]
TWO = False
MEND = [("m_hat = self.m[layer][k]\n", "m_hat = self.m[layer][k] / (1 - self.beta1**self.t)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=Model, loss=Model.loss, step=Model.train_on_batch, x=x, y=y, rate=0.01)
