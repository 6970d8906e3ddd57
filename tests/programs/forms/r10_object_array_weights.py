import numpy as np

sizes = [3, 6, 4, 1]
np.random.seed(10)
weights = np.empty(len(sizes) - 1, dtype=object)
for k in range(len(sizes) - 1):
    # last row of each matrix is the bias
    weights[k] = np.random.randn(sizes[k] + 1, sizes[k + 1]) * 0.5

def add_one(a):
    return np.column_stack([a, np.ones(len(a))])

def feed(X):
    acts = [X]
    for k, W in enumerate(weights):
        z = add_one(acts[-1]) @ W
        acts.append(z if k == len(weights) - 1 else np.tanh(z))
    return acts

def err(X, y):
    return ((feed(X)[-1][:, 0] - y) ** 2).sum() / len(y)

def nablas(X, y):
    acts = feed(X)
    out = np.empty(len(weights), dtype=object)
    d = 2 * (acts[-1] - y[:, None]) / len(y)
    for k in range(len(weights) - 1, -1, -1):
        out[k] = add_one(acts[k]).T @ d
        if k > 0:
            d = (d @ weights[k][:-1].T) * (1 - acts[k] ** 2)
    return out

def one_epoch(X, y, eta=0.05):
    global weights
    weights = weights - eta * nablas(X, y)     # works on all layers at once!

X = np.random.randn(20, 3)
y = np.sin(X.sum(1))
for _ in range(10):
    one_epoch(X, y)
    print(round(err(X, y), 4), end=' ')

# ---- for the test
def hand_over():
    return dict(loss=err, grads=nablas, step=one_epoch, x=X, y=y, rate=0.05)

FORM = "ragged object array of weight matrices in a rebound global, whole-array arithmetic in the step, bias as last row"
