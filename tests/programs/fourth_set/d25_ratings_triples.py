import random

random.seed(5)
ratings = [(0, 1, 4.0), (0, 2, 1.0), (1, 0, 3.5), (2, 1, 5.0), (2, 3, 2.0), (1, 3, 4.5)]
K = 2
users = [[random.random() for _ in range(K)] for _ in range(3)]
items = [[random.random() for _ in range(K)] for _ in range(4)]
reg = 0.02


def cost(users, items):
    e = 0
    for u, i, r in ratings:
        e += (r - sum(users[u][k] * items[i][k] for k in range(K))) ** 2
    e += reg * sum(v * v for row in users + items for v in row)
    return e


def gradients(users, items):
    gu = [[2 * reg * v for v in row] for row in users]
    gi = [[2 * reg * v for v in row] for row in items]
    for u, i, r in ratings:
        eui = r - sum(users[u][k] * items[i][k] for k in range(K))
        for k in range(K):
            gu[u][k] -= 2 * eui * items[i][k]
            gi[i][k] -= 2 * eui * items[i][k]
    return gu, gi


# ---- for the test
EXPECTED = "the items' gradient takes the item's own vector, not the user's"
KINDS = {"wrong input", "wrong weight", "wrong factor"}
PLACES = ["items"]
TWO = False
MEND = [("gi[i][k] -= 2 * eui * items[i][k]", "gi[i][k] -= 2 * eui * users[u][k]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=gradients, params=(users, items))
