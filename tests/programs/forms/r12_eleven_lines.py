import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1

def go():
    global syn0, syn1
    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
    l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
    l2_delta = (y - l2) * (l2 * (1 - l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)

def error():
    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
    return 0.5 * np.sum((y - 1 / (1 + np.exp(-(np.dot(l1, syn1))))) ** 2)

for j in range(100):
    go()
    if j % 25 == 0: print("Error:", error())

# ---- for the test
def hand_over():
    return dict(loss=error, step=go)

FORM = "trask's 11 lines: everything global, no rate at all (it is 1), update written as += of a negative gradient, half summed squares"
