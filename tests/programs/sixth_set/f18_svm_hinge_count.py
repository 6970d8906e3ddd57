import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    """Structured SVM loss. W (D, C), X (N, D), y (N,) of class numbers."""
    num_train = X.shape[0]
    dW = np.zeros(W.shape)
    scores = X.dot(W)
    correct = scores[np.arange(num_train), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(num_train), y] = 0
    loss = margins.sum() / num_train + 0.5 * reg * np.sum(W * W)

    mask = np.zeros(margins.shape)
    mask[margins > 0] = 1
    mask[np.arange(num_train), y] = -1
    dW = X.T.dot(mask) / num_train + reg * W
    return loss, dW


class LinearSVM:
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-2, reg=0.1, num_iters=10):
        if self.W is None:
            self.W = 0.3 * np.random.RandomState(1).randn(X.shape[1], y.max() + 1)
        history = []
        for it in range(num_iters):
            loss, grad = svm_loss_vectorized(self.W, X, y, reg)
            history.append(loss)
            self.W -= learning_rate * grad
        return history


rs = np.random.RandomState(3)
X = np.hstack([rs.randn(8, 3), np.ones((8, 1))])  # bias trick
y = np.array([0, 1, 2, 3, 3, 2, 1, 0])
W = rs.randn(4, 4) * 0.3
reg = 0.1


# ---- for the test
EXPECTED = "the right class gets -1 for each example, it should get minus the number of margins that are violated"
KINDS = {"hinge count", "margins counted", "margin count", "hinge", "scale"}
PLACES = ["W"]
TWO = False
MEND = [("mask[np.arange(num_train), y] = -1", "mask[np.arange(num_train), y] = -mask.sum(axis=1)")]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lambda W, X, y: svm_loss_vectorized(W, X, y, reg), params=W, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def both(a):
        return svm_loss_vectorized(a["W"], X, y, reg)

    return lambda a: both(a)[0], lambda a: {"W": both(a)[1]}, {"W": W}
