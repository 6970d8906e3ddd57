import numpy as np

act = {
    'sigmoid': (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    'tanh': (lambda z: np.tanh(z), lambda a: 1 - a ** 2),
    'linear': (lambda z: z, lambda a: 1.0),
}
chain = ['tanh', 'sigmoid', 'linear']
np.random.seed(32)
Ws = [np.random.randn(3, 4) * .6, np.random.randn(4, 4) * .6, np.random.randn(4, 1) * .6]

fwd = lambda X, n: X if n == 0 else act[chain[n - 1]][0](fwd(X, n - 1) @ Ws[n - 1])
J = lambda X, y: float(np.mean(0.5 * (fwd(X, 3) - y) ** 2))
delta = lambda X, y, n: ((fwd(X, 3) - y) / y.size if n == 3 else delta(X, y, n + 1) @ Ws[n].T) * act[chain[n - 1]][1](fwd(X, n))
gradient = lambda X, y: [fwd(X, n).T @ delta(X, y, n + 1) for n in range(3)]
step = lambda X, y, lr=.5: [W.__isub__(lr * g) for W, g in zip(Ws, gradient(X, y))] and None

X = np.random.rand(15, 3)
y = X.prod(axis=1, keepdims=True)
[step(X, y) for _ in range(20)]
print(J(X, y))

# ---- for the test
def hand_over():
    return dict(loss=J, grads=gradient, step=step, params=Ws, x=X, y=y, rate=.5)

FORM = "only lambdas: recursive lambda forward and delta, table of (f, f') pairs, step is an expression with __isub__"
