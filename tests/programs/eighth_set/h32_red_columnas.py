# Demanda de energía: red de una capa oculta, las observaciones van en columnas
import numpy as np

semilla = np.random.RandomState(2024)
n_obs = 10
entrada = semilla.randn(3, n_obs)  # temperatura, precio, hora (estandarizadas)
objetivo = (0.8 * entrada[0] - 0.5 * entrada[1] * entrada[2])[None, :] + 0.1 * semilla.randn(1, n_obs)


def inicializar(n_ent, n_oculta, n_sal):
    peso1 = semilla.randn(n_oculta, n_ent) * 0.7
    sesgo1 = semilla.randn(n_oculta, 1) * 0.3
    peso2 = semilla.randn(n_sal, n_oculta) * 0.7
    sesgo2 = semilla.randn(n_sal, 1) * 0.3
    return peso1, sesgo1, peso2, sesgo2


def propagar(peso1, sesgo1, peso2, sesgo2, X):
    oculta = np.tanh(peso1 @ X + sesgo1)
    salida = peso2 @ oculta + sesgo2
    return oculta, salida


def perdida(peso1, sesgo1, peso2, sesgo2, X, Y):
    _, salida = propagar(peso1, sesgo1, peso2, sesgo2, X)
    return np.sum((salida - Y) ** 2) / (2 * X.shape[1])


def derivada_tanh(u):
    return 1 - np.tanh(u) ** 2


def gradientes(peso1, sesgo1, peso2, sesgo2, X, Y):
    m = X.shape[1]
    oculta, salida = propagar(peso1, sesgo1, peso2, sesgo2, X)
    error2 = salida - Y
    error1 = (peso2.T @ error2) * derivada_tanh(oculta)
    d_peso2 = error2 @ oculta.T / m
    d_sesgo2 = np.sum(error2, axis=1, keepdims=True)
    d_peso1 = error1 @ X.T / m
    d_sesgo1 = np.mean(error1, axis=1, keepdims=True)
    return d_peso1, d_sesgo1, d_peso2, d_sesgo2


parametros = inicializar(3, 4, 1)


def entrenar(parametros, X, Y, tasa=0.05, epocas=500):
    for epoca in range(epocas):
        grads = gradientes(*parametros, X, Y)
        parametros = tuple(p - tasa * g for p, g in zip(parametros, grads))
        if epoca % 100 == 0:
            print(epoca, perdida(*parametros, X, Y))
    return parametros


if __name__ == "__main__":
    entrenar(parametros, entrada, objetivo)


# ---- for the test
EXPECTED = "derivada_tanh takes the tanh of its argument and is given oculta, which is already the tanh; and d_sesgo2 is summed over the observations but not divided by m"
KINDS = {"wrong argument"}
KINDS_2 = {"factor missing", "scale", "wrong factor"}
PLACES = ["peso1", "sesgo1", "sesgo2", "d_sesgo2", "error1", "oculta", "d_peso1", "d_sesgo1"]
TWO = True
MEND = [("derivada_tanh(oculta)", "(1 - oculta ** 2)"), ("d_sesgo2 = np.sum(", "d_sesgo2 = np.mean(")]
OFF = {"peso1", "sesgo1", "sesgo2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=perdida, grads=gradientes, params=parametros, x=entrada, y=objetivo)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["peso1", "sesgo1", "peso2", "sesgo2"]

    def claim(a):
        return dict(zip(names, gradientes(*[a[k] for k in names], entrada, objetivo)))

    return lambda a: perdida(*[a[k] for k in names], entrada, objetivo), claim, dict(zip(names, parametros))
