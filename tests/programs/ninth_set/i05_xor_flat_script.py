"""XOR, everything at the top level. J goes to minus infinity / does not stop falling although the answers look fine"""
import numpy as np

train_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]).T
train_Y = np.array([[0, 1, 1, 0]])

learning_rate = 0.5
S0, S1, S2 = 2, 5, 1
m = 4

np.random.seed(2)
w1 = np.random.randn(S1, S0)
b1 = np.random.randn(S1, 1)
w2 = np.random.randn(S2, S1)
b2 = np.random.randn(S2, 1)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))


def forward():
    global Z1, A1, Z2, A2
    Z1 = np.dot(w1, train_X) + b1
    A1 = sigmoid(Z1)
    Z2 = np.dot(w2, A1) + b2
    A2 = sigmoid(Z2)


def J():
    forward()
    return np.sum(-train_Y * np.log(A2) + (1 - train_Y) * np.log(1 - A2)) / m


def train_once():
    global w1, b1, w2, b2
    forward()
    dZ2 = A2 - train_Y
    dW2 = np.dot(dZ2, A1.T) / m
    dB2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(w2.T, dZ2) * sigmoid_derivative(Z1)
    dW1 = np.dot(dZ1, train_X.T) / m
    dB1 = np.sum(dZ1, axis=1, keepdims=True) / m

    w1 = w1 - dW1 * learning_rate
    w2 = w2 - dW2 * learning_rate
    b1 = b1 - dB1 * learning_rate
    b2 = b2 - dB2 * learning_rate


if __name__ == "__main__":
    for i in range(2000):
        train_once()
        if i % 200 == 0:
            print(J())
    forward()
    print(A2)


# ---- for the test
EXPECTED = "the minus of the cross entropy stands before its first term only: J adds (1 - Y) log(1 - A) with the wrong sign, so that J is not the loss whose gradient is used"
KINDS = {"wrong loss", "sign", "wrong error", "wrong derivative"}
PLACES = ["J", "loss", "output", "w1", "b1", "w2", "b2"]
TWO = False
MEND = [("np.sum(-train_Y * np.log(A2) + (1 - train_Y) * np.log(1 - A2)) / m",
         "np.sum(-train_Y * np.log(A2) - (1 - train_Y) * np.log(1 - A2)) / m")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    return dict(loss=J, step=train_once, rate=learning_rate, x=train_X, y=train_Y)


def proof():
    names = ("w1", "b1", "w2", "b2")
    here = globals()
    begin = {k: here[k].copy() for k in names}

    def put(a):
        here.update({k: np.array(a[k], dtype=float) for k in names})

    def loss(a):
        put(a)
        out = J()
        put(begin)
        return out

    def claim(a):
        put(a)
        train_once()
        out = {k: (a[k] - here[k]) / learning_rate for k in names}
        put(begin)
        return out

    return loss, claim, begin
