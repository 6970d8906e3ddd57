"""The law of claims: each stands in its lesson and holds on its draws, and its negation fails."""

import ast

import numpy as np
import pytest
from notebooks_on_stage import BOTH_ROADS, cells, of_lessons

from backprop_course.check.claim import FIRST_SEED, RISK, Claim, binomial_tail


def claims(of_slow=()):
    """All claims of the course, each with its lesson and name for an id; slow ones bear these marks."""
    return [
        pytest.param(claim, id=f"{lesson}.{name}", marks=of_slow if claim.slow else ())
        for lesson, module in of_lessons("claims").items()
        for name, claim in vars(module).items()
        if isinstance(claim, Claim)
    ]


def text(path):
    """All that is written in a notebook, on one line."""
    return " ".join(" ".join(cell.source for cell in cells(path)).split())


@pytest.mark.parametrize("claim", claims())
def test_its_sentence_stands_in_its_lesson(claim, request):
    lesson = request.node.callspec.id.partition(".")[0]
    own = [path for path in BOTH_ROADS if lesson in path.stem or f"lessons.{lesson}" in text(path)]
    assert any(" ".join(claim.sentence.split()) in text(path) for path in own), claim.sentence


@pytest.mark.parametrize("claim", claims())
def test_its_draws_are_none_of_the_lesson_s(claim):
    assert len(set(claim.seeds)) == len(claim.seeds) > 0 and min(claim.seeds) >= FIRST_SEED


@pytest.mark.parametrize("path", BOTH_ROADS, ids=lambda path: path.stem)
def test_a_notebook_leaves_the_seeds_of_claims_alone(path):
    code = [cell.source for cell in cells(path) if cell.cell_type == "code"]
    assert [seed for source in code for seed in seeds_in(source) if seed >= FIRST_SEED] == []


def seeds_in(source):
    """The numbers that code hands to default_rng, or to anything as a seed."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    handed = [each for call in calls if ast.unparse(call.func).endswith("default_rng") for each in call.args]
    handed += [word.value for call in calls for word in call.keywords if word.arg in ("seed", "random_state")]
    return [each.value for each in handed if isinstance(each, ast.Constant) and isinstance(each.value, int)]


@pytest.mark.slow
@pytest.mark.parametrize("claim", claims(of_slow=pytest.mark.full))
def test_it_holds_on_its_draws_and_its_negation_fails(claim, record_property):
    values = claim.measured()
    record_property(claim.sentence, f"{'share' if values.dtype == bool else 'mean'} {values.mean():.4g}")
    assert claim.holds(values), f"measured {values.mean():.4g} of {len(values)}, and the claim is {claim}"
    assert not any(negation.holds(values) for negation in claim.negations())


# -- what a claim is --


def share(hits, trials):
    """So many successes in so many trials."""
    return np.arange(trials) < hits


def claim(**bounds):
    """A claim of nothing in particular."""
    return Claim("It learns.", lambda seeds: share(len(seeds), len(seeds)), range(1000, 1200), **bounds)


def test_a_share_holds_only_where_luck_cannot_explain_it():
    often = claim(at_least=0.95)
    assert (
        often.holds(share(200, 200)) and not often.holds(share(194, 200)) and not often.holds(share(20, 20))
    )
    rare = claim(at_most=0.05)
    assert rare.holds(share(0, 200)) and not rare.holds(share(6, 200))
    half = claim(at_least=0.4, at_most=0.6)
    assert half.holds(share(200, 400)) and not half.holds(share(20, 40)) and not half.holds(share(230, 400))
    assert claim(at_least=0.0).holds(share(1, 200)) and not claim(at_least=0.0).holds(share(0, 200))
    assert not claim(at_least=1.0).holds(share(200, 200))  # no number of draws shows that it is always so
    assert not claim().holds(share(200, 200))


@pytest.mark.parametrize("center, spread", [(1.0, 0.5), (-3.0, 2.0), (2.0, 0.0)])
def test_a_mean_holds_only_where_luck_cannot_explain_it(center, spread):
    values = center + spread * np.random.default_rng(0).normal(size=400)
    error = spread / 20 + 1e-6
    assert claim(at_least=center - 5 * error).holds(values) and claim(at_most=center + 5 * error).holds(
        values
    )
    assert not claim(at_least=center + 5 * error).holds(values)
    assert not spread or not claim(at_least=values.mean()).holds(values)


@pytest.mark.parametrize("bounds", [{"at_least": 0.3}, {"at_most": 0.7}, {"at_least": 0.3, "at_most": 0.7}])
def test_a_claim_and_its_negation_never_hold_together(bounds):
    for hits in range(0, 401, 10):
        held = claim(**bounds).holds(share(hits, 400))
        assert not held or not any(each.holds(share(hits, 400)) for each in claim(**bounds).negations())
    assert any(
        each.holds(share(0, 400)) or each.holds(share(400, 400)) for each in claim(**bounds).negations()
    )


def test_a_true_negation_is_rejected_as_seldom_as_the_risk_says():
    exact = [binomial_tail(hits, 200, 0.95) for hits in range(201)]
    rejected = max(chance for chance in exact if chance <= RISK)
    assert 0 < rejected <= RISK and abs(exact[0] - 1) < 1e-12 and abs(exact[200] - 0.95**200) < 1e-12


@pytest.mark.parametrize(
    "measure, wanted",
    [
        (lambda seeds: 0.5, "one value for each"),
        (lambda seeds: ["a"] * len(seeds), "one value for each"),
        (lambda seeds: [np.nan] * len(seeds), "finite"),
        (lambda seeds: np.ones(len(seeds)), "at least 30"),
    ],
)
def test_an_experiment_that_measures_something_else_is_refused(measure, wanted):
    with pytest.raises(ValueError, match=wanted):
        claim(at_least=0)._replace(measure=measure, seeds=range(1000, 1020)).measured()
