import numpy as np

# 6x6 pictures: vertical or horizontal bar.  conv 3x3 (2 maps) -> relu -> maxpool 2x2 -> dense -> sigmoid
r = np.random.default_rng(0)
imgs, lab = [], []
for k in range(6):
    im = r.normal(0, .2, (6, 6)); j = r.integers(1, 5)
    if k % 2: im[:, j] += 1
    else: im[j, :] += 1
    imgs.append(im); lab.append(k % 2)

K = r.normal(0, .4, (2, 3, 3)); kb = np.zeros(2) + .1
w = r.normal(0, .4, 8); wb = np.zeros(1)
params = {"K": K, "kb": kb, "w": w, "wb": wb}
def conv(im, K, kb):
    out = np.zeros((2, 4, 4))
    for f in range(2):
        for i in range(4):
            for j in range(4):
                out[f, i, j] = (im[i:i+3, j:j+3] * K[f]).sum() + kb[f]
    return out

def pool(a):
    return a.reshape(2, 2, 2, 2, 2).max(axis=(2, 4))

def forward_one(p, im):
    z = conv(im, p["K"], p["kb"])
    a = np.maximum(z, 0)
    q = pool(a).ravel()
    return z, a, q, 1 / (1 + np.exp(-(q @ p["w"] + p["wb"][0])))

def loss(p, imgs, lab):
    tot = 0
    for im, t in zip(imgs, lab):
        s = forward_one(p, im)[-1]
        tot -= np.log(s) if t else np.log(1 - s)
    return tot / len(imgs)

def gradients(p, imgs, lab):
    g = {"d" + k: np.zeros_like(v) for k, v in p.items()}
    for im, t in zip(imgs, lab):
        z, a, q, s = forward_one(p, im)
        d = (s - t) / len(imgs)
        g["dw"] += d * q
        g["dwb"] += d
        dq = (d * p["w"]).reshape(2, 2, 2)
        for f in range(2):
            for i in range(2):
                for j in range(2):
                    block = a[f, 2*i:2*i+2, 2*j:2*j+2]
                    u, v = np.unravel_index(block.argmax(), (2, 2))
                    u += 2*i; v += 2*j
                    if z[f, u, v] > 0:
                        g["dK"][f] += dq[f, i, j] * im[u:u+3, v:v+3]
                        g["dkb"][f] += dq[f, i, j]
    return g

def step(p, imgs, lab, lr=.5):
    g = gradients(p, imgs, lab)
    for k in p:
        p[k] -= lr * g["d" + k]

if __name__ == "__main__":
    for i in range(60): step(params, imgs, lab)
    print(loss(params, imgs, lab))

# ---- for the test
def hand_over():
    return dict(params=params, loss=loss, grads=gradients, step=step,
                predict=lambda p, imgs: [int(forward_one(p, im)[-1] > .5) for im in imgs], x=imgs, y=lab, rate=.5)
FORM = "x is a list of pictures and y a list of ints; convolution in loops (really cross-correlation); max pool and relu merged in the backward pass; gradient keys 'dK','dkb',..."
