import numpy as np

np.random.seed(32)
Z_SCALE = 2.5  # temperature
W = np.random.randn(3, 4) * 0.8  # classes x features
X = np.random.randn(4, 7)  # one column an example
labels = np.random.randint(0, 3, 7)


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0))
    return E / np.sum(E, axis=0)


def one_hot(labels, k):
    out = np.zeros((k, len(labels)))
    for j in range(len(labels)):
        out[labels[j], j] = 1
    return out


def cost(W, X, labels):
    P = softmax(W.dot(X) / Z_SCALE)
    return -np.sum(one_hot(labels, 3) * np.log(P)) / X.shape[1]


def gradient(W, X, labels):
    P = softmax(W.dot(X) / Z_SCALE)
    return (P - one_hot(labels, 3)).dot(X.T) / X.shape[1]


# ---- for the test
EXPECTED = "the temperature divides the logits, its 1/T is missing in the gradient"
KINDS = {"scale", "factor missing"}
PLACES = ["W", "every", "output"]
TWO = False
MEND = [(".dot(X.T) / X.shape[1]", ".dot(X.T) / X.shape[1] / Z_SCALE")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradient, params=W, x=X, y=labels)
