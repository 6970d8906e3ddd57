#!/usr/bin/env python
# ---------------------------------------------------------------
# HW2, Problem 3: Continuous bag of words (CBOW)
#   (a) forward   (b) loss   (c) gradients   (d) train on the toy corpus
# Student code goes between the BEGIN / END lines.
# ---------------------------------------------------------------
import numpy as np

CORPUS = ("the cat saw the dog and the dog saw the cat then the cat ran to the dog "
          "and the dog ran to the cat").split()
VOCAB = sorted(set(CORPUS))
TOK = {w: i for i, w in enumerate(VOCAB)}
WINDOW = 2
DIM = 5


def get_batch():
    """contexts: (B, 2*WINDOW) word numbers; centers: (B,)"""
    ids = np.array([TOK[w] for w in CORPUS])
    centers = np.arange(WINDOW, len(ids) - WINDOW)
    offsets = np.array([o for o in range(-WINDOW, WINDOW + 1) if o != 0])
    return ids[centers[:, None] + offsets[None, :]], ids[centers]


def init_params(seed=231):
    rng = np.random.RandomState(seed)
    V = len(VOCAB)
    return dict(emb=rng.randn(V, DIM), proj=rng.randn(DIM, V) * 0.5, bias=np.zeros(V))


def cbow_forward(params, contexts):
    """(a) mean of the context vectors, linear projection, softmax"""
    ### BEGIN ###
    avg = params['emb'][contexts].mean(axis=1)            # (B, DIM)
    logits = avg @ params['proj'] + params['bias']        # (B, V)
    logits = logits - logits.max(axis=1, keepdims=True)
    probs = np.exp(logits)
    probs /= probs.sum(axis=1, keepdims=True)
    ### END ###
    return avg, probs


def cbow_loss(params, contexts, centers):
    """(b) mean negative log likelihood"""
    ### BEGIN ###
    _, probs = cbow_forward(params, contexts)
    return -np.log(probs[np.arange(len(centers)), centers]).mean()
    ### END ###


def cbow_grads(params, contexts, centers):
    """(c) same keys as params"""
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    ### BEGIN ###
    B, C = contexts.shape
    avg, probs = cbow_forward(params, contexts)
    dlogits = probs
    dlogits[np.arange(B), centers] -= 1
    dlogits /= B
    grads['proj'] = avg.T @ dlogits
    grads['bias'] = dlogits.sum(axis=0)
    davg = dlogits @ params['proj'].T                     # (B, DIM)
    grads['emb'][contexts] += davg[:, None, :] / C
    ### END ###
    return grads


def train(steps=300, lr=1.0):
    """(d)"""
    params = init_params()
    contexts, centers = get_batch()
    for step in range(steps):
        grads = cbow_grads(params, contexts, centers)
        for name in params:
            params[name] -= lr * grads[name]
        if step % 50 == 0:
            print('step %3d  nll %.4f' % (step, cbow_loss(params, contexts, centers)))
    return params


if __name__ == '__main__':
    params = train()
    sim = params['emb'] @ params['emb'].T
    print('closest to "cat":', [VOCAB[i] for i in np.argsort(-sim[TOK['cat']])[:3]])

# ---- for the test
EXPECTED = "grads['emb'][contexts] += ... adds only once per word number: repeated indices are not accumulated (np.add.at is needed)."
KINDS = {"not accumulated", "repeated indices", "last example only", "overwritten", "np.add.at", "duplicates lost"}
PLACES = ["emb", "cbow_grads", "contexts", "grads"]
TWO = False
MEND = [("    grads['emb'][contexts] += davg[:, None, :] / C\n", "    np.add.at(grads['emb'], contexts, davg[:, None, :] / C)\n")]
OFF = {"emb"}


def hand_over():
    contexts, centers = get_batch()
    return dict(params=init_params(), loss=cbow_loss, grads=cbow_grads, x=contexts, y=centers, rate=1.0)


def proof():
    batch = get_batch()
    return lambda p: cbow_loss(p, *batch), lambda p: cbow_grads(p, *batch), init_params()
