# Face embeddings with triplets. Rewritten from my JavaScript demo, so please excuse the style :)
import numpy as np

MARGIN = 1.0


def embed(net, img):
    W, b = net
    return np.tanh(np.dot(W, img) + b)


def squaredDist(u, v):
    diff = u - v
    return float(np.dot(diff, diff))


def tripletLoss(net, triplets):
    total = 0.0
    for anchor, positive, negative in triplets:
        ea, ep, en = embed(net, anchor), embed(net, positive), embed(net, negative)
        total += max(0.0, squaredDist(ea, ep) - squaredDist(ea, en) + MARGIN)
    return total / len(triplets)


def tripletGrads(net, triplets):
    W, b = net
    gW = np.zeros(W.shape)
    gb = np.zeros(b.shape)

    def pushBack(img, e, ge):
        g = ge * (1 - e * e)
        gW[:] += np.outer(g, img)
        gb[:] += g

    for anchor, positive, negative in triplets:
        ea, ep, en = embed(net, anchor), embed(net, positive), embed(net, negative)
        distPos = squaredDist(ea, ep)
        distNeg = squaredDist(ea, en)
        if distPos > distNeg:  # only the violated ones have a gradient
            pushBack(anchor, ea, 2 * (en - ep))
            pushBack(positive, ep, 2 * (ep - ea))
            pushBack(negative, en, 2 * (ea - en))
    return [gW / len(triplets), gb / len(triplets)]


def trainStep(net, triplets, learningRate=0.05):
    grads = tripletGrads(net, triplets)
    return [p - learningRate * g for p, g in zip(net, grads)]


def accuracy(net, triplets):
    ok = 0
    for a, p, n in triplets:
        if squaredDist(embed(net, a), embed(net, p)) < squaredDist(embed(net, a), embed(net, n)):
            ok += 1
    return ok / len(triplets)


np.random.seed(77)
people = np.random.randn(4, 5)
photos = [[person + 0.6 * np.random.randn(5) for _ in range(3)] for person in people]
triplets = []
for i in range(4):
    for j in range(4):
        if i != j:
            triplets.append((photos[i][0], photos[i][1], photos[j][2]))
net = [np.random.randn(3, 5) * 0.25, np.random.randn(3) * 0.1]


# ---- for the test
EXPECTED = "tripletGrads forgets the margin: it takes only triplets with distPos > distNeg, but the loss is active for distPos - distNeg + MARGIN > 0"
KINDS = {"hinge margin", "hinge count", "mask missing"}
PLACES = ["every array", "W", "b", "MARGIN", "margin", "distPos", "distNeg", "net[0]", "net[1]", "gW", "gb"]
TWO = False
MEND = [("if distPos > distNeg:", "if distPos - distNeg + MARGIN > 0:")]
OFF = {"W", "b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=tripletLoss, grads=tripletGrads, params=net, x=triplets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: tripletLoss([a["W"], a["b"]], triplets),
        lambda a: dict(zip("Wb", tripletGrads([a["W"], a["b"]], triplets))),
        {"W": net[0], "b": net[1]},
    )
