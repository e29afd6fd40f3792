"""Read one versioned word list or a gazetteer, and compile a word list to a matcher.

A word list is a CSV file whose entries are words, `word*` for any further letters, and slots that the gazetteer fills
({country}, {demonym}, {capital}, {seat}, {leader}). It is compiled to a trie over words, so what an article costs
grows with its words and hardly with the list.
"""

import csv
import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .reading import OfTypes, Reading
from .tables import InputError
from .words import Remembered, normal, words

SLOTS = ("country", "demonym", "capital", "seat", "leader")
PAST_STATES = ("soviet union", "yugoslavia", "czechoslovakia", "east germany", "serbia and montenegro")
VERSIONED = re.compile(r"^(?P<name>[a-z][a-z-]*)-(?P<version>\d+\.\d+(?:\.\d+)?)\.csv$")


@dataclass(frozen=True)
class Lexicon:
    """A word list: its name with version ("framing-1.0.0") and its entries, a row a term."""

    name: str
    entries: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """What is known of names: `names` (country, kind, name), `leaders` (terms of office), `organisations`, `people`, `outlets`."""

    names: pd.DataFrame
    leaders: pd.DataFrame
    organisations: pd.DataFrame
    people: pd.DataFrame
    outlets: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["outlet", "country"], dtype="str"))


class Hit(NamedTuple):
    """Where an entry of a lexicon stands in a text, and the (slot, value) pairs that filled its slots."""

    start: int
    end: int
    entry: int
    filled: tuple = ()


def latest(folder, name):
    """The path of the newest version of the list `name` in `folder`."""
    found = [
        (tuple(map(int, match["version"].split("."))), path)
        for path in Path(folder).glob(f"{name}-*.csv")
        if (match := VERSIONED.match(path.name)) and match["name"] == name
    ]
    if not found:
        raise InputError(f"{folder}: no word list {name}-<version>.csv")
    return max(found)[1]


