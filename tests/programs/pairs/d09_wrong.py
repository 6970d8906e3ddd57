import numpy as np

rng = np.random.default_rng(5)


def make_mlp(n_in, n_hidden, n_out):
    params = [rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_hidden)), np.zeros(n_hidden),
              rng.normal(0, 1 / np.sqrt(n_hidden), (n_hidden, n_out)), np.zeros(n_out)]

    def forward(x):
        W1, b1, W2, b2 = params
        h = np.tanh(x @ W1 + b1)
        out = h @ W2 + b2

        def backward(d_out):
            d_h = (d_out @ W2.T) * (1 - h ** 2)
            return [x.T @ d_h, d_h.sum(0), h.T @ d_out, d_out.sum(0)]

        return out, backward

    return params, forward


def mse(pred, target):
    diff = pred - target
    return np.mean(diff ** 2), 2 * diff / diff.size


def sgd_momentum(params, lr=0.05, mu=0.9):
    velocity = [np.zeros_like(p) for p in params]

    def step(grads):
        for p, g, v in zip(params, grads, velocity):
            v = mu * v - lr * g
            p += v

    return step


x = rng.uniform(-1, 1, (150, 2))
target = (np.sin(3 * x[:, :1]) * x[:, 1:] + 0.5 * x[:, :1])

params, forward = make_mlp(2, 20, 1)
step = sgd_momentum(params, lr=0.05, mu=0.9)

for it in range(801):
    pred, backward = forward(x)
    loss, d_pred = mse(pred, target)
    step(backward(d_pred))
    if it % 100 == 0:
        print(f"{it:5d}  mse={loss:.5f}")

pred, _ = forward(x)
print("max abs error:", np.abs(pred - target).max())
