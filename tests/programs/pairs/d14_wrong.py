# TP2 - perceptron multicouche, sortie softmax et erreur quadratique
import numpy as np

np.random.seed(8)


def creer_donnees(n):
    classes = np.random.randint(0, 4, n)
    centres = np.array([[0, 0], [2, 2], [0, 2.5], [2.5, 0]])
    points = centres[classes] + 0.5 * np.random.randn(n, 2)
    return points - 1.1, classes


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def initialiser(n_entree, n_cachee, n_sortie):
    return [np.random.randn(n_entree, n_cachee) * 0.7, np.zeros(n_cachee),
            np.random.randn(n_cachee, n_sortie) * 0.5, np.zeros(n_sortie)]


def propager(poids, x):
    w1, b1, w2, b2 = poids
    cachee = 1 / (1 + np.exp(-(x @ w1 + b1)))
    sortie = softmax(cachee @ w2 + b2)
    return cachee, sortie


def erreur(sortie, cible):
    return np.sum((sortie - cible) ** 2) / len(cible)


def retropropager(poids, x, cible):
    w1, b1, w2, b2 = poids
    cachee, sortie = propager(poids, x)
    d_sortie = 2 * (sortie - cible) / len(x)
    # derivee du softmax
    d_z2 = d_sortie * sortie * (1 - sortie)
    d_w2 = cachee.T @ d_z2
    d_b2 = d_z2.sum(axis=0)
    # derivee de la sigmoide
    d_z1 = (d_z2 @ w2.T) * cachee * (1 - cachee)
    d_w1 = x.T @ d_z1
    d_b1 = d_z1.sum(axis=0)
    return [d_w1, d_b1, d_w2, d_b2]


def apprendre(poids, x, cible, pas=0.8, n_epoques=800):
    for epoque in range(n_epoques):
        gradients = retropropager(poids, x, cible)
        for p, g in zip(poids, gradients):
            p -= pas * g
        if epoque % 100 == 0:
            print("epoque", epoque, "erreur", erreur(propager(poids, x)[1], cible))


x, classes = creer_donnees(240)
cible = np.eye(4)[classes]
poids = initialiser(2, 12, 4)
apprendre(poids, x, cible)

prediction = propager(poids, x)[1].argmax(axis=1)
print("taux de bonnes reponses :", np.mean(prediction == classes))
confusion = np.zeros((4, 4), dtype=int)
for vrai, predit in zip(classes, prediction):
    confusion[vrai, predit] += 1
print(confusion)
