#!/usr/bin/env python
# coding: utf-8

# # Inside or outside of the circle?
# 2 -> 8 -> 1 network, everything by hand

# In[1]:

import numpy as np

np.random.seed(42)


# In[2]:

# points in a square, label 1 if inside the circle
X = np.random.uniform(-2, 2, (200, 2))
y = ((X ** 2).sum(axis=1) < 1.8).astype(float).reshape(-1, 1)
print(X.shape, y.shape, "ones:", int(y.sum()))


# In[3]:

W1 = np.random.randn(2, 8)
b1 = np.zeros((1, 8))
W2 = np.random.randn(8, 1) * 0.5
b2 = np.zeros((1, 1))


# In[4]:

def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)


def forward(X):
    z1 = X.dot(W1) + b1
    a1 = sigmoid(z1)
    z2 = a1.dot(W2) + b2
    a2 = sigmoid(z2)
    return z1, a1, z2, a2


def binary_crossentropy(y, a2):
    return -np.mean(y * np.log(a2 + 1e-12) + (1 - y) * np.log(1 - a2 + 1e-12))


def backward(X, y, z1, a1, a2):
    m = X.shape[0]
    dz2 = (a2 - y) / m
    dW2 = a1.T.dot(dz2)
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = dz2.dot(W2.T) * sigmoid_derivative(a1)
    dW1 = X.T.dot(dz1)
    db1 = dz1.sum(axis=0, keepdims=True)
    return dW1, db1, dW2, db2


def train(X, y, epochs=2000, lr=1.0):
    global W1, b1, W2, b2
    for epoch in range(epochs):
        z1, a1, z2, a2 = forward(X)
        dW1, db1, dW2, db2 = backward(X, y, z1, a1, a2)

        W2 = W2 - lr * dW2
        b2 = b2 - lr * db2
        W1 = W1 - lr * dW1

        if epoch % 200 == 0:
            print("epoch %4d  loss %.4f" % (epoch, binary_crossentropy(y, a2)))


# In[5]:

train(X, y)


# In[6]:

_, _, _, out = forward(X)
print("accuracy:", np.mean((out > 0.5) == y))
