import numpy as np

SLOPE = 0.1  # of the leaky relu


def leaky_relu(z):
    return np.where(z > 0, z, SLOPE * z)


def d_leaky_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def d_sigmoid(z):
    s = sigmoid(z)
    return s * (1 - s)


ACTIVATIONS = {"leaky_relu": (leaky_relu, d_leaky_relu), "sigmoid": (sigmoid, d_sigmoid)}

ARCHITECTURE = [
    {"input_dim": 2, "output_dim": 4, "activation": "leaky_relu"},
    {"input_dim": 4, "output_dim": 1, "activation": "sigmoid"},
]


def init_layers(architecture, seed=99):
    np.random.seed(seed)
    layers = []
    for conf in architecture:
        W = np.random.randn(conf["output_dim"], conf["input_dim"]) * 0.7
        b = np.random.randn(conf["output_dim"], 1) * 0.1
        layers.append({"W": W, "b": b, "activation": conf["activation"]})
    return layers


def forward(layers, x):
    """x is one example, a column"""
    a, memory = x, []
    for layer in layers:
        z = layer["W"] @ a + layer["b"]
        memory.append({"A_prev": a, "Z": z})
        a = ACTIVATIONS[layer["activation"]][0](z)
    return a, memory


def binary_cross_entropy(layers, X, Y):
    total = 0.0
    for x, t in zip(X, Y):
        p = forward(layers, x.reshape(-1, 1))[0][0, 0]
        total -= t * np.log(p) + (1 - t) * np.log(1 - p)
    return total / len(X)


def full_backward(layers, X, Y):
    grads = [{"W": np.zeros_like(l["W"]), "b": np.zeros_like(l["b"])} for l in layers]
    for x, t in zip(X, Y):
        p, memory = forward(layers, x.reshape(-1, 1))
        dA = p - t
        for i in reversed(range(len(layers))):
            d_act = ACTIVATIONS[layers[i]["activation"]][1]
            dZ = dA * d_act(memory[i]["Z"])
            grads[i]["W"] += dZ @ memory[i]["A_prev"].T / len(X)
            grads[i]["b"] += dZ / len(X)
            dA = layers[i]["W"].T @ dZ
    return grads


def update(layers, grads, learning_rate):
    for layer, g in zip(layers, grads):
        layer["W"] -= learning_rate * g["W"]
        layer["b"] -= learning_rate * g["b"]


# two moons, very few points
t = np.linspace(0, np.pi, 7)
X = np.r_[np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(t), 0.5 - np.sin(t)]]
Y = np.r_[np.zeros(7), np.ones(7)]
layers = init_layers(ARCHITECTURE)

if __name__ == "__main__":
    for epoch in range(500):
        update(layers, full_backward(layers, X, Y), 0.5)
        if epoch % 100 == 0:
            print(epoch, binary_cross_entropy(layers, X, Y))


# ---- for the test
EXPECTED = "p - t is the cross-entropy's error before the sigmoid already, and is multiplied by the sigmoid's derivative once more; and the leaky relu's derivative is 0 for negative z, not its slope 0.1"
KINDS = {"output derivative doubled"}
KINDS_2 = {"wrong derivative", "wrong activation"}
PLACES = ["W", "b", "dA", "dZ", "layers[0]", "layers[1]", "d_leaky_relu", "layer 1", "layer 2"]
TWO = True
MEND = [("np.where(z > 0, 1.0, 0.0)", "np.where(z > 0, 1.0, SLOPE)"), ("        dA = p - t\n", "        dA = (p - t) / (p * (1 - p))\n")]
OFF = {"W0", "b0", "W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=binary_cross_entropy, grads=full_backward, params=layers, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        return [{"W": a["W%d" % i], "b": a["b%d" % i], "activation": c["activation"]} for i, c in enumerate(ARCHITECTURE)]

    def claim(a):
        return {n + str(i): g[n] for i, g in enumerate(full_backward(made(a), X, Y)) for n in "Wb"}

    return lambda a: binary_cross_entropy(made(a), X, Y), claim, {n + str(i): l[n].copy() for i, l in enumerate(layers) for n in "Wb"}
