# word2vec (CBOW) on a toy text, plain numpy, full softmax
import numpy as np

text = """the cat sat on the mat and the dog sat on the rug
the cat saw the dog and the dog saw the cat
a cat is on the mat and a dog is on the rug"""

words = text.split()
vocab = sorted(set(words))
stoi = {w: i for i, w in enumerate(vocab)}
V, D, win = len(vocab), 8, 2

# (context, target) pairs
contexts, targets = [], []
for i in range(win, len(words) - win):
    contexts.append([stoi[words[j]] for j in range(i - win, i + win + 1) if j != i])
    targets.append(stoi[words[i]])
contexts = np.array(contexts)      # (N, 4)
targets = np.array(targets)        # (N,)
N, C = contexts.shape
print(N, "pairs,", V, "words")

np.random.seed(21)
E = np.random.randn(V, D) * 0.3    # embeddings
U = np.random.randn(D, V) * 0.3    # output weights


def forward(ctx):
    h = E[ctx].mean(axis=1)
    scores = h @ U
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    return h, p


def backward(ctx, tgt, h, p):
    dscores = p.copy()
    dscores[np.arange(len(tgt)), tgt] -= 1
    dscores /= len(tgt)
    dU = h.T @ dscores
    dh = dscores @ U.T
    dE = np.zeros_like(E)
    dE[ctx] += dh[:, None, :] / C
    return dE, dU


lr = 1.0
for step in range(1001):
    h, p = forward(contexts)
    loss = -np.log(p[np.arange(N), targets]).mean()
    dE, dU = backward(contexts, targets, h, p)
    E -= lr * dE
    U -= lr * dU
    if step % 200 == 0:
        print(step, "loss", round(loss, 4))


def most_similar(w, k=3):
    norm = E / np.linalg.norm(E, axis=1, keepdims=True)
    sim = norm @ norm[stoi[w]]
    return [vocab[i] for i in np.argsort(-sim) if vocab[i] != w][:k]


for w in ("cat", "mat", "the"):
    print(w, "~", most_similar(w))
