import numpy as np

def make_trainer(n_in=2, n_hidden=6, lr=0.2, seed=17):
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(n_in, n_hidden))
    b = np.zeros(n_hidden)
    v = rng.normal(size=n_hidden)
    c = 0.0

    def forward(X):
        h = np.tanh(X @ W + b)
        return h, 1 / (1 + np.exp(-(h @ v + c)))

    def loss(X, y):
        p = forward(X)[1]
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()

    def train(X, y):
        nonlocal W, b, v, c
        h, p = forward(X)
        d = (p - y) / len(y)
        dh = np.outer(d, v) * (1 - h * h)
        W, b, v, c = W - lr * X.T @ dh, b - lr * dh.sum(0), v - lr * h.T @ d, c - lr * d.sum()

    def weights():
        return W, b, v, c

    return train, loss, weights


rng = np.random.default_rng(0)
X = rng.normal(size=(30, 2))
y = (X[:, 0] * X[:, 1] > 0).astype(float)
train, loss, weights = make_trainer()
for i in range(20):
    train(X, y)
print(loss(X, y))

# ---- for the test
def hand_over():
    train, loss, weights = make_trainer()
    return dict(loss=loss, step=train, x=X, y=y, rate=0.2)

FORM = "closure factory: parameters (arrays and one float) live only in nonlocal cells of the returned functions"
