"""Part-of-speech tagger: word and the word before it, both embedded, one hidden layer. Sentences are padded with 0.
The masked loss is good in the beginning, then my tagger gets too fond of the tag with number 0."""
import numpy as np

PAD = 0


def shift_right(tokens):
    out = np.full_like(tokens, PAD)
    out[:, 1:] = tokens[:, :-1]
    return out


def predict(p, tokens):
    before = shift_right(tokens)
    feats = np.concatenate([p["E"][tokens], p["E"][before]], axis=-1)
    hidden = np.tanh(feats @ p["W"] + p["b"])
    logits = hidden @ p["U"] + p["c"]
    logits = logits - logits.max(axis=-1, keepdims=True)
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return before, feats, hidden, probs


def masked_loss(p, tokens, tags):
    probs = predict(p, tokens)[-1]
    mask = (tokens != PAD).astype(float)
    picked = np.take_along_axis(probs, tags[..., None], axis=-1)[..., 0]
    return -np.sum(mask * np.log(picked)) / mask.sum()


def masked_grads(p, tokens, tags):
    before, feats, hidden, probs = predict(p, tokens)
    mask = (tokens != PAD).astype(float)
    n_tags = probs.shape[-1]
    d = (probs - np.eye(n_tags)[tags]) / mask.sum()
    dU = np.einsum("bth,btk->hk", hidden, d)
    dc = d.sum(axis=(0, 1))
    dh = (d @ p["U"].T) * (1 - hidden ** 2)
    dW = np.einsum("btf,bth->fh", feats, dh)
    db = dh.sum(axis=(0, 1))
    df = dh @ p["W"].T
    size = p["E"].shape[1]
    dE = np.zeros_like(p["E"])
    np.add.at(dE, tokens, df[..., :size])
    np.add.at(dE, before, df[..., size:])
    return {"E": dE, "W": dW, "b": db, "U": dU, "c": dc}


def train_step(p, tokens, tags, lr=0.5):
    g = masked_grads(p, tokens, tags)
    return {k: p[k] - lr * g[k] for k in p}


tokens = np.array([[3, 5, 1, 0, 0], [2, 4, 6, 5, 0], [3, 6, 0, 0, 0], [1, 2, 3, 4, 5]])
tags = np.array([[0, 1, 2, 0, 0], [1, 2, 0, 1, 0], [0, 2, 0, 0, 0], [2, 1, 0, 2, 1]])
_r = np.random.RandomState(50)
p = {"E": _r.randn(7, 3) * 0.7, "W": _r.randn(6, 4) * 0.6, "b": _r.randn(4) * 0.1, "U": _r.randn(4, 3) * 0.6, "c": np.zeros(3)}

if __name__ == "__main__":
    for epoch in range(50):
        p = train_step(p, tokens, tags)
    print(masked_loss(p, tokens, tags))


# ---- for the test
EXPECTED = "masked_grads never multiplies d by the mask: the padded places, which the loss leaves out, still send gradient (towards tag 0) into every parameter"
KINDS = {"padding", "loss and gradient differ", "another loss", "unobserved counted"}
PLACES = ["d", "E", "W", "b", "U", "c"]
TWO = False
MEND = [("d = (probs - np.eye(n_tags)[tags]) / mask.sum()", "d = (probs - np.eye(n_tags)[tags]) * mask[..., None] / mask.sum()")]
OFF = {"E", "W", "b", "U", "c"}


def hand_over():
    return dict(step=train_step, params=p, loss=masked_loss, rate=0.5, x=tokens, y=tags)


def proof():
    return (lambda a: masked_loss(a, tokens, tags)), (lambda a: masked_grads(a, tokens, tags)), {k: v.copy() for k, v in p.items()}
