import numpy as np

# Sentiment of tiny reviews: average of word vectors -> linear -> sigmoid (a fastText for the poor)

reviews = [
    ("very very good film", 1),
    ("a good good story", 1),
    ("bad film very bad", 0),
    ("a very boring story", 0),
    ("great film great cast", 1),
    ("boring boring boring cast", 0),
    ("not a bad story", 1),
    ("not a good cast", 0),
]

vocab = {}
for text, _ in reviews:
    for word in text.split():
        vocab.setdefault(word, len(vocab))

X = np.array([[vocab[word] for word in text.split()] for text, _ in reviews])  # (8, 4) word ids
y = np.array([label for _, label in reviews])


class SentimentModel:
    def __init__(self, vocab_size, dim=4, lr=0.5, seed=0):
        rng = np.random.default_rng(seed)
        self.embedding = rng.normal(0, 0.8, (vocab_size, dim))
        self.weight = rng.normal(0, 0.8, dim)
        self.bias = 0.1
        self.lr = lr

    def forward(self, ids):
        self.ids = ids
        self.mean = self.embedding[ids].mean(axis=1)  # (batch, dim)
        logits = self.mean @ self.weight + self.bias
        self.prob = 1 / (1 + np.exp(-logits))
        return self.prob

    def loss(self, ids, y):
        p = self.forward(ids)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()

    def backward(self, y):
        batch, length = self.ids.shape
        d_logits = (self.prob - y) / batch
        self.d_weight = self.mean.T @ d_logits
        self.d_bias = d_logits.sum()

        d_mean = np.outer(d_logits, self.weight)
        self.d_embedding = np.zeros_like(self.embedding)
        # every word of the sentence gets the same share
        self.d_embedding[self.ids] += d_mean[:, None, :] / length

    def update(self):
        self.embedding -= self.lr * self.d_embedding
        self.weight -= self.lr * self.d_weight
        self.bias -= self.lr * self.d_bias

    def train_step(self, ids, y):
        value = self.loss(ids, y)
        self.backward(y)
        self.update()
        return value


model = SentimentModel(len(vocab))

if __name__ == "__main__":
    for epoch in range(200):
        value = model.train_step(X, y)
        if epoch % 20 == 0:
            print(epoch, round(value, 4), "acc", ((model.forward(X) > 0.5) == y).mean())


# ---- for the test
EXPECTED = "d_embedding[ids] += ... adds only once for an index that stands several times in ids: a word's gradient is that of one occurrence; np.add.at is wanted"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["embedding", "d_embedding", "ids"]
TWO = False
MEND = [("        self.d_embedding[self.ids] += d_mean[:, None, :] / length\n", "        np.add.at(self.d_embedding, self.ids, d_mean[:, None, :] / length)\n")]
OFF = {"embedding"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, x=X, y=y, loss=model.loss, step=model.train_step, predict=model.forward, rate=model.lr)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("embedding", "weight", "bias")

    def made(a):
        new = SentimentModel(len(vocab))
        for k in names:
            setattr(new, k, np.array(a[k], dtype=float))
        return new

    def claim(a):
        new = made(a)
        new.forward(X)
        new.backward(y)
        return {k: np.array(getattr(new, "d_" + k)) for k in names}

    return lambda a: made(a).loss(X, y), claim, {k: np.array(getattr(model, k), dtype=float) for k in names}
