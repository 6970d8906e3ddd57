"""Autoencoder with tied weights (decoder = encoder transposed) and leaky relu, float32 as on the GPU, mini-batches of 5. It compresses,
but PCA with the same number of components is better. An autoencoder should win, shouldn't it?
"""
import numpy as np

ALPHA = np.float32(0.2)


def leaky(z):
    return np.where(z > 0, z, ALPHA * z)


def leaky_grad(z):
    return (z > 0).astype(z.dtype)


def reconstruct(params, x):
    W, b, c = params
    z = x @ W + b
    code = leaky(z)
    return z, code, code @ W.T + c


def reconstruction_loss(params, x, target):
    out = reconstruct(params, x)[2]
    return np.mean((out - target) ** 2)


def gradients(params, x, target):
    W, b, c = params
    z, code, out = reconstruct(params, x)
    dout = 2 * (out - target) / out.size
    # decoder
    dc = dout.sum(axis=0)
    dW = dout.T @ code
    # encoder
    dz = dout @ W * leaky_grad(z)
    dW = x.T @ dz
    db = dz.sum(axis=0)
    return dW, db, dc


def step(params, x, target, lr=np.float32(0.05)):
    return tuple(p - lr * g for p, g in zip(params, gradients(params, x, target)))


def epoch(params, data, batch=5):
    for start in range(0, len(data), batch):
        x = data[start:start + batch]
        params = step(params, x, x)
    return params


rng = np.random.default_rng(90)
data = (rng.normal(size=(15, 3)) @ rng.normal(size=(3, 6))).astype(np.float32)
params = ((rng.normal(size=(6, 3)) * 0.4).astype(np.float32), (rng.normal(size=3) * 0.2).astype(np.float32),
          np.zeros(6, np.float32))

if __name__ == "__main__":
    for _ in range(40):
        params = epoch(params, data)
    print(reconstruction_loss(params, data, data))


# ---- for the test
EXPECTED = "W is used twice, but the encoder's gradient replaces the decoder's instead of being added; and the slope of the leaky relu is 0 instead of 0.2 below zero"
KINDS = {"path missing", "not accumulated", "not added"}
KINDS_2 = {"derivative of another activation", "wrong activation", "wrong derivative"}
PLACES = ["W", "b", "[0]", "[1]", "params"]
TWO = True
MEND = [("    dW = x.T @ dz\n", "    dW = dW + x.T @ dz\n"),
        ("return (z > 0).astype(z.dtype)", "return np.where(z > 0, np.float32(1), ALPHA)")]
OFF = {"W", "b"}


def hand_over():
    x = data[:5]
    return dict(step=step, params=params, loss=reconstruction_loss, rate=0.05, x=x, y=x)


def proof():
    x = data[:5]

    def flat(a):
        return [a[k] for k in "Wbc"]
    return (lambda a: reconstruction_loss(flat(a), x, x)), (lambda a: dict(zip("Wbc", gradients(flat(a), x, x)))), \
        {k: v.astype(float) for k, v in zip("Wbc", params)}
