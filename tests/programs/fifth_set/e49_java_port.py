import math
import random


class Matrix:
    def __init__(self, rows, cols):
        self.rows = rows
        self.cols = cols
        self.data = [[0.0 for _ in range(cols)] for _ in range(rows)]

    def randomize(self, rnd):
        for i in range(self.rows):
            for j in range(self.cols):
                self.data[i][j] = rnd.random() * 2 - 1
        return self

    @staticmethod
    def fromArray(arr):
        m = Matrix(len(arr), 1)
        for i in range(len(arr)):
            m.data[i][0] = arr[i]
        return m

    def toArray(self):
        return [v for row in self.data for v in row]

    def add(self, other):
        for i in range(self.rows):
            for j in range(self.cols):
                self.data[i][j] += other.data[i][j]

    @staticmethod
    def subtract(a, b):
        result = Matrix(a.rows, a.cols)
        for i in range(a.rows):
            for j in range(a.cols):
                result.data[i][j] = a.data[i][j] - b.data[i][j]
        return result

    @staticmethod
    def transpose(m):
        result = Matrix(m.cols, m.rows)
        for i in range(m.rows):
            for j in range(m.cols):
                result.data[j][i] = m.data[i][j]
        return result

    @staticmethod
    def product(a, b):
        result = Matrix(a.rows, b.cols)
        for i in range(a.rows):
            for j in range(b.cols):
                result.data[i][j] = sum(a.data[i][k] * b.data[k][j] for k in range(a.cols))
        return result

    def multiply(self, n):
        for i in range(self.rows):
            for j in range(self.cols):
                self.data[i][j] *= n.data[i][j] if isinstance(n, Matrix) else n

    def map(self, f):
        for i in range(self.rows):
            for j in range(self.cols):
                self.data[i][j] = f(self.data[i][j])
        return self

    def mapped(self, f):
        result = Matrix(self.rows, self.cols)
        result.data = [[f(v) for v in row] for row in self.data]
        return result


class NeuralNetwork:
    def __init__(self, numInputs, numHidden, numOutputs):
        rnd = random.Random(49)
        self.weightsIH = Matrix(numHidden, numInputs).randomize(rnd)
        self.weightsHO = Matrix(numOutputs, numHidden).randomize(rnd)
        self.biasH = Matrix(numHidden, 1).randomize(rnd)
        self.biasO = Matrix(numOutputs, 1).randomize(rnd)
        self.learningRate = 0.1

    def feedForward(self, inputArray):
        inputs = Matrix.fromArray(inputArray)
        hidden = Matrix.product(self.weightsIH, inputs)
        hidden.add(self.biasH)
        hidden.map(lambda x: 1 / (1 + math.exp(-x)))
        outputs = Matrix.product(self.weightsHO, hidden)
        outputs.add(self.biasO)
        outputs.map(lambda x: 1 / (1 + math.exp(-x)))
        return inputs, hidden, outputs

    def getError(self, inputArray, targetArray):
        outputs = self.feedForward(inputArray)[2].toArray()
        return sum((t - o) ** 2 for t, o in zip(targetArray, outputs)) / 2

    def train(self, inputArray, targetArray):
        inputs, hidden, outputs = self.feedForward(inputArray)
        outputErrors = Matrix.subtract(Matrix.fromArray(targetArray), outputs)
        gradients = outputs.mapped(lambda y: y * (1 - y))
        gradients.multiply(outputErrors)
        hiddenErrors = Matrix.product(Matrix.transpose(self.weightsHO), outputErrors)
        gradients.multiply(self.learningRate)
        self.weightsHO.add(Matrix.product(gradients, Matrix.transpose(hidden)))
        self.biasO.add(gradients)
        hiddenGradient = hidden.mapped(lambda y: y * (1 - y))
        hiddenGradient.multiply(hiddenErrors)
        hiddenGradient.multiply(self.learningRate)
        self.weightsIH.add(Matrix.product(hiddenGradient, Matrix.transpose(inputs)))
        self.biasH.add(hiddenGradient)


nn = NeuralNetwork(2, 3, 2)

# ---- for the test
EXPECTED = "the output errors go down without the slope of the output layer"
KINDS = {"derivative missing", "wrong error", "output derivative missing"}
PLACES = ["weightsIH", "biasH", "layer 1", "hidden", "layer 2", "output"]
TWO = False
MEND = [
    (
        "hiddenErrors = Matrix.product(Matrix.transpose(self.weightsHO), outputErrors)",
        "hiddenErrors = Matrix.product(Matrix.transpose(self.weightsHO), gradients)",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.getError, step=nn.train, x=[0.3, 0.9], y=[1.0, 0.0], rate=0.1)
