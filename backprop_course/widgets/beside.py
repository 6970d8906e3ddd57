"""What a lab computes in one stacked run: where its reader moves along a control, the next places as well."""

RESULTS_KEPT = 256  # how many results are kept


class Beside:
    """The result at a point, once computed kept: of compute(points), which gives a result for each.

    A point is a tuple of settings, of which each can be one of its `places`; () where it is computed alone.
    Where a point differs in one setting from the last one known, up to `most` are computed at once: it and
    the nearest ones on the way of that setting that are not known yet.
    """

    def __init__(self, compute, places, most=4):
        self.compute, self.places, self.most, self._known = compute, places, most, {}

    def at(self, *point):
        """The result at a point."""
        if point not in self._known:
            points = [point, *self._next(point)]
            self._known.update(zip(points, self.compute(points), strict=True))
        found = self._known[point] = self._known.pop(point)  # the last in a dict is the newest
        while len(self._known) > RESULTS_KEPT:
            del self._known[next(iter(self._known))]
        return found

    def _next(self, point):
        """The nearest points on the way that leads from the last one known to this one."""
        for last in reversed(self._known):
            moved = [axis for axis in range(len(point)) if point[axis] != last[axis]]
            if len(moved) == 1:
                return self._on_the_way(point, *moved)
        return []

    def _on_the_way(self, point, axis):
        places = list(self.places[axis])
        if point[axis] not in places:
            return []
        here = places.index(point[axis])
        places.sort(key=lambda place, order=tuple(places): abs(order.index(place) - here))
        way = [(*point[:axis], place, *point[axis + 1 :]) for place in places[1:]]
        return [each for each in way if each not in self._known][: self.most - 1]
