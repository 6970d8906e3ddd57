"""What this lesson claims of a loop that never empties its gradients, on starts that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.let_a_tape_do_it import experiments
from backprop_course.nn import plain

RATE = 0.5


def _losses(seed, kept, steps):
    """The losses before each step of a loop that adds each gradient to `kept` times those of before."""
    (x, y), params = experiments.petals(), experiments.iris_start(seed)
    grads, losses = [0 * p for p in params], []
    for _ in range(steps):
        losses.append(plain.loss(plain.predict(params, x), y))
        grads = [kept * old + new for old, new in zip(grads, plain.backward(params, x, y), strict=True)]
        params = plain.step(params, grads, RATE)
    return losses


def _lower_after_20_steps(seeds):
    return [_losses(seed, 1, 21)[-1] < _losses(seed, 0, 21)[-1] for seed in seeds]


lower = Claim(
    sentence="After 20 steps at rate 0.5 the forgetful loop has the lower loss in at least 90 of 100 starts.",
    measure=_lower_after_20_steps,
    seeds=range(1000, 1100),
    at_least=0.9,
)
