# minimal example for my question "3 classes, hand-made backprop, gradient check says no"
from numpy import *

random.seed(0)
N = 15
t = arange(N) % 3                                  # labels
x = random.randn(N, 2) * .5 + array([[1, 0], [-1, 1], [0, -1]])[t]
T = eye(3)[t]                                      # one hot

w1 = random.randn(2, 6); b1 = zeros(6)
w2 = random.randn(6, 3); b2 = zeros(3)

def fwd(w1, b1, w2, b2):
    h = tanh(x.dot(w1) + b1)
    o = exp(h.dot(w2) + b2)
    return h, o / o.sum(1, keepdims=True)

def loss(w1, b1, w2, b2):                          # mean squared error
    h, p = fwd(w1, b1, w2, b2)
    return ((p - T)**2).sum() / (2*N)

def grad(w1, b1, w2, b2):
    h, p = fwd(w1, b1, w2, b2)
    d2 = p - T
    d1 = d2.dot(w2.T) * (1 - h*h)
    gw2, gw1 = h.T.dot(d2)/N, x.T.dot(d1)/N
    gb2, gb1 = d2.sum(0), d1.sum(0)
    return gw1, gb1, gw2, gb2

if __name__ == "__main__":
    P = [w1, b1, w2, b2]
    for i in range(500):
        P = [a - .1*g for a, g in zip(P, grad(*P))]
        if i % 100 == 0: print(i, loss(*P))
    print((fwd(*P)[1].argmax(1) == t).mean())

# ---- for the test
EXPECTED = ("The loss is the squared error of softmax outputs, but d2 = p - T is the delta of softmax with cross-entropy (the softmax Jacobian is missing); "
            "and gb1, gb2 are sums over the examples where the weights' gradients are divided by N.")
KINDS = {"wrong loss", "wrong error", "softmax Jacobian missing", "cross-entropy delta with squared error", "activation derivative missing"}
KINDS_2 = {"not averaged", "bias", "scale", "missing 1/N", "bias gradient not averaged"}
PLACES = ["d2", "grad", "loss", "gb1", "gb2", "b1", "b2", "w1", "w2", "d1"]
TWO = True
MEND = [("    d2 = p - T\n", "    e = p - T\n    d2 = p * (e - (e*p).sum(1, keepdims=True))\n"),
        ("    gb2, gb1 = d2.sum(0), d1.sum(0)\n", "    gb2, gb1 = d2.mean(0), d1.mean(0)\n")]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    return dict(params=[w1, b1, w2, b2], loss=loss, grads=grad)


def proof():
    names = ["w1", "b1", "w2", "b2"]
    return (lambda p: loss(*[p[k] for k in names]),
            lambda p: dict(zip(names, grad(*[p[k] for k in names]))),
            dict(zip(names, [w1.copy(), b1.copy(), w2.copy(), b2.copy()])))
