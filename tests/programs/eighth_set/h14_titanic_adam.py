# Титаник на чистом numpy, домашнее задание: написать Adam самостоятельно
import numpy as np

# класс, пол (1 = ж), возраст / 80, цена билета / 100
train_X = np.array([
    [3, 0, 0.275, 0.0725],
    [1, 1, 0.475, 0.7128],
    [3, 1, 0.325, 0.0793],
    [1, 1, 0.437, 0.5310],
    [3, 0, 0.438, 0.0805],
    [1, 0, 0.675, 0.5186],
    [3, 0, 0.025, 0.2108],
    [3, 1, 0.338, 0.1113],
    [2, 1, 0.175, 0.3007],
    [2, 0, 0.688, 0.1600],
])
train_y = np.array([0, 1, 1, 1, 0, 0, 0, 1, 1, 0]).reshape(-1, 1)
train_X = (train_X - train_X.mean(axis=0)) / train_X.std(axis=0)

params = {}
gen = np.random.RandomState(17)
params["w1"] = gen.normal(0, 0.5, (4, 6))
params["b1"] = gen.normal(0, 0.1, (1, 6))
params["w2"] = gen.normal(0, 0.5, (6, 1))
params["b2"] = np.zeros((1, 1))


def forward(params, X):
    h = np.tanh(X @ params["w1"] + params["b1"])
    prob = 1 / (1 + np.exp(-(h @ params["w2"] + params["b2"])))
    return h, prob


def log_loss(params, X, y):
    _, prob = forward(params, X)
    return -np.mean(y * np.log(prob) + (1 - y) * np.log(1 - prob))


def backward(params, X, y):
    h, prob = forward(params, X)
    d2 = (prob - y) / len(X)
    d1 = (d2 @ params["w2"].T) * (1 - h**2)
    return {"w1": X.T @ d1, "b1": d1.sum(axis=0, keepdims=True), "w2": h.T @ d2, "b2": d2.sum(axis=0, keepdims=True)}


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = {}
        self.v = {}

    def update(self, params, grads):
        self.t += 1
        for key, g in grads.items():
            self.m[key] = self.beta1 * self.m.get(key, 0) + (1 - self.beta1) * g
            self.v[key] = self.beta2 * self.v.get(key, 0) + (1 - self.beta2) * g**2
            m_hat = self.m[key] / (1 - self.beta1)
            v_hat = self.v[key] / (1 - self.beta2)
            params[key] = params[key] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return params


adam = Adam()


def train_step(params, X, y):
    return adam.update(params, backward(params, X, y))


def main():
    p = dict(params)
    for epoch in range(500):
        p = train_step(p, train_X, train_y)
        if epoch % 50 == 0:
            print(epoch, log_loss(p, train_X, train_y))


if __name__ == "__main__":
    main()


# ---- for the test
EXPECTED = "Adam's corrections divide by 1 - beta1 and 1 - beta2 without the power t: right at the first step only, from the second on the first moment is corrected too much and the second far too much; the gradients are right"
KINDS = {"bias correction", "optimizer formula"}
PLACES = ["Adam", "adam", "m_hat", "v_hat", "beta1", "beta2", "update", "w1", "b1", "w2", "b2", "train_step"]
TWO = False
MEND = [
    ("self.m[key] / (1 - self.beta1)", "self.m[key] / (1 - self.beta1**self.t)"),
    ("self.v[key] / (1 - self.beta2)", "self.v[key] / (1 - self.beta2**self.t)"),
]
OFF = set()


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=train_step, params=params, loss=log_loss, rate=0.01, x=train_X, y=train_y)


def proof():
    """Its loss and its gradient, which are right: the mistake shows in the second step of the optimizer."""
    return (
        lambda a: log_loss(a, train_X, train_y),
        lambda a: backward(a, train_X, train_y),
        {name: p.copy() for name, p in params.items()},
    )
