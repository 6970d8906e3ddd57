"""CS224n style word2vec: negative sampling loss for the outside words of one window."""
import numpy as np

np.random.seed(224)
vocab = ["the", "quick", "brown", "fox", "jumps", "over", "lazy"]
dim = 3
center_vectors = np.random.randn(len(vocab), dim) * 0.8
outside_vectors = np.random.randn(len(vocab), dim) * 0.8

# (center, outside, negatives)  the sampler may draw the same word more than once
window = [(3, 2, np.array([0, 5, 0, 6])),
          (3, 4, np.array([1, 1, 6, 1]))]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def neg_sampling(vecs, window):
    """returns loss, (grad_center, grad_outside)"""
    V, U = vecs
    loss = 0.0
    gradV = np.zeros_like(V)
    gradU = np.zeros_like(U)
    for c, o, neg in window:
        v = V[c]
        pos_score = sigmoid(U[o] @ v)
        neg_score = sigmoid(-U[neg] @ v)
        loss -= np.log(pos_score) + np.log(neg_score).sum()

        gradV[c] += (pos_score - 1) * U[o]
        gradV[c] += (1 - neg_score) @ U[neg]
        gradU[o] += (pos_score - 1) * v
        gradU[neg] += np.outer(1 - neg_score, v)
    return loss, (gradV, gradU)


def sgd(vecs, windows, lr=0.3):
    V, U = vecs
    for w in windows:
        loss, (gV, gU) = neg_sampling((V, U), w)
        V -= lr * gV
        U -= lr * gU
    return V, U


# ---- for the test
EXPECTED = "gradU[neg] += ... counts a word that was drawn several times only once; np.add.at is needed"
KINDS = {"repeated indices"}
PLACES = ["outside", "outside_vectors", "U", "gradU", "negatives", "second"]
TWO = False
MEND = [("gradU[neg] += np.outer(1 - neg_score, v)", "np.add.at(gradU, neg, np.outer(1 - neg_score, v))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=neg_sampling, params=(center_vectors, outside_vectors), x=window)
