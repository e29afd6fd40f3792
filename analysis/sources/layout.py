"""Where the sentences and the quotations of a text are, roughly: the sentences of the article are not this stage's input."""

import re
from bisect import bisect_right

from .once import once

SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)(?<![.!?][.!?])[.!?]*[\"”’'»“)]*\s+(?=[A-Z\"“«„‘'(]))")
ABBREVIATED = re.compile(r"(?:\b(?:M[rs]|Mrs|Dr|Sen|Rep|Gov|Gen|St|Lt|Col|Prof|Rev)|\b[A-Z])$")
# A quotation in single marks ends within so many characters, or is none. It begins with one set of characters, which the regular
# expression engine finds fast.
QUOTED = re.compile(
    r"[“«„\"'‘](?:(?<=“)[^”\n]*(?:”|\n|$)|(?<=«)[^»\n]*(?:»|\n|$)|(?<=„)[^“”\n]*(?:“|”|\n|$)|(?<=\")(?<!\w\")[^\"\n]*(?:\"|\n|$)"
    r"|(?<=')(?<!\w')'[^\n]*?''|(?<=‘)(?<![\w’]‘)[^\n]{0,5000}?[,.?!]’)"
)
# At least so many characters are read together.
BLOCK = 1_000


class Layout:
    """The sentences and quotations of a text, each found when first asked for."""

    def __init__(self, text):
        self.text = text

    @once
    def sentences(self):
        """Where the sentences of the text begin."""
        return [0, *sentence_ends(self.text)]

    @once
    def quotes(self):
        """Where the quotations start, and where they end."""
        spans = [match.span() for match in QUOTED.finditer(self.text)]
        return [start for start, _ in spans], [end for _, end in spans]

    @once
    def blocks(self):
        """Where the blocks of some sentences begin that are read together, and where the last ends."""
        found = [0]
        for at in self.sentences:
            if at >= found[-1] + BLOCK:
                found.append(at)
        return [*found, len(self.text) + 1]

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
        starts, ends = self.quotes
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < ends[place]


def sentence_ends(text):
    """Where the sentences of `text` end."""
    ends = [match.span() for match in SENTENCE_END.finditer(text)]
    # Every abbreviation has a capital in its last four letters.
    return [end for start, end in ends if text[start - 4 : start].islower() or not ABBREVIATED.search(text, max(0, start - 5), start)]
