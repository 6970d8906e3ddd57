# Softmax classifier from scratch (following the well known spiral post, but only
# the linear part, and on my own little data set: 3 blobs of points)
import numpy as np

np.random.seed(0)
N = 6   # points per class
D = 2   # dimensionality
K = 3   # classes
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    angle = 2 * np.pi * j / K
    X[ix] = 1.5 * np.c_[np.cos(angle), np.sin(angle)] + np.random.randn(N, D) * 0.6
    y[ix] = j

# initialize parameters randomly
W = 0.3 * np.random.randn(D, K)
b = np.zeros((1, K))

# some hyperparameters
step_size = 1.0
reg = 1e-2


def class_probs(X, W, b):
    scores = np.dot(X, W) + b
    exp_scores = np.exp(scores - np.max(scores))   # subtract max for stability
    probs = exp_scores / np.sum(exp_scores)        # normalize
    return probs


def get_loss(X, y, W, b):
    probs = class_probs(X, W, b)
    correct_logprobs = -np.log(probs[range(len(y)), y])
    data_loss = np.mean(correct_logprobs)
    reg_loss = 0.5 * reg * np.sum(W * W)
    return data_loss + reg_loss


def get_grads(X, y, W, b):
    # compute the gradient on scores
    dscores = class_probs(X, W, b)
    dscores[range(len(y)), y] -= 1
    dscores /= len(y)
    # backpropate the gradient to the parameters (W,b)
    dW = np.dot(X.T, dscores)
    db = np.sum(dscores, axis=0, keepdims=True)
    dW += reg * W   # regularization gradient
    return dW, db


if __name__ == '__main__':
    for i in range(200):
        if i % 20 == 0:
            print("iteration %d: loss %f" % (i, get_loss(X, y, W, b)))  # goes UP, yet the accuracy is perfect???
        dW, db = get_grads(X, y, W, b)
        W += -step_size * dW
        b += -step_size * db
    predicted_class = np.argmax(np.dot(X, W) + b, axis=1)
    print('training accuracy: %.2f' % (np.mean(predicted_class == y)))

# ---- for the test
EXPECTED = "class_probs() divides by the sum over the whole batch instead of the sum of each row, so the softmax of an example does not sum to one."
KINDS = {"softmax over the wrong axis", "summed over the wrong axis", "normalized over the whole batch", "axis missing", "softmax not normalized per example"}
PLACES = ["class_probs", "probs", "exp_scores", "dscores", "W", "b"]
TWO = False
MEND = [("probs = exp_scores / np.sum(exp_scores) ", "probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True) ")]
OFF = {"W", "b"}


def hand_over():
    return dict(params=[W, b], loss=get_loss, grads=get_grads, x=X, y=y)


def proof():
    def f(p):
        s = X @ p["W"] + p["b"]
        s = s - s.max(axis=1, keepdims=True)
        logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        return -np.mean(logp[np.arange(len(y)), y]) + 0.5 * reg * np.sum(p["W"] ** 2)

    def claim(p):
        return dict(zip(("W", "b"), get_grads(X, y, p["W"], p["b"])))

    return f, claim, dict(W=W.copy(), b=b.copy())
