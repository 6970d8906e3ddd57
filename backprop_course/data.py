"""Data sets, real and made: each function returns inputs x (n, features) and targets y (n, outputs).

Nothing is downloaded; what is made is made from a seed. The real sets, moons, circles and splits are number
for number those of scikit-learn, which takes longer to import than all else that a lesson loads.
"""

from pathlib import Path

import numpy as np

from backprop_course import validate

REAL = Path(__file__).parent / "real_data.npz"  # tables (n, features and target); tools/real_data.py wrote it


def diabetes():
    """442 patients: 10 measurements in their own units, and a score of the disease one year on, 25 to 346.

    Source: Efron et al. (2004).
    """
    table = _real("diabetes")
    return table[:, :-1], table[:, -1:]


def breast_cancer():
    """569 tumors: 30 measurements of nuclei; target 1 if benign, 0 if malignant (Street et al., 1993)."""
    table = _real("breast_cancer")
    return table[:, :-1], table[:, -1:]


def digits():
    """1797 written digits: 64 pixels from 0 to 1; targets (1797, 10), one-hot (Alpaydin & Kaynak, 1998)."""
    table = _real("digits")
    return table[:, :-1] / 16, one_hot(table[:, -1], 10)


def irises():
    """150 irises: length and width of a petal in cm; targets (150, 3), one-hot (Fisher, 1936)."""
    table = _real("irises")
    return table[:, 2:4], one_hot(table[:, -1], 3)


def _real(name):
    """The table of one real data set: its features, and last its target."""
    with np.load(REAL) as tables:
        return tables[name].astype(float)


def noisy_line(n=100, slope=4.0, intercept=0.0, noise=1.0, seed=42):
    """y = intercept + slope x + normal noise, x uniform from 0 to 2; by default 100 points around 4 x."""
    n, noise, seed = _size_noise_seed(n, noise, seed, least=1)
    slope, intercept = validate.real("slope", slope), validate.real("intercept", intercept)
    legacy = np.random.RandomState(seed)  # the published example draws from this generator
    x = 2 * legacy.rand(n, 1)
    return x, intercept + slope * x + noise * legacy.randn(n, 1)


def rides(n=40, seed=0):
    """Taxi rides: kilometers and minutes of waiting, and the fare in euros.

    The tariff is 4 euros, 2 a kilometer and 0.50 a minute; each fare is off by a tip or a rounding of some
    0.40 euros. By default the 40 receipts of one desk.
    """
    n, _, seed = _size_noise_seed(n, 0, seed)
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.uniform(0.5, 4, n).round(1), rng.uniform(0, 8, n).round()])
    fares = 4 + x @ [2, 0.5] + rng.normal(0, 0.4, n)
    return x, fares.round(1)[:, None]


def doubling():
    """Four points on y = 2 x: x = 1, 2, 3, 4."""
    x = np.arange(1.0, 5)[:, None]
    return x, 2 * x


def two_soft_points():
    """Two points with probabilities .8 and .2 as targets: no logistic loss is below their entropy, .5004."""
    return np.array([[0.1, 0.9], [0.9, 0.1]]), np.array([[0.8], [0.2]])


def xor():
    """The four corners of the square, target 1 where exactly one coordinate is 1 (Minsky & Papert, 1969)."""
    return np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])


def clouds(n=100, distance=2.5, seed=0):
    """Two round normal clouds of n/2 points each, `distance` apart: they overlap, so no line is perfect."""
    n, _, seed = _size_noise_seed(n, 0, seed)
    distance = validate.real("distance", distance)
    rng = np.random.default_rng(seed)
    y = (np.arange(n) % 2)[:, None].astype(float)
    return rng.normal(size=(n, 2)) + distance * (y - 0.5) * np.sqrt(0.5), y


