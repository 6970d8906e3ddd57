import numpy as np

def s(v): return 1 / (1 + np.exp(-v))

def gru(theta, xs):
    Wz, Uz, Wr, Ur, Wh, Uh, out = theta
    h, tape = np.zeros(Uz.shape[0]), []
    for x in xs:
        z, r = s(Wz @ x + Uz @ h), s(Wr @ x + Ur @ h)
        n = np.tanh(Wh @ x + Uh @ (r * h))
        new = (1 - z) * h + z * n
        tape.append((x, h, z, r, n, new))
        h = new
    return tape

def loss(theta, xs, ys):
    """one target at every time step, summed over the time"""
    return sum((theta[-1] @ t[-1] - y) ** 2 for t, y in zip(gru(theta, xs), ys))

def bptt(theta, xs, ys):
    Wz, Uz, Wr, Ur, Wh, Uh, out = theta
    gWz, gUz, gWr, gUr, gWh, gUh, gout = (np.zeros_like(p) for p in theta)
    carry = 0.0
    for (x, h, z, r, n, new), y in reversed(list(zip(gru(theta, xs), ys))):
        e = 2 * (out @ new - y)
        gout += e * new
        dnew = carry + e * out
        az = dnew * (n - h) * z * (1 - z)
        an = dnew * z * (1 - n ** 2)
        drh = Uh.T @ an
        ar = drh * h * r * (1 - r)
        gWz += np.outer(az, x); gUz += np.outer(az, h)
        gWr += np.outer(ar, x); gUr += np.outer(ar, h)
        gWh += np.outer(an, x); gUh += np.outer(an, r * h)
        carry = dnew * (1 - z) + drh * r + Uz.T @ az + Ur.T @ ar
    return gWz, gUz, gWr, gUr, gWh, gUh, gout

def step(theta, xs, ys, lr=0.02):
    return tuple(p - lr * g for p, g in zip(theta, bptt(theta, xs, ys)))

rng = np.random.default_rng(43)
theta = tuple(rng.normal(0, .5, shp) for shp in [(4, 2), (4, 4)] * 3 + [(4,)])
xs = rng.normal(size=(7, 2))
ys = np.cumsum(xs[:, 0]) * 0.3
for _ in range(10):
    theta = step(theta, xs, ys)
print(loss(theta, xs, ys))

# ---- for the test
def hand_over():
    return dict(loss=loss, grads=bptt, step=step, params=theta, x=xs, y=ys, rate=0.02)

FORM = "GRU with a plain tuple of arrays as parameters, pure functions returning new tuples, many-to-many sequence, summed loss"
