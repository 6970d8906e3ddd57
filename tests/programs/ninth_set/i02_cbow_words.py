import numpy as np

# word2vec (CBOW) without any framework. It does learn, but the vectors come out different from gensim's / from autograd
words = "the quick brown fox jumps over lazy dog".split()


def softmax(u):
    u = np.exp(u - u.max())
    return u / u.sum()


class CBOW():
    def __init__(self, vocab, embedding_size, learning_rate=0.5):
        rng = np.random.RandomState(11)
        self.learning_rate = learning_rate
        self.word_to_index = {w: i for i, w in enumerate(vocab)}
        self.embedding = rng.randn(len(vocab), embedding_size)
        self.linear = rng.randn(embedding_size, len(vocab))

    def forward(self, context):
        hidden = self.embedding[context, :].mean(axis=0)
        return hidden, softmax(hidden @ self.linear)

    def loss(self, context, target):
        _, output = self.forward(context)
        return -np.log(output[target])

    def step(self, context, target):
        hidden, output = self.forward(context)

        dL_dx = output.copy()
        dL_dx[target] -= 1

        grad_linear = np.outer(hidden, dL_dx)
        self.linear -= self.learning_rate * grad_linear

        grad_embedding = self.linear @ dL_dx / len(context)
        self.embedding[context, :] -= self.learning_rate * grad_embedding

    def most_similar(self, word):
        v = self.embedding[self.word_to_index[word]]
        cos = self.embedding @ v / np.linalg.norm(self.embedding, axis=1) / np.linalg.norm(v)
        return np.argsort(-cos)[1:3]


model = CBOW(words, 3)
context = [0, 1, 3, 4]      # the quick ___ fox jumps
target = 2                  # brown

if __name__ == "__main__":
    for i in range(20):
        model.step(context, target)
        print(i, model.loss(context, target))


# ---- for the test
EXPECTED = "step updates linear first and computes the gradient of the embedding with the already updated linear"
KINDS = {"updated before use", "order"}
PLACES = ["embedding", "linear", "grad_embedding"]
TWO = False
MEND = [("        self.linear -= self.learning_rate * grad_linear\n\n", ""),
        ("        self.embedding[context, :] -= self.learning_rate * grad_embedding\n",
         "        self.embedding[context, :] -= self.learning_rate * grad_embedding\n        self.linear -= self.learning_rate * grad_linear\n")]
OFF = {"embedding"}


def hand_over():
    return dict(obj=model, loss=model.loss, step=model.step, x=context, y=target, rate=0.5)


def proof():
    def made(a):
        new = CBOW(words, 3)
        new.embedding, new.linear = a["embedding"].copy(), a["linear"].copy()
        return new

    def claim(a):
        new = made(a)
        new.step(context, target)
        return dict(embedding=(a["embedding"] - new.embedding) / 0.5, linear=(a["linear"] - new.linear) / 0.5)

    return lambda a: made(a).loss(context, target), claim, dict(embedding=model.embedding.copy(), linear=model.linear.copy())