def moons(n=200, noise=0.15, seed=0):
    """Two interlocking half circles, the second with target 1."""
    n, noise, seed = _size_noise_seed(n, noise, seed)
    above, below = (np.linspace(0, np.pi, part) for part in (n // 2, n - n // 2))
    first = np.column_stack([np.cos(above), np.sin(above)])
    second = np.column_stack([1 - np.cos(below), 1 - np.sin(below) - 0.5])
    return _shuffled_and_noisy(first, second, noise, seed)


def circles(n=200, noise=0.1, seed=0):
    """A circle of radius 1/2 (target 1) inside a circle of radius 1."""
    n, noise, seed = _size_noise_seed(n, noise, seed)
    outer, inner = (np.linspace(0, 2 * np.pi, part, endpoint=False) for part in (n // 2, n - n // 2))
    first = np.column_stack([np.cos(outer), np.sin(outer)])
    second = np.column_stack([np.cos(inner), np.sin(inner)]) * 0.5
    return _shuffled_and_noisy(first, second, noise, seed)


def _shuffled_and_noisy(zeros, ones, noise, seed):
    """The points of two classes in random order, each moved by normal noise, and their targets."""
    x = np.vstack([zeros, ones])
    y = np.repeat([[0.0], [1.0]], [len(zeros), len(ones)], axis=0)
    legacy, order = np.random.RandomState(seed), np.arange(len(x))  # the generator of scikit-learn's sets
    legacy.shuffle(order)
    return x[order] + legacy.normal(scale=noise, size=x.shape), y[order]


def spirals(n=200, turns=1.5, noise=0.05, seed=0):
    """Two spirals wound around each other, `turns` times."""
    n, noise, seed = _size_noise_seed(n, noise, seed)
    turns = validate.real("turns", turns)
    rng = np.random.default_rng(seed)
    y = (np.arange(n) % 2)[:, None].astype(float)
    radius = np.sqrt(rng.uniform(0.02, 1, (n, 1)))
    angle = 2 * np.pi * turns * radius + np.pi * y
    return radius * np.hstack([np.cos(angle), np.sin(angle)]) + rng.normal(0, noise, (n, 2)), y


def _size_noise_seed(n, noise, seed, least=2):
    noise = validate.between("noise", noise, 0, np.inf)
    return validate.count("n", n, least, most=10**7), noise, validate.seed("seed", seed)


def one_hot(labels, n_classes):
    """Labels 0 ... n_classes - 1 as rows (n, n_classes) with a single 1."""
    labels, n_classes = validate.reals("labels", labels), validate.count("n_classes", n_classes, most=10**7)
    if labels.ndim != 1 or labels.size == 0:
        raise ValueError(f"labels has shape {labels.shape}, but must be a list of at least one label: (n,)")
    fits = (labels >= 0) & (labels < n_classes) & (labels == np.floor(labels))
    if not fits.all():
        wanted = f"whole numbers from 0 to {n_classes - 1}"
        raise ValueError(f"labels must be {wanted}, but one is {labels[~fits][0]}")
    return np.eye(n_classes)[labels.astype(int)]


def split(x, y, test=0.25, seed=0):
    """x and y in two random parts: x_train, x_test, y_train, y_test; `test` is the share of the second."""
    x, y = validate.matrix("x", x), validate.matrix("y", y)
    validate.same_length("x", x, "y", y)
    test, seed = validate.between("test", test, 0, 1), validate.seed("seed", seed)
    tested = int(np.ceil(test * len(x)))
    if not 0 < tested < len(x):
        raise ValueError(f"test is {test:g} of {len(x)} rows, but must leave at least one row in each part")
    order = np.random.RandomState(seed).permutation(len(x))
    rows, rows_tested = order[tested:], order[:tested]
    return x[rows], x[rows_tested], y[rows], y[rows_tested]


def standardize(train, *others):
    """Each feature of `train` moved to mean 0 and scaled to standard deviation 1; `others` go by its numbers.

    A feature that is constant in `train` is only moved.
    """
    train = validate.matrix("train", train)
    others = [validate.matrix("others", x, train.shape[1]) for x in others]
    unit = _power_of_two(np.abs(train).max(axis=0))
    train = train / unit  # so that no square leaves the range of floats; powers of two round nothing
    mean = train.mean(axis=0)
    varies = np.ptp(train, axis=0) > 0  # rounding gives constants a std above 0
    std = np.where(varies, train.std(axis=0), 1 / unit)
    scaled = [(train - mean) / std, *((x / unit - mean) / std for x in others)]
    return scaled if others else scaled[0]


def _power_of_two(largest):
    """The power of two just below each number, 1 for 0."""
    return np.ldexp(np.where(largest > 0, 0.5, 1).astype(largest.dtype), np.frexp(largest)[1])
