"""What you predict in this lesson: a step at the bottom, an eighth of the steps, the noise, the floor."""

from backprop_course.tasks import prediction

next_step = prediction.words(
    "What does w do when row 1 is read again?",
    ("rises", "it rises to {1:.2f}", lambda before, after: after > before + 1e-6),
    ("falls", "it falls to {1:.2f}", lambda before, after: after < before - 1e-6),
    ("stays", "it stays at {1:.2f}", lambda before, after: True),
)
eighth = prediction.words(
    "Where do batches of 8 end beside batches of 1, after one epoch?",
    ("lower", "they end lower, at {1:.2f} beside {0:.2f}", lambda one, eight: eight < one / 1.5),
    (
        "about as low",
        "they end about as low, at {1:.2f} beside {0:.2f}",
        lambda one, eight: eight < 1.5 * one,
    ),
    ("higher", "they end higher, at {1:.2f} beside {0:.2f}", lambda one, eight: True),
)
noise_of_16 = prediction.words(
    "What part of one row's noise has a batch of 16?",
    ("half", "half of it is left, {1:.2f} of {0:.2f}", lambda one, some: some > one / 2.8),
    ("a quarter", "a quarter of it is left, {1:.2f} of {0:.2f}", lambda one, some: some > one / 8),
    ("a sixteenth", "a sixteenth of it is left, {1:.2f} of {0:.2f}", lambda one, some: True),
)
shuffled = prediction.words(
    "Where does the floor stand when each row is used once an epoch?",
    ("lower", "it stands lower, at {1:.4f} beside {0:.4f}", lambda fresh, shuffled: shuffled < fresh / 1.2),
    ("the same", "it stands at the same {1:.4f}", lambda fresh, shuffled: shuffled < 1.2 * fresh),
    ("higher", "it stands higher, at {1:.4f} beside {0:.4f}", lambda fresh, shuffled: True),
)
