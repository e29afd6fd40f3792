"""Where the sentences and the quotations of a text are, to be asked by offset."""

from bisect import bisect_right

from .once import once

# At least so many characters are read together.
BLOCK = 1_000


class Layout:
    """The sentences and quotations of a text of a `length`: where the ones begin, and the (start, end) of the others."""

    def __init__(self, starts, quotes, length):
        self.sentences, self.quotes, self.length = [0, *starts[1:]], quotes, length

    @once
    def blocks(self):
        """Where the blocks of some sentences begin that are read together, and where the last ends."""
        found = [0]
        for at in self.sentences:
            if at >= found[-1] + BLOCK:
                found.append(at)
        return [*found, self.length + 1]

    def block(self, at):
        """The number of the block at an offset."""
        return bisect_right(self.blocks, at) - 1

    def sentence(self, at):
        """The number of the sentence at an offset."""
        return bisect_right(self.sentences, at) - 1

    def end_of(self, number, most):
        """Where the sentence of a number ends, or `most` if that comes first."""
        return min(most, self.sentences[number + 1]) if number + 1 < len(self.sentences) else most

    def opens(self, at):
        """Whether a sentence begins at an offset."""
        return self.sentences[self.sentence(at)] == at

    def quoted(self, at):
        """Whether an offset stands in quotation marks."""
        place = bisect_right(self.quotes, (at, self.length)) - 1
        return place >= 0 and at < self.quotes[place][1]
