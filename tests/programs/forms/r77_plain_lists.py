import math, random

# XOR without numpy arrays, the classic online backprop
random.seed(3)
N_IN, N_HID = 2, 4
data = [[0, 0], [0, 1], [1, 0], [1, 1]]
targets = [0, 1, 1, 0]

w_hid = [[random.uniform(-1, 1) for _ in range(N_IN + 1)] for _ in range(N_HID)]    # last one is the bias
w_out = [random.uniform(-1, 1) for _ in range(N_HID + 1)]


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


def forward(row):
    row = list(row) + [1]
    hid = [sigmoid(sum(w * v for w, v in zip(ws, row))) for ws in w_hid] + [1]
    return row, hid, sigmoid(sum(w * v for w, v in zip(w_out, hid)))


def error(data, targets):
    return sum(0.5 * (t - forward(r)[2]) ** 2 for r, t in zip(data, targets))


def gradients(data, targets):
    g_hid = [[0.0] * (N_IN + 1) for _ in range(N_HID)]
    g_out = [0.0] * (N_HID + 1)
    for r, t in zip(data, targets):
        row, hid, o = forward(r)
        delta = (t - o) * o * (1 - o)               # minus the slope, as in the old books
        for j in range(N_HID + 1):
            g_out[j] += delta * hid[j]
        for j in range(N_HID):
            dj = delta * w_out[j] * hid[j] * (1 - hid[j])
            for i in range(N_IN + 1):
                g_hid[j][i] += dj * row[i]
    return g_hid, g_out


def train_epoch(data, targets, eta=0.5):
    for r, t in zip(data, targets):                 # online: after every example
        g_hid, g_out = gradients([r], [t])
        for j in range(N_HID + 1):
            w_out[j] += eta * g_out[j]
        for j in range(N_HID):
            for i in range(N_IN + 1):
                w_hid[j][i] += eta * g_hid[j][i]


if __name__ == "__main__":
    for e in range(8000):
        train_epoch(data, targets)
    print(error(data, targets), [round(forward(r)[2], 2) for r in data])

# ---- for the test
def hand_over():
    return dict(params=[w_hid, w_out], loss=error, grads=gradients, step=train_epoch,
                predict=lambda data: [forward(r)[2] for r in data], x=data, y=targets, rate=0.5)


FORM = "plain Python lists; bias is the last weight; gradients are the NEGATIVE slope (delta = t - o) and the update adds; step is an online epoch of four updates, not one batch step"
