# Entrausch-Autoencoder (denoising) mit gebundenen Gewichten: der Dekoder benutzt W.T
import numpy as np

zufall = np.random.RandomState(12)
n_sichtbar, n_verborgen = 5, 3

# Daten: 8 Muster, die eigentlich nur drei Richtungen haben
faktoren = zufall.randn(8, 3)
daten = faktoren @ zufall.randn(3, n_sichtbar) * 0.5
verrauscht = daten + 0.4 * zufall.randn(*daten.shape)

W = zufall.randn(n_sichtbar, n_verborgen) * 0.5
b_enk = zufall.randn(n_verborgen) * 0.1
b_dek = zufall.randn(n_sichtbar) * 0.1
gewichte = [W, b_enk, b_dek]


def sigmoide(a):
    return 1 / (1 + np.exp(-a))


def enkodieren(gewichte, x):
    W, b_enk, _ = gewichte
    return sigmoide(x @ W + b_enk)


def dekodieren(gewichte, h):
    W, _, b_dek = gewichte
    return h @ W.T + b_dek


def fehler(gewichte):
    rekonstruktion = dekodieren(gewichte, enkodieren(gewichte, verrauscht))
    return 0.5 * np.sum((rekonstruktion - daten) ** 2) / len(daten)


def gradient(gewichte):
    W, b_enk, b_dek = gewichte
    h = enkodieren(gewichte, verrauscht)
    rekonstruktion = dekodieren(gewichte, h)

    d_rek = (rekonstruktion - verrauscht) / len(daten)
    db_dek = d_rek.sum(axis=0)

    d_h = d_rek @ W
    d_a = d_h * h * (1 - h)
    dW = verrauscht.T @ d_a + d_rek.T @ h
    db_enk = d_a.sum(axis=0)
    return [dW, db_enk, db_dek]


def trainieren(gewichte, schritte=500, lernrate=0.1):
    for s in range(schritte):
        g = gradient(gewichte)
        gewichte = [w - lernrate * d for w, d in zip(gewichte, g)]
        if s % 100 == 0:
            print("Schritt %d, Fehler %.4f" % (s, fehler(gewichte)))
    return gewichte


if __name__ == "__main__":
    trainieren(gewichte)


# ---- for the test
EXPECTED = "the error of the gradient is taken against the noisy input (verrauscht), the loss compares with the clean data (daten)"
KINDS = {"wrong targets", "wrong error"}
PLACES = ["d_rek", "W", "dW", "b_enk", "b_dek", "db_enk", "db_dek", "gewichte", "verrauscht"]
TWO = False
MEND = [("d_rek = (rekonstruktion - verrauscht)", "d_rek = (rekonstruktion - daten)")]
OFF = {"W", "b_enk", "b_dek"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=fehler, grads=gradient, params=gewichte)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W", "b_enk", "b_dek")
    return (
        lambda a: fehler([a[n] for n in names]),
        lambda a: dict(zip(names, gradient([a[n] for n in names]))),
        {n: w.copy() for n, w in zip(names, gewichte)},
    )
