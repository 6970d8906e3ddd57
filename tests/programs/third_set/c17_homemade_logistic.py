import numpy as np


class LogisticRegression:
    """binary logistic regression, lambda_param is the regularization parameter"""

    def __init__(self, data, labels):
        self.data = np.hstack((np.ones((data.shape[0], 1)), data))
        self.labels = labels
        num_features = self.data.shape[1]
        self.theta = np.linspace(-0.6, 0.9, num_features).reshape(num_features, 1)

    def train(self, alpha, lambda_param=0, num_iterations=500):
        cost_history = []
        for _ in range(num_iterations):
            self.gradient_step(alpha, lambda_param)
            cost_history.append(self.cost_function(lambda_param))
        return self.theta, cost_history

    def gradient_step(self, alpha=0.3, lambda_param=2.0):
        # Calculate the number of training examples.
        num_examples = self.data.shape[0]

        # Predictions of hypothesis on all m examples.
        predictions = LogisticRegression.hypothesis(self.data, self.theta)

        # The difference between predictions and actual values for all m examples.
        delta = predictions - self.labels

        # Calculate regularization parameter.
        reg_param = 1 - alpha * lambda_param / num_examples

        # Vectorized version of gradient descent.
        theta = self.theta * reg_param - alpha * (1 / num_examples) * (delta.T @ self.data).T

        # We should NOT regularize the parameter theta_zero.
        theta[0] = theta[0] - alpha * (1 / num_examples) * (self.data[:, 0].T @ delta).T

        self.theta = theta

    def cost_function(self, lambda_param=2.0):
        num_examples = self.data.shape[0]
        predictions = LogisticRegression.hypothesis(self.data, self.theta)
        theta_cut = self.theta[1:, [0]]
        reg_param = (lambda_param / (2 * num_examples)) * (theta_cut.T @ theta_cut)
        y_is_set = np.sum(np.log(predictions[self.labels == 1]))
        y_is_not_set = np.sum(np.log(1 - predictions[self.labels == 0]))
        return (-(1 / num_examples) * (y_is_set + y_is_not_set) + reg_param)[0][0]

    @staticmethod
    def hypothesis(data, theta):
        return 1 / (1 + np.exp(-(data @ theta)))


rng = np.random.RandomState(6)
microchips = rng.randn(10, 2)
passed = (microchips[:, :1] + 0.3 * rng.randn(10, 1) > 0.1).astype(int)
logistic_regression = LogisticRegression(microchips, passed)


# ---- for the test
EXPECTED = "theta[0] is penalized and moved with all the others, then moved by its gradient once more: its step should start from self.theta[0]"
KINDS = {"updated twice", "penalty on the bias", "scale"}
PLACES = ["theta"]
TWO = False
MEND = [("theta[0] = theta[0] - alpha", "theta[0] = self.theta[0] - alpha")]
OFF = {"theta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    lr = logistic_regression
    return dict(obj=lr, loss=lr.cost_function, step=lr.gradient_step, params=lr.theta, rate=0.3)


def cost(a):
    logistic_regression.theta = a["theta"]
    return logistic_regression.cost_function()


def claim(a):
    logistic_regression.theta = a["theta"]
    logistic_regression.gradient_step()
    return dict(theta=(a["theta"] - logistic_regression.theta) / 0.3)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return cost, claim, dict(theta=logistic_regression.theta)
