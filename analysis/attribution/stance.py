"""The stance of a cue: how far the author stands behind what is reported, from a versioned word list.

Values are the codebook's. The list gives each cue lemma its stance; negation and modifiers change it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from ..reading import OfTypes, reading_of
from ..tables import STANCES, InputError
from ..words import Remembered, normal, words

BE = {"is", "are", "was", "were", "be", "been", "being"}
NEGATIONS = {"not", "never", "n't", "t", "nor", "no"}
WINDOW = 60  # characters beside the cue in which a modifier still belongs to it


@dataclass(frozen=True)
class Cue:
    """One entry of the cue list."""

    lemma: str
    part_of_speech: str
    stance: str
    strength: str
    takes: frozenset


class CueForms(dict):
    """From a cue form's comparable words, a tuple, to its Cue; `lengths` are those of the forms that begin with a word, longest first.

    What the words of a cue say is worked out once for each wording.
    """

    def __init__(self):
        super().__init__()
        self.lengths = {}
        self.with_source, self.without_source = (Remembered(lambda wording, has=has: own_stance(key_of(wording), has, self)) for has in (True, False))

    def own_stance(self, wording, has_source):
        """The stance of a cue of this wording before its modifiers."""
        return (self.with_source if has_source else self.without_source)[wording]


def read_cues(lexicon):
    """The CueForms of the stance `lexicon`."""
    cues = CueForms()
    for number, row in enumerate(lexicon.itertuples(index=False)):
        if row.stance not in STANCES:
            raise InputError(f"stance list: entry {number + 1}: stance {row.stance!r}; allowed: {', '.join(STANCES)}")
        cue = Cue(row.lemma, row.part_of_speech, row.stance, row.strength, frozenset(row.takes.split("|")))
        for form in row.forms.split("|"):
            key = key_of(form)
            if key and (key not in cues or cues[key].part_of_speech != "verb"):
                cues[key] = cue
                if len(key) not in (lengths := cues.lengths.setdefault(key[0], [])):
                    lengths.append(len(key))
                    lengths.sort(reverse=True)
    return cues


def key_of(text):
    """The comparable words of `text` as a tuple."""
    if text.isascii() and text.replace(" ", "").isalpha():  # as most cues are
        return tuple(text.lower().split())
    return tuple([normal(text[start:end]) for start, end in words(text)])


BEGINS, DOUBTS = 1, 2  # what two words may say of an expression: one may begin with them, and one that doubts may


class Modifiers:
    """Expressions beside a cue that change its stance: one `pattern` of all, and `effects`, what each one gives."""

    def __init__(self, pattern, effects):
        self.pattern, self.effects = pattern, effects
        terms = [(key_of(term), effect) for term, effect in effects.items()]
        self.firsts, self.seconds = (
            {word: number for number, word in enumerate(sorted({key[place] for key, _ in terms if len(key) > place}), start=1)} for place in (0, 1)
        )
        self.kinds = np.zeros((len(self.firsts) + 1, len(self.seconds) + 1), dtype=np.uint8)  # of a first word and the word after it
        for (first, *others), effect in terms:
            after = self.seconds[others[0]] if others else slice(None)
            self.kinds[self.firsts[first], after] |= BEGINS | (DOUBTS if effect == "doubting" else 0)
        width = self.kinds.shape[1]
        self.rows, self.columns = OfTypes(lambda word: self.firsts.get(word, 0) * width, np.int32), OfTypes(lambda word: self.seconds.get(word, 0), np.int32)

    def places(self, text):
        """Where an expression may begin in a `text` by its first two words, and where one that doubts may: two lists of offsets in order."""
        reading = reading_of(text)
        pairs = self.rows.values(reading.pieces).take(reading.types)
        pairs[:-1] += self.columns.values(reading.pieces).take(reading.types[1:])
        kinds = self.kinds.take(pairs)
        (every,) = kinds.nonzero()
        doubtful = every[kinds.take(every) >= DOUBTS]
        return reading.begins.take(every).tolist(), reading.begins.take(doubtful).tolist()

    def found(self, text, places, start, end):
        """Yields the (effect, end) of each expression in `text` from start to end, in order."""
        for place in places[bisect_left(places, start) : bisect_left(places, end)]:
            if place >= start and (match := self.pattern.match(text, place, end)):
                start = match.end()
                yield self.effects[" ".join(match.group().lower().split())], start


def read_modifiers(lexicon):
    """The Modifiers of a table of term and effect; effects that are no stance are kept out here."""
    effects = {" ".join(row.term.lower().split()): row.effect for row in lexicon.itertuples(index=False) if row.effect in STANCES}
    longest_first = sorted(effects, key=lambda term: (-len(term), term))
    pattern = "|".join(r"\s+".join(map(re.escape, term.split())) for term in longest_first)
    return Modifiers(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), effects)


def stance_of(text, cue, source, content, *, cues, modifiers, places=None):
    """The stance of one attribution: the cue's own entry, then its negation, then what modifies it.

    An unknown cue is neutral. A passive verb of saying or thinking without a source ("is said to") is doubting. `places` are those of
    `Modifiers.places` where they are known.
    """
    if cue is None:
        return "neutral"
    stance = cues.own_stance(text[cue[0] : cue[1]], source is not None)
    if stance is None:
        return "doubting"
    every, doubtful = modifiers.places(text) if places is None else places
    # What doubts counts beside the cue too, everything else within it.
    if any_from(doubtful, cue[0], cue[1] + 2 * WINDOW) or (stance == "neutral" and any_from(every, *cue)):
        return modified(text, cue, content, stance, modifiers, every)
    return stance


def any_from(places, start, end):
    """Whether one of the `places`, which are in order, stands from start to before end."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def own_stance(keys, has_source, cues):
    """The stance of a cue's comparable words with their negation; None for a passive without a source, which doubts whatever modifies it."""
    entry = entry_of(keys, cues)
    stance = entry.stance if entry else "neutral"
    if not has_source and entry and entry.part_of_speech == "verb" and stance == "neutral" and is_passive(keys):
        return None
    if not NEGATIONS.isdisjoint(keys) and stance in ("neutral", "endorsing", "emphatic") and not is_knowledge(entry):
        return "denying"
    return stance


