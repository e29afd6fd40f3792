"""Read one versioned word list or a gazetteer, and compile a word list to a matcher.

A word list is a CSV file whose entries are words, `word*` for any further letters, and slots that the gazetteer fills
({country}, {demonym}, {capital}, {seat}, {leader}). It is compiled to a trie over words, so what an article costs
grows with its words and hardly with the list.
"""

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from .tables import InputError
from .words import normal, words, words_together

SLOTS = ("country", "demonym", "capital", "seat", "leader")
PAST_STATES = ("soviet union", "yugoslavia", "czechoslovakia", "east germany", "serbia and montenegro")
VERSIONED = re.compile(r"^(?P<name>[a-z][a-z-]*)-(?P<version>\d+\.\d+(?:\.\d+)?)\.csv$")


@dataclass(frozen=True)
class Lexicon:
    """A word list: its name with version ("framing-1.0.0") and its entries, a row a term."""

    name: str
    entries: pd.DataFrame


@dataclass(frozen=True)
class Gazetteer:
    """What is known of names: `names` (country, kind, name), `leaders` (terms of office), `organisations`, `people`."""

    names: pd.DataFrame
    leaders: pd.DataFrame
    organisations: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True)
class Hit:
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

    Raises InputError, with file and line, for a missing column, an empty pattern, one of only `*`, an unknown slot, and
    a term listed twice.
    """
    path = Path(path)
    entries = read_rows(path, ("term", "category"))
    seen = {}
    for number, entry in zip(line_numbers(path), entries.itertuples(index=False)):
        check_pattern(entry.term, f"{path}: line {number}")
        # "may" and "MAY" are two terms where case counts.
        exact = getattr(entry, "case", "") == "exact"
        key = entry.term if exact else tuple(pattern_words(entry.term))
        if key in seen:
            raise InputError(f"{path}: line {number}: {entry.term!r} stands in line {seen[key]} already; a term has one row")
        seen[key] = number
    return Lexicon(path.stem, entries)


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
    }
    tables = {}
    for name, required in columns.items():
        found = [read_rows(path, required) for folder in folders if (path := Path(folder) / f"{name}.csv").exists()]
        tables[name] = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=required, dtype="str")
    return Gazetteer(**tables)


@dataclass
class Node:
    """A place in a trie over words: what may come next, and what ends here."""

    words: dict = field(default_factory=dict)
    prefixes: dict = field(default_factory=dict)
    slots: dict = field(default_factory=dict)
    ends: list = field(default_factory=list)


class Matcher:
    """Finds the entries of a lexicon in texts; build it with `compile_lexicon`."""

    def __init__(self, lexicon, slot_names):
        self.lexicon = lexicon
        self.rows = lexicon.entries.to_dict("records")
        self.exact = [row.get("case") == "exact" for row in self.rows]
        self.terms = [row["term"] for row in self.rows]
        self.is_exclude = [row["category"] == "exclude" for row in self.rows]
        self.root, self.names = Node(), slot_names
        for entry, term in enumerate(self.terms):
            plant(self.root, pattern_words(term)).ends.append(entry)
        self.has_prefix = lru_cache(maxsize=100_000)(lambda word: any(word.startswith(p) for p in self.root.prefixes))

    def find(self, text, spans=None, keys=None):
        """The Hits in `text`, in order, that no longer hit or exclusion covers; `spans` and `keys`: its words if known."""
        spans = words(text) if spans is None else spans
        keys = [normal(text[start:end]) for start, end in spans] if keys is None else keys
        hits, begins, names = [], self.root.words, self.names.words
        for place, (key, following) in enumerate(zip(keys, [*keys[1:], ""])):
            node = begins.get(key)
            if (node is not None and leads_on(node, following, names)) or key in names or self.has_prefix(key):
                hits += self._from(text, spans, keys, place)
        return [hit for hit in longest(hits, self.is_exclude) if not self.is_exclude[hit.entry]]

    def names_in(self, text, spans):
        """The (start, slot, value) of every name in `text` that could fill a slot, in order."""
        keys = [normal(text[start:end]) for start, end in spans]
        return [
            (spans[place][0], slot, value)
            for place, key in enumerate(keys)
            if key in self.names.words
            for slot, value, _ in named(self.names, text, spans, keys, place)
        ]

    def _from(self, text, spans, keys, place):
        """Every hit that begins at one word."""
        hits, open_paths = [], [(self.root, place, ())]
        while open_paths:
            node, at, filled = open_paths.pop()
            hits += [
                Hit(spans[place][0], spans[at - 1][1], entry, filled)
                for entry in node.ends
                if not self.exact[entry] or exact_case(text[spans[place][0] : spans[at - 1][1]], self.terms[entry])
            ]
            if at >= len(keys) or (at > place and not words_together(text, spans[at - 1][1], spans[at][0])):
                continue
            key = keys[at]
            if key in node.words:
                open_paths.append((node.words[key], at + 1, filled))
            for prefix, following in node.prefixes.items():
                if key.startswith(prefix):
                    open_paths.append((following, at + 1, filled))
            if node.slots:
                for slot, value, after in named(self.names, text, spans, keys, at):
                    if slot in node.slots:
                        open_paths.append((node.slots[slot], after, (*filled, (slot, value))))
        return hits


def leads_on(node, following, names):
    """Whether a term may end at `node` or go on with the word `following`: most words that begin a term do neither."""
    return bool(node.ends or node.prefixes or following in node.words or (node.slots and following in names))


def plant(root, pieces):
    """The node of a trie under `root` that the `pieces` of a pattern lead to, made where it was not there."""
    node = root
    for piece in pieces:
        if piece.startswith("{"):
            node = node.slots.setdefault(piece[1:-1], Node())
        elif piece.endswith("*"):
            node = node.prefixes.setdefault(piece[:-1], Node())
        else:
            node = node.words.setdefault(piece, Node())
    return node


def longest(hits, is_exclude):
    """The `hits` that no longer one overlaps, in order; of equally long ones an exclusion, then the first in the list."""
    kept, covered = [], []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, not is_exclude[h.entry], h.start, h.entry)):
        if all(hit.end <= start or end <= hit.start for start, end in covered):
            kept.append(hit)
            covered.append((hit.start, hit.end))
    return sorted(kept, key=lambda h: h.start)


def exact_case(found, term):
    """Whether a passage has the letters of its term in the same case, where the term has letters of its own."""
    literal = [w for w in re.split(r"[\s-]+", re.sub(r"\{\w+\}", " ", term).replace("*", "")) if w]
    return all(word in found for word in literal)


def named(names, text, spans, keys, at):
    """The (slot, value, next word) of every name that begins at word `at`."""
    node, found, place = names, [], at
    while place < len(keys) and keys[place] in node.words:
        if place > at and not words_together(text, spans[place - 1][1], spans[place][0]):
            break
        node = node.words[keys[place]]
        place += 1
        start, end = spans[at][0], spans[place - 1][1]
        found += [(slot, value, place) for slot, value, spelling in node.ends if cased(text[start:end], spelling, slot)]
    return found


def cased(found, spelling, slot):
    """Whether a passage may be a name: "US" only in capitals, ambiguous names and persons with a capital letter."""
    if spelling.isupper() and len(spelling) <= 4:
        return found == spelling
    if spelling[0] == "~" or slot == "leader":
        return found[0].isupper()
    return True


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
    return root


def compile_lexicon(lexicon, gazetteer):
    """A Matcher of the `lexicon` whose slots are filled by the names of the `gazetteer`."""
    return Matcher(lexicon, name_trie(gazetteer))
