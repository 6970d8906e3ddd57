"""Whether a conclusion names the mistake that a learner's program is known to have."""

from backprop_course.check import kinds

# What our kinds are called in the programs' own notes.
ALSO = {
    kinds.WRONG_ARGUMENT: {"derivative at the wrong argument"},
    kinds.WRONG_ACTIVATION: {"derivative of another activation", "gate derivative"},
    kinds.SLOPE_IS_ACTIVATION: {"wrong activation", "gate derivative", "derivative of another activation"},
    kinds.SCALE: {"not averaged", "averaged twice", "averaged where summed"},
    kinds.AVERAGED: {"scale", "averaged twice"},
    kinds.UPDATE_SCALE: {"scale", "not averaged", "averaged twice", "averaged where summed"},
    kinds.ENTRY_ORDER: {"order"},
    kinds.BROADCAST: {"wrong error"},
    kinds.MASK_SCALE: {"scale"},
    kinds.SIGN: {"sign of the update"},
    kinds.UPDATE_SIGN: {"sign"},
    kinds.UPDATE_PARTIAL: {"zero"},
    kinds.ZERO: {"partial update"},
    kinds.NOT_ACCUMULATED: {"path missing", "not accumulated over time"},
    kinds.SOFTMAX_DIAGONAL: {"softmax Jacobian diagonal only"},
    kinds.CARRY_MISSING: {"carry missing", "not carried back", "recurrence", "carry"},
    kinds.FACTOR_MISSING: {"forget gate missing", "scale"},
    kinds.WRONG_ROWS: {"labels shuffled", "shuffled", "wrong labels", "wrong rows"},
    kinds.WRONG_TARGET: {
        "wrong error",
        "labels",
        "label coding",
        "label smoothing",
        "wrong labels",
        "smoothing",
    },
    kinds.HINGE_MARGIN: {"hinge", "hinge count", "margin count"},
    kinds.MASK_MISSING: {"mask missing", "mask"},
    kinds.MAX_MASK: {"mask missing", "mask", "pooling mask"},
    kinds.PENALTY_ON_BIAS: {"bias penalized", "penalty on the intercept", "regularizes the bias"},
    kinds.DROPOUT_STAYS_ON: {"dropout at test time", "train versus inference mode"},
    kinds.INTEGERS: {"integers", "integer", "truncation"},
    kinds.TAPE_ORDER: {"topological order", "counted twice"},
    kinds.CHANGED_IN_PLACE: {"in place", "aliasing"},
    kinds.OPTIMIZER_STATE: {"state shared", "shared state", "aliasing"},
    kinds.OLD_LOST: {"=-", "weights replaced", "forgets the old parameters"},
    kinds.STALE_VELOCITY: {"optimizer order"},
    kinds.SLOPE_MISSING: {"inner derivative missing", "activation derivative missing"},
    kinds.SLOPE_DOUBLED: {"extra activation derivative", "activation derivative too many"},
    kinds.OUTPUT_SLOPE_MISSING: {"activation derivative missing", "softmax Jacobian missing"},
    kinds.OUTPUT_SLOPE_DOUBLED: {"extra activation derivative", "activation derivative too many"},
    kinds.WRONG_SLOPE: {"derivative of another activation"},
    kinds.STATISTICS_MISSING: {"batch norm", "normalization", "mean path missing", "path missing"},
    kinds.REPEATED_INDICES: {"not accumulated", "last example only"},
    kinds.ROWS_LEFT_OUT: {"last example only"},
    kinds.OPTIMIZER_FORMULA: {"optimizer's formula"},
    kinds.WRONG_AXIS: {"one bias per row"},
    kinds.ONE_BIAS_PER_ROW: {"summed over the wrong axis"},
    kinds.OUTER_BROADCAST: {"wrong loss"},
    kinds.WRONG_ERROR: {"derivative of the error"},
    kinds.WRONG_FACTOR: {"scale"},
    kinds.BIAS_FROM_WEIGHTS: {"wrong input", "summed over the wrong axis"},
    kinds.ROWS_MIX: {"softmax over the wrong axis"},
}


def names(finding):
    """All that a finding's kind may be called."""
    return {finding.kind} | ALSO.get(finding.kind, set())


def accusations(conclusion):
    """The findings that something is wrong."""
    return [finding for finding in conclusion.findings if not finding.note]


def named(conclusion, kinds_, places):
    """Whether one finding has one of these kinds, and one of these places in its words."""
    return any(names(f) & set(kinds_) and _at(f, places) for f in accusations(conclusion))


def _at(finding, places):
    said = f"{finding.where} {finding.words} {finding.look}".lower()
    return finding.where == "every array" or any(place.lower() in said for place in places)


def misleading(conclusion, kinds_):
    """The findings with a name that is none of the mistakes."""
    return [f for f in accusations(conclusion) if f.kind != kinds.UNKNOWN and not names(f) & set(kinds_)]
