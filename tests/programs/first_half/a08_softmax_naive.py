import numpy as np


def softmax_loss_naive(W, X, y, reg=0.4):
    """
    Softmax loss function, naive implementation (with loops)

    - W: (D, C) weights
    - X: (N, D) a minibatch of data
    - y: (N,) training labels, 0 <= y[i] < C
    - reg: regularization strength

    Returns loss and gradient with respect to W
    """
    loss = 0.0
    dW = np.zeros_like(W)
    num_train = X.shape[0]
    num_classes = W.shape[1]

    for i in range(num_train):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores)
        loss += -np.log(probs[y[i]])
        for j in range(num_classes):
            if j == y[i]:
                dW[:, j] += (probs[j] - 1) * X[i]
            else:
                dW[:, j] += probs[j] * X[i]

    loss /= num_train
    dW /= num_train

    loss += reg * np.sum(W * W)
    dW += reg * W

    return loss, dW


np.random.seed(231)
X_dev = np.random.randn(7, 5)
y_dev = np.array([0, 2, 1, 2, 0, 1, 1])
W = np.random.randn(5, 3) * 0.7


if __name__ == "__main__":
    for it in range(100):
        loss, grad = softmax_loss_naive(W, X_dev, y_dev, 0.0)
        W -= 0.1 * grad
    print(loss)


# ---- for the test
EXPECTED = "the penalty is reg * sum(W*W), its gradient 2 * reg * W, but reg * W is added"
KINDS = {"penalty scale"}
PLACES = ["W", "penalty"]
TWO = False
MEND = [("dW += reg * W", "dW += 2 * reg * W")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=softmax_loss_naive, params=W, x=X_dev, y=y_dev)
