import numpy as np


def svm_loss_vectorized(W, X, y, reg=0.1):
    num_train = X.shape[0]
    scores = X.dot(W)
    correct = scores[np.arange(num_train), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(num_train), y] = 0
    loss = np.sum(margins) / num_train + reg * np.sum(W * W)

    mask = (margins > 0).astype(float)
    mask[np.arange(num_train), y] = -1
    dW = X.T.dot(mask) / num_train + 2 * reg * W
    return loss, dW


W = np.random.RandomState(23).randn(5, 4) * 0.3
X_dev = np.random.RandomState(24).randn(9, 5)
y_dev = np.array([0, 3, 2, 1, 1, 0, 3, 2, 2])

# ---- for the test
EXPECTED = "the right class gets -1, not minus the number of classes inside the margin"
KINDS = {"hinge margin", "wrong error", "wrong derivative", "factor missing", "not accumulated", "unknown"}
PLACES = ["W"]
TWO = False
MEND = [("mask[np.arange(num_train), y] = -1", "mask[np.arange(num_train), y] = -mask.sum(axis=1)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=svm_loss_vectorized, params=W, x=X_dev, y=y_dev)
