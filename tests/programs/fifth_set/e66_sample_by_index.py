import numpy as np

np.random.seed(66)
streetlights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]])
walk_vs_stop = np.array([[1, 1, 0, 0]]).T
alpha = 0.2
hidden_size = 4


def relu(x):
    return (x > 0) * x


def relu2deriv(output):
    return output > 0


weights = {"0_1": 2 * np.random.random((3, hidden_size)) - 1, "1_2": 2 * np.random.random((hidden_size, 1)) - 1}


def total_error(w):
    error = 0
    for i in range(len(streetlights)):
        layer_0 = streetlights[i : i + 1]
        layer_2 = relu(np.dot(layer_0, w["0_1"])).dot(w["1_2"])
        error += np.sum((layer_2 - walk_vs_stop[i : i + 1]) ** 2)
    return error


def full_gradient(w):
    g = {k: np.zeros_like(v) for k, v in w.items()}
    for i in range(len(streetlights)):
        layer_0 = streetlights[i : i + 1]
        layer_1 = relu(np.dot(layer_0, w["0_1"]))
        layer_2 = np.dot(layer_1, w["1_2"])
        layer_2_delta = 2 * (layer_2 - walk_vs_stop[i : i + 1])
        layer_1_delta = layer_2_delta.dot(w["1_2"].T) * relu2deriv(layer_2)
        g["1_2"] += layer_1.T.dot(layer_2_delta)
        g["0_1"] += layer_0.T.dot(layer_1_delta)
    return g


# ---- for the test
EXPECTED = "relu2deriv is given layer_2, not layer_1"
KINDS = {"wrong argument", "wrong derivative", "derivative missing", "wrong activation"}
PLACES = ["0_1", "layer 1", "hidden"]
TWO = False
MEND = [("relu2deriv(layer_2)", "relu2deriv(layer_1)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=total_error, grads=full_gradient, params=weights)
