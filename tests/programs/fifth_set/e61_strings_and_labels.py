import math

docs = [("good great film", "pos"), ("bad boring film", "neg"), ("great fun great", "pos"), ("boring plot bad bad", "neg")]
LABELS = ["neg", "pos", "meh"]
weights = {label: {} for label in LABELS}
bias = {"neg": 0.1, "pos": -0.2, "meh": 0.0}
for k, label in enumerate(LABELS):
    for j, word in enumerate(["good", "great", "film", "bad", "boring", "fun", "plot"]):
        weights[label][word] = 0.1 * ((3 * k + 5 * j) % 7 - 3)


def probabilities(text):
    scores = {}
    for label in LABELS:
        scores[label] = bias[label] + sum(weights[label][w] for w in text.split())
    top = max(scores.values())
    total = sum(math.exp(s - top) for s in scores.values())
    return {label: math.exp(s - top) / total for label, s in scores.items()}


def average_loss():
    return -sum(math.log(probabilities(text)[label]) for text, label in docs) / len(docs)


def train_epoch(lr=0.1):
    dw = {label: dict.fromkeys(weights[label], 0.0) for label in LABELS}
    db = dict.fromkeys(LABELS, 0.0)
    for text, label in docs:
        p = probabilities(text)
        for k in LABELS:
            delta = p[k] - (1 if k == label else 0)
            db[k] = delta
            for w in text.split():
                dw[k][w] += delta
    for k in LABELS:
        bias[k] -= lr * db[k] / len(docs)
        for w in weights[k]:
            weights[k][w] -= lr * dw[k][w] / len(docs)


# ---- for the test
EXPECTED = "the bias gradient keeps the last document's delta only"
KINDS = {"not accumulated", "examples left out"}
PLACES = ["bias"]
TWO = False
MEND = [("db[k] = delta", "db[k] += delta")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=average_loss, step=train_epoch, params=(weights, bias), rate=0.1)
