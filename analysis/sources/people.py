"""The persons whom an article names: their full names, where it names them, and what it says beside the names."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from ..words import normal
from .once import once
from .personal_names import HONORIFICS, JUNIOR, NAME, bare_name, gender_of, last_words, split_name, surname_key
from .tokens import stripped_keys_of

RUN = re.compile(f"({NAME.pattern})")
SENTENCE_START = re.compile(r"(?:^|[.!?:;\n“”\"«»„])[\s“\"«„'‘’)—-]*$")
# One set of characters first, which the regular expression engine finds fast.
LEFT_EDGE = re.compile(
    r"[,;:()“”\"«».\s](?:(?<=[,;:()\n“”\"«»])|(?<=\.)(?<![A-Z]\.)|(?<=\s)(?:and|but|that|said|says|told|by|to|from|with|as)\s)"
)
# What opens an apposition or relative of at least two characters, and what ends it.
APPOSED = re.compile(r"(?:,\s|\s\(|\s(?:is|was)\s(?=an?\s|the\s))(?=[^.;\n()“”\"]{2})")
END_OF_APPOSED = re.compile(r"[.;\n()“”\"\s](?:(?<=[.;\n()“”\"])|(?<=\s)(?:told|said|says|tells)\s)")
NEXT_WORDS = re.compile(r",\s")
AGE = re.compile(r"\d\d?")
# How many characters before and after a name are read for what it says of the person.
BEFORE, AFTER = 60, 120
# Of two persons with one surname the one named in full at most so many characters before is meant.
NEAR = 1000
# At most so many descriptions of a person are read.
DESCRIPTIONS = 6
# Signs of one character that stand in no role: those that are other ones when texts are compared, and the commonest that are not ASCII.
SIGNS = "\u00a0…½¼¾™²³“”‘’—–"
START = itemgetter(0)


class Person:
    """A person whom a `text` names in full, by a tuple of words: where, and with which words beside the name; `given_names` tell genders."""

    def __init__(self, name, text, given_names):
        self.name, self.words, self.text, self.given_names = " ".join(name), frozenset(name), text, given_names
        # Where the full name starts, and the (start, end, words before) of the names that are read for what stands beside them.
        self.starts, self.noted, self.told = [], [], ""

    @once
    def descriptions(self):
        """What the text says beside the first names."""
        found = []
        for start, end, before in self.noted:
            if len(found) >= DESCRIPTIONS:
                break
            found += [words for words in beside(self.text, start, end, before) if words and words not in found]
        return found

    @property
    def gender(self):
        """"f", "m" or "": by the article's words or the first name; else as a pronoun has `told`."""
        return self.gender_of_words or self.told

    @once
    def gender_of_words(self):
        """"f", "m" or "": by a title, the words beside the name, or the first name."""
        titles = (HONORIFICS.get(normal(word.rstrip(".")), "") for _, _, before in self.noted for word in before)
        return next(filter(None, titles), "") or gender_of(self.name, self.descriptions, self.given_names)


class Mention(NamedTuple):
    """A name of a person in the text, in full or by surname; `leads` where it begins its sentence or clause."""

    start: int
    person: Person
    leads: bool


class Namesakes:
    """The Persons with one surname whom a text names in full, by their names, by each word of these, and where they are named."""

    def __init__(self, text="", given_names=None):
        self.text, self.given_names, self.of_name, self.of_words, self.fitting, self.often, self.places = text, given_names, {}, {}, {}, {}, []

    def __iter__(self):
        return iter(self.of_name.values())

    def add(self, name, at):
        """The Person of a full name, a tuple of words, whom the text names at an offset."""
        person = self.of_name.get(name)
        if person is None:
            person = self.of_name[name] = Person(name, self.text, self.given_names)
            for word in person.words:
                self.of_words.setdefault(word, []).append(person)
        person.starts.append(at)
        self.places.append((at, person))
        return person

    def named(self, words, at):
        """The Person with all of some `words` in the name: of several the one named last before an offset, else most often."""
        fitting = self.fitting.get(words)
        if fitting is None:
            fitting = self.fitting[words] = self.with_words(words)
        if len(fitting) < 2:
            return next(iter(fitting), None)
        for place in range(bisect_right(self.places, at, key=START) - 1, -1, -1):
            start, person = self.places[place]
            if start <= at - NEAR:
                break
            if person in fitting:
                return person
        if words not in self.often:
            self.often[words] = max(fitting, key=lambda person: len(person.starts))
        return self.often[words]

    def with_words(self, words):
        """The Persons whose names have all of some `words`, as the keys of a dictionary; everybody where no name has a single word."""
        if len(words) == 1:
            return dict.fromkeys(self.of_words.get(words[0]) or self)
        rarest = min([self.of_words.get(word, ()) for word in words], key=len)
        return dict.fromkeys([person for person in rarest if person.words.issuperset(words)])


