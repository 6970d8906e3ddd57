"""
Petit GRU au niveau des caracteres, dans l'esprit de min-char-rnn.py (vecteurs colonnes).
  z = sig(Wz x + Uz h' + bz)            porte de mise a jour
  r = sig(Wr x + Ur h' + br)            porte de remise a zero
  c = tanh(Wc x + Uc (r * h') + bc)     candidat
  h = (1 - z) * h' + z * c
"""
import numpy as np

texte = "abac abad abac abad "
car = sorted(set(texte))
V, H = len(car), 4
ind = {c: i for i, c in enumerate(car)}
rng = np.random.RandomState(1)

P = {}
for porte in 'zrc':
    P['W' + porte] = rng.randn(H, V) * 0.5
    P['U' + porte] = rng.randn(H, H) * 0.5
    P['b' + porte] = rng.randn(H, 1) * 0.1
P['Wy'] = rng.randn(V, H) * 0.5
P['by'] = np.zeros((V, 1))

sig = lambda a: 1 / (1 + np.exp(-a))


def perte(P, entrees, cibles, h0=None):
    """renvoie la perte et les gradients"""
    x, z, r, c, h, p = {}, {}, {}, {}, {}, {}
    h[-1] = np.zeros((H, 1)) if h0 is None else h0
    L = 0.0
    # --- passe avant
    for t in range(len(entrees)):
        x[t] = np.zeros((V, 1))
        x[t][entrees[t]] = 1
        z[t] = sig(P['Wz'] @ x[t] + P['Uz'] @ h[t-1] + P['bz'])
        r[t] = sig(P['Wr'] @ x[t] + P['Ur'] @ h[t-1] + P['br'])
        c[t] = np.tanh(P['Wc'] @ x[t] + P['Uc'] @ (r[t] * h[t-1]) + P['bc'])
        h[t] = (1 - z[t]) * h[t-1] + z[t] * c[t]
        y = P['Wy'] @ h[t] + P['by']
        p[t] = np.exp(y) / np.sum(np.exp(y))
        L += -np.log(p[t][cibles[t], 0])
    # --- passe arriere
    G = {k: np.zeros_like(v) for k, v in P.items()}
    dhsuiv = np.zeros((H, 1))
    for t in reversed(range(len(entrees))):
        dy = p[t].copy()
        dy[cibles[t]] -= 1
        G['Wy'] += dy @ h[t].T
        G['by'] += dy
        dh = P['Wy'].T @ dy + dhsuiv
        dac = dh * z[t] * (1 - c[t] ** 2)
        drh = P['Uc'].T @ dac
        daz = dh * (c[t] - h[t-1]) * z[t] * (1 - z[t])
        dar = drh * h[t-1] * r[t] * (1 - r[t])
        for nom, da, hh in (('z', daz, h[t-1]), ('r', dar, h[t-1]), ('c', dac, r[t] * h[t-1])):
            G['W' + nom] += da @ x[t].T
            G['U' + nom] += da @ hh.T
            G['b' + nom] += da
        dhsuiv = dh * (1 - z[t]) + drh + P['Uz'].T @ daz + P['Ur'].T @ dar
    return L, G


def perte_seule(P, entrees, cibles):
    return perte(P, entrees, cibles)[0]


suite = [ind[s] for s in texte]
entrees, cibles = suite[:9], suite[1:10]

if __name__ == '__main__':
    for n in range(400):
        L, G = perte(P, entrees, cibles)
        if n % 50 == 0:
            print('iter %d, perte %f' % (n, L))
        for k in P:
            P[k] -= 0.1 * np.clip(G[k], -5, 5)

# ---- for the test
EXPECTED = "In the backward pass drh is handed to dhsuiv without the factor r[t]: the candidate sees r * h', so the path to the previous state must be r[t] * drh."
KINDS = {"factor missing", "gate missing", "scale", "path missing", "reset gate missing", "carry missing", "chain rule factor missing"}
PLACES = ["dhsuiv", "drh", "perte", "r", "Uc", "dh"]
TWO = False
MEND = [("dh * (1 - z[t]) + drh + P", "dh * (1 - z[t]) + r[t] * drh + P")]
OFF = {a + b for a in "WUb" for b in "zrc"}


def hand_over():
    return dict(params=P, loss=perte_seule, grads=perte, x=entrees, y=cibles, rate=0.1)


def proof():
    return (lambda p: perte_seule(p, entrees, cibles), lambda p: perte(p, entrees, cibles)[1],
            {k: v.copy() for k, v in P.items()})
