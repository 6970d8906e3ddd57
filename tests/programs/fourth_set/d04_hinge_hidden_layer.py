import numpy as np

np.random.seed(2)
X = np.random.randn(10, 3)
Y = np.where(X[:, 0] * X[:, 1] > 0, 1, -1)  # labels +-1


class HingeNet:
    def __init__(self, hidden=4, C=0.01):
        self.W = 0.5 * np.random.randn(3, hidden)
        self.b = 0.1 * np.random.randn(hidden)
        self.u = 0.5 * np.random.randn(hidden)
        self.u0 = 0.05
        self.C = C

    def score(self, X):
        self.H = np.maximum(0, X @ self.W + self.b)
        return self.H @ self.u + self.u0

    def objective(self, X, Y):
        margin = 1 - Y * self.score(X)
        return np.maximum(0, margin).mean() + self.C * (self.u**2).sum()

    def gradients(self, X, Y):
        f = self.score(X)
        active = (Y * f < 1).astype(float)
        df = -active / len(Y)
        du = self.H.T @ df + 2 * self.C * self.u
        du0 = df.sum()
        dH = np.outer(df, self.u)
        dH[self.H <= 0] = 0
        return {"W": X.T @ dH, "b": dH.sum(0), "u": du, "u0": du0}


svm = HingeNet()

# ---- for the test
EXPECTED = "the hinge's derivative lacks the label: -1 for active examples, not -y"
KINDS = {"factor missing", "hinge margin", "hinge derivative", "wrong error"}
PLACES = ["u", "output", "label", "hinge", "layer 2", "every"]
TWO = False
MEND = [("df = -active / len(Y)", "df = -active * Y / len(Y)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = {"W": svm.W, "b": svm.b, "u": svm.u, "u0": svm.u0}
    return dict(obj=svm, loss=svm.objective, grads=svm.gradients, params=params, x=X, y=Y)
