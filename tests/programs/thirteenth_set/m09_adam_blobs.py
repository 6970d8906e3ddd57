"""Two layer net in the style of the vision course (loss and grads from one call),
trained with Adam. Gradient check is perfect, plain SGD trains fine. With Adam the
first update looks good, right after that the loss climbs, and it goes on creeping
up for hundreds of iterations, slower and slower.
"""
import numpy as np


def two_layer_loss(params, X, y=None):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    pre = X.dot(W1) + b1
    hidden = np.log1p(np.exp(pre))                 # softplus
    scores = hidden.dot(W2) + b2
    if y is None:
        return scores

    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].sum() / N

    grads = {}
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    dscores /= N
    grads["W2"] = hidden.T.dot(dscores)
    grads["b2"] = dscores.sum(axis=0)
    dpre = dscores.dot(W2.T) / (1 + np.exp(-pre))
    grads["W1"] = X.T.dot(dpre)
    grads["b1"] = dpre.sum(axis=0)
    return loss, grads


def adam(w, dw, config):
    lr, beta1, beta2, eps = config["learning_rate"], 0.9, 0.999, 1e-8
    config["t"] += 1
    t = config["t"]
    config["m"] = beta1 * config["m"] + (1 - beta1) * dw
    config["v"] = beta2 * config["v"] + (1 - beta2) * dw ** 2
    m_hat = config["m"] / (1 - beta1 * t)
    v_hat = config["v"] / (1 - beta2 ** t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps)


class Solver:
    def __init__(self, params, lr=0.02):
        self.params = params
        self.configs = {}
        for k, w in params.items():
            self.configs[k] = {"learning_rate": lr, "t": 0, "m": np.zeros_like(w), "v": np.zeros_like(w)}

    def step(self, X, y):
        loss, grads = two_layer_loss(self.params, X, y)
        for k in self.params:
            self.params[k] = adam(self.params[k], grads[k], self.configs[k])
        return loss


def get_params():
    np.random.seed(31)
    return {"W1": 0.5 * np.random.randn(3, 9), "b1": np.zeros(9),
            "W2": 0.5 * np.random.randn(9, 4), "b2": np.zeros(4)}


def get_blobs():
    np.random.seed(32)
    y = np.arange(12) % 4
    centers = np.random.randn(4, 3) * 2
    return centers[y] + 0.3 * np.random.randn(12, 3), y


if __name__ == "__main__":
    X, y = get_blobs()
    solver = Solver(get_params())
    for it in range(200):
        loss = solver.step(X, y)
        if it < 5 or it % 20 == 0:
            print(it, loss)

# ---- for the test
# the mistake is in the optimizer: the gradients are right, OFF is empty, only the mended gradient can be checked
EXPECTED = "In adam() the bias correction of m_hat divides by 1 - beta1 * t instead of 1 - beta1 ** t, so from the second step on its sign and size are wrong."
KINDS = {"bias correction", "optimizer's formula"}
PLACES = ["adam", "m_hat", "beta1", "t", "Solver"]
TWO = False
MEND = [('    m_hat = config["m"] / (1 - beta1 * t)\n', '    m_hat = config["m"] / (1 - beta1 ** t)\n')]
OFF = set()


def hand_over():
    X, y = get_blobs()
    solver = Solver(get_params())
    return dict(loss=two_layer_loss, grads=two_layer_loss, step=solver.step,
                params=solver.params, x=X, y=y, rate=0.02)


def proof():
    X, y = get_blobs()
    return (lambda p: two_layer_loss(p, X, y)[0], lambda p: two_layer_loss(p, X, y)[1], get_params())
