houses = [
    {"size": 1.2, "rooms": 3, "age": 0.4, "price": 2.9},
    {"size": 0.7, "rooms": 2, "age": 1.1, "price": 1.6},
    {"size": 2.1, "rooms": 5, "age": 0.2, "price": 5.2},
    {"size": 1.6, "rooms": 4, "age": 0.9, "price": 3.7},
]
features = ["size", "rooms", "age"]
model = {"weights": {"size": 0.5, "rooms": 0.3, "age": -0.1}, "bias": 0.2}


def predict(model, house):
    return sum(model["weights"][f] * house[f] for f in features) + model["bias"]


def mse(model, houses):
    return sum((predict(model, h) - h["price"]) ** 2 for h in houses) / len(houses)


def gradients(model, houses):
    grad_w = {f: 0.0 for f in features}
    for h in houses:
        error = predict(model, h) - h["price"]
        for f in features:
            grad_w[f] += 2 * error * h[f] / len(houses)
        grad_b = 2 * error / len(houses)
    return {"weights": grad_w, "bias": grad_b}


# ---- for the test
EXPECTED = "the bias gradient is that of the last house only: = for +="
KINDS = {"not accumulated", "examples left out"}
PLACES = ["bias"]
TWO = False
MEND = [
    ("    for h in houses:\n        error", "    grad_b = 0.0\n    for h in houses:\n        error"),
    ("grad_b = 2 *", "grad_b += 2 *"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=gradients, params=model, x=houses)
