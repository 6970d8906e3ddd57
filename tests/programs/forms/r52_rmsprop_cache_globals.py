import numpy as np

# fully connected net for a tiny regression, RMSProp
np.random.seed(52)
N, D_in, H = 32, 2, 7
x = np.random.randn(N, D_in)
t = (np.cos(x[:, 0]) * x[:, 1]).reshape(N, 1)

w1 = np.random.randn(D_in, H)
b1 = np.zeros((1, H))
w2 = np.random.randn(H, 1) * 0.3
b2 = np.zeros((1, 1))
cache = {'w1': 0, 'b1': 0, 'w2': 0, 'b2': 0}
lr, decay, eps = 0.01, 0.9, 1e-6

def cost():
    h = np.maximum(x.dot(w1) + b1, 0)
    return np.square(h.dot(w2) + b2 - t).sum() / (2 * N)

def rmsprop_step():
    h = np.maximum(x.dot(w1) + b1, 0)
    d = (h.dot(w2) + b2 - t) / N
    dh = d.dot(w2.T)
    dh[h == 0] = 0
    grads = {'w2': h.T.dot(d), 'b2': d.sum(0, keepdims=True), 'w1': x.T.dot(dh), 'b1': dh.sum(0, keepdims=True)}
    for name, g in grads.items():
        cache[name] = decay * cache[name] + (1 - decay) * g ** 2
        globals()[name] -= lr * g / (np.sqrt(cache[name]) + eps)

if __name__ == '__main__':
    for epoch in range(20):
        rmsprop_step()
        if epoch % 5 == 0:
            print(epoch, cost())

# ---- for the test
def hand_over():
    return dict(loss=cost, step=rmsprop_step, rate=lr)

FORM = "RMSProp over module globals reached by globals()[name]; cache dict starts with int 0; no arguments anywhere"
