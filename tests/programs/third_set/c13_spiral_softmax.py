import numpy as np

# toy spiral data, softmax linear classifier
N = 4  # number of points per class
D = 2  # dimensionality
K = 3  # number of classes
np.random.seed(0)
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype="uint8")
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.1, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

W = 0.5 * np.random.randn(D, K)
b = 0.2 * np.random.randn(1, K)

step_size = 1e-0
reg = 1e-1


def data_and_reg_loss(W, b, X, y):
    num_examples = X.shape[0]
    scores = np.dot(X, W) + b
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    correct_logprobs = -np.log(probs[range(num_examples), y])
    data_loss = np.sum(correct_logprobs) / num_examples
    reg_loss = 0.5 * reg * np.sum(W * W)
    return data_loss + reg_loss, probs


def gradient(W, b, X, y):
    num_examples = X.shape[0]
    _, probs = data_and_reg_loss(W, b, X, y)
    dscores = probs
    dscores[range(num_examples), y] -= 1
    dscores /= num_examples
    dW = np.dot(X.T, dscores)
    db = np.mean(dscores, axis=0, keepdims=True)
    dW += reg * W
    return dW, db


if __name__ == "__main__":
    for i in range(200):
        dW, db = gradient(W, b, X, y)
        W += -step_size * dW
        b += -step_size * db
    scores = np.dot(X, W) + b
    print("training accuracy: %.2f" % (np.mean(np.argmax(scores, axis=1) == y)))


# ---- for the test
EXPECTED = "db is the mean of dscores, which is divided by the examples already: the bias's gradient is averaged twice"
KINDS = {"averaged where summed", "averaged twice", "scale"}
PLACES = ["b", "bias"]
TWO = False
MEND = [("db = np.mean(dscores", "db = np.sum(dscores")]
OFF = {"b"}


def loss(W, b, X, y):
    return data_and_reg_loss(W, b, X, y)[0]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradient, params=(W, b), x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: loss(a["W"], a["b"], X, y),
        lambda a: dict(zip(("W", "b"), gradient(a["W"], a["b"], X, y))),
        dict(W=W, b=b),
    )
