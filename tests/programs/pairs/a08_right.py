"""Variational autoencoder on 5x5 'bars'. All weights live in one flat vector."""
import numpy as np

D, H, Z = 25, 24, 3
SHAPES = [("We", (D, H)), ("be", (H,)),
          ("Wm", (H, Z)), ("bm", (Z,)),
          ("Wv", (H, Z)), ("bv", (Z,)),
          ("Wd", (Z, H)), ("bd", (H,)),
          ("Wo", (H, D)), ("bo", (D,))]
SIZE = sum(int(np.prod(s)) for _, s in SHAPES)


def unpack(flat):
    """views into the flat vector, so that writing through them works"""
    out, k = {}, 0
    for name, shape in SHAPES:
        n = int(np.prod(shape))
        out[name] = flat[k:k + n].reshape(shape)
        k += n
    return out


def neg_elbo(theta, x, eps):
    """-ELBO per image, and its gradient; eps is the N(0,1) noise, (batch, Z)."""
    p = unpack(theta)
    grad = np.empty_like(theta)
    g = unpack(grad)
    n = len(x)

    h = np.tanh(x @ p["We"] + p["be"])
    m = h @ p["Wm"] + p["bm"]
    lv = h @ p["Wv"] + p["bv"]
    s = np.exp(0.5 * lv)
    z = m + s * eps
    k = np.tanh(z @ p["Wd"] + p["bd"])
    o = k @ p["Wo"] + p["bo"]

    rec = np.sum(np.logaddexp(0, o) - x * o) / n
    kl = 0.5 * np.sum(m ** 2 + s ** 2 - 1 - lv) / n

    do = (1 / (1 + np.exp(-o)) - x) / n
    g["Wo"][:] = k.T @ do
    g["bo"][:] = do.sum(0)
    da = (do @ p["Wo"].T) * (1 - k ** 2)
    g["Wd"][:] = z.T @ da
    g["bd"][:] = da.sum(0)
    dz = da @ p["Wd"].T
    dm = dz + m / n
    dlv = 0.5 * dz * eps * s + 0.5 * (s ** 2 - 1) / n
    g["Wm"][:] = h.T @ dm
    g["bm"][:] = dm.sum(0)
    g["Wv"][:] = h.T @ dlv
    g["bv"][:] = dlv.sum(0)
    dh = (dm @ p["Wm"].T + dlv @ p["Wv"].T) * (1 - h ** 2)
    g["We"][:] = x.T @ dh
    g["be"][:] = dh.sum(0)
    return rec, kl, grad


def adam(lr, b1=0.9, b2=0.999, eps=1e-8):
    m = np.zeros(SIZE)
    v = np.zeros(SIZE)
    t = 0

    def update(theta, grad):
        nonlocal m, v, t
        t += 1
        m = b1 * m + (1 - b1) * grad
        v = b2 * v + (1 - b2) * grad * grad
        return theta - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)

    return update


def bars(n, rng):
    img = np.zeros((n, 5, 5))
    for i in range(n):
        j = rng.integers(5)
        if rng.random() < 0.5:
            img[i, j, :] = 1
        else:
            img[i, :, j] = 1
    flip = rng.random(img.shape) < 0.02
    return np.where(flip, 1 - img, img).reshape(n, D)


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = bars(400, rng)
    theta = 0.2 * rng.standard_normal(SIZE)
    update = adam(5e-3)
    for epoch in range(121):
        rs, ks = [], []
        order = rng.permutation(len(X))
        for idx in np.array_split(order, 8):
            r, k, grad = neg_elbo(theta, X[idx], rng.standard_normal((len(idx), Z)))
            theta = update(theta, grad)
            rs.append(r)
            ks.append(k)
        if epoch % 20 == 0:
            print(f"epoch {epoch:3d}  -elbo {np.mean(rs) + np.mean(ks):7.3f}"
                  f"  rec {np.mean(rs):7.3f}  kl {np.mean(ks):6.3f}")
    p = unpack(theta)
    z = rng.standard_normal((4, Z))
    y = np.tanh(z @ p["Wd"] + p["bd"]) @ p["Wo"] + p["bo"]
    print("samples from the prior:")
    for r in range(5):
        print("   ".join("".join("#" if v > 0 else "." for v in y[i].reshape(5, 5)[r]) for i in range(4)))
