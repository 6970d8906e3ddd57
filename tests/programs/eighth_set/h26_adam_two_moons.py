import numpy as np


# ------------------------------------------------------------ data
def make_moons(n=16, noise=0.1, seed=0):
    r = np.random.RandomState(seed)
    t = np.linspace(0, np.pi, n // 2)
    outer = np.c_[np.cos(t), np.sin(t)]
    inner = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[outer, inner] + noise * r.randn(n, 2)
    y = np.r_[np.zeros(n // 2), np.ones(n // 2)]
    return X, y.reshape(-1, 1)


# ------------------------------------------------------------ model
def init_params(n_x=2, n_h=6, n_y=1, seed=1):
    r = np.random.RandomState(seed)
    return {
        "W1": r.randn(n_x, n_h) * 0.6, "b1": 0.1 * r.randn(1, n_h),
        "W2": r.randn(n_h, n_y) * 0.6, "b2": 0.1 * r.randn(1, n_y),
    }


def forward(params, X):
    A1 = np.tanh(X @ params["W1"] + params["b1"])
    A2 = 1 / (1 + np.exp(-(A1 @ params["W2"] + params["b2"])))
    return A1, A2


def bce(params, X, y):
    _, A2 = forward(params, X)
    return float(-np.mean(y * np.log(A2) + (1 - y) * np.log(1 - A2)))


def backward(params, X, y):
    A1, A2 = forward(params, X)
    dZ2 = (A2 - y) / len(X)
    dZ1 = dZ2 @ params["W2"].T * (1 - A1**2)
    return {
        "W1": X.T @ dZ1, "b1": dZ1.sum(axis=0, keepdims=True),
        "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0, keepdims=True),
    }


# ------------------------------------------------------------ optimizer
class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = {}, {}, 0

    def update(self, params, grads):
        self.t += 1
        for key in params:
            if key not in self.m:
                self.m[key] = np.zeros_like(params[key])
                self.v[key] = np.zeros_like(params[key])
            self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * grads[key]
            self.v[key] = self.beta2 * self.v[key] + (1 - self.beta2) * grads[key] ** 2
            # bias correction
            self.m[key] = self.m[key] / (1 - self.beta1 ** self.t)
            self.v[key] = self.v[key] / (1 - self.beta2 ** self.t)
            params[key] = params[key] - self.lr * self.m[key] / (np.sqrt(self.v[key]) + self.eps)


X, y = make_moons()
params = init_params()
optimizer = Adam(lr=0.01)


def train_step(params, X, y):
    grads = backward(params, X, y)
    optimizer.update(params, grads)
    return params


if __name__ == "__main__":
    for epoch in range(500):
        params = train_step(params, X, y)
        if epoch % 50 == 0:
            print(epoch, bce(params, X, y))


# ---- for the test
EXPECTED = "Adam writes the bias-corrected moments back into its state (self.m, self.v): from the second update on they are corrected again and again; the gradient is right, the first update too, the second is not Adam's"
KINDS = {"optimizer state", "bias correction", "optimizer formula"}
PLACES = ["m", "v", "self.m", "self.v", "Adam", "optimizer", "update", "step"]
TWO = False
MEND = [
    ("            self.m[key] = self.m[key] / (1 - self.beta1 ** self.t)\n", "            m_hat = self.m[key] / (1 - self.beta1 ** self.t)\n"),
    ("            self.v[key] = self.v[key] / (1 - self.beta2 ** self.t)\n", "            v_hat = self.v[key] / (1 - self.beta2 ** self.t)\n"),
    ("self.lr * self.m[key] / (np.sqrt(self.v[key]) + self.eps)", "self.lr * m_hat / (np.sqrt(v_hat) + self.eps)"),
]
OFF = set()


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=train_step, params=params, loss=bce, rate=0.01, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name; the gradient is right, see EXPECTED."""
    return lambda a: bce(a, X, y), lambda a: backward(a, X, y), {k: v.copy() for k, v in params.items()}
