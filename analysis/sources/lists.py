"""The lists that decide sources, compiled for lookup: roles, titles, organisations, places, people, and words that are no names."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ..reading import OfTypes
from ..words import Remembered
from .once import once
from .tokens import KEPT, LONGEST, key_of, read_key, tokens

# The comparable form of each type of word as `key_of` has it: an abbreviation without its last full stop.
STRIPPED = OfTypes(lambda form: form.rstrip("."), object)
END = None  # where a name ends in a tree of words


@dataclass(frozen=True)
class Role:
    """What a noun says of a source: its type, how it is named, and which of several roles wins."""

    term: str
    source_type: str
    naming: str
    priority: int
    spelling: str = ""


@dataclass(frozen=True)
class Known:
    """What the gazetteer says of a name: its full form, source type, side, and the rule to record."""

    name: str
    source_type: str
    side: str
    rule: str
    start: str = ""
    end: str = ""
    office: str = ""


@dataclass(frozen=True)
class Place:
    """A country, or a name that stands for it: `kind` is country, demonym, capital or seat."""

    name: str
    kind: str
    country: str


class Hit(NamedTuple):
    """An entry of a list at its characters of a text."""

    start: int
    end: int
    entry: object


class Index:
    """A table from comparable words to (spelling, entry) pairs, found longest first along a tree of words."""

    def __init__(self, spelled=True):
        self.entries, self.longest, self.tree, self.spelled = {}, {}, {}, spelled
        self.ask_anew()

    def ask_anew(self):
        """Forgets what is known of each type of word: whether a name begins with it."""
        self.begins = OfTypes(lambda form: form.rstrip(".") in self.tree, bool)

    def add(self, name, entry):
        """Files an `entry` under a `name`."""
        key = read_key(name)
        if key:
            self.ask_anew()
            held = self.entries.setdefault(key, [])
            held.append((name, entry))
            self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))
            branch = self.tree
            for word in key:
                branch = branch.setdefault(word, {})
            branch[END] = held

    def get(self, name):
        """The entries filed under that name, whatever its capitals."""
        return [entry for _, entry in self.entries.get(key_of(name), ())]

    def find(self, text):
        """The Hits in a short `text`, in order, the longest at each word; proper names keep their capitals."""
        spans, keys = tokens(text)
        return [] if self.tree.keys().isdisjoint(keys) else list(self.each(text, spans, keys))

    def find_between(self, reading, begin, end):
        """As `find`, for the words of a Reading that begin between two offsets of its text."""
        first, last = reading.begun((begin, end)).tolist()
        types = reading.types[first:last]
        places = self.begins.values(reading.pieces).take(types).nonzero()[0].tolist()
        if not places:
            return []
        spans = list(zip(reading.begins[first:last].tolist(), reading.ends[first:last].tolist()))
        return list(self.each(reading.text, spans, STRIPPED.values(reading.pieces).take(types).tolist(), places))

    def each(self, text, spans, keys, places=None):
        """Yields the Hits in the words of `text` at `spans` with the comparable forms `keys`, each found when it is asked for.

        A name begins at one of some `places` among these, where they are given.
        """
        free, most = 0, len(keys) - 1
        for place in range(len(keys)) if places is None else places:
            branch = self.tree.get(keys[place])
            if branch is None or place < free:
                continue
            # Most words that begin names end none, and the next word continues none.
            if END in branch or (place < most and keys[place + 1] in branch):
                hit, last = self.longest_at(place, text, spans, keys)
                if hit is not None:
                    free = last + 1
                    yield hit

    def longest_at(self, place, text, spans, keys):
        """(the Hit of the longest name that begins at a place of `keys`, the place of its last word), or (None, None)."""
        for last, held in reversed(along(self.tree, keys, place)):
            start, end = spans[place][0], spans[last][1]
            passage = text[start:end]
            for spelling, entry in held:
                if fits(passage, spelling, self.spelled):
                    return Hit(start, end, entry), last
        return None, None


def along(tree, keys, place):
    """The (place of the last word, entries) of every name of a tree that begins at a place of `keys`, the shortest first."""
    found = []
    for last in range(place, len(keys)):
        tree = tree.get(keys[last])
        if tree is None:
            break
        if END in tree:
            found.append((last, tree[END]))
    return found


@dataclass
class Lists:
    """Everything that decides sources: an Index each of roles, titles, organisations, places, people, and regions that are no countries.

    `openers` are words in capitals with which no name begins, `given_names` a dictionary from a first name to "f" or "m", `versions` the names of the word lists.
    """

    roles: Index
    titles: Index
    organisations: Index
    places: Index
    people: Index
    regions: Index
    openers: frozenset
    given_names: dict
    labels: dict
    holders: dict
    versions: tuple
    memory: dict = field(default_factory=dict, repr=False)
    first_words: dict = field(default_factory=dict, repr=False)

    def remembered(self, read):
        """The Remembered of what `read` gives for a text and these Lists: articles repeat names and phrases."""
        if read not in self.memory:
            self.memory[read] = Remembered(lambda text: read(text, self), KEPT, LONGEST)
        return self.memory[read]

    @once
    def tree(self):
        """The names of roles, organisations and places in one tree of words; where one ends, (number of the list, its entries)."""
        tree = {}
        for number, index in enumerate((self.roles, self.organisations, self.places)):
            for key, held in index.entries.items():
                branch = tree
                for word in key:
                    branch = branch.setdefault(word, {})
                branch.setdefault(END, []).append((number, fitting(held, index.spelled)))
        return tree

    @once
    def surnames(self):
        """The last words of the names of people."""
        return frozenset(word for key in self.people.entries for word in key[-2:])

    def words_of_term(self, term):
        """The first word of every form of the roles that have a `term`, or end with it."""
        if not self.first_words:
            for key, held in self.roles.entries.items():
                for _, role in held:
                    for one in {role.term, role.term.split()[-1]}:
                        self.first_words.setdefault(one, set()).add(key[0])
        return self.first_words.get(term, ())


def fits(passage, spelling, spelled):
    """Whether a passage may be this entry: a short name in capitals exactly, another name with its capital letter."""
    if passage == spelling or spelling == spelling.lower():
        return True
    if not spelled:
        return spelling in passage
    if spelling.isupper() and len(spelling) <= 5:
        return passage == spelling
    return passage[:1].isupper() or not spelling[:1].isupper()


def fitting(held, spelled):
    """The (spelling, entry) pairs of a list, without a spelling where any passage fits; what follows such an entry is never asked for."""
    pairs = []
    for spelling, entry in held:
        if spelling == spelling.lower():
            return [*pairs, ("", entry)]
        pairs.append((spelling, entry))
    return pairs


def on_date(entries, published):
    """Which of the `entries` hold on the date `published`; all of them where it is unknown."""
    return [k for k in entries if not published or (k.start <= published and (not k.end or published <= k.end + "~"))]
