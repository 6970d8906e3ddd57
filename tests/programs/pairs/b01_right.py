import numpy as np

# 2-layer net on XOR + one junk input

def nonlin(x, deriv=False):
    if deriv == True:
        return x*(1-x)
    return 1/(1+np.exp(-x))

X = np.array([[0,0,1],
              [0,1,1],
              [1,0,1],
              [1,1,1]])

y = np.array([[0],
              [1],
              [1],
              [0]])

np.random.seed(1)

# weights with mean 0
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1

alpha = 2.0

for j in range(6000):

    # feed forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))

    # how much did we miss
    l2_error = y - l2
    if j % 1000 == 0:
        print("Error:" + str(np.mean(np.abs(l2_error))))

    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    syn1 += alpha * l1.T.dot(l2_delta)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn0 += alpha * l0.T.dot(l1_delta)

print("Output After Training:")
print(l2)
