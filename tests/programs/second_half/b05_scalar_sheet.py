# Excel sheet -> python: 2 inputs, 2 hidden neurons, 1 output. One cell = one variable.
from math import exp

data = [(-2, -1), (2.5, 0.6), (1.7, 0.4), (-1.5, -0.6), (0.3, 1.1)]
answers = [1, 0, 0, 1, 1]

cells = {"w1": 0.41, "w2": -0.73, "w3": 0.88, "w4": 0.15, "w5": -0.52, "w6": 1.13,
         "b1": 0.2, "b2": -0.35, "b3": 0.1}


def sig(v):
    return 1 / (1 + exp(-v))


def out(c, x1, x2):
    o_h1 = sig(c["w1"] * x1 + c["w2"] * x2 + c["b1"])
    o_h2 = sig(c["w3"] * x1 + c["w4"] * x2 + c["b2"])
    o_o1 = sig(c["w5"] * o_h1 + c["w6"] * o_h2 + c["b3"])
    return o_h1, o_h2, o_o1


def mse(c, data, answers):
    total = 0
    for (x1, x2), t in zip(data, answers):
        total += (t - out(c, x1, x2)[2]) ** 2
    return total / len(data)


def derivatives(c, data, answers):
    d = dict.fromkeys(c, 0.0)
    for (x1, x2), t in zip(data, answers):
        o_h1, o_h2, o_o1 = out(c, x1, x2)
        dE_do1 = -2 * (t - o_o1) / len(data)
        do1 = o_o1 * (1 - o_o1)
        d["w5"] += dE_do1 * do1 * o_h1
        d["w6"] += dE_do1 * do1 * o_h2
        d["b3"] += dE_do1 * do1
        # back to hidden neuron 1
        do1_dh1 = c["w5"] * do1
        dh1 = o_h1 * (1 - o_h1)
        d["w1"] += dE_do1 * do1_dh1 * dh1 * x1
        d["w2"] += dE_do1 * do1_dh1 * dh1 * x2
        d["b1"] += dE_do1 * do1_dh1 * dh1
        # back to hidden neuron 2
        do1_dh2 = c["w5"] * do1
        dh2 = o_h2 * (1 - o_h2)
        d["w3"] += dE_do1 * do1_dh2 * dh2 * x1
        d["w4"] += dE_do1 * do1_dh2 * dh2 * x2
        d["b2"] += dE_do1 * do1_dh2 * dh2
    return d


def learn(c, rounds, rate=0.5):
    for _ in range(rounds):
        d = derivatives(c, data, answers)
        for k in c:
            c[k] -= rate * d[k]


# ---- for the test
EXPECTED = "the way back to hidden neuron 2 goes through w5 instead of w6, so w3, w4 and b2 get a wrong gradient"
KINDS = {"wrong weight"}
PLACES = ["w3", "w4", "b2", "hidden", "h2"]
TWO = False
MEND = [('do1_dh2 = c["w5"] * do1', 'do1_dh2 = c["w6"] * do1')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=derivatives, params=cells, x=data, y=answers)
