# house prices, one feature after the other, plain python
sizes = [0.5, 1.2, -0.3, 0.9, -1.1]
rooms = [1.0, 0.4, -0.8, 0.1, -0.6]
prices = [2.1, 3.3, 0.2, 2.4, -1.0]

w_size = 0.4
w_rooms = -0.2
bias = 0.1
rate = 0.05


def predict(w_size, w_rooms, bias, s, r):
    return w_size * s + w_rooms * r + bias


def cost(w_size, w_rooms, bias):
    return sum((predict(w_size, w_rooms, bias, s, r) - p) ** 2 for s, r, p in zip(sizes, rooms, prices)) / len(prices)


def gradient_descent(w_size, w_rooms, bias):
    n = len(prices)
    d_size = d_rooms = d_bias = 0.0
    for s, r, p in zip(sizes, rooms, prices):
        error = predict(w_size, w_rooms, bias, s, r) - p
        d_size += 2 * error * s / n
        d_rooms += 2 * error * r / n
        d_bias += 2 * error / n
    w_size -= rate * d_size
    w_rooms =- rate * d_rooms
    bias -= rate * d_bias
    return w_size, w_rooms, bias


for epoch in range(3):
    w_size, w_rooms, bias = gradient_descent(w_size, w_rooms, bias)
    print(epoch, cost(w_size, w_rooms, bias))


# ---- for the test
EXPECTED = "w_rooms =- rate * d_rooms throws the old weight away: =- is an assignment of minus, not -="
KINDS = {"=-", "weights replaced", "update replaces the weights", "assigned", "assignment"}
PLACES = ["w_rooms", "rooms"]
TWO = False
MEND = [("w_rooms =- rate", "w_rooms -= rate")]
OFF = {"w_rooms"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, step=gradient_descent, params=(w_size, w_rooms, bias), rate=rate)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["w_size", "w_rooms", "bias"]

    def claim(a):
        new = gradient_descent(*(float(a[n]) for n in names))
        return {n: (a[n] - v) / rate for n, v in zip(names, new)}

    return lambda a: cost(*(float(a[n]) for n in names)), claim, dict(w_size=0.7, w_rooms=-0.35, bias=0.2)
