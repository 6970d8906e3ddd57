# neural n-gram language model: two words in, next word out
import numpy as np

sentence = "i like deep nets and i like deep trees and you like nets".split()
vocab = sorted(set(sentence))
w2i = {w: i for i, w in enumerate(vocab)}
ids = [w2i[w] for w in sentence]
context = 2
X = np.array([ids[i:i + context] for i in range(len(ids) - context)])
Y = np.array(ids[context:])

emb, hid = 3, 5
rng = np.random.RandomState(2003)
E = rng.randn(len(vocab), emb) * 0.7
W1 = rng.randn(context * emb, hid) * 0.5
b1 = rng.randn(hid) * 0.2
W2 = rng.randn(hid, len(vocab)) * 0.5
b2 = rng.randn(len(vocab)) * 0.2
theta = [E, W1, b1, W2, b2]


def forward(theta, X):
    E, W1, b1, W2, b2 = theta
    x = E[X].reshape(len(X), -1)
    h = np.tanh(x @ W1 + b1)
    o = h @ W2 + b2
    p = np.exp(o - o.max(1, keepdims=True))
    return x, h, p / p.sum(1, keepdims=True)


def nll(theta, X, Y):
    p = forward(theta, X)[2]
    return -np.log(p[range(len(Y)), Y]).mean()


def backward(theta, X, Y):
    E, W1, b1, W2, b2 = theta
    x, h, p = forward(theta, X)
    do = p.copy()
    do[range(len(Y)), Y] -= 1
    do /= len(Y)
    dW2, db2 = h.T @ do, do.sum(0)
    da = do @ W2.T * (1 - h * h)
    dW1, db1 = x.T @ da, da.sum(0)
    dx = da @ W1.T
    dE = np.zeros_like(E)
    for i in range(len(X)):
        for j in range(context):
            dE[X[i]][j] += dx[i, j * emb:(j + 1) * emb]
    return [dE, dW1, db1, dW2, db2]


def perplexity(theta):
    return np.exp(nll(theta, X, Y))


# ---- for the test
EXPECTED = "dE[X[i]][j] += ... writes into a copy (indexing with a list of word ids copies), so the gradient of the embedding E stays zero"
KINDS = {"zero"}
PLACES = ["E", "dE", "embedding", "embeddings", "first"]
TWO = False
MEND = [("dE[X[i]][j] += dx", "dE[X[i, j]] += dx")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nll, grads=backward, params=theta, x=X, y=Y)
