from functools import partial
import numpy as np


def _logits(X, params):
    return X @ params[0] + params[1]

def _loss(params, *, X, y, gamma):
    """focal loss for binary labels"""
    p = 1 / (1 + np.exp(-_logits(X, params)))
    pt = np.where(y == 1, p, 1 - p)
    return np.mean(-(1 - pt) ** gamma * np.log(pt))

def _grad(params, *, X, y, gamma):
    p = 1 / (1 + np.exp(-_logits(X, params)))
    s = np.where(y == 1, 1.0, -1.0)
    pt = np.where(y == 1, p, 1 - p)
    dpt = gamma * (1 - pt) ** (gamma - 1) * np.log(pt) - (1 - pt) ** gamma / pt
    dz = dpt * s * p * (1 - p) / len(y)
    return [X.T @ dz, np.sum(dz)]

def _sgd(params, lr, grad):
    return [p - lr * g for p, g in zip(params, grad(params))]


r = np.random.default_rng(33)
X = r.normal(size=(35, 2))
y = (X[:, 0] + 0.5 * r.normal(size=35) > 0.5).astype(int)

loss = partial(_loss, X=X, y=y, gamma=2.0)
grad = partial(_grad, X=X, y=y, gamma=2.0)
update = partial(_sgd, lr=0.5, grad=grad)

params = [np.array([0.1, -0.2]), 0.0]
for _ in range(10):
    params = update(params)
print(loss(params))

# ---- for the test
def hand_over():
    return dict(loss=loss, grads=grad, step=update, params=params, rate=0.5)

FORM = "data and hyperparameters bound with functools.partial, the handed functions take only params (list of array and float); focal loss"
