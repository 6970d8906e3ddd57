"""TP n°1 : régression linéaire par descente de gradient (prix d'un appartement en
fonction de la surface). Problème : la droite obtenue est toute plate, à la hauteur
du prix moyen... alors que le coût se stabilise bien."""
import numpy as np


class RegressionLineaire:

    def __init__(self, taux=0.1):
        self.taux = taux
        self.w = np.array([[0.5]])
        self.b = np.array([0.0])

    def predire(self, X):
        return X @ self.w + self.b

    def ecart(self, X, y):
        return self.predire(X) - y

    def cout(self, X, y):
        # erreur quadratique moyenne
        return np.mean(self.ecart(X, y) ** 2)

    def gradient(self, X, y):
        e = self.ecart(X, y)
        dw = 2 * np.mean(e * X)
        db = 2 * np.mean(e)
        return dw, db

    def pas(self, X, y):
        dw, db = self.gradient(X, y)
        self.w = self.w - self.taux * dw
        self.b = self.b - self.taux * db

    def entrainer(self, X, y, n_iter=100):
        historique = []
        for i in range(n_iter):
            self.pas(X, y)
            historique.append(self.cout(X, y))
        return historique


def charger():
    # surface en m2, prix en centaines de milliers d'euros
    donnees = np.array([[21, 1.1], [30, 1.3], [34, 1.7], [42, 1.9], [48, 2.4],
                        [55, 2.3], [63, 3.0], [70, 3.1], [82, 3.9], [95, 4.2]])
    X = donnees[:, :1]
    y = donnees[:, 1]
    X = (X - X.mean()) / X.std()      # normalisation
    return X, y


if __name__ == "__main__":
    X, y = charger()
    modele = RegressionLineaire()
    historique = modele.entrainer(X, y)
    print("coût au début :", historique[0], " à la fin :", historique[-1])
    print("pente :", modele.w.item(), " ordonnée à l'origine :", modele.b.item())
    print("prix moyen :", y.mean())

# ---- for the test
EXPECTED = "ecart() subtracts y of shape (m,) from predictions of shape (m, 1), so the error is an m x m table of all pairs; cost and gradient are of that table and the slope's gradient is wrong."
KINDS = {"broadcast", "shape", "y has shape (m,)", "wrong error", "wrong loss"}
PLACES = ["ecart", "y", "e", "dw", "w", "gradient", "cout", "charger"]
TWO = False
MEND = [("        return self.predire(X) - y\n", "        return self.predire(X) - y.reshape(-1, 1)\n")]
OFF = {"w"}


def hand_over():
    X, y = charger()
    return dict(make=RegressionLineaire, loss=RegressionLineaire.cout, step=RegressionLineaire.pas,
                predict=RegressionLineaire.predire, x=X, y=y, rate=0.1)


def proof():
    X, y = charger()

    def claim(p):
        m = RegressionLineaire()
        m.w, m.b = p["w"].copy(), p["b"].copy()
        m.pas(X, y)
        return {"w": (p["w"] - m.w) / 0.1, "b": (p["b"] - m.b) / 0.1}

    # the true loss, one error per apartment (the program's own cost is of the m x m table)
    return (lambda p: np.mean((X[:, 0] * p["w"].item() + p["b"].item() - y.ravel()) ** 2),
            claim, {"w": np.array([[0.5]]), "b": np.array([0.0])})
