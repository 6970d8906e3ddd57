# fitting sin(x) with a cubic, no framework
# (did the pytorch tutorial first, this is the "warm-up: numpy" part with my own noisy data)
import numpy as np
import math

np.random.seed(1)

# fake measurements
n = 120
x = np.linspace(-math.pi, math.pi, n).reshape(-1, 1)
noise = 0.05 * np.random.randn(n)
y = np.sin(x[:, 0]) + noise

# random start
a = np.random.randn()
b = np.random.randn()
c = np.random.randn()
d = 0.1 * np.random.randn()

learning_rate = 2e-3
losses = []

for t in range(3000):
    # forward: y = a + b x + c x^2 + d x^3
    y_pred = a + b * x + c * x ** 2 + d * x ** 3

    # loss
    loss = np.square(y_pred - y).mean()
    losses.append(loss)
    if t % 300 == 0:
        print(t, loss)

    # backprop
    grad_y_pred = 2.0 * (y_pred - y)
    grad_a = grad_y_pred.mean()
    grad_b = (grad_y_pred * x).mean()
    grad_c = (grad_y_pred * x ** 2).mean()
    grad_d = (grad_y_pred * x ** 3).mean()

    a -= learning_rate * grad_a
    b -= learning_rate * grad_b
    c -= learning_rate * grad_c
    d -= learning_rate * grad_d

print("final loss", losses[-1])
print(f"Result: y = {a:.3f} + {b:.3f} x + {c:.3f} x^2 + {d:.3f} x^3")
