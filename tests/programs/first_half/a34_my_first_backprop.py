import numpy as np

# my first backprop, 4 examples 4 hidden neurons 2 inputs 1 output

np.random.seed(34)
x = np.random.randn(4, 2)
y = np.random.randn(4, 1)

W1 = np.random.randn(2, 4)
b1 = np.random.randn(4)
W2 = np.random.randn(4, 1)
b2 = np.random.randn(1)


def forward(W1, b1, W2, b2, x):
    z1 = x.dot(W1) + b1
    h = np.tanh(z1)
    out = h.dot(W2) + b2
    return h, out


def loss(W1, b1, W2, b2, x, y):
    h, out = forward(W1, b1, W2, b2, x)
    return np.square(out - y).sum()


def backward(W1, b1, W2, b2, x, y):
    h, out = forward(W1, b1, W2, b2, x)
    grad_out = 2.0 * (out - y)
    grad_W2 = h.T.dot(grad_out)
    grad_b2 = grad_out.sum(axis=0)
    grad_h = grad_out.dot(W2.T)
    grad_W1 = x.T.dot(grad_h)
    grad_b1 = grad_h.sum(axis=1)
    return grad_W1, grad_b1, grad_W2, grad_b2


if __name__ == "__main__":
    learning_rate = 1e-3
    for i in range(500):
        g1, gb1, g2, gb2 = backward(W1, b1, W2, b2, x, y)
        W1 -= learning_rate * g1
        b1 -= learning_rate * gb1
        W2 -= learning_rate * g2
        b2 -= learning_rate * gb2
        print(i, loss(W1, b1, W2, b2, x, y))


# ---- for the test
EXPECTED = "the tanh derivative is missing in the hidden layer, and grad_b1 is summed over the neurons (axis 1) instead of over the examples"
KINDS = {"derivative missing"}
KINDS_2 = {"summed over the wrong axis", "one bias per row"}
PLACES = ["W1", "b1", "hidden", "layer 1"]
TWO = True
MEND = [
    ("grad_h = grad_out.dot(W2.T)\n", "grad_h = grad_out.dot(W2.T) * (1 - h ** 2)\n"),
    ("grad_h.sum(axis=1)", "grad_h.sum(axis=0)"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=(W1, b1, W2, b2), x=x, y=y)
