import numpy as np


class AdamOptimizer:
    def __init__(self, learningRate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.m = {}
        self.v = {}
        self.t = 0

    def update(self, key, param, grad):
        if key not in self.m:
            self.m[key] = np.zeros_like(param)
            self.v[key] = np.zeros_like(param)
        self.t = self.t + 1
        self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * grad
        self.v[key] = self.beta2 * self.v[key] + (1 - self.beta2) * grad * grad
        mHat = self.m[key] / (1 - self.beta1 ** self.t)
        vHat = self.v[key] / (1 - self.beta2 ** self.t)
        param -= self.learningRate * mHat / (np.sqrt(vHat) + self.epsilon)


class BinaryClassifier:
    def __init__(self, inputSize, hiddenSize, optimizer, seed):
        random = np.random.RandomState(seed)
        self.optimizer = optimizer
        self.params = {
            "hiddenWeights": random.uniform(-0.8, 0.8, (inputSize, hiddenSize)),
            "hiddenBias": random.uniform(-0.2, 0.2, hiddenSize),
            "outputWeights": random.uniform(-0.8, 0.8, (hiddenSize, 1)),
            "outputBias": random.uniform(-0.2, 0.2, 1),
        }

    def getParam(self, name):
        return self.params[name]

    def forward(self, x):
        self.hidden = np.maximum(0, x @ self.getParam("hiddenWeights") + self.getParam("hiddenBias"))
        logit = self.hidden @ self.getParam("outputWeights") + self.getParam("outputBias")
        return 1 / (1 + np.exp(-logit))

    def computeLoss(self, x, y):
        p = self.forward(x)
        return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))

    def computeGradients(self, x, y):
        p = self.forward(x)
        dLogit = (p - y) / len(x)
        dHidden = (dLogit @ self.getParam("outputWeights").T) * (self.hidden > 0)
        return {
            "hiddenWeights": x.T @ dHidden,
            "hiddenBias": dHidden.sum(axis=0),
            "outputWeights": self.hidden.T @ dLogit,
            "outputBias": dLogit.sum(axis=0),
        }

    def train(self, x, y):
        grads = self.computeGradients(x, y)
        for key in self.params:
            self.optimizer.update(key, self.params[key], grads[key])


random = np.random.RandomState(9)
trainX = random.normal(size=(12, 3))
trainY = (trainX[:, :1] * trainX[:, 1:2] > 0).astype(float)
model = BinaryClassifier(3, 5, AdamOptimizer(learningRate=0.05), seed=4)


def main():
    for epoch in range(200):
        model.train(trainX, trainY)
        if epoch % 20 == 0:
            print("epoch", epoch, "loss", model.computeLoss(trainX, trainY))


if __name__ == "__main__":
    main()


# ---- for the test
EXPECTED = "AdamOptimizer.update adds one to t with each parameter, not with each step: the first step corrects the four parameters with t = 1, 2, 3, 4, and only the first moves by the learning rate (the gradients are right; it shows in the size of the first steps)"
KINDS = {"bias correction", "optimizer state", "optimizer formula"}
PLACES = ["t", "self.t", "AdamOptimizer", "optimizer", "update", "mHat", "vHat", "hiddenBias", "outputWeights", "outputBias"]
TWO = False
MEND = [
    ("self.t = 0\n", "self.t = {}\n"),
    ("self.t = self.t + 1", "self.t[key] = self.t.get(key, 0) + 1"),
    ("self.beta1 ** self.t)", "self.beta1 ** self.t[key])"),
    ("self.beta2 ** self.t)", "self.beta2 ** self.t[key])"),
]
OFF = set()


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.computeLoss, step=model.train, predict=model.forward, rate=0.05, x=trainX, y=trainY)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = BinaryClassifier(3, 5, AdamOptimizer(learningRate=0.05), seed=4)
        new.params = {k: np.array(v) for k, v in a.items()}
        return new

    def loss(a):
        return made(a).computeLoss(trainX, trainY)

    def claim(a):
        return made(a).computeGradients(trainX, trainY)

    return loss, claim, {k: v.copy() for k, v in model.params.items()}
