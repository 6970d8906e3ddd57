import numpy as np

# my version of "a neural network in 11 lines", with a rate and a loss
X = np.array([[0, 0, 1],
              [0, 1, 1],
              [1, 0, 1],
              [1, 1, 1]])

y = np.array([[0],
              [1],
              [1],
              [0]])

alpha = 1.0

np.random.seed(1)
# weights in -1 .. 1
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


def loss():
    l1 = nonlin(np.dot(X, syn0))
    l2 = nonlin(np.dot(l1, syn1))
    return 0.5 * np.sum((y - l2) ** 2)


def step():
    global syn0, syn1
    # feed forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))

    # how far away from the target
    l2_error = y - l2
    l2_delta = l2_error * nonlin(l2, deriv=True)

    # how much did each l1 value contribute to the l2 error?
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1)

    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * l0.T.dot(l1_delta)


def predict():
    return nonlin(np.dot(nonlin(np.dot(X, syn0)), syn1))


def main():
    for j in range(6000):
        step()
        if j % 1000 == 0:
            print("Error:", loss())
    print("Output after training:")
    print(predict())


if __name__ == "__main__":
    main()


# ---- for the test
EXPECTED = "the hidden layer's delta is multiplied by nonlin(l1), the sigmoid itself (and of l1, already a sigmoid), as deriv=True is forgotten"
KINDS = {"derivative is the activation", "derivative missing", "wrong derivative"}
PLACES = ["syn0", "l1_delta", "nonlin", "step"]
TWO = False
MEND = [("l1_error * nonlin(l1)\n", "l1_error * nonlin(l1, deriv=True)\n")]
OFF = {"syn0"}


def hand_over():
    """What the learner would hand over, in its natural form: it works on globals."""
    return dict(loss=loss, step=step, predict=predict, rate=alpha, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name; the globals are put back afterwards."""

    def at(a, f):
        global syn0, syn1
        kept = syn0, syn1
        syn0, syn1 = np.array(a["syn0"]), np.array(a["syn1"])
        try:
            return f()
        finally:
            syn0, syn1 = kept

    def move():
        before = syn0.copy(), syn1.copy()
        step()
        return dict(syn0=(before[0] - syn0) / alpha, syn1=(before[1] - syn1) / alpha)

    return lambda a: at(a, loss), lambda a: at(a, move), dict(syn0=syn0.copy(), syn1=syn1.copy())
