# linear regression without any library
# score = w * hours + b

hours = [1.0, 2.5, 3.0, 4.2, 5.1, 6.4]
score = [2.1, 3.9, 5.2, 6.0, 7.9, 8.8]

w = 0.35
b = -0.2


def predict(w, b, x):
    return w * x + b


def mse(w, b):
    total = 0.0
    for x, t in zip(hours, score):
        total += (predict(w, b, x) - t) ** 2
    return total / len(hours)


def gradient(w, b):
    n = len(hours)
    dw = 0.0
    db = 0.0
    for x, t in zip(hours, score):
        e = predict(w, b, x) - t
        dw += 2 * e * x
        db += 2 * e
    return dw / n, db


def train(w, b, epochs=200, lr=0.01):
    history = []
    for i in range(epochs):
        dw, db = gradient(w, b)
        w = w - lr * dw
        b = b - lr * db
        history.append(mse(w, b))
    return w, b, history


if __name__ == "__main__":
    w, b, history = train(w, b)
    print(w, b, history[-1])


# ---- for the test
EXPECTED = "db is the sum over the examples where the loss is a mean: the gradient of b is n times too large"
KINDS = {"not averaged", "scale"}
PLACES = ["b", "bias", "db"]
TWO = False
MEND = [("return dw / n, db", "return dw / n, db / n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=gradient, params=(w, b))
