"""Every mistake of a backward pass, committed at every place of a recorded loss where it can be made.

A suspect says what the gradient would be with one mistake in it. A few look at the claim as well: for weights
that were updated before they were used, to leave out what it cannot be, or to tell which share was kept.
"""

from contextlib import suppress

from backprop_course.check import kinds
from backprop_course.check.graph import leading_to
from backprop_course.check.suspects.arrays_overwritten import (
    stored_states,
    stored_states_at_one_place,
    updates_in_between,
)
from backprop_course.check.suspects.blocks import biases, biases_from_weights, whole_blocks
from backprop_course.check.suspects.class_weights import class_weights
from backprop_course.check.suspects.errors import cut_errors, errors
from backprop_course.check.suspects.masks import masks, maxima, misplaced, right_classes, unobserved, unrated
from backprop_course.check.suspects.normalization import constant_norms, normalizations
from backprop_course.check.suspects.operations import elementary, factors, further_factors
from backprop_course.check.suspects.products import (
    exchanged_numbers,
    exchanged_values,
    inputs,
    own_outputs,
    past_slopes,
    weights_on_the_way,
)
from backprop_course.check.suspects.rearrangements import rearrangements
from backprop_course.check.suspects.recurrent import at_every_step, more_at_every_step
from backprop_course.check.suspects.skips import added_to_themselves, before_the_slope, shares_twice
from backprop_course.check.suspects.slopes import doubled_at_the_output, shares_of_users, slopes, softmaxes
from backprop_course.check.suspects.softmax_axes import softmaxes_over_the_batch
from backprop_course.check.suspects.square_inputs import square_inputs
from backprop_course.check.suspects.tape_orders import tape_orders
from backprop_course.check.suspects.terms import terms
from backprop_course.check.suspects.ways import (
    carried_over,
    carries,
    changed_in_place,
    edges,
    lines,
    one_share_each,
    overlaps,
    overwritten,
    products_overwritten,
    repeated_indices,
    shifted_columns,
    split_elsewhere,
    statistics,
    uses,
)

FAMILIES = (
    carries,
    carried_over,
    lines,
    terms,
    stored_states,
    at_every_step,
    slopes,
    doubled_at_the_output,
    softmaxes_over_the_batch,
    softmaxes,
    errors,
    whole_blocks,
    inputs,
    weights_on_the_way,
    updates_in_between,
    past_slopes,
    exchanged_numbers,
    biases,
    biases_from_weights,
    masks,
    maxima,
    misplaced,
    right_classes,
    unobserved,
    unrated,
    repeated_indices,
    normalizations,
    constant_norms,
    statistics,
    shares_of_users,
    changed_in_place,
    shifted_columns,
    split_elsewhere,
    uses,
    overlaps,
    overwritten,
    products_overwritten,
    one_share_each,
    added_to_themselves,
    shares_twice,
    before_the_slope,
    class_weights,
    edges,
    own_outputs,
    factors,
    exchanged_values,
    elementary,
    further_factors,
    square_inputs,
    cut_errors,
    stored_states_at_one_place,
    tape_orders,
    rearrangements,
    more_at_every_step,
)


def suspects(graph):
    """All suspects of a graph; first those that concern the most arrays.

    A family that fails on a program unlike any that we know ends there, and not the examination.
    """
    return _of_families(graph, FAMILIES)


def factors_of_size(graph, sizes):
    """Factors of these sizes, missing or extra at an operation."""
    for suspect in _of_families(graph, (factors, edges)):
        if suspect.sized:
            yield from (suspect.sized(q) for q in sorted(sizes))
        elif suspect.kind in (kinds.SCALE, kinds.SIGN):
            yield suspect


def _of_families(graph, families):
    graph = _ahead(graph)
    for family in families:
        with suppress(ValueError, IndexError, KeyError, TypeError):
            yield from family(graph)


def _ahead(graph):
    """The graph without the sites of a backward pass in the same call: no derivative arrives there."""
    ahead = leading_to(graph.nodes, graph.loss)
    sites = {site: found for site, found in graph.sites.items() if any(v in ahead for v in found)}
    if len(sites) == len(graph.sites):
        return graph
    activations = {site: found for site, found in graph.activations.items() if site in sites}
    return graph._replace(sites=sites, activations=activations)
