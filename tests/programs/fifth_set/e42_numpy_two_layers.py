import numpy as np

np.random.seed(42)
N, D_in, H, D_out = 8, 6, 5, 2
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)
w1 = np.random.randn(D_in, H)
w2 = np.random.randn(H, D_out)
learning_rate = 1e-4


def run(w1, w2):
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)
    loss = np.square(y_pred - y).sum()

    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(w2.T)
    grad_h = grad_h_relu.copy()
    grad_w1 = x.T.dot(grad_h)
    return loss, grad_w1, grad_w2


# ---- for the test
EXPECTED = "grad_h is never put to zero where h < 0: ReLU's slope is missing"
KINDS = {"derivative missing"}
PLACES = ["w1", "layer 1", "hidden"]
TWO = False
MEND = [("grad_h = grad_h_relu.copy()\n", "grad_h = grad_h_relu.copy()\n    grad_h[h < 0] = 0\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=run, params=(w1, w2))