def read_rows(path, required):
    """The CSV file at `path` as a table of text, every cell a string; InputError where a required column is missing."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path}: not a CSV file in UTF-8: {' '.join(str(error).split())}") from None
    for column in required:
        if column not in table.columns:
            raise InputError(f"{path}: missing column {column!r}; found {', '.join(table.columns)}")
    return table


def read_lexicon(path):
    """The Lexicon in the CSV file at `path`: at least the columns term and category.

    Raises InputError, with file and line, for a missing column, an empty pattern, one of only `*`, an unknown slot, a row
    without category, a term of two categories and a term listed twice.
    """
    path = Path(path)
    entries = read_rows(path, ("term", "category"))
    seen = {}
    for number, entry in zip(line_numbers(path), entries.itertuples(index=False)):
        check_pattern(entry.term, f"{path}: line {number}")
        # "may" and "MAY" are two terms where case counts.
        exact = getattr(entry, "case", "") == "exact"
        key = entry.term if exact else tuple(pattern_words(entry.term))
        if not entry.category.strip():
            raise InputError(f"{path}: line {number}: {entry.term!r} has no category; allowed: any word, `exclude` for a term that hides others")
        if key in seen:
            raise InputError(f"{path}: line {number}: {twice(entry, *seen[key])}")
        seen[key] = number, entry.category
    return Lexicon(path.stem, entries)


def twice(entry, line, category):
    """What is wrong with an `entry` whose term stands in a `line` before with a `category`."""
    if entry.category != category:
        return f"{entry.term!r} is {entry.category} here and {category} in line {line}; a term has one row and one category"
    return f"{entry.term!r} stands in line {line} already; a term has one row"


def line_numbers(path):
    """The line of `path` on which each data row of the CSV file begins."""
    with open(path, encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        numbers, before = [], reader.line_num
        for _ in reader:
            numbers.append(before + 1)
            before = reader.line_num
    return numbers


def check_pattern(term, where):
    """Nothing, where `term` is a sound pattern; else InputError that names the place `where` it stands."""
    if not re.search(r"[^\W_]", term) and "*" not in term:
        raise InputError(f"{where}: empty pattern; allowed: words, word*, and the slots {{{'}, {'.join(SLOTS)}}}")
    if not re.search(r"[^\W_]", term):
        raise InputError(f"{where}: pattern {term!r} matches anything; allowed: `*` at the end of a word only")
    for slot in re.findall(r"\{([^}]*)\}", term):
        if slot not in SLOTS:
            raise InputError(f"{where}: unknown slot {{{slot}}}; allowed: {{{'}, {'.join(SLOTS)}}}")
    if re.search(r"\*\w|(?<!\w)\*", term):
        raise InputError(f"{where}: `*` inside a word in {term!r}; allowed: `*` at the end of a word only")


def pattern_words(term):
    """The words of a pattern in their comparable form; a slot stays "{slot}", a wildcard keeps its "*"."""
    pieces = []
    for match in re.finditer(r"\{\w+\}|[^{}]+", term):
        piece = match.group()
        if piece.startswith("{"):
            pieces.append(piece)
            continue
        # A possessive that follows a slot has no word before it in this piece, and is one all the same.
        if re.match(r"['’]s\b", piece):
            pieces.append("'s")
            piece = piece[2:]
        for start, end in words(piece):
            pieces.append(normal(piece[start:end]) + ("*" if piece[end : end + 1] == "*" else ""))
    return pieces


def read_gazetteer(*folders):
    """The Gazetteer of all CSV files in `folders`, later folders after earlier ones; a missing file is an empty table."""
    columns = {
        "names": ("country", "kind", "name", "note"),
        "leaders": ("country", "name", "surname", "office", "start", "end", "aliases"),
        "organisations": ("name", "canonical", "source_type", "side", "kind"),
        "people": ("name", "surname", "source_type", "side", "office", "start", "end"),
        "outlets": ("outlet", "country"),
    }
    tables = {}
    for name, required in columns.items():
        found = [read_rows(path, required) for folder in folders if (path := Path(folder) / f"{name}.csv").exists()]
        tables[name] = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=required, dtype="str")
    return Gazetteer(**tables)


@dataclass(slots=True)
class Node:
    """A place in a trie over words: what may come next, and what ends here."""

    words: dict = field(default_factory=dict)
    prefixes: dict = field(default_factory=dict)
    slots: dict = field(default_factory=dict)
    ends: list = field(default_factory=list)
    lengths: set = field(default_factory=set)  # of the prefixes, so that a list of many costs a look for each length

    def starts(self, key):
        """The nodes that a prefix of the word `key` leads to."""
        return [self.prefixes[key[:n]] for n in self.lengths if key[:n] in self.prefixes] if self.lengths else ()

    def may_go_on(self, following, names):
        """Whether a term may end here or go on with the word `following`: most words that begin a term do neither."""
        return bool(self.ends or following in self.words or (self.slots and following in names) or self.starts(following))


class Matcher:
    """Finds the entries of a lexicon in texts; build it with `compile_lexicon`."""

    def __init__(self, lexicon, slot_names, homes=()):
        self.lexicon, self.homes = lexicon, dict(homes)
        self.rows = lexicon.entries.to_dict("records")
        self.exact = [literal_words(row["term"]) if row.get("case") == "exact" else () for row in self.rows]
        self.is_exclude = [row["category"] == "exclude" for row in self.rows]
        self.root, self.names = Node(), slot_names
        for entry, row in enumerate(self.rows):
            plant(self.root, pattern_words(row["term"])).ends.append(entry)
        self.begins = Begins([(self.root, slot_names)])
        self.name_begins = Begins([(slot_names, Node())])

    def find(self, text, reading=None, places=None):
        """The Hits in `text`, in order, that no longer hit or exclusion covers.

        `reading` is its words and `places`, as of `Matcher.places`, those that may begin a term of this or another matcher, where they are known.
        """
        reading, begins = reading or Reading(text), self.begins
        places = begins.places(reading) if places is None else places
        hits = [hit for place, word, following in places if following in begins[word] for hit in self._from(reading, place, word)]
        kept = longest(hits, self.is_exclude) if len(hits) > 1 else hits
        return [hit for hit in kept if not self.is_exclude[hit.entry]]

    def places(self, reading, others=()):
        """Which words of a `reading` may begin a term of this matcher or of one of the `others`: one look at each word serves them all.

        A list of (place, word, following word).
        """
        return begins_of_any((self, *others)).places(reading)

    def names_in(self, reading):
        """The (start, end, slot, value, spelling) of every name in a text: what could fill a slot, and armed groups ("group")."""
        return [
            (*reading.passage(place, after), slot, value, spelling)
            for place, _, _ in self.name_begins.places(reading)
            for slot, value, spelling, after in named(self.names, reading, place)
            if is_cased(reading, place, after, spelling, slot)
        ]

    def _from(self, reading, place, word):
        """Every hit that begins at one place, where a `word` stands."""
        hits, open_paths = [], [(self.root, place, ())]
        while open_paths:
            node, at, filled = open_paths.pop()
            if node.ends and all(map(reading.together, range(place + 1, at))):
                hits += self._ending(node, reading, place, at, filled)
            key = word if at == place else reading.key(at)
            if key in node.words:
                open_paths.append((node.words[key], at + 1, filled))
            if node.lengths:
                open_paths += [(after, at + 1, filled) for after in node.starts(key)]
            if node.slots and key in self.names.words:
                open_paths += self._through_names(node, reading, at, filled)
        return hits

    def _ending(self, node, reading, place, after, filled):
        """The hits of the entries that end at a `node`, from the word at `place` to the one before `after`."""
        start, end = reading.passage(place, after)
        return [Hit(start, end, entry, filled) for entry in node.ends if self.is_exact(entry, reading.text, start, end)]

    def is_exact(self, entry, text, start, end):
        """Whether the words of an entry whose case counts stand as they are in what was found; True for the others, which are most."""
        exact = self.exact[entry]
        return not exact or all(word in text[start:end] for word in exact)

    def _through_names(self, node, reading, at, filled):
        """The paths on from a `node` with slots through each name that begins at the word `at` and may be followed by what follows."""
        names = self.names.words
        first, ahead = names[reading.key(at)], []
        if not first.ends and reading.key(at + 1) not in first.words:
            return ahead
        for slot, value, spelling, after in named(self.names, reading, at):
            going_on = node.slots.get(slot)
            if going_on and going_on.may_go_on(reading.key(after), names) and is_cased(reading, at, after, spelling, slot):
                ahead.append((going_on, after, (*filled, (slot, value))))
        return ahead


FEW = 500  # words, which may be copied for each word that they follow; all names are not


class Either:
    """What is in one of several collections; everything where `always`."""

    __slots__ = ("collections", "always")

    def __init__(self, collections, always):
        self.collections, self.always = collections, always

    def __contains__(self, word):
        if self.always:
            return True
        for words_of_one in self.collections:  # noqa: SIM110  a call of any() takes longer
            if word in words_of_one:
                return True
        return False


class Begins(Remembered):
    """From a word to the words that may follow it in a term (none, for most words), for the (trie of terms, trie of names) of several matchers.

    Gaps between words and capitals are left open here: what is picked may begin a term, what is not cannot.
    """

    def __init__(self, tries):
        super().__init__(self.after_word)
        self.tries = tries
        self.first = frozenset(chain.from_iterable((*root.words, *(names.words if root.slots else ())) for root, names in tries))
        self.prefixes = tuple(chain.from_iterable(root.prefixes for root, _ in tries))
        self.states, self.second = Remembered(self.steps, limit=50_000), Remembered(self.after_two, limit=50_000)
        self.ahead, self.bits = OfTypes(self.bits_after, np.int64), OfTypes(bit_of, np.int64)

    def after_word(self, key):
        """What may follow the word `key`."""
        return followers(self.states[key]) if key in self.first or key.startswith(self.prefixes) else ()

    def bits_after(self, key):
        """The bits of the words that may follow the word `key`; all where these are many."""
        words_after = self.after_word(key)
        return ALL_BITS if isinstance(words_after, Either) else reduce(or_, map(bit_of, words_after), 0)

    def after_two(self, keys):
        """Where the two words `keys` lead to from the roots; where a term may end before, to where the first leads."""
        one, two = keys
        first = self.states[one]
        ended = [state for state in first if state[1] is None and state[0].ends]
        return ended or steps(first, two)

    def steps(self, key):
        """Where the word `key` leads to from the roots."""
        return steps([(root, None, names) for root, names in self.tries], key)

    def places(self, reading):
        """The (place, word, following word) of the words of a `reading` that may begin a term, by themselves and the two words after them.

        A bit for each word decides most cases in no loop in Python over all words.
        """
        bits, forms, found = self.ahead.values(reading.pieces).take(reading.types), reading.pieces.forms, []
        bits[:-1] &= self.bits.values(reading.pieces).take(reading.types[1:])
        types = [*reading.types.tolist(), 1, 1]  # 1 is no word
        for at in np.flatnonzero(bits).tolist():
            word, following = forms[types[at]], forms[types[at + 1]]
            if following in self[word] and (following == "" or (states := self.second[word, following]) and any_may_go_on(states, forms[types[at + 2]])):
                found.append((at, word, following))
        return found


ALL_BITS, BITS = -1, 62


def bit_of(word):
    """A number with one of BITS bits set, the same one for some other words."""
    return 1 << hash(word) % BITS


def steps(states, key):
    """Where the word `key` leads to from each of the `states`: (node of a term, node of a name that has begun there or None, root of the names)."""
    found = []
    for node, name, names in states:
        if name is None:
            found += [(after, None, names) for after in (node.words.get(key), *node.starts(key)) if after]
        within = name.words.get(key) if name else names.words.get(key) if node.slots else None
        if within:
            found.append((node, within, names))
            found += [(node.slots[slot], None, names) for slot, _, _ in within.ends if slot in node.slots]
    return found


def any_may_go_on(states, following):
    """Whether a term may end in one of the `states` or go on there with the word `following`."""
    for node, name, names in states:
        if following in name.words if name else node.may_go_on(following, names.words):
            return True
    return False


def followers(states):
    """The words that may follow in one of the `states`, anything where a term may end there or go on with a prefix."""
    always = any(name is None and (node.ends or node.prefixes) for node, name, _ in states)
    held = [(name or node).words for node, name, _ in states] + [names.words for node, name, names in states if name is None and node.slots]
    collections = {id(words_of_one): words_of_one for words_of_one in held if words_of_one}.values()
    if always or sum(map(len, collections)) > FEW:
        return Either(tuple(collections), always)
    return frozenset(chain.from_iterable(collections))


@lru_cache(maxsize=8)
def begins_of_any(matchers):
    """The Begins of several `matchers`, kept from one article to the next."""
    return Begins([(matcher.root, matcher.names) for matcher in matchers])


def plant(root, pieces):
    """The node of a trie under `root` that the `pieces` of a pattern lead to, made where it was not there."""
    node = root
    for piece in pieces:
        if piece.startswith("{"):
            node = node.slots.setdefault(piece[1:-1], Node())
        elif piece.endswith("*"):
            node.lengths.add(len(piece) - 1)
            node = node.prefixes.setdefault(piece[:-1], Node())
        else:
            node = node.words.setdefault(piece, Node())
    return node


def longest(hits, is_exclude):
    """The `hits` that no longer one overlaps, in order; of equally long ones an exclusion, then the first in the list."""
    kept, starts = {}, []  # by their start, and their starts in order; kept ones do not overlap
    for hit in sorted(hits, key=lambda h: (h.start - h.end, not is_exclude[h.entry], h.start, h.entry)):
        place = bisect_left(starts, hit.end)  # only the last that begins before its end can overlap it
        if place == 0 or kept[starts[place - 1]].end <= hit.start:
            insort(starts, hit.start)
            kept[hit.start] = hit
    return [kept[start] for start in starts]


def literal_words(term):
    """The words of a term without its slots: where case counts, they stand as they are in what is found."""
    return [word for word in re.split(r"[\s-]+", re.sub(r"\{\w+\}", " ", term).replace("*", "")) if word]


def named(names, reading, at):
    """The (slot, value, spelling, next word) of every name that begins at word `at`, whatever its case."""
    node, place, found = names.words.get(reading.key(at)), at, []
    while node:
        place += 1
        if node.ends and all(map(reading.together, range(at + 1, place))):
            found += [(*end, place) for end in node.ends]
        node = node.words.get(reading.key(place))
    return found


def is_cased(reading, at, after, spelling, slot):
    """Whether the words from `at` to `after` may be a name: "US" only in capitals, ambiguous names and persons with a capital letter."""
    start, end = reading.passage(at, after)
    if spelling.isupper() and len(spelling) <= 4:
        return reading.text[start:end] == spelling
    if spelling[0] == "~" or slot == "leader":
        return reading.text[start].isupper()
    return True


@lru_cache(maxsize=2)
def name_trie(gazetteer):
    """The trie of all names that fill slots: each end holds (slot, value, spelling).

    The value is a country, or for {leader} a tuple of the (country, surname, office, start, end) terms that the name may mean.
    """
    root = Node()
    of_today = gazetteer.names.assign(past=gazetteer.names["country"].isin(PAST_STATES)).sort_values("past", kind="stable")
    for row in of_today.itertuples(index=False):
        if row.kind in SLOTS:
            spelling = ("~" if row.note.startswith("ambiguous") else "") + row.name
            end = plant(root, pattern_words(row.name))
            # A name of two countries stands for the one listed first, a state of today before one of the past.
            if row.kind not in [slot for slot, _, _ in end.ends]:
                end.ends.append((row.kind, row.country, spelling))
    terms = {}
    for row in gazetteer.leaders.itertuples(index=False):
        term = (row.country, row.surname, row.office, row.start, row.end)
        for name in {row.name, row.surname, *row.aliases.split("|")} - {""}:
            terms.setdefault(name, []).append(term)
    for name, held in sorted(terms.items()):
        plant(root, pattern_words(name)).ends.append(("leader", tuple(held), name))
    groups = gazetteer.organisations[gazetteer.organisations["source_type"] == "armed_group"]
    for name, canonical in zip(groups["name"], groups["canonical"]):
        plant(root, pattern_words(name)).ends.append(("group", canonical, "~" + name))
    return root


def compile_lexicon(lexicon, gazetteer):
    """A Matcher of the `lexicon` whose slots are filled by the names of the `gazetteer`, which also knows the outlets' countries."""
    return Matcher(lexicon, name_trie(gazetteer), dict(zip(gazetteer.outlets["outlet"], gazetteer.outlets["country"])))
