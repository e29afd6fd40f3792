"""A short passage with every name and role of the lists in it, read along one tree, to be asked for parts of the passage."""

from .lists import END, Hit, fits
from .tokens import tokens

ROLES, ORGANISATIONS, PLACES = range(3)


class Passage:
    """A text, the offsets and comparable forms of its words, and the Hits of the lists at every word, whether or not they overlap."""

    __slots__ = ("text", "spans", "keys", "hits")

    def __init__(self, text, lists):
        self.text, self.hits = text, ([], [], [])
        self.spans, self.keys = tokens(text)
        keys, most = self.keys, len(self.keys) - 1
        for place, branch in enumerate(map(lists.tree.get, keys)):
            # Most words that begin names end none, and the next word continues none.
            if branch is not None:
                if END in branch:
                    start, end = self.spans[place]
                    self.note(branch[END], start, end)
                if place < most and keys[place + 1] in branch:
                    self.walk(branch, place)

    def walk(self, branch, place):
        """Notes the Hits of several words that begin at a place, the shortest first."""
        for last in range(place + 1, len(self.keys)):
            branch = branch.get(self.keys[last])
            if branch is None:
                return
            if END in branch:
                self.note(branch[END], self.spans[place][0], self.spans[last][1])

    def note(self, ends, start, end):
        """Notes the first entry of each list that ends here and may be written so."""
        for number, held in ends:
            for spelling, entry in held:
                if not spelling or fits(self.text[start:end], spelling, number != ROLES):
                    self.hits[number].append(Hit(start, end, entry))
                    break

    def find(self, number, first=0, end=None):
        """The Hits of a list from offset `first` to `end`, in order, the longest at each word."""
        hits, found, free = self.hits[number], [], first
        if not hits:
            return found
        end = len(self.text) if end is None else end
        for hit in hits:
            if hit[1] > end:
                continue
            if hit[0] >= free:
                found.append(hit)
                free = hit[1]
            elif found and hit[0] == found[-1][0]:
                found[-1] = hit
                free = hit[1]
        return found

    def last_word(self, first, end):
        """The last word from offset `first` to `end` that is no possessive ending, or ""."""
        for start, stop in reversed(self.spans):
            if start < first:
                break
            if stop <= end and (word := self.text[start:stop]) not in ("'s", "’s"):
                return word
        return ""
