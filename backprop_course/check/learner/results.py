"""The results of a learner's functions at arrays of ours, each call in a life of its own."""

from backprop_course.check.learner import returning
from backprop_course.check.learner.calling import (
    after_step,
    call,
    first_values,
    gradients_left,
    keep_states,
    part,
    states,
)
from backprop_course.check.learner.handover import Raised
from backprop_course.check.learner.life import chances, life, put_back, states_of


def _role(program, role):
    return role if role in program.bound else "both"


def loss_value(program, arrays, x, y):
    """The loss, a number."""
    with life(program.hands, program.kept) as hands:
        return _loss_in(program, hands, arrays, x, y)


def _loss_in(program, hands, arrays, x, y):
    raw = call(program, hands, _role(program, "loss"), arrays, x, y)
    return returning.as_loss(part(raw, program.plans["loss"].part))


def gradient_blocks(program, arrays, x, y):
    """The gradients, block by block; None where a block has none."""
    with life(program.hands, program.kept) as hands:
        return _gradients_in(program, hands, arrays, x, y)


def _gradients_in(program, hands, arrays, x, y):
    role = _role(program, "grads")
    return gradients_left(program, hands, call(program, hands, role, arrays, x, y), role)


def loss_of_a_step(program, rate):
    """The loss that an update at this rate returns, and the parameters after it."""
    with life(program.hands, _with_states(program)) as hands:
        raw = call(program, hands, "step", first_values(program), program.x, program.y, rate)
        return returning.as_loss(part(raw, program.plans["loss"].part)), after_step(program, hands, raw)


def one_step(program, arrays, x, y, rate=None):
    """The parameters after one step."""
    return several_steps(program, arrays, x, y, 1, rate)[0]


def _step_in(program, hands, arrays, x, y, rate=None):
    raw = call(program, hands, "step", arrays, x, y, rate)
    keep_states(program, raw)
    return after_step(program, hands, raw)


def several_steps(program, arrays, x, y, count, rate=None):
    """The parameters after each of so many steps in one life; each step draws the same random numbers."""
    found, kept = [], _with_states(program)
    with life(program.hands, kept) as hands:
        sources = chances([*(root.get() for root in kept), *hands.values()]) if count > 1 else []
        states = states_of(sources)
        for _ in range(count):
            put_back(sources, states)
            arrays = _step_in(program, hands, None if found and _in_place(program) else arrays, x, y, rate)
            found.append(arrays)
    return found


def trail(program, x, y, count):
    """The parameters after 0, 1, ... rounds of one call of a training, from where it begins."""
    found = []
    for rounds in range(count + 1):
        with life(program.hands, program.kept) as hands:
            try:
                raw = call(program, hands, "step", first_values(program), x, y, rounds=rounds)
            except Raised:  # such as a training that returns the last round's loss, and has none
                if rounds or program.anew:
                    raise
                found.append(first_values(program))
                continue
            found.append(after_step(program, hands, raw))
    return found


def _with_states(program):
    """The variables that are copied for a life of steps."""
    known = {root.key() for root in program.kept}
    return (*program.kept, *(root for root in states(program) if root.key() not in known))


def _in_place(program):
    return program.plans["step"].part == "place"


def prediction_array(program, arrays, x):
    """The predictions, an array."""
    with life(program.hands, program.kept) as hands:
        return returning.as_predictions(call(program, hands, "predict", arrays, x, program.y))


def twice(program, name, arrays, x, y):
    """Two results of one call in one life: "loss", "grads" or "step", each time from the same arrays."""
    run = RUNS[name]
    with life(program.hands, _with_states(program) if name == "step" else program.kept) as hands:
        return [run(program, hands, arrays, x, y) for _ in range(2)]


RUNS = {"loss": _loss_in, "grads": _gradients_in, "step": _step_in}  # in a life that has begun
