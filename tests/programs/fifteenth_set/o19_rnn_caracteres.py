"""
RNN mínima que aprende a prever a próxima letra (adaptação do min-char-rnn,
com os parâmetros num dicionário e comentários em português, para a disciplina
de Redes Neurais - lista 5).
"""
import numpy as np

texto = "o rato roeu a roupa"
letras = sorted(set(texto))
idx = {c: i for i, c in enumerate(letras)}
V, H = len(letras), 6      # tamanho do vocabulário, neurônios ocultos


def inicializa():
    rs = np.random.RandomState(11)
    return {
        "Wxh": rs.randn(H, V) * 0.5,
        "Whh": rs.randn(H, H) * 0.5,
        "Why": rs.randn(V, H) * 0.5,
        "bh": rs.randn(H, 1) * 0.1,
        "by": rs.randn(V, 1) * 0.1,
    }


def perda_e_gradientes(p, entradas, alvos):
    """entradas, alvos: listas de inteiros. Devolve a perda (soma no tempo) e os gradientes."""
    xs, hs, ps = {}, {-1: np.zeros((H, 1))}, {}
    perda = 0
    # passo para frente
    for t in range(len(entradas)):
        xs[t] = np.zeros((V, 1))
        xs[t][entradas[t]] = 1
        hs[t] = np.tanh(p["Wxh"] @ xs[t] + p["Whh"] @ hs[t - 1] + p["bh"])
        y = p["Why"] @ hs[t] + p["by"]
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        perda += -np.log(ps[t][alvos[t], 0])

    # passo para trás (BPTT)
    g = {k: np.zeros_like(v) for k, v in p.items()}
    dh_prox = np.zeros((H, 1))
    for t in reversed(range(len(entradas))):
        dy = np.copy(ps[t])
        dy[alvos[t]] -= 1
        g["Why"] += dy @ hs[t].T
        g["by"] = dy
        dh = p["Why"].T @ dy + dh_prox
        dhraw = (1 - hs[t] ** 2) * dh          # derivada da tanh
        g["bh"] += dhraw
        g["Wxh"] += dhraw @ xs[t].T
        g["Whh"] += dhraw @ hs[t - 1].T
        dh_prox = p["Whh"].T @ dh
    return perda, g


def dados():
    nums = [idx[c] for c in texto]
    return nums[:-1], nums[1:]


def treina(p, passos=1000, taxa=0.005):
    entradas, alvos = dados()
    for n in range(passos):
        perda, g = perda_e_gradientes(p, entradas, alvos)
        for k in p:
            p[k] -= taxa * np.clip(g[k], -5, 5)     # evita explosão
        if n % 100 == 0:
            print("passo", n, "perda", perda)


def amostra(p, c, n):
    h, saida = np.zeros((H, 1)), c
    for _ in range(n):
        x = np.zeros((V, 1))
        x[idx[c]] = 1
        h = np.tanh(p["Wxh"] @ x + p["Whh"] @ h + p["bh"])
        c = letras[int(np.argmax(p["Why"] @ h + p["by"]))]
        saida += c
    return saida


if __name__ == "__main__":
    p = inicializa()
    treina(p)
    print(amostra(p, "o", 18))

# ---- for the test
EXPECTED = "BPTT: the error carried to the previous step, dh_prox, is taken from dh and not from dhraw (the tanh derivative is missing in the carry); and g['by'] is overwritten in each time step instead of added up."
KINDS = {"carry", "activation derivative missing", "activation derivative missing in the carry", "wrong error", "carry wrong"}
KINDS_2 = {"not accumulated", "overwritten", "last example only", "one time step only", "bias"}
PLACES = ["dh_prox", "dh", "dhraw", "by", "Whh", "Wxh", "bh", "perda_e_gradientes"]
TWO = True
MEND = [('        dh_prox = p["Whh"].T @ dh\n', '        dh_prox = p["Whh"].T @ dhraw\n'),
        ('        g["by"] = dy\n', '        g["by"] += dy\n')]
OFF = {"Wxh", "Whh", "bh", "by"}


def hand_over():
    entradas, alvos = dados()
    return dict(params=inicializa(), loss=lambda p, entradas, alvos: perda_e_gradientes(p, entradas, alvos)[0],
                grads=perda_e_gradientes, x=entradas, y=alvos)


def proof():
    entradas, alvos = dados()
    return (lambda p: perda_e_gradientes(p, entradas, alvos)[0],
            lambda p: perda_e_gradientes(p, entradas, alvos)[1], inicializa())