NO_NAMESAKES = Namesakes()


class People:
    """The persons of one text by surname, and the mentions of them; only who is asked for is read."""

    def __init__(self, text, lists):
        self.text, self.lists = text, lists
        # The text between runs of capitals, and the runs, in turn; and where each of these pieces ends.
        pieces = RUN.split(text)
        edges = list(accumulate(map(len, pieces)))
        self.runs, self.starts, self.ends = pieces[1::2], edges[:-1:2], edges[1::2]
        # What each run is, as of `read_run`.
        self.known = list(map(lists.remembered(read_run).__getitem__, self.runs))
        # What `bare_name` gives for a run inside a sentence.
        self.names = lists.remembered(split_name)
        self.groups, self.mention_of, self.in_full = {}, {}, {}
        # Under the last word of each run of several words the places in these lists of all runs that end with it.
        self.by_last = {last: [] for lasts, several, _ in self.known if several for last in lasts}
        for place, (lasts, _, _) in enumerate(self.known):
            for last in lasts:
                if last in self.by_last:
                    self.by_last[last].append(place)

    def group(self, last):
        """The Namesakes with a surname, in comparable form, whom the text names in full; read with their mentions once."""
        if last not in self.by_last:
            return NO_NAMESAKES
        group = self.groups.get(last)
        if group is None:
            group = self.groups[last] = Namesakes(self.text, self.lists.given_names)
            self.read_group(last, group, [(place, *self.bare(place)) for place in self.by_last[last]])
        return group

    def bare(self, place):
        """What a run of capitals is: its words that describe a person, the name, and the surname, as of `bare_name`."""
        run = self.runs[place]
        # Only a word in "-ing" may be a name inside a sentence and none at its beginning.
        opens = "ing" in run.lower() and begins_sentence(self.text, self.starts[place], 6)
        return bare_name(run, self.lists, opens=True) if opens else self.names[run]

    def read_group(self, last, group, runs):
        """Reads the persons with a surname from the `runs` that end with it: full names first, then every mention."""
        for place, before, name, surname in runs:
            if surname == last and 2 <= len(name) <= 5:
                at = self.starts[place]
                person = self.in_full[place] = group.add(name, at)
                person.noted.append((at, self.ends[place], before))
        for place, before, name, surname in runs if group.places else ():
            if not name and before and normal(before[-1]) == last:
                # "Baker" and "Dean" are roles until the article names a person so.
                self.mention(group, place, before[:-1], before[-1:])
            elif surname == last:
                self.mention(group, place, before, name)

    def mention(self, group, place, before, name):
        """Notes the Mention that a run of capitals is, if any; a surname with words beside it describes too."""
        person = group.named(name, self.starts[place])
        if person is not None:
            if len(name) == 1:
                person.noted.append((self.starts[place], self.ends[place], before))
            self.mention_of[place] = person

    def mentions(self, first, end):
        """Yields the Mentions that start from `first` to before `end`: those that begin a sentence, then the others, the last first."""
        others = []
        for place in range(bisect_left(self.starts, end) - 1, bisect_left(self.starts, first) - 1, -1):
            at = self.starts[place]
            if not begins_sentence(self.text, at, 3):
                others.append(place)
            elif person := self.person_at(place):
                yield Mention(at, person, True)
        for place in others:
            if person := self.person_at(place):
                yield Mention(self.starts[place], person, False)

    def person_at(self, place):
        """The Person whom a run of capitals names, or None."""
        for last in self.known[place][0]:
            if last in self.by_last:
                self.group(last)
        return self.mention_of.get(place)

    def surname_at_end(self, word):
        """The word in a tuple, where it is the surname of a person whom the text names in full; else ()."""
        return (word,) if self.group(normal(word)).places else ()

    def named(self, name, at):
        """The Person that a tuple of words names at an offset: of several with the surname, the one named last before it."""
        group = self.group(surname_key(name))
        return group.named(name, at) if group.places else None

    def runs_ending(self, lasts):
        """The places, in order, of the runs of capitals that end with one of some surnames."""
        return sorted({place for last in lasts for place in self.by_last[last]})

    def named_before(self, start, runs):
        """Yields (place among the `runs`, Person) of the persons whom the text names in full there, at or before `start`, the last first."""
        for at in range(bisect_right(runs, start, key=self.starts.__getitem__) - 1, -1, -1):
            self.person_at(runs[at])
            if person := self.in_full.get(runs[at]):
                yield at, person

    def lasts_beside(self, terms, *, known):
        """The surnames of those named in full who may be described with one of the words `terms`, or whom the gazetteer may know where it matters."""
        lasts = self.lasts_near(terms) if self.folded else self.by_last.keys()
        return lasts | self.known_lasts if known else lasts

    @once
    def known_lasts(self):
        """The surnames of persons named in full whom the gazetteer may know."""
        keys = ((last, stripped_keys_of(last)) for last in self.by_last)
        return {last for last, key in keys if not key or key[-1] in JUNIOR or key[-1] in self.lists.surnames}

    @once
    def plain(self):
        """The text with another character for each of the SIGNS, letter for letter."""
        plain = self.text
        for sign in SIGNS:
            plain = plain.replace(sign, "\0")
        return plain

    @once
    def folded(self):
        """The text in comparable form, letter for letter; "" where spellings may take another number of letters."""
        folded = self.plain.casefold()
        if self.plain.isascii():
            return folded
        same = len(folded) == len(self.text) and "\u00ad" not in folded and unicodedata.is_normalized("NFKC", folded)
        return folded if same else ""

    def lasts_near(self, terms):
        """The last words of the runs of capitals near which one of the words `terms` stands."""
        places = set()
        for term in terms:
            at = self.folded.find(term)
            while at >= 0:
                first = bisect_left(self.ends, at + len(term) - AFTER)
                places.update(range(first, bisect_right(self.starts, at + BEFORE)))
                at = self.folded.find(term, at + 1)
        return {last for place in places for last in self.known[place][0] if last in self.by_last}


