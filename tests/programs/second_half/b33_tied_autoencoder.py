# Autoencoder mit gekoppelten Gewichten (Decoder = W.T)
import numpy as np

np.random.seed(33)
daten = np.random.rand(9, 5)

gewichte = {
    'W': np.random.randn(5, 3) * 0.8,
    'b_enc': np.random.randn(3) * 0.3,
    'b_dec': np.random.randn(5) * 0.3,
}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def kodieren(g, x):
    return sigmoid(x @ g['W'] + g['b_enc'])


def dekodieren(g, code):
    return sigmoid(code @ g['W'].T + g['b_dec'])


def fehler(g, x):
    rekonstruktion = dekodieren(g, kodieren(g, x))
    return 0.5 * np.sum((rekonstruktion - x) ** 2) / len(x)


def ableitungen(g, x):
    code = kodieren(g, x)
    rek = dekodieren(g, code)
    d_rek = (rek - x) / len(x)
    d_code = d_rek @ g['W'] * code * (1 - code)
    return {
        'W': x.T @ d_code,
        'b_enc': d_code.sum(axis=0),
        'b_dec': d_rek.sum(axis=0),
    }


def trainieren(g, x, epochen=100, lernrate=0.5):
    verlauf = []
    for e in range(epochen):
        d = ableitungen(g, x)
        for name in g:
            g[name] = g[name] - lernrate * d[name]
        verlauf.append(fehler(g, x))
    return verlauf


# ---- for the test
EXPECTED = "two mistakes: W is used twice (encoder and decoder) but only the encoder's part of its gradient is there; and the derivative of the output sigmoid, rek*(1-rek), is missing"
KINDS = {"path missing"}
KINDS_2 = {"output derivative missing", "derivative missing"}
PLACES = ["W", "decoder", "output", "d_rek", "b_dec"]
TWO = True
MEND = [("d_rek = (rek - x) / len(x)", "d_rek = (rek - x) / len(x) * rek * (1 - rek)"),
        ("'W': x.T @ d_code,", "'W': x.T @ d_code + d_rek.T @ code,")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=fehler, grads=ableitungen, params=gewichte, x=daten)
