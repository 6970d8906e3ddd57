# Auto-encodeur à poids partagés (W pour coder, W.T pour décoder), sans bibliothèque autre que numpy
import numpy as np


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


class AutoEncodeur:
    def __init__(self, n_visibles, n_caches, taux=0.5, graine=0):
        alea = np.random.RandomState(graine)
        self.W = alea.normal(0, 0.7, (n_visibles, n_caches))
        self.biais_cache = alea.normal(0, 0.1, n_caches)
        self.biais_visible = alea.normal(0, 0.1, n_visibles)
        self.taux = taux

    def coder(self, X):
        return sigmoide(X @ self.W + self.biais_cache)

    def decoder(self, H):
        return sigmoide(H @ self.W.T + self.biais_visible)

    def reconstruire(self, X):
        return self.decoder(self.coder(X))

    def cout(self, X):
        """Demi-erreur quadratique, moyenne sur les exemples."""
        return 0.5 * np.sum((self.reconstruire(X) - X) ** 2) / len(X)

    def gradients(self, X):
        H = self.coder(X)
        Y = self.decoder(H)
        n = len(X)

        delta_visible = (Y - X) * Y * (1 - Y) / n
        delta_cache = (delta_visible @ self.W) * H * (1 - H)

        grad_W = X.T @ delta_cache
        grad_bc = delta_cache.sum(axis=0)
        grad_bv = delta_visible.sum(axis=0)
        return grad_W, grad_bc, grad_bv

    def pas(self, X):
        grad_W, grad_bc, grad_bv = self.gradients(X)
        self.W -= self.taux * grad_W
        self.biais_cache -= self.taux * grad_bc
        self.biais_visible -= self.taux * grad_bv

    def entrainer(self, X, n_iterations=1000):
        for i in range(n_iterations):
            self.pas(X)
            if i % 100 == 0:
                print("itération", i, "coût", self.cout(X))


# des motifs binaires à comprimer
motifs = np.array([
    [1, 0, 0, 0, 1],
    [0, 1, 0, 1, 0],
    [0, 0, 1, 0, 0],
    [1, 1, 0, 0, 0],
    [0, 0, 0, 1, 1],
    [1, 0, 1, 0, 1],
    [0, 1, 1, 0, 0],
], dtype=float)

ae = AutoEncodeur(n_visibles=5, n_caches=3)

if __name__ == "__main__":
    ae.entrainer(motifs)


# ---- for the test
EXPECTED = "W is used twice, to code and (transposed) to decode; grad_W has only the coder's part, the decoder's delta_visible.T @ H is missing"
KINDS = {"path missing", "not accumulated"}
PLACES = ["W", "grad_W", "delta_visible", "decoder"]
TWO = False
MEND = [("grad_W = X.T @ delta_cache\n", "grad_W = X.T @ delta_cache + delta_visible.T @ H\n")]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=ae, x=motifs, loss=ae.cout, step=ae.pas, predict=ae.reconstruire, rate=ae.taux)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W", "biais_cache", "biais_visible")

    def made(a):
        new = AutoEncodeur(5, 3)
        for k in names:
            setattr(new, k, np.array(a[k]))
        return new

    return lambda a: made(a).cout(motifs), lambda a: dict(zip(names, made(a).gradients(motifs))), {k: getattr(ae, k).copy() for k in names}
