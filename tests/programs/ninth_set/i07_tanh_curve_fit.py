# Fit y = v * tanh(u * x + c) + d by gradient descent. No matter what I do the fit becomes a horizontal line at
# the mean of y, see plot. Learning rate does not help. (x comes from sklearn, this is why it has two dimensions)
import numpy as np

x = np.array([[-2.0], [-1.4], [-0.9], [-0.3], [0.2], [0.7], [1.3], [1.8], [2.4]])
y = np.array([-0.9, -0.8, -0.5, 0.1, 0.6, 1.4, 1.7, 1.9, 2.0])


def model(u, c, v, d, x):
    return v * np.tanh(u * x + c) + d


def mse(u, c, v, d, x, y):
    return np.mean((model(u, c, v, d, x) - y) ** 2)


def gradients(u, c, v, d, x, y):
    h = np.tanh(u * x + c)
    residual = model(u, c, v, d, x) - y
    du = np.mean(2 * residual * v * (1 - h ** 2) * x)
    dc = np.mean(2 * residual * v * (1 - h ** 2))
    dv = np.mean(2 * residual * h)
    dd = np.mean(2 * residual)
    return du, dc, dv, dd


def fit(x, y, u, c, v, d, lr=0.05, epochs=2000):
    history = []
    for epoch in range(epochs):
        du, dc, dv, dd = gradients(u, c, v, d, x, y)
        u, c, v, d = u - lr * du, c - lr * dc, v - lr * dv, d - lr * dd
        history.append(mse(u, c, v, d, x, y))
    return (u, c, v, d), history


start = (0.8, -0.3, 1.1, 0.2)

if __name__ == "__main__":
    best, history = fit(x, y, *start)
    print(best, history[-1])
    print(np.mean(y), model(*best, x).ravel())


# ---- for the test
EXPECTED = "model(x) has the shape (9, 1) and y the shape (9,): their difference is 9 x 9, every prediction against every target, and the fit goes to the mean of y (loss and gradients agree with each other, both are of the 9 x 9 differences)"
KINDS = {"broadcasting", "broadcast", "shape", "rows mix"}
PLACES = ["y", "residual", "mse", "loss", "u", "c", "v", "targets"]
TWO = False
MEND = [("1.4, 1.7, 1.9, 2.0])", "1.4, 1.7, 1.9, 2.0]).reshape(-1, 1)")]
OFF = {"u", "c", "v"}


def hand_over():
    return dict(loss=mse, grads=gradients, params=start, x=x, y=y)


def proof():
    names = ("u", "c", "v", "d")

    def loss(a):    # of each prediction with its own target
        p = a["v"] * np.tanh(a["u"] * x.ravel() + a["c"]) + a["d"]
        return np.mean((p - y.ravel()) ** 2)

    def claim(a):
        return dict(zip(names, map(np.array, gradients(*(float(a[k]) for k in names), x, y))))

    return loss, claim, {k: np.array(s) for k, s in zip(names, start)}
