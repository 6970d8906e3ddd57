# bag-of-embeddings sentiment classifier
import numpy as np

rng = np.random.default_rng(7)

pos = ["good good film", "i loved it loved it", "great fun great cast", "very very good",
       "a great great film", "what a lovely lovely story", "fun fun fun", "i loved the cast"]
neg = ["bad bad film", "i hated it hated it", "dull plot dull cast", "very very bad",
       "a dull dull film", "what a boring boring story", "boring boring boring", "i hated the cast"]
sentences = [(s.split(), 1.0) for s in pos] + [(s.split(), 0.0) for s in neg]

vocab = {}
for words, _ in sentences:
    for w in words:
        vocab.setdefault(w, len(vocab))

DIM = 8
E = rng.normal(0, 0.1, (len(vocab), DIM))
w = rng.normal(0, 0.1, DIM)
b = 0.0
LR = 0.5


def encode(words):
    return np.array([vocab[x] for x in words])


def forward(ids):
    h = E[ids].mean(axis=0)
    return h, 1 / (1 + np.exp(-(h @ w + b)))


def step(ids, y):
    global w, b
    h, p = forward(ids)
    dz = p - y
    dh = dz * w
    dE = np.tile(dh / len(ids), (len(ids), 1))
    w = w - LR * dz * h
    b = b - LR * dz
    E[ids] -= LR * dE
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def main():
    data = [(encode(ws), y) for ws, y in sentences]
    for epoch in range(1, 31):
        rng.shuffle(order := np.arange(len(data)))
        loss = 0.0
        for i in order:
            loss += step(*data[i])
        if epoch % 5 == 0:
            print(f"epoch {epoch:2d}  loss {loss / len(data):.4f}")

    for text in ["good fun", "boring film", "loved the story", "hated the plot"]:
        _, p = forward(encode(text.split()))
        print(f"{text:20s} {p:.3f}")


main()
