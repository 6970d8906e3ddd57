import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, (concat, c_prev, c_next, ft, it, cct, ot)


def lstm_forward(x, parameters):
    n_x, m, T_x = x.shape
    n_a = parameters["Wf"].shape[0]
    a, c, caches = np.zeros((n_a, m)), np.zeros((n_a, m)), []
    for t in range(T_x):
        a, c, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        caches.append(cache)
    return a, caches


def loss(parameters, x, y):
    a, _ = lstm_forward(x, parameters)
    out = parameters["Wy"] @ a + parameters["by"]
    return 0.5 * np.sum((out - y) ** 2) / x.shape[1]


def lstm_backward(parameters, x, y):
    a, caches = lstm_forward(x, parameters)
    m = x.shape[1]
    n_a = a.shape[0]
    dy = (parameters["Wy"] @ a + parameters["by"] - y) / m
    gradients = {"d" + k: np.zeros_like(v) for k, v in parameters.items()}
    gradients["dWy"] = dy @ a.T
    gradients["dby"] = dy.sum(axis=1, keepdims=True)
    da, dc = parameters["Wy"].T @ dy, np.zeros_like(a)
    for concat, c_prev, c_next, ft, it, cct, ot in reversed(caches):
        dot = da * np.tanh(c_next) * ot * (1 - ot)
        dc = dc + da * ot * (1 - np.tanh(c_next) ** 2)
        dft = dc * c_prev * ft * (1 - ft)
        dit = dc * cct * it * (1 - it)
        dcct = dc * it * cct * (1 - cct)
        dconcat = 0
        for gate, d in zip("fico", (dft, dit, dcct, dot)):
            gradients["dW" + gate] += d @ concat.T
            gradients["db" + gate] += d.sum(axis=1, keepdims=True)
            dconcat = dconcat + parameters["W" + gate].T @ d
        da = dconcat[:n_a]
        dc = dc * ft
    return gradients


np.random.seed(15)
parameters = {}
for gate in "fico":
    parameters["W" + gate] = np.random.randn(4, 7) * 0.5
    parameters["b" + gate] = np.random.randn(4, 1) * 0.1
parameters["Wy"], parameters["by"] = np.random.randn(2, 4), np.zeros((2, 1))
x = np.random.randn(3, 5, 4)
y = np.random.randn(2, 5)

# ---- for the test
EXPECTED = "the candidate is a tanh, but gets the slope of a sigmoid, cct (1 - cct)"
KINDS = {"gate derivative", "derivative of another activation", "wrong activation"}
PLACES = ["Wc", "bc"]
TWO = False
MEND = [("dcct = dc * it * cct * (1 - cct)", "dcct = dc * it * (1 - cct**2)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=lstm_backward, params=parameters, x=x, y=y)
