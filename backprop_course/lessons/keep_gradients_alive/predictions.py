"""What you predict in this lesson: a signal after 29 layers, a factor, a norm, a depth."""

from backprop_course.tasks import prediction

arriving = prediction.words(
    "How much of the signal of layer 30 arrives at layer 1?",
    ("a tenth", "a good part of it arrives: {0:.1e}", lambda share: share > 1e-3),
    ("a millionth", "some millionths of it arrive: {0:.1e}", lambda share: 1e-3 >= share > 1e-9),
    ("less", "less than a billionth of it arrives: {0:.1e}", lambda share: share <= 1e-9),
)
sigmoid = prediction.number(
    "By what does a layer of sigmoid units multiply the signal?",
    "a layer multiplies it by {:.3f}",
    tolerance=0.15,
)
weights = prediction.words(
    "From layer 30 down to layer 2, what does the norm of dW do?",
    ("falls", "it falls: at layer 2 it is {0:.1e} of that at layer 30", lambda share: share < 0.1),
    ("rises", "it rises: at layer 2 it is {0:.0f} times that at layer 30", lambda share: share > 10),
    ("stays", "it stays: at layer 2 it is {0:.2f} times that at layer 30", lambda share: 0.1 <= share <= 10),
)
fifty = prediction.number(
    "Ten layers leave 0.33 of the signal. How much do fifty leave?",
    "fifty leave {:.2f} of it",
    tolerance=0.4,
)
