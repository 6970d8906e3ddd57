import numpy as np

corpus = "the quick brown fox jumps over the lazy dog the fox".split()
vocab = sorted(set(corpus))
index = {w: i for i, w in enumerate(vocab)}
V, N, window = len(vocab), 4, 2


class word2vec:
    def __init__(self):
        rng = np.random.RandomState(17)
        self.w1 = rng.uniform(-1, 1, (V, N))
        self.w2 = rng.uniform(-1, 1, (N, V))

    def generate_training_data(self):
        data = []
        for i, word in enumerate(corpus):
            w_target = self.word2onehot(word)
            w_context = []
            for j in range(i - window, i + window + 1):
                if j != i and 0 <= j < len(corpus):
                    w_context.append(self.word2onehot(corpus[j]))
            data.append((w_target, w_context))
        return data

    def word2onehot(self, word):
        vec = [0] * V
        vec[index[word]] = 1
        return vec

    def softmax(self, x):
        e_x = np.exp(x - np.max(x))
        return e_x / e_x.sum(axis=0)

    def forward_pass(self, x):
        h = np.dot(x, self.w1)
        u = np.dot(h, self.w2)
        return self.softmax(u), h, u

    def loss(self, training_data):
        total = 0
        for w_t, w_c in training_data:
            y_pred, h, u = self.forward_pass(w_t)
            total += -np.sum([u[word.index(1)] for word in w_c]) + len(w_c) * np.log(np.sum(np.exp(u)))
        return total

    def gradients(self, training_data):
        dw1, dw2 = np.zeros_like(self.w1), np.zeros_like(self.w2)
        for w_t, w_c in training_data:
            y_pred, h, u = self.forward_pass(w_t)
            EI = np.sum([np.subtract(y_pred, word) for word in w_c], axis=0)
            dw2 += np.outer(h, EI)
            dw1 = dw1 + np.outer(w_t, np.dot(self.w2, EI / len(w_c)))
        return dw1, dw2


w2v = word2vec()

# ---- for the test
EXPECTED = "the error is averaged over the context words for w1, the loss sums over them"
KINDS = {"averaged where summed", "scale", "factor missing", "wrong factor"}
PLACES = ["w1", "layer 1"]
TWO = False
MEND = [("np.dot(self.w2, EI / len(w_c))", "np.dot(self.w2, EI)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=w2v, loss=w2v.loss, grads=w2v.gradients, params=(w2v.w1, w2v.w2), x=w2v.generate_training_data()
    )
