import random

import numpy as np


class MatrixFactorizer:
    """Recommender: rating(u, i) ~ P[u] . Q[i] + bu[u] + bi[i]"""

    def __init__(self, numUsers, numItems, numFactors):
        gen = np.random.RandomState(6)
        self.__P = gen.normal(0, 0.8, (numUsers, numFactors))
        self.__Q = gen.normal(0, 0.8, (numItems, numFactors))
        self.__userBias = np.zeros(numUsers)
        self.__itemBias = np.zeros(numItems)
        self.__learningRate = 0.1
        self.__lambda = 0.05

    def getP(self):
        return self.__P

    def setP(self, P):
        self.__P = P

    def getQ(self):
        return self.__Q

    def setQ(self, Q):
        self.__Q = Q

    def getUserBias(self):
        return self.__userBias

    def setUserBias(self, userBias):
        self.__userBias = userBias

    def getItemBias(self):
        return self.__itemBias

    def setItemBias(self, itemBias):
        self.__itemBias = itemBias

    def getLearningRate(self):
        return self.__learningRate

    def setLearningRate(self, learningRate):
        self.__learningRate = learningRate

    def predictRating(self, u, i):
        total = self.__userBias[u] + self.__itemBias[i]
        for f in range(self.__P.shape[1]):
            total += self.__P[u, f] * self.__Q[i, f]
        return total

    def computeLoss(self, u, i, rating):
        e = rating - self.predictRating(u, i)
        norm = np.sum(self.__P[u] ** 2) + np.sum(self.__Q[i] ** 2)
        return 0.5 * e**2 + 0.5 * self.__lambda * norm

    def trainOne(self, u, i, rating):
        e = rating - self.predictRating(u, i)
        lr = self.__learningRate
        self.__userBias[u] += lr * e
        self.__itemBias[i] += lr * e
        for f in range(self.__P.shape[1]):
            self.__P[u, f] += lr * (e * self.__Q[i, f] - self.__lambda * self.__P[u, f])
            self.__Q[i, f] += lr * (e * self.__P[u, f] - self.__lambda * self.__Q[i, f])

    def trainEpochs(self, ratings, numEpochs):
        for epoch in range(numEpochs):
            random.shuffle(ratings)
            for u, i, r in ratings:
                self.trainOne(u, i, r)


random.seed(0)
ratings = [(0, 0, 5.0), (0, 2, 1.0), (1, 0, 4.0), (1, 1, 2.0), (2, 1, 5.0), (2, 2, 4.0), (3, 0, 1.0)]
factorizer = MatrixFactorizer(numUsers=4, numItems=3, numFactors=2)


# ---- for the test
EXPECTED = "in trainOne the update of Q[i, f] already uses the new P[u, f]; the old value should have been kept"
KINDS = {"updated before use"}
PLACES = ["Q", "getQ", "P", "__Q", "_MatrixFactorizer__Q"]
TWO = False
MEND = [
    ("            self.__P[u, f] += lr", "            p = self.__P[u, f]\n            self.__P[u, f] += lr"),
    ("lr * (e * self.__P[u, f] -", "lr * (e * p -"),
]
OFF = {"Q"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=factorizer, loss=factorizer.computeLoss, step=factorizer.trainOne, x=(2, 1), y=5.0, rate=factorizer.getLearningRate())


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["P", "Q", "UserBias", "ItemBias"]

    def made(a):
        new = MatrixFactorizer(4, 3, 2)
        for name in names:
            getattr(new, "set" + name)(a[name].copy())
        return new

    def claim(a):
        new = made(a)
        new.trainOne(2, 1, 5.0)
        return {name: (a[name] - getattr(new, "get" + name)()) / new.getLearningRate() for name in names}

    return lambda a: made(a).computeLoss(2, 1, 5.0), claim, {name: getattr(factorizer, "get" + name)().copy() for name in names}
