from functools import reduce
import numpy as np

class Vec(dict):
    """dict of arrays that can be added and scaled"""
    def __add__(self, other): return Vec({k: self[k] + other[k] for k in self})
    def __rmul__(self, s): return Vec({k: s * v for k, v in self.items()})
    def __sub__(self, other): return self + (-1.0) * other

predict = lambda p, X: X @ p['w'] + p['b']

def huber(p, batch, delta=1.0):
    X, t = batch
    r = np.abs(predict(p, X) - t)
    return np.where(r <= delta, 0.5 * r ** 2, delta * (r - 0.5 * delta)).mean()

def grad_huber(p, batch, delta=1.0):
    X, t = batch
    psi = np.clip(predict(p, X) - t, -delta, delta) / len(t)
    return Vec(w=X.T @ psi, b=psi.sum())

def step(p, batch):
    return p - 0.3 * grad_huber(p, batch)

rs = np.random.RandomState(19)
X = rs.randn(60, 3)
t = X @ np.array([1.0, 2.0, -3.0]) + 0.7 + rs.standard_t(2, 60) * 0.2
batches = [(X[i:i + 10], t[i:i + 10]) for i in range(0, 60, 10)]
p0 = Vec(w=np.zeros(3), b=0.0)
p = reduce(step, batches * 3, p0)
print(p, huber(p, (X, t)))

# ---- for the test
def hand_over():
    return dict(loss=huber, grads=grad_huber, step=step, params=p0, x=batches[0], rate=0.3)

FORM = "pure step folded with functools.reduce over batches; parameter dict subclass with overloaded - and *; Huber loss"
