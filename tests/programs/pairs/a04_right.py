# Matrix factorization for a toy movie data set, SGD a la Simon Funk
#   r_ui ~ mu + b_u + c_i + p_u . q_i
import numpy as np

rng = np.random.RandomState(42)
N_USERS, N_ITEMS, F = 40, 25, 4

# --- fake ratings -----------------------------------------------------------
taste = rng.randn(N_USERS, 2)
style = rng.randn(N_ITEMS, 2)
full = 3.2 + 0.4*rng.randn(N_USERS, 1) + 0.5*rng.randn(1, N_ITEMS) + 0.7*taste.dot(style.T)
full = np.clip(np.round((full + 0.2*rng.randn(*full.shape))*2)/2, 0.5, 5)

rating_t = np.dtype([('user', 'i4'), ('item', 'i4'), ('stars', 'f8')])
mask = rng.rand(N_USERS, N_ITEMS) < 0.5
ratings = np.array([(u, i, full[u, i]) for u, i in zip(*np.nonzero(mask))], dtype=rating_t)
rng.shuffle(ratings)
cut = int(0.85*len(ratings))
train, test = ratings[:cut], ratings[cut:]
print(len(train), 'training ratings,', len(test), 'test ratings')

# --- model ------------------------------------------------------------------
mu = train['stars'].mean()
b = np.zeros(N_USERS)
c = np.zeros(N_ITEMS)
P = 0.1*rng.randn(N_USERS, F)
Q = 0.1*rng.randn(N_ITEMS, F)
lrate, reg = 0.02, 0.04

def predict(r):
    u, i = r['user'], r['item']
    return mu + b[u] + c[i] + (P[u]*Q[i]).sum(axis=-1)

def rmse(r):
    return np.sqrt(np.mean((r['stars'] - predict(r))**2))

# --- training ---------------------------------------------------------------
for epoch in range(1, 41):
    for n in rng.permutation(len(train)):
        u, i, stars = train[n]
        err = stars - (mu + b[u] + c[i] + P[u].dot(Q[i]))

        b[u] += lrate*(err - reg*b[u])
        c[i] += lrate*(err - reg*c[i])
        pu = P[u].copy()
        P[u] += lrate*(err*Q[i] - reg*pu)
        Q[i] += lrate*(err*pu - reg*Q[i])
    lrate *= 0.98
    if epoch % 8 == 0:
        print('epoch %2d   train rmse %.4f   test rmse %.4f' % (epoch, rmse(train), rmse(test)))

base = np.sqrt(np.mean((test['stars'] - mu)**2))
print('always predicting the mean: %.4f' % base)
u = 0
unseen = np.flatnonzero(~mask[u])
score = mu + b[u] + c[unseen] + Q[unseen].dot(P[u])
print('recommend to user 0:', unseen[np.argsort(-score)[:5]])
