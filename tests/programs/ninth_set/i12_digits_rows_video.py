# watched the well-known video, but my samples are rows (m x features), not columns.
# accuracy stops at 17% and then everything converges on one number
import numpy as np

features, units, classes = 4, 5, 3


def init_param():
    rng = np.random.RandomState(17)
    w1 = rng.rand(features, units) - 0.5
    b1 = rng.rand(1, units) - 0.5
    w2 = rng.rand(units, classes) - 0.5
    b2 = rng.rand(1, classes) - 0.5
    return w1, b1, w2, b2


def ReLU(z):
    return np.maximum(z, 0)


def dev_ReLU(z):
    return z > 0


def Softmax(z):
    a2 = np.exp(z) / sum(np.exp(z))
    return a2


def f_propagation(a0, w1, b1, w2, b2):
    z1 = a0.dot(w1) + b1       # m x 5
    a1 = ReLU(z1)              # m x 5
    z2 = a1.dot(w2) + b2       # m x 3
    a2 = Softmax(z2)           # m x 3
    return z1, a1, z2, a2


def one_hotencode(y):
    y_hat = np.zeros((np.size(y), classes))
    y_hat[np.arange(y.size), y] = 1
    return y_hat


def cross_entropy(w1, b1, w2, b2, x, y):
    a2 = f_propagation(x, w1, b1, w2, b2)[3]
    return -np.sum(one_hotencode(y) * np.log(a2)) / y.size


def b_propagation(w1, b1, w2, b2, x, y):
    z1, a1, z2, a2 = f_propagation(x, w1, b1, w2, b2)
    m = y.size
    dadc = a2 - one_hotencode(y)
    dw2 = 1 / m * (a1.T.dot(dadc))
    db2 = 1 / m * np.sum(dadc, axis=0, keepdims=True)
    dz1 = w2.dot(dadc.T).T * dev_ReLU(z1)
    dw1 = 1 / m * x.T.dot(dz1)
    db1 = 1 / m * np.sum(dz1, axis=0, keepdims=True)
    return dw1, db1, dw2, db2


def update(w1, b1, w2, b2, dw1, db1, dw2, db2, alpha):
    w1 = w1 - alpha * dw1
    b1 = b1 - alpha * db1
    w2 = w2 - alpha * dw2
    b2 = b2 - alpha * db2
    return w1, b1, w2, b2


def gradient_descent(x, y, iterations, alpha):
    p = init_param()
    for i in range(iterations):
        p = update(*p, *b_propagation(*p, x, y), alpha)
        if i % 50 == 0:
            a2 = f_propagation(x, *p)[3]
            print(i, np.mean(np.argmax(a2, 1) == y))
    return p


x_train = np.random.RandomState(5).rand(10, features)
y_train = np.array([0, 1, 1, 2, 0, 1, 2, 1, 1, 0])

if __name__ == "__main__":
    gradient_descent(x_train, y_train, 500, 0.1)


# ---- for the test
EXPECTED = "Softmax divides by Python's sum(), the sum over the rows (axis 0), where each row's own sum (axis 1) is wanted: the examples of a batch mix, and a2 - y is not its derivative"
KINDS = {"rows mix", "summed over the wrong axis", "broadcasting", "wrong loss"}
PLACES = ["Softmax", "a2", "output", "predict", "loss", "w1", "b1", "w2", "b2"]
TWO = False
MEND = [("np.exp(z) / sum(np.exp(z))", "np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    return dict(loss=cross_entropy, grads=b_propagation, params=init_param(), x=x_train, y=y_train)


def proof():
    names = ("w1", "b1", "w2", "b2")
    return (lambda a: cross_entropy(*(a[k] for k in names), x_train, y_train),
            lambda a: dict(zip(names, b_propagation(*(a[k] for k in names), x_train, y_train))),
            dict(zip(names, init_param())))
