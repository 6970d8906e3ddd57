import numpy as np

def sig(a): return 1.0 / (1.0 + np.exp(-a))

N, T, H = 12, 5, 4
rng = np.random.default_rng(21)
x = rng.normal(size=(T, N, 2))                   # time first
y = (x[..., 0] * 0.5).sum(0) - x[-1, :, 1]       # a number per sequence

def make(seed=0):
    r = np.random.default_rng(seed)
    p = {}
    for gate in "zrn":
        p["W" + gate] = r.normal(size=(2, H)) * .5
        p["U" + gate] = r.normal(size=(H, H)) * .4
        p["b" + gate] = np.zeros(H)
    p["bz"] += 1.0
    p["o"] = r.normal(size=H) * .5
    p["c"] = 0.0
    return p

def forward(p, x):
    h = np.zeros((x.shape[1], H)); tape = []
    for xt in x:
        z = sig(xt @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = sig(xt @ p["Wr"] + h @ p["Ur"] + p["br"])
        n = np.tanh(xt @ p["Wn"] + (r * h) @ p["Un"] + p["bn"])
        tape.append((xt, h, z, r, n))
        h = z * h + (1 - z) * n
    return h @ p["o"] + p["c"], h, tape

def loss_and_grads(p, x, y):
    out, h, tape = forward(p, x)
    e = out - y
    L = 0.5 * np.mean(e**2)
    g = {k: np.zeros_like(v) for k, v in p.items()}
    e = e / len(y)
    g["o"] = h.T @ e
    g["c"] = e.sum()
    dh = e[:, None] * p["o"]
    for xt, hp, z, r, n in tape[::-1]:
        dz = dh * (hp - n) * z * (1 - z)
        dn = dh * (1 - z) * (1 - n * n)
        drh = dn @ p["Un"].T
        dr = drh * hp * r * (1 - r)
        for k, d, src in (("z", dz, hp), ("r", dr, hp), ("n", dn, r * hp)):
            g["W" + k] += xt.T @ d
            g["U" + k] += src.T @ d
            g["b" + k] += d.sum(0)
        dh = dh * z + drh * r + dz @ p["Uz"].T + dr @ p["Ur"].T
    return L, g

if __name__ == "__main__":
    p = make()
    cache = {k: 0.0 for k in p}
    for it in range(300):
        L, g = loss_and_grads(p, x, y)
        for k in p:                                  # RMSprop
            cache[k] = 0.9 * cache[k] + 0.1 * g[k]**2
            p[k] = p[k] - 0.01 * g[k] / (np.sqrt(cache[k]) + 1e-8)
        if it % 60 == 0: print(it, L)

# ---- for the test
def hand_over():
    return dict(make=make, params=make(), loss=loss_and_grads, predict=lambda p, x: forward(p, x)[0], x=x, y=y, rate=0.01)

FORM = "GRU whose z keeps the old state (h = z*h + (1-z)*n); loss returns (L, grads); time-first x with axis order (T,N,2) while y is (N,); scalar Python float among the params; update gate bias starts at 1"
