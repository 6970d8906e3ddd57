import numpy as np

# five little nets at once (leading axis = member), each sees its own bootstrap weights
M, D, H = 5, 2, 4
r = np.random.default_rng(12)
x = r.normal(size=(40, D))
y = np.where(x[:, 0] * x[:, 1] > 0, 1.0, 0.0)
boot = np.stack([np.bincount(r.integers(0, 40, 40), minlength=40) for _ in range(M)])     # (M, n)


def make(seed=0):
    q = np.random.default_rng(seed)
    return {"w": q.normal(size=(M, D, H)), "b": np.zeros((M, 1, H)), "v": q.normal(size=(M, H, 1)), "c": np.zeros((M, 1, 1))}


def member_logits(p, x):
    h = np.tanh(x @ p["w"] + p["b"])                     # (M, n, H)
    return h, (h @ p["v"] + p["c"])[..., 0]


def loss(p, x, y):
    """sum of the members' own (weighted mean) losses"""
    _, z = member_logits(p, x)
    return ((np.logaddexp(0, z) - y * z) * boot).sum() / len(x)


def grads(p, x, y):
    h, z = member_logits(p, x)
    d = ((1 / (1 + np.exp(-z)) - y) * boot / len(x))[..., None]
    dh = d @ p["v"].transpose(0, 2, 1) * (1 - h**2)
    return {"w": x.T @ dh, "b": dh.sum(1, keepdims=True),
            "v": h.transpose(0, 2, 1) @ d, "c": d.sum(1, keepdims=True)}


def step(p, x, y, rate=1.0):
    g = grads(p, x, y)
    return {k: p[k] - rate * g[k] for k in p}


def predict(p, x):
    """mean of the members' probabilities"""
    return (1 / (1 + np.exp(-member_logits(p, x)[1]))).mean(0)


if __name__ == "__main__":
    p = make()
    for i in range(400):
        p = step(p, x, y)
    print(loss(p, x, y) / M, np.mean((predict(p, x) > .5) == y))

# ---- for the test
def hand_over():
    return dict(params=make(), loss=loss, grads=grads, step=step, make=make, predict=predict, x=x, y=y, rate=1.0)


FORM = "ensemble in one leading axis; the loss is a sum over members with bootstrap weights (some examples weigh 0 for a member), predict averages probabilities; bootstrap table fixed to the whole batch"
