import numpy as np

# CBOW-like: mean of the embeddings of the context, softmax over the vocabulary
V, D = 6, 3


class Model:
    def __init__(self):
        rng = np.random.default_rng(4)
        self.E = rng.normal(size=(V, D))
        self.U = rng.normal(size=(D, V)) * 0.5

    def forward(self, context):
        self.h = self.E[context].mean(axis=1)
        s = self.h @ self.U
        s = s - s.max(axis=1, keepdims=True)
        return np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)

    def loss(self, context, center):
        p = self.forward(context)
        return -np.log(p[np.arange(len(center)), center]).mean()

    def gradients(self, context, center):
        p = self.forward(context)
        p[np.arange(len(center)), center] -= 1
        p /= len(center)
        dU = self.h.T @ p
        dh = p @ self.U.T / context.shape[1]
        dE = np.zeros_like(self.E)
        dE[context] += dh[:, None, :]
        return {"E": dE, "U": dU}


corpus = [0, 1, 2, 1, 3, 4, 1, 5, 2, 0]
context = np.array([[corpus[i - 1], corpus[i + 1]] for i in range(1, len(corpus) - 1)])
center = np.array(corpus[1:-1])
model = Model()


# ---- for the test
EXPECTED = "dE[context] += adds once per word, however often the word stands in the batch: np.add.at adds each time"
KINDS = {"repeated indices", "repeated index", "not accumulated", "path missing", "not accumulated over time"}
PLACES = ["E"]
TWO = False
MEND = [("dE[context] += dh[:, None, :]", "np.add.at(dE, context, dh[:, None, :])")]
OFF = {"E"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.loss, grads=model.gradients, x=context, y=center)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Model()
        new.E, new.U = a["E"], a["U"]
        return new

    return lambda a: made(a).loss(context, center), lambda a: made(a).gradients(context, center), {"E": model.E, "U": model.U}
