"""What you predict in this lesson: zeros, half the weights, a sum of 64, a fair comparison."""

from backprop_course.tasks import prediction

moved = prediction.words(
    "Nine parameters begin at 0. How many have moved after 1000 steps?",
    ("0", "none has moved", lambda count: count == 0),
    ("1", "one of the nine has moved", lambda count: count == 1),
    ("3", "three of the nine have moved", lambda count: count == 3),
    ("9", "all nine have moved", lambda count: count == 9),
)
halved = prediction.number(
    "In how many steps does the loss fall below 1 from weights of half the size?",
    "from std 0.05 it takes {:.0f} steps",
    tolerance=0.15,
)
sum_of_64 = prediction.words(
    "How large is a sum of 64 products of numbers of about 1, with random signs?",
    ("about 1", "its size is about that of one product: {0:.1f}", lambda size: size < 3),
    ("about 8", "its size is {0:.1f}", lambda size: 3 <= size < 16),
    ("about 32", "its size is about half of that of 64 products: {0:.1f}", lambda size: 16 <= size < 48),
    ("about 64", "its size is about that of 64 products: {0:.1f}", lambda size: size >= 48),
)
own_rate = prediction.words(
    "At its own best rate, where does the training loss from standard deviation 1 end?",
    ("above 2.3", "its loss does not get below a guess: {0:.2f}", lambda loss: loss > 2.3),
    ("between", "its loss gets part of the way: {0:.2f}", lambda loss: 0.01 < loss <= 2.3),
    ("below 0.01", "it learns all its digits: the loss ends below 0.01", lambda loss: loss <= 0.01),
)
