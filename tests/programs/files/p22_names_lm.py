# character model for names, like the makemore MLP but numpy and manual backward
import numpy as np

names = """emma olivia ava isabella sophia mia amelia harper evelyn ella anna lena nora
lily hanna elena amalia emilia alina lea mila mara nina leonie paula""".split()

chars = ["."] + sorted(set("".join(names)))
stoi = {c: i for i, c in enumerate(chars)}
V = len(chars)
block_size = 3

# dataset
X, Y = [], []
for w in names:
    context = [0] * block_size
    for ch in w + ".":
        ix = stoi[ch]
        X.append(context)
        Y.append(ix)
        context = context[1:] + [ix]
X, Y = np.array(X), np.array(Y)
print(X.shape, "vocab", V)

rng = np.random.default_rng(2147)
n_emb, n_hidden = 4, 24
C = rng.normal(0, 1, (V, n_emb))
W1 = rng.normal(0, 1, (block_size * n_emb, n_hidden)) * 0.3
b1 = np.zeros(n_hidden)
W2 = rng.normal(0, 1, (n_hidden, V)) * 0.1
b2 = np.zeros(V)

batch_size = 32
lr = 0.3
max_steps = 2000

for step in range(max_steps):
    # minibatch
    ix = rng.integers(0, len(X), batch_size)
    Xb, Yb = X[ix], Y[ix]

    # forward pass
    emb = C[Xb]                                   # (32, 3, 4)
    embcat = emb.reshape(batch_size, -1)
    h = np.tanh(embcat @ W1 + b1)
    logits = h @ W2 + b2
    logits = logits - logits.max(axis=1, keepdims=True)
    probs = np.exp(logits)
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(batch_size), Yb]).mean()

    # backward pass
    dlogits = probs.copy()
    dlogits[np.arange(batch_size), Yb] -= 1
    dlogits /= batch_size
    dW2 = h.T @ dlogits
    db2 = dlogits.sum(0)
    dhpre = (dlogits @ W2.T) * (1 - h ** 2)
    dW1 = embcat.T @ dhpre
    db1 = dhpre.sum(0)
    demb = (dhpre @ W1.T).reshape(emb.shape)
    dC = np.zeros_like(C)
    dC[Xb] += demb

    # update
    for p, g in zip([C, W1, b1, W2, b2], [dC, dW1, db1, dW2, db2]):
        p -= lr * g

    if step % 400 == 0:
        print(f"{step:5d} / {max_steps}: {loss:.4f}")

# sample a few
for _ in range(5):
    out, context = "", [0] * block_size
    while len(out) < 12:
        h = np.tanh(C[context].reshape(1, -1) @ W1 + b1)
        e = np.exp(h @ W2 + b2)[0]
        k = rng.choice(V, p=e / e.sum())
        if k == 0:
            break
        out += chars[k]
        context = context[1:] + [k]
    print(out)
