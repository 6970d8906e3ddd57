import numpy as np

rng = np.random.default_rng(31)
layers = [(rng.normal(0, .7, (a, b)), rng.normal(0, .1, b)) for a, b in [(2, 5), (5, 4), (4, 3), (3, 1)]]

def predict(ls, a):
    if not ls:
        return a
    (W, b), *rest = ls
    z = a @ W + b
    return predict(rest, np.tanh(z) if rest else z)

def loss(ls, a, y):
    return np.mean((predict(ls, a) - y) ** 2)

def learn(ls, a, y, lr):
    """returns (updated layers, dL/da). The recursion IS the backward pass."""
    if not ls:
        return [], 2 * (a - y) / y.size
    (W, b), *rest = ls
    z = a @ W + b
    out = np.tanh(z) if rest else z
    new_rest, d = learn(rest, out, y, lr)
    if rest:
        d = d * (1 - out ** 2)
    return [(W - lr * a.T @ d, b - lr * d.sum(0))] + new_rest, d @ W.T

def train(ls, X, y, lr, n):
    return ls if n == 0 else train(learn(ls, X, y, lr)[0], X, y, lr, n - 1)

X = rng.uniform(-1, 1, (20, 2))
y = (X[:, :1] * X[:, 1:])
layers = train(layers, X, y, 0.1, 15)
print(loss(layers, X, y))

# ---- for the test
def hand_over():
    return dict(loss=loss, step=lambda ls, a, y, lr: learn(ls, a, y, lr)[0], params=layers, x=X, y=y, rate=0.1,
                also=dict(lr=0.1))

FORM = "recursive forward, backward and training loop; list of (W, b) tuples rebuilt on the way back; gradients never kept"
