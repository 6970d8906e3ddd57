import argparse

import numpy as np


def get_args(argv=None):
    ap = argparse.ArgumentParser(description="MLP with dropout on noisy blobs")
    ap.add_argument("--epochs", type=int, default=40)
    ap.add_argument("--batch", type=int, default=25)
    ap.add_argument("--hidden", type=int, default=32)
    ap.add_argument("--lr", type=float, default=0.1)
    ap.add_argument("--drop", type=float, default=0.5, help="probability of dropping a unit")
    ap.add_argument("--seed", type=int, default=5)
    return ap.parse_args(argv)


def blobs(rng, n, means):
    t = rng.integers(0, len(means), n)
    return means[t] + rng.normal(0, 1.0, (n, means.shape[1])), t


def init(rng, d, h, c):
    return dict(W1=rng.normal(0, np.sqrt(2 / d), (d, h)), b1=np.zeros(h),
                W2=rng.normal(0, np.sqrt(1 / h), (h, c)), b2=np.zeros(c))


def forward(p, X, drop, rng, train=True):
    pre = X @ p["W1"] + p["b1"]
    h = np.maximum(pre, 0)
    mask = np.ones_like(h)
    if train and drop > 0:
        mask = (rng.random(h.shape) >= drop) / (1 - drop)
    h = h * mask
    s = h @ p["W2"] + p["b2"]
    s = s - s.max(1, keepdims=True)
    prob = np.exp(s) / np.exp(s).sum(1, keepdims=True)
    return prob, (X, pre, mask, h)


def backward(p, prob, t, cache):
    X, pre, mask, h = cache
    n = len(t)
    ds = prob.copy()
    ds[np.arange(n), t] -= 1
    ds /= n
    dh = ds @ p["W2"].T * mask
    dpre = dh * (pre > 0)
    return dict(W1=X.T @ dpre, b1=dpre.sum(0), W2=h.T @ ds, b2=ds.sum(0))


def evaluate(p, X, t, args, rng):
    prob, _ = forward(p, X, args.drop, rng)
    nll = -np.log(prob[np.arange(len(t)), t] + 1e-12).mean()
    return nll, (prob.argmax(1) == t).mean()


def main():
    args = get_args()
    rng = np.random.default_rng(args.seed)
    means = rng.normal(0, 0.9, (4, 10))
    X, t = blobs(rng, 200, means)
    Xv, tv = blobs(rng, 500, means)
    p = init(rng, X.shape[1], args.hidden, 4)

    for ep in range(args.epochs):
        order = rng.permutation(len(X))
        for s in range(0, len(X), args.batch):
            idx = order[s:s + args.batch]
            prob, cache = forward(p, X[idx], args.drop, rng, train=True)
            g = backward(p, prob, t[idx], cache)
            for k in p:
                p[k] -= args.lr * g[k]
        if (ep + 1) % 10 == 0:
            tr = evaluate(p, X, t, args, rng)
            va = evaluate(p, Xv, tv, args, rng)
            print(f"epoch {ep+1:3d}  train nll {tr[0]:.3f} acc {tr[1]:.3f}   val nll {va[0]:.3f} acc {va[1]:.3f}")


if __name__ == "__main__":
    main()
