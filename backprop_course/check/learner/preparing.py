"""A program made ready: each of its functions can be called, on its parameters alone, with few copies."""

from contextlib import suppress

import numpy as np

from backprop_course.check.learner.calling import call, first_values, takes
from backprop_course.check.learner.containers import (
    copied,
    dtype_of,
    identities,
    is_generator,
    is_tensor,
    raised,
)
from backprop_course.check.learner.handover import Raised, Unreadable
from backprop_course.check.learner.life import life, roots
from backprop_course.check.learner.marks import mark
from backprop_course.check.learner.parameters import (
    only_parameters,
    seen_by_loss,
    without_neighbors,
    without_settings,
    without_written_over,
)
from backprop_course.check.learner.results import gradient_blocks, loss_value, one_step
from backprop_course.check.learner.trying import (
    OF_PREDICTIONS,
    agree,
    attempt,
    lacks_predictions,
    perturbed_start,
    with_binding,
    with_own_gradient,
    with_predictions,
    with_role,
)


def bound(program):
    """The program with a way to call each of its functions, and to read what they return."""
    predict = program.hands["predict"]
    program = with_predictions(program._replace(kept=program.variables))
    handed_both = program.hands["both"] is not None
    for role in ("loss", "both"):
        if program.hands[role] is not None:
            program = _with_loss(program, role)
    if program.single and program.hands["predict"] is not predict:
        one = (*program.single, "predict")  # it takes one example, as the loss does
        program = with_predictions(program._replace(hands=program.hands | dict(predict=predict), single=one))
    _refuse_blind(program)
    looked_at = program.leaves
    if not program.found:
        program = without_written_over(without_settings(without_neighbors(program)))
    program = only_parameters(program)
    if "both" in program.bound and program.leaves != looked_at:
        program = _with_loss(program, "both")  # its gradients are those of fewer arrays
    program = _with_gradients_beside(program, handed_both)
    program = with_own_gradient(program)
    _refuse_generators(program)
    for role in ("grads", "step"):
        if program.hands[role] is not None:
            program = with_role(program, role)
    return program._replace(anew="step" in program.bound and _begins_anew(program))


def _with_loss(program, role):
    """The program with its loss; read alone at first where the gradients beside it are not of all arrays."""
    hands = program.hands
    try:
        return with_binding(program, role)
    except Unreadable as error:
        if role == "loss" or hands["loss"] is not None or hands["grads"] is not None:
            raise
        try:
            alone = hands | dict(loss=hands["both"], both=None)
            return with_binding(program._replace(hands=alone), "loss")
        except (Raised, Unreadable):
            raise error from None


def _with_gradients_beside(program, handed_both):
    """The program whose loss returns its gradients too, or leaves them: now that its parameters are known."""
    hands = program.hands
    alone = hands["grads"] is None and hands["both"] is None and "loss" in program.bound
    if not alone or (hands["step"] is not None and not handed_both):
        return program
    bound = {role: way for role, way in program.bound.items() if role != "loss"}
    both = program._replace(hands=hands | dict(both=hands["loss"], loss=None), bound=bound)
    try:
        found = with_binding(both, "both")
    except (Raised, Unreadable):
        if handed_both:
            raise
        return program
    whole = None not in (found.plans["both"].leaves or [None]) and not _stays(found)
    return found if handed_both or whole else program


def _stays(program):
    """Whether what was taken for the gradient is the same elsewhere: what a training has left."""
    found = [attempt(gradient_blocks, program, perturbed_start(program, seed)) for seed in (1, 2)]
    return None in found or agree(*found)


def _begins_anew(program):
    """Whether an update ends at the same parameters wherever it starts: a training from its own start."""
    ends = [attempt(one_step, program, perturbed_start(program, seed)) for seed in (1, 2)]
    return all(ends) and agree(*ends)


