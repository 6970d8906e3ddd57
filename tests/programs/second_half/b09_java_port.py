# port of my old NeuralNet.java
import math
import random


class NeuralNet:
    def __init__(self, numInputs=3, numHidden=4, numOutputs=2, learningRate=0.4):
        rnd = random.Random(77)
        self.numInputs, self.numHidden, self.numOutputs = numInputs, numHidden, numOutputs
        self.learningRate = learningRate
        self.weightsIH = [[rnd.uniform(-1, 1) for i in range(numInputs)] for j in range(numHidden)]
        self.biasH = [rnd.uniform(-1, 1) for j in range(numHidden)]
        self.weightsHO = [[rnd.uniform(-1, 1) for j in range(numHidden)] for k in range(numOutputs)]
        self.biasO = [rnd.uniform(-1, 1) for k in range(numOutputs)]

    def activate(self, x):
        return 1.0 / (1.0 + math.exp(-x))

    def feedForward(self, inputs):
        self.hidden = []
        for j in range(self.numHidden):
            net = self.biasH[j]
            for i in range(self.numInputs):
                net += self.weightsIH[j][i] * inputs[i]
            self.hidden.append(self.activate(net))
        self.outputs = []
        for k in range(self.numOutputs):
            net = self.biasO[k]
            for j in range(self.numHidden):
                net += self.weightsHO[k][j] * self.hidden[j]
            self.outputs.append(self.activate(net))
        return self.outputs

    def error(self, inputs, targets):
        outputs = self.feedForward(inputs)
        return sum(0.5 * (t - o) ** 2 for t, o in zip(targets, outputs))

    def train(self, inputs, targets):
        outputs = self.feedForward(inputs)
        deltaO = [(targets[k] - outputs[k]) * outputs[k] * (1 - outputs[k]) for k in range(self.numOutputs)]
        deltaH = []
        for j in range(self.numHidden):
            error = 0.0
            for k in range(self.numOutputs):
                error += deltaO[k] * self.weightsHO[k][j]
            deltaH.append(error * self.hidden[j] * (1 - self.hidden[j]))

        for k in range(self.numOutputs):
            for j in range(self.numHidden):
                self.weightsHO[k][j] += self.learningRate * deltaO[k] * self.hidden[j]
            self.biasO[k] += self.learningRate * deltaO[k]
        for j in range(self.numHidden):
            for i in range(self.numInputs):
                self.weightsIH[j][i] = self.learningRate * deltaH[j] * inputs[i]
            self.biasH[j] += self.learningRate * deltaH[j]


sample, wanted = [0.5, -1.2, 0.8], [1.0, 0.0]
net = NeuralNet()

# ---- for the test
EXPECTED = "the weights from input to hidden are set to the change (=) instead of being changed by it (+=): the old weightsIH are forgotten"
KINDS = {"forgets the old parameters"}
PLACES = ["weightsIH", "update", "hidden", "input"]
TWO = False
MEND = [("self.weightsIH[j][i] = self.learningRate", "self.weightsIH[j][i] += self.learningRate")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=net.error, step=net.train, predict=net.feedForward, params=net, obj=net,
                x=sample, y=wanted, rate=0.4, make=NeuralNet)
