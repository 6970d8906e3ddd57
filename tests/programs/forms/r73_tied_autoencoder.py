import numpy as np

rs = np.random.RandomState(7)
codes = rs.randn(50, 2)
data = 1 / (1 + np.exp(-codes @ rs.randn(2, 6)))     # values in (0,1)

W = rs.randn(6, 3) * .3
enc_b = np.zeros(3)
dec_b = np.zeros(6)
params = [W, enc_b, dec_b]


def encode(x):
    return np.tanh(x @ W + enc_b)


def decode(h):
    return 1 / (1 + np.exp(-(h @ W.T + dec_b)))


def loss(x):
    o = decode(encode(x))
    return -np.sum(x * np.log(o) + (1 - x) * np.log(1 - o)) / len(x)


def grads(x):
    h = encode(x)
    delta = (decode(h) - x) / len(x)
    dW = delta.T @ h                          # as decoder
    back = delta @ W * (1 - h ** 2)
    dW = dW + x.T @ back                      # as encoder: the same matrix
    return dW, back.sum(0), delta.sum(0)


# Adagrad
G = [np.zeros_like(p) for p in params]


def step(x, rate=0.1):
    for p, g, acc in zip(params, grads(x), G):
        acc += g * g
        p -= rate * g / (np.sqrt(acc) + 1e-8)


if __name__ == "__main__":
    for i in range(1, 301):
        step(data[rs.permutation(50)[:10]])
        if i % 50 == 0:
            print(i, round(loss(data), 4))

# ---- for the test
def hand_over():
    return dict(params=params, loss=loss, grads=grads, step=step, predict=lambda x: decode(encode(x)), x=data, rate=0.1)


FORM = "tied weights: one W twice used, gradient is a sum of two; no y; module-global arrays changed in place; Adagrad; cross-entropy with soft targets has a floor well over 0"
