"""Second order factorization machine for clicks (y = -1/+1), logistic loss."""
import argparse
import numpy as np


def make_clicks(n, rng):
    """one-hot user (12) | one-hot ad (8) | hour of the day scaled to [-1,1]"""
    user, ad = rng.integers(0, 12, n), rng.integers(0, 8, n)
    X = np.zeros((n, 21))
    X[np.arange(n), user] = 1
    X[np.arange(n), 12 + ad] = 1
    X[:, 20] = rng.uniform(-1, 1, n)
    likes = 2.0 * np.where((user % 4)[:, None] == (ad % 4)[:, None], 1, -1)[:, 0]
    logit = likes + 0.8 * X[:, 20] * np.where(ad < 4, 1, -1) - 0.3
    y = np.where(rng.random(n) < 1 / (1 + np.exp(-logit)), 1.0, -1.0)
    return X, y


def fm(X, w0, w, V):
    XV = X @ V
    inter = 0.5 * (XV ** 2 - (X ** 2) @ (V ** 2)).sum(axis=1)
    return w0[0] + X @ w + inter, XV


def loss(X, y, theta, l2):
    f, _ = fm(X, *theta)
    return np.logaddexp(0, -y * f).mean() + 0.5 * l2 * sum((t ** 2).sum() for t in theta[1:])


def gradient(X, y, theta, l2, out):
    w0, w, V = theta
    f, XV = fm(X, *theta)
    c = -y / (1 + np.exp(y * f)) / len(y)
    out[0][0] = c.sum()
    np.dot(X.T, c, out=out[1])
    np.dot((X * c[:, None]).T, XV, out=out[2])
    np.subtract(out[2], V * (c @ X ** 2)[:, None], out=out[2])
    np.add(out[1], l2 * w, out=out[1])
    np.add(out[2], l2 * V, out=out[2])


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--rank", type=int, default=4)
    ap.add_argument("--lr", type=float, default=0.1)
    ap.add_argument("--l2", type=float, default=1e-3)
    ap.add_argument("--epochs", type=int, default=40)
    ap.add_argument("--batch", type=int, default=50)
    ap.add_argument("--average-from", type=int, default=20, help="epoch at which Polyak averaging starts")
    ap.add_argument("--seed", type=int, default=0)
    args = ap.parse_args()

    rng = np.random.default_rng(args.seed)
    X, y = make_clicks(1000, rng)
    Xt, yt = make_clicks(1000, rng)
    d = X.shape[1]

    theta = [np.zeros(1), np.zeros(d), 0.1 * rng.standard_normal((d, args.rank))]
    grad = [np.empty_like(t) for t in theta]
    hist = [np.zeros_like(t) for t in theta]
    mean = [np.zeros_like(t) for t in theta]
    n_avg = 0

    for epoch in range(args.epochs):
        order = rng.permutation(len(X))
        for s in range(0, len(X), args.batch):
            i = order[s:s + args.batch]
            gradient(X[i], y[i], theta, args.l2, grad)
            for t, g, h in zip(theta, grad, hist):
                np.add(h, g * g, out=h)
                np.subtract(t, args.lr * g / (np.sqrt(h) + 1e-8), out=t)
            if epoch >= args.average_from:
                n_avg += 1
                for m, t in zip(mean, theta):
                    np.add(m, (t - m) / n_avg, out=m)
        if epoch % 5 == 0 or epoch == args.epochs - 1:
            acc = np.mean(np.sign(fm(Xt, *theta)[0]) == yt)
            print(f"epoch {epoch:3d}  objective {loss(X, y, theta, args.l2):.4f}  "
                  f"test logloss {loss(Xt, yt, theta, 0):.4f}  test acc {acc:.3f}")
    if n_avg:
        print(f"averaged weights: test logloss {loss(Xt, yt, mean, 0):.4f}  "
              f"test acc {np.mean(np.sign(fm(Xt, *mean)[0]) == yt):.3f}")


if __name__ == "__main__":
    main()
