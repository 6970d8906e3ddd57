"""What the companion of this lesson measures: planes, a saddle, learned cleaning, few labels, groups."""

import numpy as np

from backprop_course.data import one_hot
from backprop_course.lessons.learn_without_labels.experiments import known_and_unseen, squared_loss
from backprop_course.nn.models import accuracy, mlp, predict, start
from backprop_course.nn.optimizers import adam, cosine
from backprop_course.nn.training import fit
from backprop_course.widgets import style
from backprop_course.widgets.stills import Still


def random_planes(X, count, k=2, seed=0):
    """The losses of rows X (n, d) rebuilt from their shadows on random planes of k directions."""
    rng = np.random.default_rng(seed)
    bases = (np.linalg.qr(rng.normal(size=(X.shape[1], k)))[0] for _ in range(count))
    return np.array([squared_loss(X @ Q @ Q.T, X) for Q in bases])


def walk_on_images(E, D, X, rate, steps):
    """The loss at every step of a linear autoencoder from E (d, k) and D (k, d)."""
    losses = []
    for _ in range(steps):
        dR = (X @ E @ D - X) / len(X)
        losses.append(squared_loss(X @ E @ D, X))
        E, D = E - rate * X.T @ (dR @ D.T), D - rate * (X @ E).T @ dR
    return np.array(losses)


def leaving_a_saddle(losses, floor):
    """The loss by step of a walk that begins beside a saddle, and the floor."""
    fig, (ax,) = style.figure(width=6.5, height=3)
    ax.plot(losses, color=style.FORWARD)
    ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5)
    ax.set(xlabel="step", ylabel="loss", xlim=(0, len(losses)))
    left = int(np.argmax(losses < losses[0] - 0.01))
    return Still(fig, f"The loss stands at {losses[0]:.4f} until step {left}, and ends at {losses[-1]:.4f}.")


def as_images(rows, names, said):
    """Rows (n, 64) as images side by side, each with its name above."""
    fig, axes = style.figure(len(rows), width=9, height=1.5)
    for ax, row, name in zip(axes, rows, names, strict=True):
        ax.imshow(row.reshape(8, 8), cmap=style.GRAYS, vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, fontsize=9)
    return Still(fig, said)


def most_common(groups, k):
    """Of k groups of the known images (n,), the class that is most common in each, and the share it has."""
    classes = known_and_unseen().known_classes
    counts = np.array([np.bincount(classes[groups == j], minlength=10) for j in range(k)])
    return counts.argmax(axis=1), counts.max(axis=1) / np.maximum(counts.sum(axis=1), 1)


def read_from_few_labels(count, splits):
    """Shares of unseen images read right after learning from `count` labels, by two starts, (splits, 2).

    The first layer of 32 units begins as He's, or as that of an autoencoder which saw all known images.
    """
    reader, found = mlp([64, 32, 10], "relu", "he", "softmax cross-entropy"), []
    for seed in splits:
        some, rng = known_and_unseen(seed), np.random.default_rng(seed)
        labels, targets = one_hot(some.known_classes, 10), one_hot(some.unseen_classes, 10)
        rows, (first, *rest) = rng.permutation(len(labels))[:count], start(reader, rng)
        starts = [first, *rest], [layer_without_labels(some.known, rng), *rest]
        few = [some.known[rows], labels[rows], 0.003]
        ends = [fit(reader, *few, steps=300, optimizer=adam(), params=each).params for each in starts]
        found.append([accuracy(predict(reader, end, some.unseen), targets) for end in ends])
    return np.array(found)


def layer_without_labels(X, rng):
    """W and b of the first layer of an autoencoder 64-32-64 of rows X (n, 64), with ReLU at its code."""
    model = mlp([64, 32, 64], "relu", "he", "squared error")
    return fit(model, X, X, cosine(0.01, 300), steps=300, optimizer=adam(), batch_size=50, rng=rng).params[0]
