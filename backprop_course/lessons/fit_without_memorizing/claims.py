"""What this lesson claims, on draws of rows, labels and first weights that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.fit_without_memorizing.companion import luck
from backprop_course.lessons.fit_without_memorizing.experiments import (
    FEWER,
    FLOOR,
    MANY,
    at_equal_training,
    trained_on_draws,
)

SEEDS = range(1000, 1200)


def _by_heart(seeds):
    run = trained_on_draws(seeds)
    return (run.end.training < FLOOR / 2) & (run.end.test > 1.25 * run.lowest.test)


def _decay_trades(seeds):
    without, decayed = trained_on_draws(seeds).end, trained_on_draws(seeds, strength=0.01).end
    return (decayed.training > without.training) & (decayed.test < without.test)


def _dropout_harms(seeds):
    without, dropped = (
        trained_on_draws(seeds, width=4).lowest,
        trained_on_draws(seeds, width=4, dropped=0.5).lowest,
    )
    return dropped.test > without.test


def _more_at_equal_training(seeds):
    few, many = at_equal_training(0.2, seeds)
    return many.test < 0.9 * few.test


by_heart = Claim(
    sentence="In at least 80 of 100 draws the loss ends below half the floor on the training rows, and on"
    " test rows more than 1.25 times as high as at the step where validation was lowest.",
    measure=_by_heart,
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
decay_trades = Claim(
    sentence="In at least 80 of 100 draws weight decay of 0.01 ends higher than none on the training rows,"
    " and lower on unseen ones.",
    measure=_decay_trades,
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
dropout_helps = Claim(
    sentence="After as many steps, dropout of 0.3 ends lower on unseen rows than no dropout in at least 80"
    " of 100 draws.",
    measure=lambda seeds: trained_on_draws(seeds, dropped=0.3).end.test < trained_on_draws(seeds).end.test,
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
more_examples = Claim(
    sentence="Each stopped at its lowest validation loss, and at equal cost, 150 examples do better on unseen"
    " rows than 50 in at least 80 of 100 draws.",
    measure=lambda seeds: (
        trained_on_draws(seeds, examples=MANY, steps=FEWER).lowest.test < trained_on_draws(seeds).lowest.test
    ),
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
more_at_equal_training = Claim(
    sentence="Both trained to 0.2, 150 examples do better by a tenth than 50 in fewer than half of the"
    " draws.",
    measure=_more_at_equal_training,
    seeds=range(1000, 1060),
    at_most=0.5,
    slow=True,
)
decay_is_lower = Claim(
    sentence="In at least 60 of 100 draws weight decay ends lower than early stopping, and dropout lower"
    " than early stopping in at most 60.",
    measure=lambda seeds: (
        trained_on_draws(seeds, strength=0.01).end.test < trained_on_draws(seeds).lowest.test
    ),
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
dropout_is_not = decay_is_lower._replace(
    measure=lambda seeds: trained_on_draws(seeds, dropped=0.3).end.test < trained_on_draws(seeds).lowest.test,
    at_least=None,
    at_most=0.6,
)
narrow_ends_lower = Claim(
    sentence="After 1000 steps 4 units end lower on test rows than 32 in at least 60 of 100 draws.",
    measure=lambda seeds: trained_on_draws(seeds, width=4).end.test < trained_on_draws(seeds).end.test,
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
narrow_stopped_early = Claim(
    sentence="Both stopped early, 2 units do better than 32 in at most 20 of 100.",
    measure=lambda seeds: trained_on_draws(seeds, width=2).lowest.test < trained_on_draws(seeds).lowest.test,
    seeds=SEEDS,
    at_most=0.2,
    slow=True,
)
dropout_harms = Claim(
    sentence="Both stopped early, dropout of 0.5 leaves 4 units with a higher test loss than none in at least"
    " 60 of 100 draws.",
    measure=_dropout_harms,
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
decay_and_stopping = Claim(
    sentence="With 32 units and early stopping, decay of 0.01 lowers the test loss in at least 60 of 100"
    " draws.",
    measure=lambda seeds: (
        trained_on_draws(seeds, strength=0.01).lowest.test < trained_on_draws(seeds).lowest.test
    ),
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
lucky = Claim(
    sentence="The best of 30 shows on average at least 2 points more on its own 40 rows than elsewhere, one"
    " that nobody chose at most 1.5.",
    measure=lambda seeds: luck(seeds)[0],
    seeds=range(1000, 1300),
    at_least=2,
    slow=True,
)
not_chosen = lucky._replace(measure=lambda seeds: luck(seeds)[1], at_least=None, at_most=1.5)
