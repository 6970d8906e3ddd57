import numpy as np

np.random.seed(42)
m = 50
X = 2 * np.random.rand(m, 1)
y = 4 + 3 * X + np.random.randn(m, 1)

X_b = np.c_[np.ones((m, 1)), X]      # add x0 = 1 to each instance

eta = 0.1
n_iterations = 10
theta = np.random.randn(2, 1)
theta_path = [theta]

for iteration in range(n_iterations):
    gradients = 2/m * X_b.T.dot(X_b.dot(theta) - y)
    theta = theta - eta * gradients
    theta_path.append(theta)

def cost_function(theta):
    return float(np.mean(np.square(X_b.dot(theta) - y)))

def gradient_function(theta):
    return 2/m * X_b.T.dot(X_b.dot(theta) - y)

theta_best = np.linalg.inv(X_b.T.dot(X_b)).dot(X_b.T).dot(y)
print(theta.ravel(), theta_best.ravel(), [round(cost_function(t), 3) for t in theta_path])

# ---- for the test
def hand_over():
    return dict(loss=cost_function, grads=gradient_function, params=theta)

FORM = "notebook script: training is a bare loop at module level, bias folded in as a column of ones, theta (2,1), design matrix as a global, no step function"
