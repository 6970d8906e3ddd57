"""RNN that predicts the next value of a wave. Weights in one list
[Wx, Wh, bh, Wy, by], hidden states in a Python list.
It does learn, but the gradient check says: with a sequence of length 1 everything
is perfect, with 2 Wx and bh are a little off, with longer ones Wh too, and by much
more. Wy and by are always exact.
"""
import numpy as np


def wave():
    rng = np.random.RandomState(0)
    t = np.arange(8)
    seq = np.sin(0.9 * t) + 0.1 * rng.randn(8)
    xs = [np.array([seq[i], 1.0 if i % 2 else 0.0]) for i in range(7)]
    ys = [np.array([seq[i + 1]]) for i in range(7)]
    return xs, ys


def start_weights(n_x=2, n_h=6, n_y=1):
    rng = np.random.RandomState(13)
    return [rng.randn(n_h, n_x) * 0.7, rng.randn(n_h, n_h) * 0.4, rng.randn(n_h) * 0.3,
            rng.randn(n_y, n_h) * 0.7, rng.randn(n_y) * 0.1]


def unroll(weights, xs):
    Wx, Wh, bh, Wy, by = weights
    hs = [np.zeros(len(bh))]
    outs = []
    for x in xs:
        hs.append(np.tanh(Wx @ x + Wh @ hs[-1] + bh))
        outs.append(Wy @ hs[-1] + by)
    return hs, outs


def total_loss(weights, xs, ys):
    hs, outs = unroll(weights, xs)
    return sum(0.5 * np.sum((o - y) ** 2) for o, y in zip(outs, ys))


def bptt(weights, xs, ys):
    Wx, Wh, bh, Wy, by = weights
    hs, outs = unroll(weights, xs)
    gWx, gWh, gbh, gWy, gby = [np.zeros_like(w) for w in weights]
    from_future = np.zeros(len(bh))
    for t in reversed(range(len(xs))):
        dy = outs[t] - ys[t]
        gWy += np.outer(dy, hs[t + 1])
        gby += dy
        dh = Wy.T @ dy + from_future
        dz = dh * (1 - hs[t + 1] ** 2)
        gWx += np.outer(dz, xs[t])
        gWh += np.outer(dz, hs[t])
        gbh += dz
        from_future = Wh.T @ dh
    return [gWx, gWh, gbh, gWy, gby]


if __name__ == "__main__":
    xs, ys = wave()
    weights = start_weights()
    speed = [np.zeros_like(w) for w in weights]
    for epoch in range(500):
        for w, v, g in zip(weights, speed, bptt(weights, xs, ys)):
            v *= 0.8
            v -= 0.01 * g
            w += v
        if epoch % 100 == 0:
            print(epoch, total_loss(weights, xs, ys))

# ---- for the test
EXPECTED = "In bptt the error carried to the earlier step, from_future, is Wh.T @ dh instead of Wh.T @ dz, so the tanh slope is left out on the way back through time."
KINDS = {"slope missing", "carry without the slope", "wrong argument", "wrong error", "factor missing"}
PLACES = ["from_future", "dh", "dz", "bptt", "gWx", "gWh", "gbh", "Wh"]
TWO = False
MEND = [("        from_future = Wh.T @ dh\n", "        from_future = Wh.T @ dz\n")]
OFF = {"Wx", "Wh", "bh"}


def hand_over():
    xs, ys = wave()
    return dict(loss=total_loss, grads=bptt, params=start_weights(), x=xs, y=ys, rate=0.01)


def proof():
    xs, ys = wave()
    names = ["Wx", "Wh", "bh", "Wy", "by"]
    return (lambda p: total_loss([p[k] for k in names], xs, ys),
            lambda p: dict(zip(names, bptt([p[k] for k in names], xs, ys))),
            dict(zip(names, start_weights())))
