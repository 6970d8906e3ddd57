import numpy

# ratings, 0 = not rated
R = numpy.array([
    [5, 3, 0, 1],
    [4, 0, 0, 1],
    [1, 1, 0, 5],
    [1, 0, 4, 4],
    [0, 1, 5, 4],
    [2, 1, 3, 0],
])

N, M = R.shape
K = 2
numpy.random.seed(30)
P = numpy.random.rand(N, K) + 0.3
Q = numpy.random.rand(M, K) + 0.3


def squared_error(P, Q, R, beta=0.02):
    rated = R > 0
    e = ((R - P.dot(Q.T))[rated] ** 2).sum()
    return e + beta / 2 * ((P ** 2).sum() + (Q ** 2).sum())


def one_step(P, Q, R, alpha=0.03, beta=0.02):
    eij = numpy.where(R > 0, R - P.dot(Q.T), 0)
    P = P + alpha * (2 * eij.dot(Q) - beta * P)
    Q = Q + alpha * (2 * eij.T.dot(P) - beta * Q)
    return P, Q


def matrix_factorization(R, P, Q, steps=500, alpha=0.03, beta=0.02):
    for step in range(steps):
        P, Q = one_step(P, Q, R, alpha, beta)
        if squared_error(P, Q, R, beta) < 0.001:
            break
    return P, Q


# ---- for the test
EXPECTED = "Q is moved with the already new P (the error eij is still the old one); both must use the old factors"
KINDS = {"updated before use"}
PLACES = ["Q", "update", "one_step"]
TWO = False
MEND = [("P = P + alpha * (2 * eij.dot(Q) - beta * P)", "newP = P + alpha * (2 * eij.dot(Q) - beta * P)"),
        ("    return P, Q\n\n\ndef matrix", "    return newP, Q\n\n\ndef matrix")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=squared_error, step=one_step, params=(P, Q), x=R, rate=0.03)
