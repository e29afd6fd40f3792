"""Features of one word near a place: their weights are summed once for each type of word, and kept from text to text."""
import numpy as np

from . import roles
from .features import Sums


class SimpleTables:
    """For each shift what the `simple` features, (column, shift), give each type of word: tables (types, sides, labels), filled in for types that have been met."""

    def __init__(self, odd, simple, sides=1):
        self.odd, self.simple, self.sides, self.types = odd, simple, sides, None

    def of(self, types):
        """The tables by shift, in which all of these `types` have their rows."""
        if types is not self.types:
            self.types, self.met, self.tables = types, 0, {by: self.empty(0) for _, by in self.simple}
        if len(types) > len(self.tables[0]):
            self.tables = {by: np.concatenate([table, self.empty(len(types))]) for by, table in self.tables.items()}
        if len(types) > self.met:
            self.fill(np.arange(self.met, len(types)))
            self.met = len(types)
        return self.tables

    def empty(self, size):
        """A table of noughts."""
        return np.zeros((size, self.sides, self.odd.shape[1]), dtype=self.odd.dtype)

    def fill(self, new):
        """Adds up the weights of the types numbered `new`, which follow each other."""
        columns, sums = self.types.columns(new), Sums(self.odd, len(new))
        for number, (name, by) in enumerate(self.simple, start=1):
            hashed = sums.hashes(number, [columns[name]])
            for side in range(self.sides):
                self.tables[by][new[0] : new[-1] + 1, side] += sums.behind(roles.turned(hashed, side))
