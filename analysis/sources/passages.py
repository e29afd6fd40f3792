"""A short passage with every name and role of the lists in it, read along one tree, to be asked for parts of the passage."""

from .lists import END, Hit, fits
from .tokens import tokens

ROLES, ORGANISATIONS, PLACES = range(3)


class Passage:
    """A text, its words, and the Hits of the lists at every word, whether or not they overlap."""

    __slots__ = ("text", "spans", "hits")

    def __init__(self, text, lists):
        self.text, self.hits = text, ([], [], [])
        self.spans, keys = tokens(text)
        tree = lists.tree
        for place, key in enumerate(keys):
            if key in tree:
                self.walk(tree[key], place, keys)

    def walk(self, branch, place, keys):
        """Notes the Hits that begin at a place of the `keys`, the shortest first."""
        for last in range(place + 1, len(keys) + 1):
            for number, spelled, held in branch.get(END, ()):
                start, end = self.spans[place][0], self.spans[last - 1][1]
                written = self.text[start:end]
                for spelling, entry in held:
                    if fits(written, spelling, spelled):
                        self.hits[number].append(Hit(start, end, entry))
                        break
            branch = branch.get(keys[last]) if last < len(keys) else None
            if branch is None:
                return

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
