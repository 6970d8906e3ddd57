import numpy as np

def make(seed=0):
    r = np.random.default_rng(seed)
    return [r.normal(0, .5, (3, 6)), np.zeros(6), r.normal(0, .5, (6, 2)), np.zeros(2)]

rng = np.random.default_rng(19)
left = rng.normal(size=(30, 3))
same = rng.integers(0, 2, 30)
right = np.where(same[:, None] == 1, left + rng.normal(0, .2, (30, 3)), rng.normal(size=(30, 3)))
pairs = np.stack([left, right])              # (2, 30, 3)
MARGIN = 1.5

def embed(p, x):
    h = np.arctan(x @ p[0] + p[1])
    return h, h @ p[2] + p[3]

def loss(p, pairs, same):
    e = embed(p, pairs)[1]
    d = np.sqrt(((e[0] - e[1])**2).sum(1) + 1e-9)
    return np.mean(same * d**2 + (1 - same) * np.maximum(MARGIN - d, 0)**2)

def backprop(p, pairs, same, out):
    """writes the gradients into the arrays of `out`"""
    h, e = embed(p, pairs)
    diff = e[0] - e[1]
    d = np.sqrt((diff**2).sum(1) + 1e-9)
    dd = (2 * same * d - 2 * (1 - same) * np.maximum(MARGIN - d, 0)) / len(same)
    de = (dd / d)[:, None] * diff
    de = np.stack([de, -de])
    np.einsum("snh,sne->he", h, de, out=out[2])
    de.sum((0, 1), out=out[3])
    a = pairs @ p[0] + p[1]
    dz = de @ p[2].T / (1 + a * a)
    np.einsum("snd,snh->dh", pairs, dz, out=out[0])
    dz.sum((0, 1), out=out[1])
    return out

buf = [np.empty_like(a) for a in make()]

def grads(p, pairs, same):
    return backprop(p, pairs, same, buf)      # always the same buffers

def step(p, pairs, same, rate=.1):
    for a, g in zip(p, grads(p, pairs, same)):
        g *= rate                             # the buffer is spent
        np.subtract(a, g, out=a)

if __name__ == "__main__":
    p = make()
    for i in range(300):
        step(p, pairs, same)
    print(loss(p, pairs, same))

# ---- for the test
def hand_over():
    return dict(params=make(), loss=loss, grads=grads, step=step, make=make,
                predict=lambda p, pairs: np.linalg.norm(np.subtract(*embed(p, pairs)[1]), axis=1) < MARGIN / 2,
                x=pairs, y=same, rate=.1)

FORM = "siamese contrastive loss, x is (2, n, 3) so len(x) is 2; last bias has gradient 0 by symmetry (never learns, harmless); grads always returns the SAME buffers, overwritten by the next call and scaled by step"