def _refuse_generators(program):
    """Refuse an update that draws its data from a generator, where there is no gradient to look at instead.

    One that makes the steps themselves is begun anew.
    """
    step, own = program.hands["step"], identities(program.hands["params"])
    if step is None or program.hands["grads"] is not None or program.hands["both"] is not None:
        return
    for drawn in (root.get() for root in roots([step]) if is_generator(root.get())):
        if not any(own & identities(value) for value in (drawn, *(root.get() for root in roots([drawn])))):
            words = "your step draws its data from a generator, and the loss takes others"
            raise Unreadable(f"{words}. Hand over a function of one step with x and y, or grads=...")


def _refuse_blind(program):
    """Refuse a loss that is no number near the first parameters, or does not depend on them."""
    if not any(np.isfinite(_near(program, seed)) for seed in range(4)):
        words = "your loss is nan or inf at your first parameters, and near them"
        if lacks_predictions(program, program.bound.get("loss")):
            raise Unreadable(f"{words}. {OF_PREDICTIONS}")
        raise Unreadable(f"{words}: look for log of 0, a division by 0, or exp of a large number.")
    if not any(seen_by_loss(program)):
        words = "your loss does not depend on any of the arrays in params"
        hint = "Does it take other ones, read them elsewhere, or tell what a training has recorded?"
        raise Unreadable(f"{words}. {hint} Hand over those, or a function that computes the loss.")


def _near(program, seed):
    """The loss at the first parameters, or off them for a seed above 0."""
    near = perturbed_start(program, seed) if seed else first_values(program)
    return loss_value(program, near, program.x, program.y)


def lighter(program):
    """The program with only those variables copied for a call that its code changes or that are lent to it.

    Parameters that every function is handed need no place; there they may be of finer numbers.
    """
    if all(takes(program, role) for role in program.bound):
        program = _finer(program._replace(places=(None,) * len(program.leaves)))
    lent = (*program.places, *program.data.values(), *program.rates, *program.counts)
    lent = {_identity(place[0]) for place in lent if place}
    trial = program._replace(x=copied(program.x), y=copied(program.y), spoiled=False)
    before = mark([trial.x, trial.y])
    changed = _changed(trial)
    spoiled = mark([trial.x, trial.y]) != before
    chosen = lent | {root.key() for root in changed}
    kept = [root for root in program.variables if root.key() in chosen]
    shared = set().union(*(identities(root.get()) for root in kept))  # two names of one thing go together
    kept = [r for r in program.variables if r.key() in chosen or identities(r.get()) & shared]
    return program._replace(kept=tuple(kept), spoiled=spoiled)


def _finer(program):
    """The program with parameters, and data that are tensors, in float64, where its code can take them."""
    fine = dtype_of(program.hands["params"], program.leaves) == np.dtype(float)
    held = program.hands["params"]  # itself where it can stay: an optimizer may hold the same arrays
    hands = program.hands | dict(params=held if fine else raised(held))
    x, y = (
        data.double() if is_tensor(data) and data.is_floating_point() else data
        for data in (program.x, program.y)
    )
    finer = program._replace(hands=hands, x=x, y=y)
    try:
        loss_value(finer, first_values(finer), x, y)
    except Raised:  # as torch does for numbers of two kinds
        return program
    return finer


def _identity(holder):
    """What tells one variable from another: where it is kept, and its name."""
    return holder if isinstance(holder, str) else holder.key()


def _changed(program):
    """The variables that some call changes.

    At the first parameters a call may leave what was there already, as a state that an earlier call had left:
    elsewhere it leaves another one.
    """
    changed, elsewhere = _left_by(program, program.bound, None), []
    for role in program.bound:
        with suppress(Raised, Unreadable):
            elsewhere += _left_by(program, [role], perturbed_start(program, 1))
    known = {root.key() for root in changed}
    return changed + [root for root in elsewhere if root.key() not in known]


def _left_by(program, roles, arrays):
    """The variables that are not what they were after a call of each of some functions in a row."""
    before = [mark(root.get()) for root in program.variables]
    with life(program.hands, program.variables) as hands:
        for role in roles:
            call(program, hands, role, arrays, program.x, program.y)
        after = [mark(root.get()) for root in program.variables]
    return [root for root, a, b in zip(program.variables, before, after, strict=True) if a != b]
