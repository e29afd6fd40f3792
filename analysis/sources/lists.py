"""The lists that decide sources, compiled for lookup: roles, titles, organisations, places and people."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from ..words import Reading, normal, words


# How many names and phrases are remembered, and the words that are resolved before any role is read.
KEPT = 50_000
PRONOUNS = {"it", "they", "he", "she", "we", "i"}
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

    def add(self, name, entry):
        """Files an `entry` under a `name`."""
        key = key_of(name)
        if key:
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
        return self.find_words(text, *tokens(text))

    def find_long(self, text):
        """As `find`, for a text of many words."""
        return self.find_words(text, LongSpans(text), list(chain.from_iterable(map(stripped_keys_of, text.split(" ")))))

    def find_words(self, text, spans, keys):
        """As `find`, for the words of `text` at `spans` with the comparable forms `keys`."""
        hits, free, tree = [], 0, self.tree
        if tree.keys().isdisjoint(keys):
            return hits
        for place, key in enumerate(keys):
            branch = tree.get(key)
            if branch is None or place < free:
                continue
            # Most words that begin names end none, and the next word continues none.
            if END in branch or (place + 1 < len(keys) and keys[place + 1] in branch):
                hit, last = self.longest_at(place, text, spans, keys)
                if hit is not None:
                    hits.append(hit)
                    free = last + 1
        return hits

    def longest_at(self, place, text, spans, keys):
        """(the Hit of the longest name that begins at a place of `keys`, the place of its last word), or (None, None)."""
        start = spans[place][0]
        for last, held in reversed(along(self.tree, keys, place)):
            end = spans[last][1]
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
    """Everything that decides sources: an Index each of roles, titles, organisations, places and people."""

    roles: Index
    titles: Index
    organisations: Index
    places: Index
    people: Index
    labels: dict
    holders: dict
    version: str
    memory: dict = field(default_factory=dict, repr=False)
    first_words: dict = field(default_factory=dict, repr=False)

    def once(self, key, read, *arguments):
        """What `read` gives for the arguments; articles repeat names and phrases, so it is kept under `key`."""
        found = self.memory.get(key)
        if found is None:
            if len(self.memory) > KEPT:
                self.memory.clear()
            found = self.memory[key] = read(*arguments)
        return found

    @cached_property
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


@lru_cache(maxsize=20_000)
def tokens(text):
    """The offsets of the words of a short `text`, and a tuple of their comparable forms."""
    spans, keys, shift = [], [], 0
    for piece in text.split(" "):
        for start, end, key in words_of(piece):
            spans.append((shift + start, shift + end))
            keys.append(key)
        shift += len(piece) + 1
    return spans, tuple(keys)


@lru_cache(maxsize=50_000)
def words_of(piece):
    """The (start, end, comparable form) of the words of a `piece` of text without a space; a form has no last full stop."""
    letters = piece[:-1] if piece[-1:] in (",", ".") else piece
    if letters.isascii() and letters.isalpha():
        return [(0, len(letters), letters.lower())]
    return [(start, end, normal(piece[start:end]).rstrip(".")) for start, end in words(piece)]


@lru_cache(maxsize=50_000)
def stripped_keys_of(piece):
    """The comparable words of a `piece` of text without a space, an abbreviation without its last full stop."""
    return tuple(key for _, _, key in words_of(piece))


class LongSpans(dict):
    """The offsets of the words of a long text, each worked out when it is asked for."""

    def __init__(self, text):
        super().__init__()
        self.reading = Reading(text)

    def __missing__(self, place):
        return self.reading.span(place)


def key_of(text):
    """The comparable words of `text` as a tuple; an abbreviation without its last full stop."""
    return tokens(text)[1]


def fits(passage, spelling, spelled):
    """Whether a passage may be this entry: a short name in capitals exactly, another name with its capital letter."""
    if spelling == spelling.lower():
        return True
    if not spelled:
        return spelling in passage
    if spelling.isupper() and len(spelling) <= 5:
        return passage == spelling
    return passage[:1].isupper() or not spelling[:1].isupper()


def compile_lists(gazetteer, roles_table, titles_table, *, version):
    """The Lists of a `gazetteer` and two tables: source roles (named `version`) and titles before names."""
    roles, titles, places = roles_of(roles_table, titles_table), titles_of(titles_table), places_of(gazetteer)
    return Lists(
        roles, titles, organisations_of(gazetteer), places, people_of(gazetteer),
        labels_of(roles, titles, places), holders_of(gazetteer), version,
    )  # fmt: skip


def labels_of(*indexes):
    """A dictionary from a first word to the most words of an entry of the `indexes` that begins with it."""
    labels = {}
    for index in indexes:
        for word, most in index.longest.items():
            labels[word] = max(labels.get(word, 0), most)
    return labels


def roles_of(table, titles):
    """The Index of roles; a form with a capital ("WHO", "The Hill") is a role only where it is written so.

    A title that no role has is a role of the last resort: "Dr." may be anybody.
    """
    roles = Index(spelled=False)
    for row in table.itertuples(index=False):
        if row.term in PRONOUNS:
            continue
        for form in dict.fromkeys((*row.forms.split("|"), row.term)):
            if form:
                roles.add(form, Role(row.term, row.source_type, row.naming, int(row.priority or 0)))
    for row in titles.itertuples(index=False):
        if row.source_type and not roles.get(row.title):
            priority = 12 if row.title in ("Dr.", "Dr") else 28
            roles.add(row.title.rstrip("."), Role(row.title.lower(), row.source_type, "role", priority))
    return roles


def titles_of(table):
    """The Index of titles; the entry is a source type, or "" where the title says nothing of it."""
    titles = Index()
    for row in table.itertuples(index=False):
        titles.add(row.title, row.source_type)
    return titles


def organisations_of(gazetteer):
    """The Index of organisations, each a Known."""
    organisations = Index()
    # Names of corpora's own gazetteers come last and win over a namesake in the world.
    for row in gazetteer.organisations.iloc[::-1].itertuples(index=False):
        organisations.add(row.name, Known(row.canonical or row.name, row.source_type, row.side or "none", "organisation"))
    return organisations


def places_of(gazetteer):
    """The Index of the names of countries, each a Place."""
    places = Index()
    for row in gazetteer.names.itertuples(index=False):
        places.add(row.name, Place(row.name, row.kind, row.country))
    return places


def people_of(gazetteer):
    """The Index of leaders and public figures under their full names, surnames and aliases, each a Known."""
    people = Index()
    for row in gazetteer.leaders.itertuples(index=False):
        known = Known(row.name, "official", row.country, "leader", row.start, row.end, row.office)
        for name in dict.fromkeys((row.name, row.surname, *row.aliases.split("|"))):
            people.add(name, known)
    for row in gazetteer.people.itertuples(index=False):
        known = Known(row.name, row.source_type, row.side or "none", "public figure", row.start, row.end, row.office)
        for name in dict.fromkeys((row.name, row.surname)):
            people.add(name, known)
    return people


def holders_of(gazetteer):
    """A dictionary from (country, office) to the Known leaders who held it."""
    holders = {}
    for row in gazetteer.leaders.itertuples(index=False):
        known = Known(row.name, "official", row.country, "leader", row.start, row.end, row.office)
        holders.setdefault((row.country, row.office.lower()), []).append(known)
    return holders


def on_date(entries, published):
    """Which of the `entries` hold on the date `published`; all of them where it is unknown."""
    return [k for k in entries if not published or (k.start <= published and (not k.end or published <= k.end + "~"))]
