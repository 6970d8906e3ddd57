import numpy as np

# skip-gram with negative sampling
# each training tuple: center word, outside word, negative samples
corpus = [(0, 2, [4, 1]), (1, 3, [0, 4]), (2, 0, [3, 5]), (4, 5, [1, 2]), (5, 4, [0, 3])]

vocab_size = 6
dim = 3
rng = np.random.RandomState(224)
centerWords = rng.randn(vocab_size, dim) * 0.8
outsideWords = rng.randn(vocab_size, dim) * 0.8


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def negSamplingLoss(centerWords, outsideWords):
    loss = 0.0
    for c, o, negatives in corpus:
        vc = centerWords[c]
        loss -= np.log(sigmoid(outsideWords[o] @ vc))
        for k in negatives:
            loss -= np.log(sigmoid(-outsideWords[k] @ vc))
    return loss


def negSamplingGradients(centerWords, outsideWords):
    gradCenter = np.zeros(centerWords.shape)
    gradOutside = np.zeros(outsideWords.shape)
    for c, o, negatives in corpus:
        vc = centerWords[c]
        uo = outsideWords[o]
        gradCenter[c] += (sigmoid(uo @ vc) - 1) * uo
        gradOutside[o] += (sigmoid(uo @ vc) - 1) * vc
        for k in negatives:
            uk = outsideWords[k]
            s = sigmoid(uk @ vc)
            gradCenter[c] -= s * uk
            gradOutside[k] += s * vc
    return gradCenter, gradOutside


def sgd(centerWords, outsideWords, lr=0.1, iters=100):
    for it in range(iters):
        gc, go = negSamplingGradients(centerWords, outsideWords)
        centerWords -= lr * gc
        outsideWords -= lr * go
    return centerWords, outsideWords


# ---- for the test
EXPECTED = "the share of the negative samples in the gradient of the center vectors has the wrong sign"
KINDS = {"sign"}
PLACES = ["centerWords", "center"]
TWO = False
MEND = [("gradCenter[c] -= s * uk", "gradCenter[c] += s * uk")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=negSamplingLoss, grads=negSamplingGradients, params=(centerWords, outsideWords))
