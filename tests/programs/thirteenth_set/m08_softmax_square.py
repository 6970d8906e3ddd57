"""Softmax at the end but squared error instead of cross entropy (homework says so).
Same program with sigmoid outputs instead of softmax passed the check. With softmax
every single gradient is wrong, in both layers; most have the right sign though and
the error does go down, a bit crookedly.
"""
import numpy as np


def softmax(v):
    e = np.exp(v - np.max(v))
    return e / np.sum(e)


def start_net():
    r = np.random.RandomState(19)
    hidden = (r.randn(3, 4), r.randn(3))
    output = (r.randn(5, 3), r.randn(5))
    return (hidden, output)


def samples():
    r = np.random.RandomState(23)
    X = r.randn(6, 4)
    T = np.zeros((6, 5))
    for n, c in enumerate([0, 3, 1, 4, 2, 3]):
        T[n, c] = 1
    return X, T


def forward_one(net, x):
    (W, b), (V, c) = net
    h = np.maximum(0.1 * (W @ x + b), W @ x + b)      # leaky relu
    p = softmax(V @ h + c)
    return h, p


def error(net, X, T):
    E = 0.0
    for x, t in zip(X, T):
        _, p = forward_one(net, x)
        E += 0.5 * np.sum((t - p) ** 2)
    return E


def gradient(net, X, T):
    (W, b), (V, c) = net
    dW, db, dV, dc = np.zeros(W.shape), np.zeros(b.shape), np.zeros(V.shape), np.zeros(c.shape)
    for x, t in zip(X, T):
        h, p = forward_one(net, x)
        delta = (p - t) * p * (1 - p)
        dV += np.outer(delta, h)
        dc += delta
        back = V.T @ delta
        back[h < 0] *= 0.1
        dW += np.outer(back, x)
        db += back
    return ((dW, db), (dV, dc))


def update(net, grad, eta):
    return tuple((M - eta * dM, v - eta * dv) for (M, v), (dM, dv) in zip(net, grad))


if __name__ == "__main__":
    X, T = samples()
    net = start_net()
    for epoch in range(400):
        net = update(net, gradient(net, X, T), 0.2)
        if epoch % 50 == 0:
            print(epoch, error(net, X, T))
    print([int(np.argmax(forward_one(net, x)[1])) for x in X])

# ---- for the test
EXPECTED = "delta in gradient() uses only the diagonal p * (1 - p) of the softmax Jacobian and leaves out the - p_i * p_j terms."
KINDS = {"softmax Jacobian diagonal only", "derivative of another activation", "wrong slope", "path missing"}
PLACES = ["delta", "gradient", "softmax", "p", "dV", "dc"]
TWO = False
MEND = [("        delta = (p - t) * p * (1 - p)\n",
         "        delta = p * ((p - t) - np.sum((p - t) * p))\n")]
OFF = {"W", "b", "V", "c"}


def hand_over():
    X, T = samples()
    return dict(loss=error, grads=gradient, params=start_net(), x=X, y=T, rate=0.2)


def proof():
    X, T = samples()

    def net_of(p):
        return ((p["W"], p["b"]), (p["V"], p["c"]))

    def flat(net):
        (W, b), (V, c) = net
        return {"W": W, "b": b, "V": V, "c": c}

    return (lambda p: error(net_of(p), X, T), lambda p: flat(gradient(net_of(p), X, T)), flat(start_net()))