def read_run(run, lists):
    """(its last words and whether it has several, as of `last_words`, and the countries for which it stands) of a run of capitals."""
    return *last_words(run), countries_in(run, lists)


def countries_in(run, lists):
    """The countries that the places named in a run of capitalised words stand for."""
    # Most runs name no place, and their words have been met before.
    if lists.places.tree.keys().isdisjoint(chain.from_iterable(map(stripped_keys_of, run.split()))):
        return ()
    return tuple([hit.entry.country for hit in lists.places.find(run)])


def begins_sentence(text, start, looking_back):
    """Whether a sentence or clause begins at `start`, by so many characters before it."""
    before = text[max(0, start - looking_back) : start]
    # Most names stand after a word and a space.
    return not (before[-1:] == " " and before[-2:-1].isalnum()) and SENTENCE_START.search(before) is not None


def beside(text, start, end, before):
    """What stands beside a name at `start` to `end`: the words before it in its noun phrase, and the apposition or relative after it."""
    left = LEFT_EDGE.split(text[max(0, start - BEFORE) : start])[-1]
    after = apposed(text[end : end + AFTER])
    words = NEXT_WORDS.split(after) if "," in after else [after]
    # "Marla Quist, 34, a nurse": the age is a description of its own.
    return [" ".join([left.strip(), *before]).strip(), words[0], *(words[1:2] if len(words[0]) < 3 and AGE.fullmatch(words[0]) else [])]


def apposed(text):
    """The apposition or relative with which a `text` begins after a name, or ""."""
    opening = APPOSED.match(text)
    if not opening:
        return ""
    end = END_OF_APPOSED.search(text, opening.end() + 2)
    return text[opening.end() : end.start() if end else len(text)]
