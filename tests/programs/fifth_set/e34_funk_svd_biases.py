import numpy as np

ratings = [
    (0, 0, 5.0),
    (0, 1, 3.0),
    (1, 0, 4.0),
    (1, 3, 1.0),
    (2, 1, 1.0),
    (2, 2, 5.0),
    (3, 3, 4.0),
    (3, 2, 2.0),
]
mu = np.mean([r for _, _, r in ratings])
lam = 0.1


class MF:
    def __init__(self, n_users=4, n_items=4, k=3):
        g = np.random.default_rng(34)
        self.P, self.Q = g.normal(0, 0.5, (n_users, k)), g.normal(0, 0.5, (n_items, k))
        self.bu, self.bi = g.normal(0, 0.2, n_users), g.normal(0, 0.2, n_items)

    def predict(self, u, i):
        return mu + self.bu[u] + self.bi[i] + self.P[u] @ self.Q[i]

    def objective(self):
        total = sum((r - self.predict(u, i)) ** 2 for u, i, r in ratings)
        penalty = np.sum(self.P**2) + np.sum(self.Q**2) + np.sum(self.bu**2) + np.sum(self.bi**2)
        return total + lam * penalty

    def gradients(self):
        dP, dQ, dbu, dbi = 2 * lam * self.P, 2 * lam * self.Q, np.zeros_like(self.bu), 2 * lam * self.bi
        for u, i, r in ratings:
            e = r - self.predict(u, i)
            dP[u] -= 2 * e * self.Q[i]
            dQ[i] -= 2 * e * self.P[u]
            dbu[u] -= 2 * e
            dbi[i] -= 2 * e
        return dP, dQ, dbu, dbi


model = MF()

# ---- for the test
EXPECTED = "the penalty on the users' biases is in the objective and not in their gradient"
KINDS = {"penalty missing"}
PLACES = ["bu"]
TWO = False
MEND = [("np.zeros_like(self.bu), 2", "2 * lam * self.bu, 2")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = (model.P, model.Q, model.bu, model.bi)
    return dict(obj=model, loss=model.objective, grads=model.gradients, params=params)
