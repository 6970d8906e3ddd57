import numpy as np

class LinearRegression:
    def __init__(self, learning_rate=0.05):
        self.learning_rate = learning_rate
        self.weights, self.bias = None, None

    def fit(self, X, y, n_iterations=1):
        """returns the history: history[i] is the mse BEFORE iteration i, last entry is after the last one"""
        n_samples, n_features = X.shape
        if self.weights is None:
            self.weights = np.zeros(n_features)
            self.bias = 0
        history = []
        for _ in range(n_iterations):
            y_predicted = np.dot(X, self.weights) + self.bias
            history.append(np.mean((y_predicted - y) ** 2))
            dw = (2 / n_samples) * np.dot(X.T, (y_predicted - y))
            db = (2 / n_samples) * np.sum(y_predicted - y)
            self.weights -= self.learning_rate * dw
            self.bias -= self.learning_rate * db
        history.append(np.mean((self.predict(X) - y) ** 2))
        return history

    def predict(self, X):
        return np.dot(X, self.weights) + self.bias


np.random.seed(54)
X = np.random.randn(30, 2)
y = 3 * X[:, 0] - X[:, 1] + 2 + 0.1 * np.random.randn(30)
reg = LinearRegression()
history = reg.fit(X, y, n_iterations=10)
print(history[0], history[-1])

# ---- for the test
def hand_over():
    # no loss function on its own: fit with 0 iterations only gives the present mse
    return dict(obj=reg, loss=lambda X, y: reg.fit(X, y, n_iterations=0)[-1], step=reg.fit, predict=reg.predict,
                x=X, y=y, rate=0.05)

FORM = "scikit-look regression, the loss exists only as the last entry of the history which fit returns; bias starts as int 0 and becomes a numpy float"
