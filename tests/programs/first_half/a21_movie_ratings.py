import numpy

# matrix factorization: R ~ P Q^T, 0 means "not rated"

R = numpy.array(
    [
        [5, 3, 0, 1],
        [4, 0, 0, 1],
        [1, 1, 0, 5],
        [1, 0, 2, 4],
        [0, 1, 5, 4],
    ]
)

K = 2
alpha = 0.01
beta = 0.3

numpy.random.seed(42)
P = numpy.random.rand(len(R), K)
Q = numpy.random.rand(len(R[0]), K)


def total_error(P, Q):
    e = 0
    for i in range(len(R)):
        for j in range(len(R[i])):
            if R[i][j] > 0:
                e = e + pow(R[i][j] - numpy.dot(P[i, :], Q[j, :]), 2)
                for k in range(K):
                    e = e + (beta / 2) * (pow(P[i][k], 2) + pow(Q[j][k], 2))
    return e


def one_step(P, Q):
    """goes through all the ratings, then moves P and Q"""
    newP = P.copy()
    newQ = Q.copy()
    for i in range(len(R)):
        for j in range(len(R[i])):
            if R[i][j] > 0:
                eij = R[i][j] - numpy.dot(P[i, :], Q[j, :])
                for k in range(K):
                    newP[i][k] += alpha * (2 * eij * Q[j][k] + beta * P[i][k])
                    newQ[j][k] += alpha * (2 * eij * P[i][k] + beta * Q[j][k])
    return newP, newQ


def matrix_factorization(P, Q, steps=1000):
    for step in range(steps):
        P, Q = one_step(P, Q)
        if total_error(P, Q) < 0.001:
            break
    return P, Q


# ---- for the test
EXPECTED = "the update adds the penalty's gradient (+ beta * P, + beta * Q) instead of subtracting it"
KINDS = {"penalty sign"}
PLACES = ["P", "Q", "penalty"]
TWO = False
MEND = [
    ("eij * Q[j][k] + beta * P[i][k]", "eij * Q[j][k] - beta * P[i][k]"),
    ("eij * P[i][k] + beta * Q[j][k]", "eij * P[i][k] - beta * Q[j][k]"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=total_error, step=one_step, params=(P, Q), rate=alpha)
