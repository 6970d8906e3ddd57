"""What the companion measures: strongest pixels hidden, baselines, halves, groups that are read unequally."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.explain_a_prediction import pictures
from backprop_course.lessons.explain_a_prediction.experiments import (
    MAPS,
    integrated,
    marked,
    reader_of,
    reads,
    score,
    two_piles,
    untrained_weights,
)
from backprop_course.nn import plain
from backprop_course.widgets import style
from backprop_course.widgets.stills import Still

HIDDEN = 8  # pixels that are hidden at once
STEPS, BATCH = 420, 32  # of a training on two groups


def clean_rows(seed):
    """Images to learn from without a mark, and their targets."""
    piles = two_piles(seed)
    return marked(piles.known, slice(None), 0), piles.targets


@lru_cache
def clean_reader(seed=0):
    """Images to learn from without a mark, their targets, and a reader that learned them."""
    known, targets = clean_rows(seed)
    return known, targets, reader_of(known, targets, seed)


# -- what is lost where the strongest pixels are hidden --


def drops_by_order(seed, count=100):
    """How far the score of the digit read falls, the mean over unseen images, where 8 pixels are hidden.

    Which ones, the maps say: those that raise the score most. Beside them those with most ink, and random
    ones that have ink.
    """
    piles, (_, _, params), rng = two_piles(seed), clean_reader(seed), np.random.default_rng(seed)
    found = {name: [] for name in [*MAPS, "most ink", "random ink"]}
    for x, k in zip(piles.second[:count], reads(params, piles.second[:count]), strict=True):
        orders = {name: each(params, x, k) for name, each in MAPS.items()}
        orders |= {"most ink": x, "random ink": (x > 0) * rng.random(len(x))}
        for name, strength in orders.items():
            hidden = x.copy()
            hidden[np.argsort(-strength)[:HIDDEN]] = 0
            before, after = score(params, np.array([x, hidden]), k)
            found[name].append(before - after)
    return {name: float(np.mean(drops)) for name, drops in found.items()}


# -- shares beside other baselines, and of halves --


def by_baseline(x, k):
    """Shares of an image's pixels beside three baselines (3, 64): paper, the mean known image, all ink."""
    known, _, params = clean_reader()
    return np.array([integrated(params, x, k, base) for base in (0 * x, known.mean(axis=0), 1 + 0 * x)])


def of_baselines(x, shares):
    """An image and the maps of its shares beside three baselines."""
    names = ["paper", "mean image", "all ink"]
    return pictures.maps_below(np.array([x] * 3), {"shares": shares}, 1, names)


def halves_read():
    """Of the unseen images the share that is read right by readers of the upper half, the lower, and both."""
    piles, (known, targets, _) = two_piles(), clean_reader()
    found = {}
    for name, pixels in {"upper": slice(0, 32), "lower": slice(32, 64), "both": slice(0, 64)}.items():
        kept = np.zeros(64)
        kept[pixels] = 1
        params = reader_of(known * kept, targets)
        found[name] = float((reads(params, piles.second * kept) == piles.digits).mean())
    return found


def shares_of_halves(count=100):
    """Shares of the upper and of the lower half in the score of the digit read, (count, 2), unseen images."""
    images, (_, _, params) = two_piles().second[:count], clean_reader()
    maps = [integrated(params, x, k) for x, k in zip(images, reads(params, images), strict=True)]
    return np.reshape(maps, (count, 2, 32)).sum(axis=2)


# -- two groups --


def shifted(x):
    """Images x (n, 64) one pixel further to the right; what was in the last column is lost."""
    moved = np.zeros((len(x), 8, 8))
    moved[:, :, 1:] = np.reshape(x, (-1, 8, 8))[:, :, :-1]
    return moved.reshape(-1, 64)


def drawn_reader(x, y, weights, seed):
    """A reader that learns from rows drawn by their weights (n,), in a given number of steps."""
    params, rng = untrained_weights(seed), np.random.default_rng(seed)
    for number, rows in enumerate(rng.choice(len(x), (STEPS, BATCH), p=weights / weights.sum())):
        grads = plain.backward(params, x[rows], y[rows])
        params = plain.step(params, grads, 1 - number / STEPS)
    return params


class TwoGroups(NamedTuple):
    """Whether each unseen image is read right as one of group A, and as one of group B, (images,) each."""

    a: np.ndarray
    b: np.ndarray

    @property
    def gap(self):
        """How much larger the share of right answers is in group A."""
        return float(self.a.mean() - self.b.mean())


@lru_cache
def learned_from_groups(seed, share_of_b=0.1, reweighted=False):
    """The TwoGroups of a reader that learned with this share of group B, reweighted: as if it were half."""
    known, targets = clean_rows(seed)
    b = np.random.default_rng(seed).random(len(known)) < share_of_b
    weights = np.where(b, 0.5 / b.sum(), 0.5 / (~b).sum()) if reweighted else np.ones(len(known))
    params = drawn_reader(np.where(b[:, None], shifted(known), known), targets, weights, seed)
    piles = two_piles(seed)
    both = piles.second, shifted(piles.second)
    return TwoGroups(*(reads(params, rows) == piles.digits for rows in both))


def mean_interval(values, width=1.96):
    """The mean of values, and its ends so many standard errors below and above: 1.96 of many, 2.09 of 20."""
    half = width * np.std(values, ddof=1) / np.sqrt(len(values))
    return float(np.mean(values)), float(np.mean(values) - half), float(np.mean(values) + half)


def three_ways(seeds, width=2.09):
    """Right answers in percent by group and split, for three ways to learn: a dot a split."""
    ways = {"1 of 10 in B": {}, "reweighted": {"reweighted": True}, "half in B": {"share_of_b": 0.5}}
    fig, (ax,) = style.figure(width=8, height=2.8)
    said = []
    for row, (name, setting) in enumerate(ways.items()):
        found = [learned_from_groups(seed, **setting) for seed in seeds]
        for group, color, marker, below in (
            ("a", style.FORWARD, "o", -0.16),
            ("b", style.BACKWARD, "s", 0.16),
        ):
            shares = [100 * getattr(each, group).mean() for each in found]
            label = f"group {group.upper()}" if not row else None
            ax.plot(
                shares,
                np.full(len(shares), row + below),
                marker,
                color=color,
                markersize=4,
                alpha=0.6,
                label=label,
            )
        mean, low, high = mean_interval([100 * each.gap for each in found], width)
        means = [100 * np.mean([getattr(each, group).mean() for each in found]) for group in "ab"]
        said.append(f"{name}: A {means[0]:.1f}, B {means[1]:.1f}, gap {mean:.1f} ({low:.1f} to {high:.1f})")
    ax.set(ylim=(2.5, -0.5), xlabel="unseen images read right, in %")
    ax.set_yticks(range(3), labels=list(ways))
    ax.legend(loc="lower left", fontsize=9)
    words = f"Percent over {len(seeds)} splits. {'; '.join(said)}."
    return Still(fig, words.replace("-", "−"))  # fmt: skip


def worst_by_chance(hits, groups, deals=2000):
    """The lowest share of a group, and those of as many groups of these sizes, dealt at random, (deals,)."""
    rng, sizes = np.random.default_rng(0), np.bincount(groups)

    def worst(right):
        return (np.bincount(groups, weights=right) / sizes).min()

    return float(worst(hits)), np.array([worst(rng.permutation(hits)) for _ in range(deals)])
