"""What you predict in this lesson: a shape, JAX's digits, a forgotten line, two checks."""

from backprop_course.tasks import prediction

bias_shape = prediction.words(
    "The engine of 04 is handed arrays. What shape has the gradient of a bias of shape (1, 4)?",
    ("(1, 4)", "it has the shape of the bias, {0}", lambda shape: shape == (1, 4)),
    ("(150, 4)", "it has the shape {0}: one row for each flower", lambda shape: shape == (150, 4)),
    ("none", "there is no array, but the shape {0}", lambda shape: True),
)
digits = prediction.words(
    "How far apart are the gradients of JAX and of the tape, on the same numbers?",
    ("0", "there is none at all", lambda error: error == 0),
    ("1e-16", "nearest is 1e-16, what rounding leaves in float64", lambda error: error < 1e-12),
    ("1e-7", "nearest is 1e-7", lambda error: 1e-8 < error < 1e-4),
)
forgotten = prediction.words(
    "The gradients are never set back to 0. How is the loss after 20 steps, beside the right loop's?",
    ("higher", "it is higher: {1:.3f}, and the right loop's is {0:.3f}", lambda right, slip: slip > right),
    ("lower", "it is lower: {1:.3f}, and the right loop's is {0:.3f}", lambda right, slip: slip < right),
    ("the same", "it is {0:.3f}, as the right loop's", lambda right, slip: slip == right),
)
softmax_twice = prediction.words(
    "Softmax is taken twice. Does the gradient pass a check against this same loss?",
    ("passes", "it passes, with less than 1e-7", lambda error: error < 1e-7),
    ("fails", "it fails, with {0:.2f}", lambda error: error >= 1e-7),
)
cut_off = prediction.words(
    "The tape is cut behind the hidden units. Does the gradient pass a check against this same loss?",
    ("passes", "it passes, with less than 1e-7, too", lambda error: error < 1e-7),
    ("fails", "it fails: the check reads {0:.2f}", lambda error: error >= 1e-7),
)
