"""Word vectors (CBOW): two context words -> the word in the middle. float32, no biases.
Rare words get nice vectors. The words that appear all the time ("the") hardly
move, I would expect the opposite! Batch size 1 works much better than the
full batch.
"""
import numpy as np

TEXT = "the cat saw the dog and the dog saw the bird".split()
VOCAB = sorted(set(TEXT))
V, D = len(VOCAB), 4


def make_pairs():
    ids = [VOCAB.index(w) for w in TEXT]
    context = np.array([[ids[i - 1], ids[i + 1]] for i in range(1, len(ids) - 1)])
    middle = np.array(ids[1:-1])
    return context, middle


def init():
    rng = np.random.default_rng(100)
    E = rng.normal(0, 0.8, (V, D)).astype(np.float32)
    U = rng.normal(0, 0.8, (D, V)).astype(np.float32)
    return [E, U]


def probabilities(E, U, context):
    mean_vec = E[context].mean(axis=1)
    s = mean_vec @ U
    s = np.exp(s - s.max(axis=1, keepdims=True))
    return mean_vec, s / s.sum(axis=1, keepdims=True)


def nll(E, U, context, middle):
    _, q = probabilities(E, U, context)
    return -np.mean(np.log(q[range(len(middle)), middle]))


def nll_grad(E, U, context, middle):
    B, C = context.shape
    mean_vec, q = probabilities(E, U, context)
    q[range(B), middle] -= 1
    q /= B
    dU = mean_vec.T @ q
    dmean = q @ U.T
    dE = np.zeros_like(E)
    for j in range(C):
        dE[context[:, j]] += dmean / C
    return [dE, dU]


def sgd(E, U, context, middle, lr=0.5):
    dE, dU = nll_grad(E, U, context, middle)
    E -= lr * dE
    U -= lr * dU


if __name__ == "__main__":
    context, middle = make_pairs()
    E, U = init()
    for epoch in range(301):
        sgd(E, U, context, middle)
        if epoch % 50 == 0:
            print(epoch, nll(E, U, context, middle))
    for w, vec in zip(VOCAB, E):
        print(w, np.round(vec, 2))

# ---- for the test
EXPECTED = "In nll_grad dE[context[:, j]] += ... keeps only one of the contributions when a word's index is repeated in the batch; np.add.at is needed."
KINDS = {"repeated indices", "not accumulated", "last example only"}
PLACES = ["dE", "E", "nll_grad", "context"]
TWO = False
MEND = [("        dE[context[:, j]] += dmean / C\n", "        np.add.at(dE, context[:, j], dmean / C)\n")]
OFF = {"E"}


def hand_over():
    context, middle = make_pairs()
    return dict(loss=nll, grads=nll_grad, step=sgd, params=init(), x=context, y=middle, rate=0.5)


def proof():
    context, middle = make_pairs()
    E, U = [a.astype(np.float64) for a in init()]
    return (lambda p: nll(p["E"], p["U"], context, middle),
            lambda p: dict(zip(("E", "U"), nll_grad(p["E"], p["U"], context, middle))),
            {"E": E, "U": U})
