import numpy as np

# Tiny GAN: generator makes 3 numbers from 2 noise values, discriminator says real / fake
rs = np.random.RandomState(12)
noise = rs.randn(9, 2)

G = [rs.randn(2, 5) * 0.7, rs.randn(5) * 0.2, rs.randn(5, 3) * 0.7, rs.randn(3) * 0.2]
D = [rs.randn(3, 4) * 0.8, rs.randn(4) * 0.2, rs.randn(4) * 0.8, 0.3]


def generator(G, z):
    Gw1, Gb1, Gw2, Gb2 = G
    hidden = np.tanh(z @ Gw1 + Gb1)
    return hidden, hidden @ Gw2 + Gb2


def discriminator(D, img):
    Dw1, Db1, Dw2, Db2 = D
    hidden = np.tanh(img @ Dw1 + Db1)
    return hidden, 1 / (1 + np.exp(-(hidden @ Dw2 + Db2)))


def generator_loss(G, z):
    _, fake = generator(G, z)
    _, prob = discriminator(D, fake)
    return -np.mean(np.log(prob))


def generator_grads(G, z):
    Gw1, Gb1, Gw2, Gb2 = G
    Dw1, Db1, Dw2, Db2 = D
    g_hidden, fake = generator(G, z)
    d_hidden, prob = discriminator(D, fake)

    # through the discriminator (its weights stay as they are)
    d_logit = -prob / len(z)
    d_dh = d_logit[:, None] * Dw2[None, :] * (1 - d_hidden ** 2)
    d_fake = d_dh @ Dw1.T

    # through the generator
    gGw2 = g_hidden.T @ d_fake
    gGb2 = d_fake.sum(0)
    d_gh = d_fake @ Gw2.T * (1 - g_hidden ** 2)
    gGw1 = z.T @ d_gh
    gGb1 = d_gh.sum(0)
    return [gGw1, gGb1, gGw2, gGb2]


def train_generator(G, steps, lr=0.1):
    for _ in range(steps):
        z = rs.randn(9, 2)
        G = [p - lr * g for p, g in zip(G, generator_grads(G, z))]
    return G


# ---- for the test
EXPECTED = "the loss of the generator is -log D(G(z)) but its gradient starts with -prob, that of log(1 - D(G(z))); it should be prob - 1"
KINDS = {"wrong loss", "derivative of the error"}
PLACES = ["loss", "output", "d_logit", "logit", "discriminator", "generator"]
TWO = False
MEND = [("d_logit = -prob / len(z)", "d_logit = (prob - 1) / len(z)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=generator_loss, grads=generator_grads, params=G, x=noise)
