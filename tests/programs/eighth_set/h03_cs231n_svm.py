import numpy as np
from random import shuffle


def svm_loss_vectorized(W, X, y, reg=0.05):
    """
    Structured SVM loss function, vectorized implementation.

    Inputs:
    - W: A numpy array of shape (D, C) containing weights.
    - X: A numpy array of shape (N, D) containing a minibatch of data.
    - y: A numpy array of shape (N,) containing training labels; y[i] = c means
      that X[i] has label c, where 0 <= c < C.
    - reg: (float) regularization strength

    Returns a tuple of:
    - loss as single float
    - gradient with respect to weights W; an array of same shape as W
    """
    num_train = X.shape[0]

    scores = X.dot(W)
    correct_class_score = scores[range(num_train), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct_class_score + 1)
    margins[range(num_train), y] = 0
    loss = np.sum(margins) / num_train
    loss += reg * np.sum(W * W)

    binary = np.zeros(margins.shape)
    binary[margins > 0] = 1
    binary[range(num_train), y] = -1
    dW = X.T.dot(binary) / num_train
    dW += 2 * reg * W

    return loss, dW


class LinearSVM(object):
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, num_iters=100, batch_size=6):
        num_train, dim = X.shape
        num_classes = np.max(y) + 1
        if self.W is None:
            self.W = 0.001 * np.random.randn(dim, num_classes)
        loss_history = []
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size)
            loss, grad = svm_loss_vectorized(self.W, X[idx], y[idx])
            loss_history.append(loss)
            self.W -= learning_rate * grad
        return loss_history

    def predict(self, X):
        return np.argmax(X.dot(self.W), axis=1)


np.random.seed(231)
X_dev = np.random.randn(12, 4)
X_dev = np.hstack([X_dev, np.ones((X_dev.shape[0], 1))])  # bias trick
y_dev = np.random.randint(0, 4, 12)
W = np.random.randn(5, 4) * 0.3

if __name__ == "__main__":
    svm = LinearSVM()
    for l in svm.train(X_dev, y_dev, 1e-1, 200)[::20]:
        print(l)


# ---- for the test
EXPECTED = "the column of the right class gets -1 per example where it must get minus the number of classes whose margin is violated"
KINDS = {"hinge margin"}
PLACES = ["W", "dW", "binary"]
TWO = False
MEND = [("binary[range(num_train), y] = -1\n", "binary[range(num_train), y] = -np.sum(binary, axis=1)\n")]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=svm_loss_vectorized, params=W, x=X_dev, y=y_dev)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: svm_loss_vectorized(a["W"], X_dev, y_dev)[0],
        lambda a: {"W": svm_loss_vectorized(a["W"], X_dev, y_dev)[1]},
        {"W": W.copy()},
    )
