# simple linear regression without any library (y = m*x + c)
xs = [1.0, 2.0, 3.0, 4.0, 5.0]
ys = [3.1, 4.9, 7.2, 8.8, 11.1]

m = 0.0
c = 0.0
L = 0.01    # the learning Rate


def mse():
    total = 0
    for x, y in zip(xs, ys):
        total += (y - (m * x + c)) ** 2
    return total / len(xs)


def gradient_step():
    global m, c
    D_m = 0
    D_c = 0
    n = float(len(xs))
    for x, y in zip(xs, ys):
        y_pred = m * x + c
        D_m += (-2 / n) * x * (y - y_pred)   # derivative wrt m
        D_c += (-2 / n) * (y - y_pred)       # derivative wrt c
    m = m - L * D_m
    c = c - L * D_c


for i in range(20):
    gradient_step()
print("m =", m, "c =", c, "error", mse())

# ---- for the test
def hand_over():
    return dict(loss=mse, step=gradient_step, rate=L)

FORM = "pure Python floats m and c as rebound globals, data in global lists, step and loss take no arguments"
