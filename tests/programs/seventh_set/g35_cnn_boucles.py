# Petit réseau de convolution, écrit avec des boucles pour bien comprendre
import numpy as np


class Conv3x3:
    def __init__(self, nb_filtres):
        self.filtres = np.random.randn(nb_filtres, 3, 3) / 3
        self.biais = np.zeros(nb_filtres)

    def avant(self, image):
        self.image = image
        h, l = image.shape
        sortie = np.zeros((len(self.filtres), h - 2, l - 2))
        for k in range(len(self.filtres)):
            for i in range(h - 2):
                for j in range(l - 2):
                    sortie[k, i, j] = np.sum(image[i:i+3, j:j+3] * self.filtres[k]) + self.biais[k]
        self.z = sortie
        return np.maximum(sortie, 0)

    def arriere(self, d, taux):
        d = d * (self.z > 0)
        d_filtres = np.zeros(self.filtres.shape)
        for k in range(d.shape[0]):
            for i in range(d.shape[1]):
                for j in range(d.shape[2]):
                    d_filtres[k] += d[k, i, j] * self.image[i:i+3, j:j+3]
        self.filtres -= taux * d_filtres
        self.biais -= taux * d.sum(axis=(1, 2))


class MaxPool2:
    def avant(self, x):
        self.x = x
        k, h, l = x.shape
        sortie = np.zeros((k, h // 2, l // 2))
        for i in range(h // 2):
            for j in range(l // 2):
                sortie[:, i, j] = x[:, 2*i:2*i+2, 2*j:2*j+2].max(axis=(1, 2))
        self.sortie = sortie
        return sortie

    def arriere(self, d):
        dx = np.zeros(self.x.shape)
        for i in range(d.shape[1]):
            for j in range(d.shape[2]):
                dx[:, 2*i:2*i+2, 2*j:2*j+2] = d[:, i, j][:, None, None]
        return dx


class Softmax:
    def __init__(self, entrees, classes):
        self.poids = np.random.randn(entrees, classes) / np.sqrt(entrees)
        self.biais = np.zeros(classes)

    def avant(self, x):
        self.forme, self.plat = x.shape, x.flatten()
        s = self.plat @ self.poids + self.biais
        e = np.exp(s - s.max())
        self.p = e / e.sum()
        return self.p

    def arriere(self, etiquette, taux):
        ds = self.p.copy()
        ds[etiquette] -= 1
        dx = self.poids @ ds  # avant la mise à jour !
        self.poids -= taux * np.outer(self.plat, ds)
        self.biais -= taux * ds
        return dx.reshape(self.forme)


np.random.seed(2)
conv = Conv3x3(3)
pool = MaxPool2()
softmax = Softmax(3 * 2 * 2, 4)


def prediction(image):
    return softmax.avant(pool.avant(conv.avant(image)))


def cout(image, etiquette):
    return -np.log(prediction(image)[etiquette])


def entrainer(image, etiquette, taux=0.05):
    perte = cout(image, etiquette)
    conv.arriere(pool.arriere(softmax.arriere(etiquette, taux)), taux)
    return perte


images = np.random.rand(5, 6, 6) - 0.3
etiquettes = [0, 3, 1, 2, 3]
for image, etiquette in zip(images, etiquettes):
    entrainer(image, etiquette)


# ---- for the test
EXPECTED = "MaxPool2.arriere gives the gradient to all four cells of the window in place of the maximum alone"
KINDS = {"mask missing", "wrong derivative", "derivative missing"}
PLACES = ["filtres", "biais", "conv", "conv.filtres", "conv.biais", "layer 1", "hidden", "w", "b", "pool", "MaxPool2"]
TWO = False
MEND = [
    (
        "= d[:, i, j][:, None, None]\n",
        "= (self.x[:, 2*i:2*i+2, 2*j:2*j+2] == self.sortie[:, i, j][:, None, None]) * d[:, i, j][:, None, None]\n",
    )
]
OFF = {"conv_filtres", "conv_biais"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=[conv, pool, softmax], loss=cout, step=entrainer, predict=prediction, x=images[0], y=etiquettes[0], rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    here = dict(conv_filtres=conv.filtres, conv_biais=conv.biais, softmax_poids=softmax.poids, softmax_biais=softmax.biais)

    def put(a):
        for name in here:
            here[name][...] = a[name]

    def loss(a):
        put(a)
        return cout(images[0], etiquettes[0])

    def claim(a):
        a = {name: np.array(v) for name, v in a.items()}
        put(a)
        entrainer(images[0], etiquettes[0], 0.05)
        return {name: (a[name] - here[name]) / 0.05 for name in a}

    return loss, claim, {name: v.copy() for name, v in here.items()}
