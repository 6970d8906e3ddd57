import numpy as np

np.random.seed(1)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T

syn0 = 2 * np.random.random((3, 5)) - 1
syn1 = 2 * np.random.random((5, 4)) - 1
syn2 = 2 * np.random.random((4, 1)) - 1


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


def forward():
    l1 = nonlin(X.dot(syn0))
    l2 = nonlin(l1.dot(syn1))
    l3 = nonlin(l2.dot(syn2))
    return l1, l2, l3


def half_squared_error():
    return 0.5 * ((y - forward()[-1]) ** 2).sum()


def one_iteration():
    global syn0, syn1, syn2
    l1, l2, l3 = forward()
    l3_error = y - l3
    l3_delta = l3_error * nonlin(l3, deriv=True)
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_error.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn2 = syn2 + l2.T.dot(l3_delta)
    syn1 = syn1 + l1.T.dot(l2_delta)
    syn0 = syn0 + X.T.dot(l1_delta)


if __name__ == "__main__":
    for j in range(10000):
        one_iteration()
        if j % 1000 == 0:
            print("Error:", half_squared_error())

# ---- for the test
EXPECTED = "l2_error is passed down instead of l2_delta: the slope of layer 2 is missing below it"
KINDS = {"derivative missing", "wrong error"}
PLACES = ["syn0", "syn1", "layer 1", "layer 2"]
TWO = False
MEND = [("l1_error = l2_error.dot(syn1.T)", "l1_error = l2_delta.dot(syn1.T)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=half_squared_error, step=one_iteration, params=("syn0", "syn1", "syn2"), rate=1.0)
