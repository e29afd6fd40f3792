"""Spans of a text, asked for by place: a text has thousands of quotations and contents, so none is compared with all."""

from bisect import bisect_left, bisect_right
from itertools import accumulate


class Spans:
    """(start, end) spans, each perhaps with more values after its end; they may overlap."""

    def __init__(self, spans):
        self.spans = sorted(spans)
        self.starts = [span[0] for span in self.spans]
        self.reached = list(accumulate([span[1] for span in self.spans], max))  # how far each and those before it go

    def touching(self, start, end):
        """The spans that share a character with start to end, in order."""
        low, high = bisect_right(self.reached, start), bisect_left(self.starts, end)
        return [span for span in self.spans[low:high] if span[1] > start] if low < high else []
