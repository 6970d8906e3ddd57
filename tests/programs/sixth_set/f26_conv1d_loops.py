import numpy as np

# signal -> conv (2 kernels of width 3) -> relu -> mean over time -> linear


def conv1d(x, k, b):
    n_out = len(x) - k.shape[1] + 1
    z = np.zeros((k.shape[0], n_out))
    for c in range(k.shape[0]):
        for i in range(n_out):
            for j in range(k.shape[1]):
                z[c, i] += k[c, j] * x[i + j]
            z[c, i] += b[c]
    return z


def predict(kernel, kbias, w, x):
    z = conv1d(x, kernel, kbias)
    return z, np.maximum(z, 0).mean(axis=1) @ w


def loss(kernel, kbias, w, signals, targets):
    return sum((predict(kernel, kbias, w, s)[1] - t) ** 2 for s, t in zip(signals, targets)) / len(signals)


def grads(kernel, kbias, w, signals, targets):
    dk, db, dw = np.zeros_like(kernel), np.zeros_like(kbias), np.zeros_like(w)
    width = kernel.shape[1]
    for x, t in zip(signals, targets):
        z, out = predict(kernel, kbias, w, x)
        d = 2 * (out - t) / len(signals)
        n_out = z.shape[1]
        dw += d * np.maximum(z, 0).mean(axis=1)
        dz = (d * w[:, None] / n_out) * (z > 0)
        for c in range(kernel.shape[0]):
            for i in range(n_out):
                for j in range(width):
                    dk[c, j] += dz[c, i] * x[i + width - 1 - j]
                db[c] += dz[c, i]
    return dk, db, dw


rng = np.random.default_rng(8)
signals = rng.normal(size=(5, 7))
targets = signals.max(axis=1)
kernel, kbias, w = rng.normal(size=(2, 3)), rng.normal(size=2) * 0.1, rng.normal(size=2)


# ---- for the test
EXPECTED = "grads turns the kernel round: dk[c, j] takes x[i + width - 1 - j], the forward pass uses x[i + j]"
KINDS = {"kernel flipped", "flipped", "reversed", "wrong input", "order"}
PLACES = ["kernel", "dk", "k"]
TWO = False
MEND = [("x[i + width - 1 - j]", "x[i + j]")]
OFF = {"kernel"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=(kernel, kbias, w), x=signals, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["kernel", "kbias", "w"]
    return (
        lambda a: loss(*(a[n] for n in names), signals, targets),
        lambda a: dict(zip(names, grads(*(a[n] for n in names), signals, targets))),
        dict(zip(names, (kernel, kbias, w))),
    )
