import math
import random


class NeuralNetwork:
    # ported 1:1 from my Java class (2nd semester project)

    def __init__(self, inputCount, hiddenCount, outputCount, learningRate=0.5, seed=42):
        rnd = random.Random(seed)
        self.inputCount = inputCount
        self.hiddenCount = hiddenCount
        self.outputCount = outputCount
        self.learningRate = learningRate
        self.hiddenWeights = [[rnd.uniform(-1, 1) for j in range(inputCount)] for i in range(hiddenCount)]
        self.hiddenBias = [rnd.uniform(-1, 1) for i in range(hiddenCount)]
        self.outputWeights = [[rnd.uniform(-1, 1) for j in range(hiddenCount)] for i in range(outputCount)]
        self.outputBias = [rnd.uniform(-1, 1) for i in range(outputCount)]
        self.hidden = [0.0] * hiddenCount
        self.output = [0.0] * outputCount

    @staticmethod
    def sigmoid(x):
        return 1.0 / (1.0 + math.exp(-x))

    def getOutput(self, inp):
        for i in range(self.hiddenCount):
            total = self.hiddenBias[i]
            for j in range(self.inputCount):
                total += self.hiddenWeights[i][j] * inp[j]
            self.hidden[i] = self.sigmoid(total)
        for i in range(self.outputCount):
            total = self.outputBias[i]
            for j in range(self.hiddenCount):
                total += self.outputWeights[i][j] * self.hidden[j]
            self.output[i] = self.sigmoid(total)
        return self.output

    def getError(self, inp, target):
        out = self.getOutput(inp)
        err = 0.0
        for i in range(self.outputCount):
            err += 0.5 * (target[i] - out[i]) * (target[i] - out[i])
        return err

    def train(self, inp, target):
        self.getOutput(inp)

        # output layer
        outputDelta = [0.0] * self.outputCount
        for i in range(self.outputCount):
            o = self.output[i]
            outputDelta[i] = (target[i] - o) * o * (1 - o)
            for j in range(self.hiddenCount):
                self.outputWeights[i][j] += self.learningRate * outputDelta[i] * self.hidden[j]
            self.outputBias[i] += self.learningRate * outputDelta[i]

        # hidden layer
        for i in range(self.hiddenCount):
            sumOfDeltas = 0.0
            for k in range(self.outputCount):
                sumOfDeltas += outputDelta[k] * self.outputWeights[k][i]
            hiddenDelta = sumOfDeltas * self.hidden[i] * (1 - self.hidden[i])
            for j in range(self.inputCount):
                self.hiddenWeights[i][j] += self.learningRate * hiddenDelta * inp[j]
            self.hiddenBias[i] += self.learningRate * hiddenDelta


nn = NeuralNetwork(3, 4, 2)
trainingInputs = [[0.0, 0.5, 1.0], [1.0, 0.2, 0.1], [0.3, 0.9, 0.4]]
trainingOutputs = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]


# ---- for the test
EXPECTED = "train changes outputWeights first and then computes the hidden deltas with the changed outputWeights"
KINDS = {"updated before use"}
PLACES = ["outputWeights", "hiddenWeights", "hiddenBias", "hidden", "layer 1", "hiddenDelta", "train"]
TWO = False
MEND = [
    ("        self.getOutput(inp)\n\n        # output layer\n", "        self.getOutput(inp)\n        before = [list(row) for row in self.outputWeights]\n\n        # output layer\n"),
    ("outputDelta[k] * self.outputWeights[k][i]", "outputDelta[k] * before[k][i]"),
]
OFF = {"hiddenWeights", "hiddenBias"}
NAMES = ["hiddenWeights", "hiddenBias", "outputWeights", "outputBias"]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, make=lambda: NeuralNetwork(3, 4, 2), loss=nn.getError, step=nn.train, predict=nn.getOutput, x=trainingInputs[0], y=trainingOutputs[0], rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def made(a):
        new = NeuralNetwork(3, 4, 2)
        for n in NAMES:
            setattr(new, n, a[n].tolist())
        return new

    def claim(a):
        new = made(a)
        new.train(trainingInputs[0], trainingOutputs[0])
        return {n: (a[n] - np.array(getattr(new, n))) / 0.5 for n in NAMES}

    return lambda a: made(a).getError(trainingInputs[0], trainingOutputs[0]), claim, {n: np.array(getattr(nn, n)) for n in NAMES}
