import numpy as np

# Nesterov momentum with step decay, for a small tanh net (rewritten "without making new arrays")

SEED = 31
rs = np.random.RandomState(SEED)
x_tr = rs.randn(8, 3)
y_tr = rs.randn(8, 2)
mu = 0.9
base_lr = 0.05


def fresh():
    rs = np.random.RandomState(SEED + 1)
    params = [rs.randn(3, 4) * 0.6, rs.randn(4) * 0.2, rs.randn(4, 2) * 0.6, rs.randn(2) * 0.2]
    velocity = [np.zeros_like(p) for p in params]
    counter = {"epoch": 0}

    def step(x=x_tr, y=y_tr):
        lr = base_lr * 0.5 ** (counter["epoch"] // 10)
        grads = gradients(params, x, y)
        for p, v, g in zip(params, velocity, grads):
            v_prev = v
            v *= mu
            v -= lr * g
            p += -mu * v_prev + (1 + mu) * v
        counter["epoch"] += 1
        return params

    return dict(params=params, step=step, loss=loss, grads=gradients, x=x_tr, y=y_tr, rate=base_lr)


def forward(params, x):
    h = np.tanh(x @ params[0] + params[1])
    return h, h @ params[2] + params[3]


def loss(params, x, y):
    return 0.5 * np.mean(np.sum((forward(params, x)[1] - y) ** 2, axis=1))


def gradients(params, x, y):
    h, out = forward(params, x)
    d_out = (out - y) / len(x)
    d_h = d_out @ params[2].T * (1 - h ** 2)
    return [x.T @ d_h, d_h.sum(axis=0), h.T @ d_out, d_out.sum(axis=0)]


# ---- for the test
EXPECTED = "v_prev is the same array as v (no copy), so after the in-place change it holds the new velocity and the Nesterov look-ahead cancels"
KINDS = {"aliased", "written in place"}
PLACES = ["update", "v_prev", "velocity", "step", "momentum"]
TWO = False
MEND = [("v_prev = v\n", "v_prev = v.copy()\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=fresh, loss=loss, x=x_tr, y=y_tr, rate=base_lr)
