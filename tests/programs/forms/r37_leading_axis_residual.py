import numpy as np

L, D = 4, 3
rng = np.random.default_rng(37)
params = {"W": rng.normal(0, 0.5, (L, D, D)), "b": np.zeros((L, D)), "readout": rng.normal(size=D)}

def residual_forward(params, x):
    xs = np.empty((L + 1,) + x.shape)
    xs[0] = x
    for l in range(L):
        xs[l + 1] = xs[l] + np.tanh(xs[l] @ params["W"][l] + params["b"][l])
    return xs

def loss_and_grad(params, x, y):
    xs = residual_forward(params, x)
    pred = xs[-1] @ params["readout"]
    err = pred - y
    g = {k: np.zeros_like(v) for k, v in params.items()}
    g["readout"] = xs[-1].T @ err / len(y)
    dx = np.outer(err, params["readout"]) / len(y)
    for l in range(L - 1, -1, -1):
        t = xs[l + 1] - xs[l]
        dz = dx * (1 - t * t)
        g["W"][l] = xs[l].T @ dz
        g["b"][l] = dz.sum(0)
        dx = dx + dz @ params["W"][l].T        # skip connection
    return 0.5 * np.mean(err ** 2), g

def sgd(params, x, y, lr):
    l, g = loss_and_grad(params, x, y)
    for k in params:
        params[k] -= lr * g[k]
    return l

x = rng.normal(size=(20, D))
y = np.sin(2 * x[:, 0]) + x[:, 1]
print([round(sgd(params, x, y, 0.05), 3) for _ in range(8)])

# ---- for the test
def hand_over():
    return dict(loss_and_grads=loss_and_grad, step=sgd, params=params, x=x, y=y, rate=0.05)

FORM = "all residual layers stacked on a leading axis W (L,D,D), b (L,D); loss_and_grad tuple; positional lr"
