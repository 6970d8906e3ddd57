import numpy as np

# Matrix factorization for recommendations, the vectorised version of the blog post with the three nested for loops.
#   R: user x item ratings, 0 = not rated
#   P: user x K,  Q: item x K

R = np.array([
    [5, 3, 0, 1],
    [4, 0, 0, 1],
    [1, 1, 0, 5],
    [1, 0, 0, 4],
    [0, 1, 5, 4],
    [2, 0, 4, 0],
])

N, M = R.shape
K = 2
beta = 0.02

np.random.seed(8)
P = np.random.rand(N, K)
Q = np.random.rand(M, K)


def get_error(P, Q, R):
    """squared error on the known ratings + regularization"""
    e = 0
    for i in range(len(R)):
        for j in range(len(R[i])):
            if R[i][j] > 0:
                e = e + (R[i][j] - np.dot(P[i, :], Q[j, :])) ** 2
    return e + beta * (np.sum(P ** 2) + np.sum(Q ** 2))


def get_gradient(P, Q, R):
    eR = R - P @ Q.T
    dP = -2 * eR @ Q + 2 * beta * P
    dQ = -2 * eR.T @ P + 2 * beta * Q
    return dP, dQ


def matrix_factorization(R, P, Q, steps=5000, alpha=0.002):
    for step in range(steps):
        dP, dQ = get_gradient(P, Q, R)
        P = P - alpha * dP
        Q = Q - alpha * dQ
        if get_error(P, Q, R) < 0.001:
            break
    return P, Q


if __name__ == "__main__":
    nP, nQ = matrix_factorization(R, P, Q)
    print(np.round(nP @ nQ.T, 2))


# ---- for the test
EXPECTED = "the gradient takes the error of every cell, the unrated ones too, as if they were ratings of 0; get_error counts only the known ratings (R > 0)"
KINDS = {"unobserved counted"}
PLACES = ["eR", "P", "Q", "dP", "dQ", "R"]
TWO = False
MEND = [("eR = R - P @ Q.T", "eR = (R > 0) * (R - P @ Q.T)")]
OFF = {"P", "Q"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=get_error, grads=get_gradient, params=(P, Q), x=R)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: get_error(a["P"], a["Q"], R), lambda a: dict(zip("PQ", get_gradient(a["P"], a["Q"], R))), dict(P=P.copy(), Q=Q.copy())
