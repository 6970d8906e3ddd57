import numpy as np

# continuous bag of words: x is the mean of the one-hot vectors of the context, columns are examples

corpus = "i am happy because i am learning today because it is fun".split()
words = sorted(set(corpus))
V = len(words)
word2Ind = {w: i for i, w in enumerate(words)}
C = 2


def get_batch():
    xs, ys = [], []
    for i in range(C, len(corpus) - C):
        x = np.zeros(V)
        for j in list(range(i - C, i)) + list(range(i + 1, i + C + 1)):
            x[word2Ind[corpus[j]]] += 1 / (2 * C)
        y = np.zeros(V)
        y[word2Ind[corpus[i]]] = 1
        xs.append(x)
        ys.append(y)
    return np.array(xs).T, np.array(ys).T


def initialize_model(N, V, random_seed=1):
    rs = np.random.RandomState(random_seed)
    W1 = rs.normal(0, 1, (N, V))
    W2 = rs.normal(0, 1, (V, N))
    b1 = rs.normal(0, 0.3, (N, 1))
    b2 = rs.normal(0, 0.3, (V, 1))
    return W1, W2, b1, b2


def softmax(z):
    e_z = np.exp(z)
    return e_z / np.sum(e_z, axis=0)


def forward_prop(x, W1, W2, b1, b2):
    h = np.dot(W1, x) + b1
    h = np.maximum(0, h)
    z = np.dot(W2, h) + b2
    return z, h


def compute_cost(W1, W2, b1, b2, x, y):
    z, h = forward_prop(x, W1, W2, b1, b2)
    batch_size = x.shape[1]
    logprobs = np.multiply(np.log(softmax(z)), y)
    return np.squeeze(-1 / batch_size * np.sum(logprobs))


def back_prop(W1, W2, b1, b2, x, y):
    batch_size = x.shape[1]
    z, h = forward_prop(x, W1, W2, b1, b2)
    yhat = softmax(z)
    l1 = np.dot(W2.T, yhat - y)
    # apply relu to l1
    l1 = np.maximum(0, l1)
    grad_W1 = np.dot(l1, x.T) / batch_size
    grad_W2 = np.dot(yhat - y, h.T) / batch_size
    grad_b1 = np.sum(np.dot(l1, x.T) / batch_size, axis=1, keepdims=True)
    grad_b2 = np.sum(np.dot(yhat - y, h.T) / batch_size, axis=1, keepdims=True)
    return grad_W1, grad_W2, grad_b1, grad_b2


x, y = get_batch()
W1, W2, b1, b2 = initialize_model(3, V)


# ---- for the test
EXPECTED = "the relu is applied to the gradient l1 instead of cutting l1 where the hidden layer is cut (W1, b1), and grad_b2 sums the gradient of W2 over the hidden units instead of yhat - y over the examples"
KINDS = {"derivative missing", "derivative of another activation", "derivative at the wrong argument"}
KINDS_2 = {"summed over the wrong axis", "wrong input", "one bias per row"}
PLACES = ["W1", "b1", "b2", "hidden", "output"]
TWO = True
MEND = [
    ("l1 = np.maximum(0, l1)", "l1 = l1 * (h > 0)"),
    (
        "grad_b2 = np.sum(np.dot(yhat - y, h.T) / batch_size",
        "grad_b2 = np.sum((yhat - y) / batch_size",
    ),
]
OFF = {"W1", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, grads=back_prop, params=(W1, W2, b1, b2), x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W1", "W2", "b1", "b2")
    return (
        lambda a: compute_cost(**a, x=x, y=y),
        lambda a: dict(zip(names, back_prop(**a, x=x, y=y))),
        dict(zip(names, (W1, W2, b1, b2))),
    )
