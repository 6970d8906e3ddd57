"""Radial basis functions, everything is trained: centers, widths, output weights, offset.
The output weights alone fit nicely; as soon as I train the centers too the error rises again."""
import numpy as np

rs = np.random.RandomState(33)
x = np.linspace(-2, 2, 14).reshape(-1, 1)
t = np.sin(2 * x[:, 0]) + 0.05 * rs.randn(14)

M = 4
net = {
    "centers": np.linspace(-1.5, 1.5, M).reshape(M, 1) + 0.2 * rs.randn(M, 1),
    "beta": np.array([1.0, 0.7, 1.4, 0.9]),
    "weights": rs.randn(M),
    "offset": np.array([0.1]),
}


def kernel(net, x):
    diff = x[:, None, :] - net["centers"][None, :, :]      # (N, M, 1)
    dist = np.sqrt((diff ** 2).sum(axis=2))
    phi = np.exp(-net["beta"] * dist ** 2)
    return diff, dist, phi


def predict(net, x):
    return kernel(net, x)[2] @ net["weights"] + net["offset"]


def sse(net, x, t):
    r = predict(net, x) - t
    return 0.5 * r @ r


def gradient(net, x, t):
    diff, dist, phi = kernel(net, x)
    r = phi @ net["weights"] + net["offset"] - t
    g = {}
    g["weights"] = phi.T @ r
    g["offset"] = np.array([r.sum()])
    # error that arrives at each basis function
    back = r[:, None] * net["weights"][None, :] * phi
    g["beta"] = -(back * dist).sum(axis=0)
    g["centers"] = (-2 * net["beta"][None, :, None] * back[:, :, None] * diff).sum(axis=0)
    return g


def descend(net, x, t, eta=0.02, n=50):
    for i in range(n):
        g = gradient(net, x, t)
        for k in net:
            net[k] = net[k] - eta * g[k]
    return net


if __name__ == "__main__":
    print(sse(net, x, t))
    print(sse(descend(dict(net), x, t), x, t))


# ---- for the test
EXPECTED = "the gradient of the centers has the wrong sign (d/dc of -(x - c)**2 is +2 (x - c)); and beta's gradient takes dist where the exponent has dist ** 2"
KINDS = {"sign"}
KINDS_2 = {"wrong derivative", "wrong input", "wrong argument"}
PLACES = ["centers", "beta"]
TWO = True
MEND = [("(-2 * net[\"beta\"]", "(2 * net[\"beta\"]"), ("-(back * dist).sum", "-(back * dist ** 2).sum")]
OFF = {"centers", "beta"}


def hand_over():
    return dict(loss=sse, grads=gradient, params=net, x=x, y=t, predict=predict)


def proof():
    return (lambda a: sse(a, x, t)), (lambda a: gradient(a, x, t)), {k: v.copy() for k, v in net.items()}
