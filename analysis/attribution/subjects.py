"""A verb that shares its subject with one before it ("said that ..., adding that ...", "praised ... and urged ..."): the source of the sentence's first attribution is its own.

The model leaves such verbs without a source, since the words of the source stand far off, before another cue. In the training part of PolNeAR 134 attributions of this form
that cross-fitted models left without a source are coded; of them 12 have none in the coding, and of the others the sentence's first source is right for 93.
"""

import re
from bisect import bisect_right

from .rules import Found

PARTICIPLE = re.compile(r"\w+ing\b")
CONJOINED = re.compile(r"\b(?:and|but|or|then),?\s+(?:(?:\w+ly|later|also|still|again|now)\s+)?\Z")
BEFORE = 24  # characters before a cue that are read for a conjunction and an adverb


def with_shared_subjects(text, found, sentences):
    """The `found` attributions of a `text`, where a participle or a conjoined verb without a source has that of the first one in its sentence, by (start, end) of `sentences`."""
    open_places = [place for place, one in enumerate(found) if not one.source and one.cue and shares_subject(text, one.cue)]
    if not open_places:
        return found
    starts, mended = [start for start, _ in sentences], list(found)
    for place in open_places:
        cue = found[place].cue
        first_of = starts[bisect_right(starts, cue[0]) - 1]
        before = [one for one in found if one.source and one.cue and first_of <= one.cue[0] < cue[0]]
        if before:
            one, source = found[place], min(before, key=lambda one: one.cue).source
            mended[place] = Found(source, one.cue, one.content, one.nested_in)
    return mended


def shares_subject(text, cue):
    """Whether the verb of a `cue` may have its subject before another verb: a participle, or a verb after "and", "but", "or" or "then"."""
    start, end = cue
    return bool(PARTICIPLE.match(text, start, end) or CONJOINED.search(text, max(0, start - BEFORE), start))
