import numpy as np

# a neural network in very few lines. I cleaned up nonlin so that the derivative is the REAL formula
def nonlin(x, deriv=False):
    s = 1 / (1 + np.exp(-x))
    if deriv:
        return s * (1 - s)
    return s

X = np.array([[0,0,1], [0,1,1], [1,0,1], [1,1,1]])
y = np.array([[0,1,1,0]]).T

np.random.seed(1)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1

def error():
    return 0.5 * np.sum((y - nonlin(nonlin(X @ syn0) @ syn1))**2)

def train():
    global syn0, syn1
    l0 = X
    l1 = nonlin(l0 @ syn0)
    l2 = nonlin(l1 @ syn1)
    l2_error = y - l2
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta @ syn1.T
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn1 += l1.T @ l2_delta
    syn0 += l0.T @ l1_delta

if __name__ == "__main__":
    for j in range(6000):
        if j % 1000 == 0:
            print("Error:", error())
        train()
    print(nonlin(nonlin(X @ syn0) @ syn1))

# ---- for the test
EXPECTED = "nonlin(l, deriv=True) takes the sigmoid of its argument, but is called with l1 and l2, which are sigmoids already: the derivative is taken at the wrong argument in both layers."
KINDS = {"derivative at the wrong argument", "sigmoid applied twice", "activation derivative", "derivative of the output instead of the pre-activation"}
PLACES = ["nonlin", "l2_delta", "l1_delta", "l1", "l2", "syn0", "syn1"]
TWO = False
MEND = [("        return s * (1 - s)\n", "        return x * (1 - x)\n")]
OFF = {"syn0", "syn1"}


def hand_over():
    return dict(params=[syn0, syn1], loss=error, step=train, x=X, y=y, rate=1.0)


def proof():
    def sig(z):
        return 1 / (1 + np.exp(-z))

    def f(p):
        return 0.5 * np.sum((y - sig(sig(X @ p["syn0"]) @ p["syn1"])) ** 2)

    def claim(p):
        global syn0, syn1
        keep = syn0, syn1
        syn0, syn1 = p["syn0"].copy(), p["syn1"].copy()
        train()
        g = dict(syn0=p["syn0"] - syn0, syn1=p["syn1"] - syn1)
        syn0, syn1 = keep
        return g

    return f, claim, dict(syn0=syn0.copy(), syn1=syn1.copy())
