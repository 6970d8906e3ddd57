# Réseau de neurones "from scratch", sans numpy
# chaque neurone est un dict : poids (le dernier = biais), sortie, delta
from math import exp
from random import seed, random, gauss


def init_reseau(n_entrees, n_caches, n_sorties):
    reseau = []
    reseau.append([{'poids': [random() - 0.5 for _ in range(n_entrees + 1)]} for _ in range(n_caches)])
    reseau.append([{'poids': [random() - 0.5 for _ in range(n_caches + 1)]} for _ in range(n_sorties)])
    return reseau


def activer(poids, entrees):
    s = poids[-1]
    for w, e in zip(poids[:-1], entrees):
        s += w * e
    return s


def sigmoide(s):
    return 1.0 / (1.0 + exp(-s))


def propager(reseau, ligne):
    entrees = ligne
    for couche in reseau:
        sorties = []
        for neurone in couche:
            neurone['sortie'] = sigmoide(activer(neurone['poids'], entrees))
            sorties.append(neurone['sortie'])
        entrees = sorties
    return entrees


def retropropager(reseau, attendu):
    for i in reversed(range(len(reseau))):
        couche = reseau[i]
        erreurs = []
        if i == len(reseau) - 1:
            for j, neurone in enumerate(couche):
                erreurs.append(neurone['sortie'] - attendu[j])
        else:
            for j in range(len(couche)):
                e = 0.0
                for neurone in reseau[i + 1]:
                    e += neurone['poids'][j] * neurone['delta']
                erreurs.append(e)
        for j, neurone in enumerate(couche):
            neurone['delta'] = erreurs[j] * neurone['sortie'] * (1.0 - neurone['sortie'])


def maj_poids(reseau, ligne, taux):
    for couche in reseau:
        entrees = ligne
        for neurone in couche:
            for j in range(len(entrees)):
                neurone['poids'][j] -= taux * neurone['delta'] * entrees[j]
            neurone['poids'][-1] -= taux * neurone['delta']


def entrainer(reseau, donnees, taux, n_epoques):
    for epoque in range(n_epoques):
        somme = 0.0
        for ligne, classe in donnees:
            sorties = propager(reseau, ligne)
            attendu = [0.0, 0.0]
            attendu[classe] = 1.0
            somme += 0.5 * sum((s - a) ** 2 for s, a in zip(sorties, attendu))
            retropropager(reseau, attendu)
            maj_poids(reseau, ligne, taux)
        if epoque % 25 == 0:
            print('>epoque=%d, taux=%.2f, erreur=%.4f' % (epoque, taux, somme))


def predire(reseau, ligne):
    sorties = propager(reseau, ligne)
    return sorties.index(max(sorties))


if __name__ == '__main__':
    seed(2)
    # classe 0 : près du centre, classe 1 : en haut à droite
    donnees = []
    for _ in range(40):
        donnees.append(([gauss(0.0, 0.6), gauss(0.0, 0.6)], 0))
        donnees.append(([gauss(1.5, 0.6), gauss(1.5, 0.6)], 1))
    reseau = init_reseau(2, 2, 2)
    entrainer(reseau, donnees, 0.3, 200)
    bons = sum(predire(reseau, l) == c for l, c in donnees)
    print('précision : %.1f %%' % (100.0 * bons / len(donnees)))
