# %% [markdown]
# ## Flowers with numpy only
# Training accuracy stays around 35 % (3 classes). If I comment the shuffling out it is 100 %. But everybody says: shuffle!

# %%
import numpy as np

rng_data = np.random.RandomState(2)
centers = np.array([[1.5, 0.0, -1.0], [-1.0, 1.2, 0.4], [0.2, -1.4, 1.1]])
target = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 0])
features = centers[target] + 0.4 * rng_data.randn(12, 3)
onehot = np.eye(3)[target]


# %%
def dense(n_in, n_out, rng):
    return (rng.randn(n_in, n_out) / np.sqrt(n_in), 0.1 * rng.randn(n_out))


def net_forward(layers, X):
    outs = [X]
    for i, (W, b) in enumerate(layers):
        z = outs[-1] @ W + b
        if i < len(layers) - 1:
            outs.append(np.tanh(z))
        else:
            e = np.exp(z - z.max(1, keepdims=True))
            outs.append(e / e.sum(1, keepdims=True))
    return outs


def log_loss(layers, X, Y):
    return -np.mean(np.sum(Y * np.log(net_forward(layers, X)[-1]), axis=1))


# %%
def run_epoch(layers, X, Y, lr=0.1, seed=0):
    rng = np.random.RandomState(seed)
    order = rng.permutation(len(X))
    X = X[order]
    Y = Y[rng.permutation(len(Y))]

    outs = net_forward(layers, X)
    delta = (outs[-1] - Y) / len(X)
    new = []
    for i in reversed(range(len(layers))):
        W, b = layers[i]
        new.append((W - lr * outs[i].T @ delta, b - lr * delta.sum(0)))
        if i > 0:
            delta = delta @ W.T * (1 - outs[i] ** 2)
    return new[::-1]


# %%
rng_init = np.random.RandomState(42)
layers = [dense(3, 4, rng_init), dense(4, 3, rng_init)]

if __name__ == "__main__":
    for epoch in range(200):
        layers = run_epoch(layers, features, onehot, seed=epoch)
    print(np.mean(net_forward(layers, features)[-1].argmax(1) == target))


# ---- for the test
EXPECTED = "the features and the labels are shuffled by two different permutations: every row gets another row's label"
KINDS = {"labels of other rows", "wrong targets"}
PLACES = ["Y", "y", "run_epoch", "labels", "targets", "shuffle", "order"]
TWO = False
MEND = [("Y[rng.permutation(len(Y))]", "Y[order]")]
OFF = {"W1", "b1", "W2"}    # the last bias sees the sum of the labels only


def hand_over():
    return dict(step=run_epoch, params=layers, loss=log_loss, rate=0.1, x=features, y=onehot)


def proof():
    def pairs(a):
        return [(a["W1"], a["b1"]), (a["W2"], a["b2"])]

    def claim(a):
        (W1, b1), (W2, b2) = run_epoch(pairs(a), features, onehot)
        after = dict(W1=W1, b1=b1, W2=W2, b2=b2)
        return {k: (a[k] - after[k]) / 0.1 for k in after}

    (W1, b1), (W2, b2) = layers
    return lambda a: log_loss(pairs(a), features, onehot), claim, dict(W1=W1.copy(), b1=b1.copy(), W2=W2.copy(), b2=b2.copy())
