"""The warm-up with numpy from the PyTorch tutorial (two layers, relu, no biases), typed from memory. The tutorial loss
after 500 iterations with my numbers is 5.6, mine is 8.2. What did I remember wrong?
"""
import numpy as np

# N is batch size; D_in is input dimension; H is hidden dimension; D_out is output dimension.
N, D_in, H, D_out = 8, 4, 6, 2
np.random.seed(0)
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)
weights = [np.random.randn(D_in, H) * 0.5, np.random.randn(H, D_out) * 0.5]
learning_rate = 1e-3


def predict(weights, x):
    w1, w2 = weights
    return np.maximum(x.dot(w1), 0).dot(w2)


def compute_loss(weights, x, y):
    return np.square(predict(weights, x) - y).sum()


def iteration(weights, x, y):
    w1, w2 = weights
    # Forward pass: compute predicted y
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)

    # Backprop to compute gradients of w1 and w2 with respect to loss
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(w2.T)
    grad_h = grad_h_relu.copy()
    grad_h[h_relu < 0] = 0
    grad_w1 = x.T.dot(grad_h)

    # Update weights
    w1 -= learning_rate * grad_w1
    w2 -= learning_rate * grad_w2


if __name__ == "__main__":
    for t in range(500):
        iteration(weights, x, y)
        if t % 100 == 99:
            print(t, compute_loss(weights, x, y))


# ---- for the test
EXPECTED = "the slope of relu asks where h_relu < 0, which is nowhere, instead of h < 0: the units that are off pass their gradient on"
KINDS = {"derivative missing", "wrong argument", "wrong derivative", "maximum's mask missing", "mask missing",
         "derivative at the wrong argument", "activation derivative missing"}
PLACES = ["w1", "grad_h", "weights[0]", "hidden"]
TWO = False
MEND = [("grad_h[h_relu < 0] = 0", "grad_h[h < 0] = 0")]
OFF = {"w1"}


def hand_over():
    return dict(step=iteration, params=weights, loss=compute_loss, rate=learning_rate, x=x, y=y)


def proof():
    def claim(a):
        w = [a["w1"].copy(), a["w2"].copy()]
        iteration(w, x, y)
        return {"w1": (a["w1"] - w[0]) / learning_rate, "w2": (a["w2"] - w[1]) / learning_rate}
    return (lambda a: compute_loss([a["w1"], a["w2"]], x, y)), claim, {"w1": weights[0].copy(), "w2": weights[1].copy()}
