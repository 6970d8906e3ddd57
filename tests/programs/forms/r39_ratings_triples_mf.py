import numpy as np

ratings = [(0, 0, 5), (0, 1, 3), (0, 3, 1), (1, 0, 4), (1, 3, 1), (2, 0, 1), (2, 1, 1),
           (2, 3, 5), (3, 0, 1), (3, 2, 4), (4, 1, 1), (4, 2, 5), (4, 3, 4)]

class MF():
    def __init__(self, R, K, alpha, beta):
        self.R, self.K = R, K
        self.alpha = alpha
        self.beta = beta
        self.num_users = 1 + max(u for u, i, r in R)
        self.num_items = 1 + max(i for u, i, r in R)
        rs = np.random.RandomState(39)
        self.P = rs.normal(scale=1. / K, size=(self.num_users, K))
        self.Q = rs.normal(scale=1. / K, size=(self.num_items, K))
        self.b_u = np.zeros(self.num_users)
        self.b_i = np.zeros(self.num_items)
        self.b = np.mean([r for u, i, r in R])       # global mean, not learned

    def get_rating(self, i, j):
        return self.b + self.b_u[i] + self.b_i[j] + self.P[i, :].dot(self.Q[j, :].T)

    def sample_loss(self, i, j, r):
        e = r - self.get_rating(i, j)
        reg = self.b_u[i] ** 2 + self.b_i[j] ** 2 + self.P[i] @ self.P[i] + self.Q[j] @ self.Q[j]
        return 0.5 * e ** 2 + 0.5 * self.beta * reg

    def sgd(self, i, j, r):
        e = r - self.get_rating(i, j)
        P_i = self.P[i, :].copy()
        self.b_u[i] += self.alpha * (e - self.beta * self.b_u[i])
        self.b_i[j] += self.alpha * (e - self.beta * self.b_i[j])
        self.P[i, :] += self.alpha * (e * self.Q[j, :] - self.beta * self.P[i, :])
        self.Q[j, :] += self.alpha * (e * P_i - self.beta * self.Q[j, :])

    def rmse(self):
        return np.sqrt(np.mean([(r - self.get_rating(u, i)) ** 2 for u, i, r in self.R]))

mf = MF(ratings, K=2, alpha=0.05, beta=0.02)
for epoch in range(10):
    for triple in ratings:
        mf.sgd(*triple)
print(mf.rmse())

# ---- for the test
def hand_over():
    u, i, r = ratings[4]
    return dict(obj=mf, loss=mf.sample_loss, step=mf.sgd, rate=0.05, also=dict(i=u, j=i, r=r))

FORM = "matrix factorisation on (user, item, rating) triples; step and loss take three scalars i, j, r and only touch two rows; rate called alpha in the constructor"
