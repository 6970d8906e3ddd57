import numpy as np

np.random.seed(17)

VOCAB, DIM, CLASSES = 7, 3, 4

# every sentence is four word ids
sentences = np.array([[0, 3, 3, 5], [1, 2, 6, 4], [5, 5, 0, 2], [3, 1, 4, 6], [2, 0, 1, 1]])
labels = np.array([2, 0, 3, 1, 2])

E = np.random.randn(VOCAB, DIM)
W = np.random.randn(DIM, CLASSES)
b = np.random.randn(CLASSES)


def loss_and_grads(params, sentences, labels):
    E, W, b = params
    N, L = sentences.shape

    # forward
    vecs = E[sentences]  # (N, L, DIM)
    avg = vecs.mean(axis=1)
    scores = avg @ W + b
    scores = scores - scores.max(axis=1, keepdims=True)
    probs = np.exp(scores)
    probs = probs / probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(N), labels]).mean()

    # backward
    dscores = probs.copy()
    dscores[np.arange(N), labels] -= 1
    dscores /= N
    dW = avg.T @ dscores
    db = dscores.sum(axis=0)
    davg = dscores @ W.T
    dvecs = np.repeat(davg[:, None, :], L, axis=1) / L
    dE = np.zeros_like(E)
    dE[sentences] += dvecs
    return loss, (dE, dW, db)


def train(params, epochs=50, lr=0.5):
    for _ in range(epochs):
        loss, grads = loss_and_grads(params, sentences, labels)
        for p, g in zip(params, grads):
            p -= lr * g
    return loss


# ---- for the test
EXPECTED = "dE[ids] += ... counts a word that occurs several times only once (np.add.at is needed): the gradient of the embedding E"
KINDS = {"repeated indices"}
PLACES = ["E", "embedding"]
TWO = False
MEND = [("dE[sentences] += dvecs", "np.add.at(dE, sentences, dvecs)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss_and_grads, params=(E, W, b), x=sentences, y=labels)
