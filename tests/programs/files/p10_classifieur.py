import numpy as np


class ReseauClassifieur:
    """Petit perceptron (1 couche cachée), interface comme scikit-learn, optimiseur Adam."""

    def __init__(self, n_cachees=10, lr=0.02, n_iter=300, random_state=0, verbose=False):
        self.n_cachees = n_cachees
        self.lr = lr
        self.n_iter = n_iter
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X, y):
        rng = np.random.RandomState(self.random_state)
        self.classes_ = np.unique(y)
        n, d = X.shape
        k = len(self.classes_)
        Y = (y[:, None] == self.classes_[None, :]).astype(float)

        self.W1_ = rng.randn(d, self.n_cachees) / np.sqrt(d)
        self.b1_ = np.zeros(self.n_cachees)
        self.W2_ = rng.randn(self.n_cachees, k) / np.sqrt(self.n_cachees)
        self.b2_ = np.zeros(k)

        params = [self.W1_, self.b1_, self.W2_, self.b2_]
        m = [np.zeros_like(p) for p in params]
        v = [np.zeros_like(p) for p in params]
        beta1, beta2, eps = 0.9, 0.999, 1e-8

        self.courbe_ = []
        for t in range(1, self.n_iter + 1):
            # propagation avant
            H = np.tanh(X @ self.W1_ + self.b1_)
            P = self._softmax(H @ self.W2_ + self.b2_)
            perte = -np.sum(Y * np.log(P)) / n
            self.courbe_.append(perte)

            # rétropropagation
            dZ2 = (P - Y) / n
            dZ1 = (dZ2 @ self.W2_.T) * (1 - H ** 2)
            grads = [X.T @ dZ1, dZ1.sum(axis=0), H.T @ dZ2, dZ2.sum(axis=0)]

            # Adam
            for i, (p, g) in enumerate(zip(params, grads)):
                m[i] = beta1 * m[i] + (1 - beta1) * g
                v[i] = beta2 * v[i] + (1 - beta2) * g ** 2
                m_chap = m[i] / (1 - beta1 ** t)
                v_chap = v[i] / (1 - beta1 ** t)
                p -= self.lr * m_chap / (np.sqrt(v_chap) + eps)

            if self.verbose and t % 50 == 0:
                print("itération %d : perte %.4f" % (t, perte))
        return self

    @staticmethod
    def _softmax(Z):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    def predict_proba(self, X):
        H = np.tanh(X @ self.W1_ + self.b1_)
        return self._softmax(H @ self.W2_ + self.b2_)

    def predict(self, X):
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


if __name__ == "__main__":
    rng = np.random.RandomState(7)
    centres = np.array([[0, 0], [2, 1], [0, 2.5], [-2, -1]])
    etiquettes = np.array([0, 1, 2, 1])
    choix = rng.randint(0, 4, 200)
    X = centres[choix] + 0.6 * rng.randn(200, 2)
    y = etiquettes[choix]

    clf = ReseauClassifieur(verbose=True)
    clf.fit(X[:150], y[:150])
    print("train :", clf.score(X[:150], y[:150]), " test :", clf.score(X[150:], y[150:]))
