"""The outermost quotations of a text, asked for by place: a text has thousands of both, so none is compared with all."""

from bisect import bisect_left, bisect_right


class Quotes:
    """(start, end) spans in order, none of which overlap."""

    def __init__(self, spans):
        self.spans = spans
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def touching(self, start, end):
        """The spans that share a character with start to end."""
        return self.spans[bisect_right(self.ends, start) : bisect_left(self.starts, end)]
