# neural net in a handful of lines: seven segment display -> binary
import numpy as np

def nonlin(x, deriv=False):
    if deriv:
        return x*(1-x)
    return 1/(1+np.exp(-x))

#              a b c d e f g
X = np.array([[1,1,1,1,1,1,0],
              [0,1,1,0,0,0,0],
              [1,1,0,1,1,0,1],
              [1,1,1,1,0,0,1],
              [0,1,1,0,0,1,1],
              [1,0,1,1,0,1,1],
              [1,0,1,1,1,1,1],
              [1,1,1,0,0,0,0],
              [1,1,1,1,1,1,1],
              [1,1,1,1,0,1,1]])
X = np.hstack([X, np.ones((10,1))])      # last column is the bias
y = np.array([[int(c) for c in format(i, '04b')] for i in range(10)])

np.random.seed(1)
syn0 = 2*np.random.random((8,12)) - 1
syn1 = 2*np.random.random((12,4)) - 1
alpha = 0.5

for j in range(12001):
    l1 = nonlin(X.dot(syn0))
    l2 = nonlin(l1.dot(syn1))

    l2_error = y - l2
    if j % 2000 == 0:
        print("Error:", np.mean(np.abs(l2_error)))

    l2_delta = l2_error*nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error*nonlin(l1, deriv=True)

    syn1 += alpha*l1.T.dot(l2_delta)
    syn0 += alpha*X.T.dot(l1_delta)

print("Output after training:")
for i, row in enumerate(l2):
    print(i, np.round(row).astype(int), row.round(2))
