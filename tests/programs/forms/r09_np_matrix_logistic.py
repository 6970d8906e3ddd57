from numpy import *

def loadDataSet():
    random.seed(9)
    dataMat = []; labelMat = []
    for i in range(30):
        a, b = random.normal(0, 1, 2)
        dataMat.append([1.0, float(a), float(b)])
        labelMat.append(int(a - b + 0.3 * random.normal() > 0))
    return dataMat, labelMat

def sigmoid(inX):
    return 1.0 / (1 + exp(-inX))

def cost(dataMatIn, classLabels, weights):
    h = sigmoid(matrix(dataMatIn) * weights)
    t = matrix(classLabels).transpose()
    return float((-t.T * log(h) - (1 - t).T * log(1 - h))[0, 0])

def gradDescent(dataMatIn, classLabels, weights, alpha=0.01, maxCycles=1):
    dataMatrix = matrix(dataMatIn)
    labelMat = matrix(classLabels).transpose()
    for k in range(maxCycles):
        h = sigmoid(dataMatrix * weights)
        error = labelMat - h
        weights = weights + alpha * dataMatrix.transpose() * error
    return weights

dataArr, labels = loadDataSet()
weights = gradDescent(dataArr, labels, matrix(ones((3, 1))), maxCycles=5)
print(weights.getA(), cost(dataArr, labels, weights))

# ---- for the test
def hand_over():
    return dict(loss=cost, step=gradDescent, params=weights, x=dataArr, y=labels, rate=0.01)

FORM = "np.matrix weights with * as matrix product, star import of numpy, data as nested Python lists, sum (not mean) loss, step returns the new weights"
