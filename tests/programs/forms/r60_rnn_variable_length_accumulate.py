import numpy as np

class SentimentRNN:
    def __init__(self, vocab, hidden=6):
        self.ix = {w: i for i, w in enumerate(vocab)}
        r = np.random.RandomState(60)
        self.U, self.V, self.w = r.randn(len(vocab), hidden) * .5, r.randn(hidden, hidden) * .3, r.randn(hidden) * .5
        self.b = self.c = 0.0
        self.reset()

    def reset(self):
        self._acc = [np.zeros_like(self.U), np.zeros_like(self.V), np.zeros_like(self.w), 0.0, 0.0]
        self._n = 0

    def run(self, sentence):
        ids = [self.ix[w] for w in sentence.split()]
        hs = [np.zeros(len(self.w))]
        for i in ids:
            hs.append(np.tanh(self.U[i] + self.V @ hs[-1] + self.b))      # one shared scalar b
        return ids, hs, 1 / (1 + np.exp(-(self.w @ hs[-1] + self.c)))

    def __call__(self, sentence):
        return self.run(sentence)[2]

    def loss(self, pairs):
        total = 0.0
        for sentence, positive in pairs:
            p = self(sentence)
            total -= np.log(p if positive else 1 - p)
        return total

    def accumulate(self, sentence, positive):
        ids, hs, p = self.run(sentence)
        gU, gV, gw, gb, gc = self._acc
        d = p - float(positive)
        dh = d * self.w
        gw += d * hs[-1]
        for t in range(len(ids), 0, -1):
            dz = dh * (1 - hs[t] ** 2)
            gU[ids[t - 1]] += dz
            gV += np.outer(dz, hs[t - 1])
            gb += dz.sum()
            dh = self.V.T @ dz
        self._acc = [gU, gV, gw, gb, gc + d]
        self._n += 1

    def apply(self, lr):
        self.U, self.V, self.w, self.b, self.c = (
            p - lr * g for p, g in zip((self.U, self.V, self.w, self.b, self.c), self._acc))
        self.reset()

    def train(self, pairs, lr=0.1):
        for s, pos in pairs: self.accumulate(s, pos)
        self.apply(lr)

pairs = [("i am happy", True), ("i am very sad", False), ("not good at all", False), ("this is good", True), ("very bad", False)]
rnn = SentimentRNN(sorted({w for s, _ in pairs for w in s.split()}))
for epoch in range(8): rnn.train(pairs)
print(rnn.loss(pairs), rnn("i am happy"))

# ---- for the test
def hand_over():
    return dict(obj=rnn, loss=rnn.loss, step=rnn.train, x=pairs, rate=0.1)

FORM = "RNN over raw sentences of different length, gradients accumulated over samples then applied; scalar float biases beside arrays; list of (sentence, bool) pairs; summed loss"
