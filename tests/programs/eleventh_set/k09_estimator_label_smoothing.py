"""scikit-learn style classifier (fit / predict_proba / score). After I added label smoothing, the loss curve
goes down and then up again although the training accuracy is 100 %."""
import numpy as np


class SmoothMLPClassifier:
    def __init__(self, hidden=4, smoothing=0.2, learning_rate=0.4, max_iter=100, random_state=0):
        self.hidden = hidden
        self.smoothing = smoothing
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.random_state = random_state

    def _init(self, X, y):
        rng = np.random.RandomState(self.random_state)
        self.classes_ = np.unique(y)
        sizes = [X.shape[1], self.hidden, len(self.classes_)]
        self.coefs_ = [rng.randn(a, b) / np.sqrt(a) for a, b in zip(sizes, sizes[1:])]
        self.intercepts_ = [rng.randn(b) * 0.1 for b in sizes[1:]]

    def _one_hot(self, y):
        return (y[:, None] == self.classes_[None, :]).astype(float)

    def _forward(self, X):
        Z = X @ self.coefs_[0] + self.intercepts_[0]
        H = np.where(Z > 0, Z, 0.1 * Z)         # leaky relu
        S = H @ self.coefs_[1] + self.intercepts_[1]
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return H, E / E.sum(axis=1, keepdims=True)

    def loss(self, X, y):
        _, P = self._forward(X)
        k = len(self.classes_)
        T = (1 - self.smoothing) * self._one_hot(y) + self.smoothing / k
        return -np.mean(np.sum(T * np.log(P), axis=1))

    def _gradients(self, X, y):
        H, P = self._forward(X)
        delta = (P - self._one_hot(y)) / len(X)
        hidden_delta = (delta @ self.coefs_[1].T) * np.where(H > 0, 1.0, 0.1)
        coef_grads = [X.T @ hidden_delta, H.T @ delta]
        intercept_grads = [hidden_delta.sum(axis=0), delta.sum(axis=0)]
        return coef_grads, intercept_grads

    def partial_fit(self, X, y):
        coef_grads, intercept_grads = self._gradients(X, y)
        for i in range(2):
            self.coefs_[i] = self.coefs_[i] - self.learning_rate * coef_grads[i]
            self.intercepts_[i] = self.intercepts_[i] - self.learning_rate * intercept_grads[i]
        return self

    def fit(self, X, y):
        self._init(X, y)
        self.loss_curve_ = []
        for _ in range(self.max_iter):
            self.partial_fit(X, y)
            self.loss_curve_.append(self.loss(X, y))
        return self

    def predict_proba(self, X):
        return self._forward(X)[1]

    def score(self, X, y):
        return np.mean(self.classes_[self.predict_proba(X).argmax(axis=1)] == y)


_r = np.random.RandomState(17)
y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
X = np.array([[0.0, 1.2], [1.1, -0.6], [-1.1, -0.6]])[y] + _r.randn(10, 2) * 0.4

if __name__ == "__main__":
    clf = SmoothMLPClassifier().fit(X, y)
    print(clf.loss_curve_[::20], clf.score(X, y))


# ---- for the test
EXPECTED = "_gradients takes the hard one-hot labels while loss takes the smoothed ones: the gradient belongs to another loss (the plain cross-entropy), at every parameter"
KINDS = {"another loss", "labels", "targets", "loss and gradient differ", "label smoothing", "wrong targets", "wrong loss"}
PLACES = ["delta", "coefs_", "intercepts_", "W1", "b1", "W2", "b2"]
TWO = False
MEND = [("delta = (P - self._one_hot(y)) / len(X)",
         "delta = (P - (1 - self.smoothing) * self._one_hot(y) - self.smoothing / len(self.classes_)) / len(X)")]
OFF = {"W1", "b1", "W2", "b2"}


def _model(params, x, t, rate=0.4):
    clf = SmoothMLPClassifier(learning_rate=rate)
    clf._init(X, y)
    clf.coefs_ = [params["W1"], params["W2"]]
    clf.intercepts_ = [params["b1"], params["b2"]]
    return clf


def _params(clf):
    return {"W1": clf.coefs_[0], "b1": clf.intercepts_[0], "W2": clf.coefs_[1], "b2": clf.intercepts_[1]}


def _step(params, x, t, rate=0.4):
    return _params(_model(params, x, t, rate).partial_fit(x, t))


def _loss(params, x, t):
    return _model(params, x, t).loss(x, t)


def _start():
    clf = SmoothMLPClassifier()
    clf._init(X, y)
    return _params(clf)


def hand_over():
    return dict(step=_step, params=_start(), loss=_loss, rate=0.4, x=X, y=y)


def proof():
    def claim(a):
        new = _step(a, X, y, 1.0)
        return {k: a[k] - new[k] for k in a}
    return (lambda a: _loss(a, X, y)), claim, _start()
