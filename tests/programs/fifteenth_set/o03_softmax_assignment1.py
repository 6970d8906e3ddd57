import numpy as np


def softmax_loss_naive(W, X, y, reg):
    """
    Softmax loss function, naive implementation (with loops)

    Inputs have dimension D, there are C classes, and we operate on minibatches
    of N examples.

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
    # Initialize the loss and gradient to zero.
    loss = 0.0
    dW = np.zeros_like(W)
    num_train = X.shape[0]
    num_classes = W.shape[1]

    # *****START OF YOUR CODE*****
    for i in range(num_train):
        scores = X[i].dot(W)
        scores -= np.max(scores)          # numeric stability
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]])
        for j in range(num_classes):
            if j == y[i]:
                dW[:, j] += (p[j] - 1) * X[i]
            else:
                dW[:, j] += p[j] * X[i]

    loss /= num_train
    dW /= num_train

    loss += reg * np.sum(W * W)
    dW += reg * W
    # *****END OF YOUR CODE*****

    return loss, dW


def get_dev_data():
    rng = np.random.RandomState(231)
    y = rng.randint(0, 4, size=16)
    centers = rng.randn(4, 5)
    X = centers[y] + 0.6 * rng.randn(16, 5)
    X -= X.mean(axis=0)
    X = np.hstack([X, np.ones((16, 1))])   # bias trick
    return X, y


def train(X, y, learning_rate=0.2, reg=0.1, num_iters=200, verbose=False):
    W = np.random.RandomState(0).randn(X.shape[1], 4) * 0.3
    for it in range(num_iters):
        loss, grad = softmax_loss_naive(W, X, y, reg)
        W -= learning_rate * grad
        if verbose and it % 20 == 0:
            print('iteration %d / %d: loss %f' % (it, num_iters, loss))
    return W


if __name__ == '__main__':
    X, y = get_dev_data()
    W = train(X, y, verbose=True)
    print('training accuracy:', np.mean(np.argmax(X.dot(W), axis=1) == y))

# ---- for the test
EXPECTED = "The loss has reg * sum(W*W), so its gradient is 2*reg*W, but dW gets only reg*W: the penalty's gradient is half as big as it should be."
KINDS = {"penalty scale", "scale of the penalty", "factor 2 missing", "regularization gradient", "regularization"}
PLACES = ["dW", "reg", "W", "softmax_loss_naive", "loss"]
TWO = False
MEND = [("    dW += reg * W\n", "    dW += 2 * reg * W\n")]
OFF = {"W"}


def hand_over():
    X, y = get_dev_data()
    return dict(params=np.random.RandomState(0).randn(6, 4) * 0.3,
                loss=lambda W, X, y: softmax_loss_naive(W, X, y, 0.1)[0],
                grads=lambda W, X, y: softmax_loss_naive(W, X, y, 0.1), x=X, y=y)


def proof():
    X, y = get_dev_data()
    return (lambda p: softmax_loss_naive(p["W"], X, y, 0.1)[0],
            lambda p: {"W": softmax_loss_naive(p["W"], X, y, 0.1)[1]},
            {"W": np.random.RandomState(0).randn(6, 4) * 0.3})
