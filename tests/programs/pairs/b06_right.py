#!/usr/bin/env python
# port of my ML class ex4 (octave) to numpy
from numpy import *

input_layer_size = 4
hidden_layer_size = 6
num_labels = 3


def sigmoid(z):
    return 1.0 / (1.0 + exp(-z))


def unroll(Theta1, Theta2):
    return concatenate((Theta1.ravel(order='F'), Theta2.ravel(order='F')))


def roll(nn_params):
    k = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:k].reshape((hidden_layer_size, input_layer_size + 1), order='F')
    Theta2 = nn_params[k:].reshape((num_labels, hidden_layer_size + 1), order='F')
    return Theta1, Theta2


def make_cost(X, y, lam):
    m = X.shape[0]
    Y = eye(num_labels)[y]
    A1 = hstack((ones((m, 1)), X))

    def costfunc(nn_params):
        Theta1, Theta2 = roll(nn_params)
        A2 = hstack((ones((m, 1)), sigmoid(A1.dot(Theta1.T))))
        H = sigmoid(A2.dot(Theta2.T))

        J = -sum(Y * log(H) + (1 - Y) * log(1 - H)) / m
        J += lam / (2.0 * m) * (sum(Theta1[:, 1:] ** 2) + sum(Theta2[:, 1:] ** 2))

        D3 = H - Y
        D2 = (D3.dot(Theta2) * A2 * (1 - A2))[:, 1:]
        Theta1_grad = D2.T.dot(A1) / m
        Theta2_grad = D3.T.dot(A2) / m
        Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
        Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

        grad = concatenate((Theta1_grad.ravel(order='F'), Theta2_grad.ravel(order='F')))
        return J, grad

    return costfunc


def gradient_descent(f, theta, alpha, iters):
    for i in range(iters):
        J, g = f(theta)
        theta = theta - alpha * g
        if i % 100 == 0:
            print('Iteration %4d | Cost: %4.6e' % (i, J))
    return theta


def predict(theta, X):
    Theta1, Theta2 = roll(theta)
    m = X.shape[0]
    h1 = sigmoid(hstack((ones((m, 1)), X)).dot(Theta1.T))
    h2 = sigmoid(hstack((ones((m, 1)), h1)).dot(Theta2.T))
    return argmax(h2, axis=1)


random.seed(0)
centers = array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
y = repeat(arange(3), 40)
X = centers[y] + 0.3 * random.randn(120, 4)
X = (X - X.mean(axis=0)) / X.std(axis=0)

eps = 0.12
T1 = random.rand(hidden_layer_size, input_layer_size + 1) * 2 * eps - eps
T2 = random.rand(num_labels, hidden_layer_size + 1) * 2 * eps - eps
theta = gradient_descent(make_cost(X, y, 0.1), unroll(T1, T2), 1.0, 600)
print('Training Set Accuracy: %.2f' % (mean(predict(theta, X) == y) * 100))
