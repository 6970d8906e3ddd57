# my own version of the network of the book; the book splits the error by the weights and says this is enough.
# Somebody on the forum claims it isn't the gradient of the squared error. Is he right?
import numpy


class neuralNetwork:

    # initialise the neural network
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.inodes = inputnodes
        self.hnodes = hiddennodes
        self.onodes = outputnodes

        # link weight matrices, wih and who
        gen = numpy.random.RandomState(77)
        self.wih = gen.normal(0.0, pow(self.inodes, -0.5), (self.hnodes, self.inodes))
        self.who = gen.normal(0.0, pow(self.hnodes, -0.5), (self.onodes, self.hnodes))

        self.lr = learningrate
        self.activation_function = lambda x: 1.0 / (1.0 + numpy.exp(-x))

    # train the neural network
    def train(self, inputs_list, targets_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        targets = numpy.array(targets_list, ndmin=2).T

        hidden_outputs = self.activation_function(numpy.dot(self.wih, inputs))
        final_outputs = self.activation_function(numpy.dot(self.who, hidden_outputs))

        # output layer error is the (target - actual)
        output_errors = targets - final_outputs
        # hidden layer error is the output_errors, split by weights, recombined at hidden nodes
        hidden_errors = numpy.dot(self.who.T, output_errors)

        # update the weights for the links between the hidden and output layers
        self.who += self.lr * numpy.dot((output_errors * final_outputs * (1.0 - final_outputs)), numpy.transpose(hidden_outputs))

        # update the weights for the links between the input and hidden layers
        self.wih += self.lr * numpy.dot((hidden_errors * hidden_outputs * (1.0 - hidden_outputs)), numpy.transpose(inputs))

    # query the neural network
    def query(self, inputs_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        hidden_outputs = self.activation_function(numpy.dot(self.wih, inputs))
        return self.activation_function(numpy.dot(self.who, hidden_outputs))

    def error(self, inputs_list, targets_list):
        targets = numpy.array(targets_list, ndmin=2).T
        return 0.5 * numpy.sum((targets - self.query(inputs_list)) ** 2)


# pixels scaled to 0.01 .. 1.0, targets 0.01 / 0.99
all_inputs = [[0.01, 0.8, 0.4, 1.0], [0.9, 0.3, 0.01, 0.5], [0.2, 0.01, 1.0, 0.7], [0.6, 0.6, 0.1, 0.01], [1.0, 0.2, 0.9, 0.4]]
all_targets = [[0.99, 0.01], [0.01, 0.99], [0.99, 0.01], [0.01, 0.99], [0.99, 0.01]]
n = neuralNetwork(4, 3, 2, 0.2)

if __name__ == "__main__":
    for e in range(1000):
        for record, target in zip(all_inputs, all_targets):
            n.train(record, target)
    print(n.query(all_inputs))


# ---- for the test
EXPECTED = "hidden_errors are the raw output errors sent back by who: the output's derivative final_outputs (1 - final_outputs) is missing on the way to wih (who itself has it)"
KINDS = {"output derivative missing", "derivative missing"}
PLACES = ["wih", "hidden_errors", "output", "hidden"]
TWO = False
MEND = [("numpy.dot(self.who.T, output_errors)", "numpy.dot(self.who.T, output_errors * final_outputs * (1.0 - final_outputs))")]
OFF = {"wih"}


def hand_over():
    return dict(obj=n, loss=n.error, step=n.train, predict=n.query, x=all_inputs, y=all_targets, rate=n.lr)


def proof():
    def made(a):
        new = neuralNetwork(4, 3, 2, 0.2)
        new.wih, new.who = numpy.array(a["wih"]), numpy.array(a["who"])
        return new

    def claim(a):
        new = made(a)
        new.train(all_inputs, all_targets)
        return dict(wih=(a["wih"] - new.wih) / 0.2, who=(a["who"] - new.who) / 0.2)

    return lambda a: made(a).error(all_inputs, all_targets), claim, dict(wih=n.wih.copy(), who=n.who.copy())
