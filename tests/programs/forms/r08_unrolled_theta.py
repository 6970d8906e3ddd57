import numpy as np

input_layer_size, hidden_layer_size, num_labels = 4, 5, 3

def sigmoid(z): return 1.0 / (1.0 + np.exp(-z))

def nnCostFunction(nn_params, X, y, lambda_):
    # reshape nn_params back into Theta1 and Theta2 (column order like Octave)
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape((hidden_layer_size, input_layer_size + 1), order='F')
    Theta2 = nn_params[split:].reshape((num_labels, hidden_layer_size + 1), order='F')
    m = X.shape[0]
    Y = np.eye(num_labels)[y.ravel() - 1]          # labels are 1..K

    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1.dot(Theta1.T)
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    h = sigmoid(a2.dot(Theta2.T))

    J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    J += lambda_ / (2.0 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    d3 = h - Y
    d2 = d3.dot(Theta2[:, 1:]) * sigmoid(z2) * (1 - sigmoid(z2))
    Theta1_grad = d2.T.dot(a1) / m
    Theta2_grad = d3.T.dot(a2) / m
    Theta1_grad[:, 1:] += lambda_ / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lambda_ / m * Theta2[:, 1:]
    grad = np.concatenate([Theta1_grad.ravel(order='F'), Theta2_grad.ravel(order='F')])
    return J, grad


np.random.seed(8)
X = np.random.randn(12, input_layer_size)
y = np.random.randint(1, num_labels + 1, size=(12, 1))
theta = np.random.uniform(-0.5, 0.5, hidden_layer_size * (input_layer_size + 1) + num_labels * (hidden_layer_size + 1))
J_history = []
for it in range(10):
    J, grad = nnCostFunction(theta, X, y, 1)
    theta = theta - 0.8 * grad
    J_history.append(J)
print(J_history[0], '->', J_history[-1])

# ---- for the test
def hand_over():
    return dict(loss_and_grads=nnCostFunction, params=theta, x=X, y=y, also=dict(lambda_=1))

FORM = "one unrolled theta vector in Fortran order with the bias folded in, function gives (J, grad), labels 1..K as a column, bias not regularised"
