import functools
import numpy as np


def counted(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper

def checked_shapes(f):
    @functools.wraps(f)
    def inner(W, *rest):
        out = f(W, *rest)
        assert out.shape == W.shape
        return out
    return inner


@counted
def energy(W, X, Y):
    return 0.5 * np.sum((X @ W - Y) ** 2) + 0.05 * np.sum(np.sqrt(W ** 2 + 1e-2))   # smooth L1

@counted
@checked_shapes
def d_energy(W, X, Y):
    return X.T @ (X @ W - Y) + 0.05 * W / np.sqrt(W ** 2 + 1e-2)

@counted
def step(W, X, Y, *, rate=0.01):
    return W - rate * d_energy(W, X, Y)


np.random.seed(34)
X = np.random.randn(20, 5)
Y = X @ (np.random.randn(5, 2) * (np.random.rand(5, 2) > 0.5))
W = np.ones((5, 2))
while step.calls < 15:
    W = step(W, X, Y)
print(energy(W, X, Y), energy.calls, d_energy.calls)

# ---- for the test
def hand_over():
    return dict(loss=energy, grads=d_energy, step=step, params=W, x=X, y=Y, rate=0.01)

FORM = "functions wrapped by counting and shape-checking decorators (*args signature), params is one bare matrix, keyword-only rate"
