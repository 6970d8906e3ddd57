#!/usr/bin/env python
# coding: utf-8

# # Autoencoder with tied weights
# encoder: h = tanh(x W + b), decoder: x' = h W^T + c

# In[1]:


import numpy as np
np.random.seed(0)


# In[2]:


N, D, K = 200, 10, 3
latent = np.random.randn(N, K)
mix = np.random.randn(K, D)
X = np.tanh(latent @ mix * 0.6) + 0.05 * np.random.randn(N, D)
X = X - X.mean(axis=0)
print(X.shape)


# In[3]:


W = np.random.randn(D, K) * 0.3
b = np.zeros(K)
c = np.zeros(D)
lr = 0.02
history = []


# In[4]:


for epoch in range(1500):
    # forward
    H = np.tanh(X @ W + b)
    R = H @ W.T + c
    loss = np.sum((R - X) ** 2) / N
    history.append(loss)

    # backward: decoder
    dR = 2 * (R - X) / N
    dW = dR.T @ H
    dc = dR.sum(axis=0)
    # backward: encoder
    dH = dR @ W
    dZ = dH * (1 - H ** 2)
    dW = X.T @ dZ
    db = dZ.sum(axis=0)

    W -= lr * dW
    b -= lr * db
    c -= lr * dc

    if epoch % 100 == 0:
        print('epoch', epoch, 'loss', round(loss, 5))


# In[5]:


print('final loss', history[-1])
print('variance of data', np.sum(X ** 2) / N)
print('first row   ', np.round(X[0], 2))
print('reconstruct ', np.round(R[0], 2))
