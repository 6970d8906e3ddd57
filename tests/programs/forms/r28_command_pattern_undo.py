import numpy as np


class Model:
    def __init__(self, k):
        self.state = {"mu": np.zeros(k), "log_sigma": np.zeros(k)}

    def negative_log_likelihood(self, samples):
        mu, s = self.state["mu"], np.exp(self.state["log_sigma"])
        z = (samples - mu) / s
        return (0.5 * z ** 2 + self.state["log_sigma"] + 0.5 * np.log(2 * np.pi)).sum(axis=1).mean()


class GradientStep:
    """a command: knows how to execute and how to undo itself"""

    def __init__(self, model, samples, rate):
        self.model, self.samples, self.rate = model, samples, rate
        self.saved = None

    def execute(self):
        st = self.model.state
        self.saved = {k: v.copy() for k, v in st.items()}
        s = np.exp(st["log_sigma"])
        z = (self.samples - st["mu"]) / s
        st["mu"] = st["mu"] + self.rate * (z / s).mean(axis=0)
        st["log_sigma"] = st["log_sigma"] + self.rate * (z ** 2 - 1).mean(axis=0)

    def undo(self):
        self.model.state.update(self.saved)


class Invoker:
    def __init__(self):
        self.history = []

    def run(self, cmd):
        cmd.execute()
        self.history.append(cmd)

    def rollback(self):
        self.history.pop().undo()


samples = np.random.RandomState(28).randn(50, 2) * [0.5, 2.0] + [1.0, -1.0]
model, invoker = Model(2), Invoker()
for _ in range(6):
    invoker.run(GradientStep(model, samples, 0.1))
invoker.rollback()
print(model.state, model.negative_log_likelihood(samples))

# ---- for the test
def hand_over():
    return dict(obj=model, loss=model.negative_log_likelihood,
                step=lambda: invoker.run(GradientStep(model, samples, 0.1)), x=samples, rate=0.1)

FORM = "command pattern with undo; the step is a command object run by an invoker; Gaussian density fit (mu, log_sigma), no targets, step takes no data"