def entry_of(keys, cues):
    """The entry of the longest cue form within the cue's words, the first of equally long ones; verbs before others."""
    longest, best = 0, None
    for start, key in enumerate(keys):
        for length in cues.lengths.get(key, ()):
            if length < longest:
                break
            entry = cues.get(keys[start : start + length])
            if entry and start + length <= len(keys):
                if length > longest or (entry.part_of_speech == "verb" != best.part_of_speech):
                    longest, best = length, entry
                break
    return best


def is_passive(keys):
    """Whether a cue is a passive verb: a form of "be" before it."""
    return not BE.isdisjoint(keys)


def is_knowledge(entry):
    """Whether the negated cue still presents its content as true ("was not aware")."""
    return entry is not None and entry.lemma in ("know", "aware", "be aware", "realise", "realize", "recognise", "recognize")


def modified(text, cue, content, stance, modifiers, places):
    """The stance once its modifiers are heeded.

    What marks the content as unproved counts beside the cue too, up to the content or the end of the paragraph; force,
    truth and refusal count within the cue itself, and only where the cue alone is neutral.
    """
    after = min([start for start, _ in content if start >= cue[1]], default=cue[1] + WINDOW)
    end = max(min(after, cue[1] + 2 * WINDOW), cue[1])
    line = text.find("\n", cue[0], end)
    for effect, last in modifiers.found(text, places, cue[0], end if line < 0 else line):
        if effect == "doubting" or (stance == "neutral" and last <= cue[1]):
            return effect
    return stance
