# My version of the famous "neural network in N lines of python" blog post.
# 3 inputs (third one is always 1 = bias), one hidden layer, XOR of the first two.
import numpy as np

# sigmoid function and its derivative
def nonlin(x, deriv=False):
    s = 1/(1+np.exp(-x))
    if(deriv==True):
        return s*(1-s)
    return s

# input dataset
X = np.array([ [0,0,1],
               [0,1,1],
               [1,0,1],
               [1,1,1] ])

# output dataset
y = np.array([[0,1,1,0]]).T

# seed random numbers to make calculation deterministic
np.random.seed(1)

# initialize weights randomly with mean 0
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1

def error(syn0, syn1, X, y):
    l1 = nonlin(np.dot(X,syn0))
    l2 = nonlin(np.dot(l1,syn1))
    return np.sum((y - l2)**2)/2

def train(syn0, syn1, X, y, alpha=1.0):
    # forward propagation
    l0 = X
    l1 = nonlin(np.dot(l0,syn0))
    l2 = nonlin(np.dot(l1,syn1))

    # how much did we miss?
    l2_error = y - l2

    # multiply how much we missed by the slope of the sigmoid
    l2_delta = l2_error * nonlin(l2,True)

    # how much did each l1 value contribute to the l2 error?
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1,True)

    # update weights
    syn1 = syn1 + alpha*np.dot(l1.T,l2_delta)
    syn0 = syn0 + alpha*np.dot(l0.T,l1_delta)
    return syn0, syn1

if __name__ == "__main__":
    for iter in range(3000):
        syn0, syn1 = train(syn0, syn1, X, y)
        if iter % 500 == 0:
            print("Error:", error(syn0, syn1, X, y))
    print("Output After Training:")
    print(nonlin(np.dot(nonlin(np.dot(X,syn0)),syn1)))

# ---- for the test
EXPECTED = "nonlin(x, True) is the sigmoid's derivative at a pre-activation, but train() calls it with the outputs l2 and l1, so the sigmoid is applied twice in both slopes."
KINDS = {"derivative at the wrong argument", "activation derivative", "sigmoid applied twice", "wrong derivative", "wrong argument"}
PLACES = ["nonlin", "l2_delta", "l1_delta", "train", "syn0", "syn1"]
TWO = False
MEND = [("        return s*(1-s)\n", "        return x*(1-x)\n")]
OFF = {"syn0", "syn1"}


def hand_over():
    return dict(params=[syn0, syn1], loss=error, step=train, x=X, y=y, rate=1.0)


def proof():
    def claim(p):
        new0, new1 = train(p["syn0"], p["syn1"], X, y, alpha=1.0)
        return {"syn0": p["syn0"] - new0, "syn1": p["syn1"] - new1}

    return lambda p: error(p["syn0"], p["syn1"], X, y), claim, {"syn0": syn0.copy(), "syn1": syn1.copy()}
