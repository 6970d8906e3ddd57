#!/usr/bin/env python3
"""
Softmax regression with an L1 penalty, solved by proximal gradient (ISTA).
The penalty strength is chosen by k-fold cross validation.

    min_W,b   1/n sum_i -log p(y_i | x_i)  +  lam * ||W||_1
"""
import functools
import time
import numpy as np


def timed(fn):
    @functools.wraps(fn)
    def inner(*args, **kw):
        t0 = time.perf_counter()
        res = fn(*args, **kw)
        inner.seconds += time.perf_counter() - t0
        inner.calls += 1
        return res
    inner.seconds, inner.calls = 0.0, 0
    return inner


def kfold(n, k, rng):
    idx = rng.permutation(n)
    for part in np.array_split(idx, k):
        keep = np.ones(n, bool)
        keep[part] = False
        yield np.flatnonzero(keep), part


def soft_threshold(A, t):
    return np.sign(A) * np.maximum(np.abs(A) - t, 0)


def log_probs(X, W, b):
    S = X @ W + b
    S = S - S.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def smooth_part(X, Y, W, b):
    L = log_probs(X, W, b)
    R = (np.exp(L) - Y) / len(X)
    return -(Y * L).sum() / len(X), X.T @ R, R.sum(axis=0)


@timed
def fit(X, y, n_classes, lam, max_iter=300, tol=1e-6, verbose=False):
    n, d = X.shape
    Y = np.eye(n_classes)[y]
    W, b = np.zeros((d, n_classes)), np.zeros(n_classes)
    # Lipschitz constant of the gradient, the softmax hessian is at most 1/2
    Xb = np.hstack([X, np.ones((n, 1))])
    step = 1.0 / (0.5 * np.linalg.norm(Xb, 2) ** 2 / n)
    last = np.inf
    for it in range(max_iter):
        f, gW, gb = smooth_part(X, Y, W, b)
        obj = f + lam * np.abs(W).sum()
        if verbose and it % 50 == 0:
            print(f"  iter {it:4d}  objective {obj:.5f}  nonzeros {np.count_nonzero(W)}/{W.size}")
        if last - obj < tol:
            break
        last = obj
        W = soft_threshold(W - step * gW, step * lam)
        b = b - step * gb
    return W, b


def accuracy(X, y, W, b):
    return np.mean((X @ W + b).argmax(1) == y)


def main():
    rng = np.random.default_rng(99)
    n, d, C = 240, 20, 3
    true = np.zeros((d, C))
    true[:4] = rng.normal(0, 2, (4, C))        # only four features matter
    X = rng.normal(size=(n, d))
    y = (X @ true + rng.gumbel(size=(n, C))).argmax(1)
    Xtest = rng.normal(size=(500, d))
    ytest = (Xtest @ true + rng.gumbel(size=(500, C))).argmax(1)

    best = (-1, None)
    for lam in (0.1, 0.03, 0.01, 0.003):
        accs = []
        for tr, va in kfold(n, 5, rng):
            W, b = fit(X[tr], y[tr], C, lam)
            accs.append(accuracy(X[va], y[va], W, b))
        print(f"lam {lam:<6} cv accuracy {np.mean(accs):.3f} +- {np.std(accs):.3f}")
        best = max(best, (np.mean(accs), lam))

    print("refit with lam =", best[1])
    W, b = fit(X, y, C, best[1], max_iter=500, verbose=True)
    print("test accuracy", accuracy(Xtest, ytest, W, b))
    print("features in use:", np.flatnonzero(np.abs(W).sum(1)))
    print(f"{fit.calls} fits, {fit.seconds:.2f} s")


main()
