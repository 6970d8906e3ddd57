# sentiment of short sentences: average the word vectors, one hidden layer, 2 classes
# sentences are padded with 0 = <pad>, which is not part of the average
import numpy as np

vocab = ["<pad>", "good", "bad", "movie", "very", "not", "boring", "great", "plot"]
idx = {w: i for i, w in enumerate(vocab)}
sentences = ["very good movie", "bad movie", "not good", "great plot very great", "very boring plot", "great movie", "not bad not bad movie"]
labels = np.array([1, 0, 0, 1, 0, 1, 1])
MAXLEN = 5
ids = np.zeros((len(sentences), MAXLEN), dtype=int)
for i, s in enumerate(sentences):
    for j, w in enumerate(s.split()):
        ids[i, j] = idx[w]


class SentimentNet:
    def __init__(self, V, E=3, H=4, C=2):
        rng = np.random.default_rng(2024)
        self.params = {
            "emb": rng.normal(0, 1, (V, E)),
            "W1": rng.normal(0, 1 / np.sqrt(E), (E, H)), "b1": np.zeros(H),
            "W2": rng.normal(0, 1 / np.sqrt(H), (H, C)), "b2": np.zeros(C),
        }

    def forward(self, ids):
        p = self.params
        self.ids = ids
        self.mask = (ids != 0).astype(float)[:, :, None]
        self.length = self.mask.sum(axis=1)
        self.mean = (p["emb"][ids] * self.mask).sum(axis=1) / self.length
        self.h = np.tanh(self.mean @ p["W1"] + p["b1"])
        logits = self.h @ p["W2"] + p["b2"]
        return logits - logits.max(axis=1, keepdims=True)

    def loss_and_grads(self, ids, labels):
        p, n = self.params, len(labels)
        logits = self.forward(ids)
        logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        loss = -logp[np.arange(n), labels].mean()

        d = (np.exp(logp) - np.eye(2)[labels]) / n
        g = {"W2": self.h.T @ d, "b2": d.sum(axis=0)}
        d = (d @ p["W2"].T) * (1 - self.h ** 2)
        g["W1"], g["b1"] = self.mean.T @ d, d.sum(axis=0)
        dmean = d @ p["W1"].T
        dwords = np.repeat(dmean[:, None, :] / ids.shape[1], ids.shape[1], axis=1) * self.mask
        g["emb"] = np.zeros_like(p["emb"])
        np.add.at(g["emb"], self.ids, dwords)
        return loss, g

    def predict(self, ids):
        return self.forward(ids).argmax(axis=1)


net = SentimentNet(len(vocab))


# ---- for the test
EXPECTED = "the word vectors' gradient is divided by the padded length ids.shape[1], the forward pass divides by each sentence's own number of words (self.length)"
KINDS = {"wrong factor", "scale", "factor missing"}
PLACES = ["emb", "dwords", "dmean"]
TWO = False
MEND = [("dmean[:, None, :] / ids.shape[1]", "(dmean / self.length)[:, None, :]")]
OFF = {"emb"}


def hand_over():
    return dict(obj=net, x=ids, y=labels)


def proof():
    def run(a):
        o = SentimentNet(len(vocab))
        o.params = {k: v.copy() for k, v in a.items()}
        return o.loss_and_grads(ids, labels)
    return (lambda a: run(a)[0]), (lambda a: run(a)[1]), {k: v.copy() for k, v in net.params.items()}
