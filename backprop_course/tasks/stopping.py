"""Early stopping walked through by hand: what two lessons ask, and a slip that is made in both."""


def stopped(losses, patience, better=lambda loss, lowest: loss < lowest):
    """The step that early stopping keeps, and the step at which it ends, as two numbers.

    It ends when the best step is `patience` steps old, or with the losses.
    """
    best = 0
    for step in range(1, len(losses)):
        if better(losses[step], losses[best]):
            best = step
        elif step - best >= patience:
            return best, step
    return best, len(losses) - 1


def stopped_by_rises(losses, patience):
    """The step of the lowest loss until `patience` losses in a row are no lower than the one before."""
    best, rises = 0, 0
    for step in range(1, len(losses)):
        best = step if losses[step] < losses[best] else best
        rises = rises + 1 if losses[step] >= losses[step - 1] else 0
        if rises >= patience:
            break
    return best
