"""The persons whom an article names: their full names, where it names them, and what it says beside the names."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from ..words import normal
from .lists import stripped_keys_of

UPPER = "[A-ZÀ-ÖØ-ÞĀŁŚŠŽČĆİÖ]"
WORD_CHARACTERS = r"[\w’'‘ʼ-]*"
CAPITAL = UPPER + WORD_CHARACTERS
# Short titles keep their full stop, as an initial does.
SHORT = "Mr Mrs Ms Dr Gen Sen Sens Rep Reps Gov Lt Col Sgt Maj Capt Adm Prof Rev Hon Jr Sr St".split()
# One set of characters first, which the regular expression engine finds fast; then the rest of a short title or word.
REST = "|".join([*(f"(?<={title[0]}){title[1:]}" for title in SHORT), "(?<=[A-Z])"])
WORD = rf"{UPPER}(?:(?:{REST})\.|{WORD_CHARACTERS})"
PARTICLE = r"(?:de|da|del|della|di|dos|van|von|der|den|bin|ibn|al|el|la|le|du|ter)"
# A run of capitalised words, with the particles of names between.
NAME = re.compile(rf"{WORD}(?:[ \u00a0\n](?:{PARTICLE}[ \u00a0]){{0,2}}{WORD})*")
NAME_END = re.compile(r"(?:'s|’s|'|’)$")
SENTENCE_START = re.compile(r"(?:^|[.!?:;\n“”\"«»„])[\s“\"«„'‘’)—-]*$")
# Titles that are no surname wherever they stand.
ABBREVIATED = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "prof", "rev", "sens", "reps"}
JUNIOR = {"jr", "sr", "ii", "iii", "iv"}
# Words that begin sentences with a capital and are no names.
OPENERS = frozenset(
    "the a an and but or if in on at by for from with of to as it its he she they we i you his her their our my this that these"
    " those there then when while where what who why how after before since because although though despite during until under"
    " over about against among between not no yes so still yet now today only also even just like such some many most all both"
    " each every one two three four five last next later earlier meanwhile however asked speaking according once here more less"
    " other others another several few first second new former old is was were are be has had have do did does will would can"
    " could may might should must let mr mrs ms dr miss sir dame lord lady monday tuesday wednesday thursday friday saturday"
    " whether even unlike whatever says said told watch watched see read via photo image related update breaking"
    " sunday january february march april june july august september october november december".split()
)
WOMEN = frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley dorothy"
    " kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy"
    " shirley angela anna ruth brenda pamela nicole katherine catherine christine rachel carolyn janet virginia maria heather"
    " diane julie joyce victoria kelly christina joan evelyn judith megan cheryl andrea hannah jacqueline martha gloria teresa"
    " ann sara madison frances kathryn janice jean alice julia judy sophia grace denise amber doris marilyn danielle beverly"
    " isabella theresa diana natalie brittany charlotte marie kayla alexis lori hillary chelsea melania ivanka kellyanne condoleezza"
    " nikki theresa ursula marine tulsi kamala elena sonia claire susana dilma cristina wendy jill loretta huma debbie".split()
)
MEN = frozenset(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven"
    " paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan"
    " stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron"
    " jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald christian terry sean"
    " arthur austin noah lawrence jesse joe bryan billy jordan albert dylan bruce willie gabriel alan juan louis jonah barack"
    " mitt bernie bill tim mike ted marco jeb ben rand chris rudy vladimir dmitry sergei sergey ilya nikita mohammed ahmed ali"
    " luca joshua mustafa sasha bob jim tom dan dave steve ken ron greg jeff fred howard phil newt mitch harry chuck".split()
)
HONORIFICS = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f"}
WOMAN_WORDS = re.compile(r"\b(?:\w*woman|wife|mother|princess|duchess|daughter|sister|queen|widow|actress|girl|grandmother|aunt|first lady)\b", re.I)
MAN_WORDS = re.compile(r"\b(?:\w*(?:sman|[^o]man)|prince|duke|husband|father|son|brother|king|widower|actor|boy|grandfather|uncle)\b", re.I)


LEFT_EDGE = re.compile(r"[,;:()\n“”\"«»]|(?<![A-Z])\.|\s(?:and|but|that|said|says|told|by|to|from|with|as)\s")
APPOSED = re.compile(
    r"(?:,\s|,\swho\s(?:is|was|has been|heads|leads|runs|works as|serves as)\s|\s\(|\s(?:is|was)\s(?=an?\s|the\s))"
    r"([^.;\n()“”\"]{2,120}?)(?=[.;\n()“”\"]|\s(?:told|said|says|tells)\s|$)"
)
# How many characters before and after a name are read for what it says of the person.
BEFORE, AFTER = 60, 120
# Of two persons with one surname the one named in full at most so many characters before is meant.
NEAR = 1000


@dataclass(eq=False)
class Person:
    """A person whom an article names in full: where, and with which words beside the name."""

    name: str
    surname: str
    starts: list = field(default_factory=list)
    descriptions: list = field(default_factory=list)
    gender: str = ""


@dataclass(frozen=True)
class Mention:
    """A name of a person in the text, in full or by surname; `leads` where it begins its sentence or clause."""

    start: int
    end: int
    person: Person
    leads: bool


class Namesakes:
    """The Persons with one surname whom a text names in full, by their names, by each word of these, and where they are named."""

    def __init__(self):
        self.of_name, self.of_words, self.fitting, self.places = {}, {}, {}, []

    def __iter__(self):
        return iter(self.of_name.values())

    def __len__(self):
        return len(self.of_name)

    def add(self, name, at):
        """The Person of a full name, a list of words, whom the text names at an offset."""
        full = " ".join(name)
        person = self.of_name.get(full)
        if person is None:
            person = self.of_name[full] = Person(full, surname_of(name))
            for word in set(name):
                self.of_words.setdefault(word, []).append(person)
        person.starts.append(at)
        self.places.append((at, person))
        return person

    def with_words(self, words):
        """The Persons, as the keys of a dictionary, whose names have all of some `words`; everyone for an unknown surname alone."""
        if words not in self.fitting:
            rarest = min((self.of_words.get(word, []) for word in words), key=len)
            found = [person for person in rarest if set(words) <= set(person.name.split())]
            self.fitting[words] = dict.fromkeys(found or (self if len(words) == 1 else ()))
        return self.fitting[words]

    def named(self, words, at):
        """The Person with all of some `words` in the name: of several the one named last before an offset, else most often."""
        fitting = self.with_words(words)
        if len(fitting) < 2:
            return next(iter(fitting), None)
        for place in range(bisect_right(self.places, at, key=itemgetter(0)) - 1, -1, -1):
            start, person = self.places[place]
            if start <= at - NEAR:
                break
            if person in fitting:
                return person
        return self.most_named(words)

    def most_named(self, words):
        """Of the Persons with all of some `words` in the name, the one named in full most often."""
        if (words,) not in self.fitting:
            self.fitting[words,] = max(self.fitting[words], key=lambda person: len(person.starts))
        return self.fitting[words,]


class People:
    """The persons of one text by surname, and the mentions of them; only who is asked for is read."""

    def __init__(self, text, lists):
        self.text, self.lists = text, lists
        # Every run of capitals with its offset, and under each last word the places of its runs in that list.
        self.runs = [(match.start(), match.group()) for match in NAME.finditer(text)]
        self.by_last, self.groups, self.mention_of = {}, {}, {}
        for place, (_, run) in enumerate(self.runs):
            for last in last_words(run):
                self.by_last.setdefault(last, []).append(place)

    def group(self, last):
        """The list of Persons with a surname, in comparable form, whom the text names in full; read with their mentions once."""
        if last not in self.groups:
            self.groups[last] = Namesakes()
            places = self.by_last.get(last, ())
            if any(" " in self.runs[place][1] or "\n" in self.runs[place][1] or "\u00a0" in self.runs[place][1] for place in places):
                self.read_group(last, [(place, *self.bare(place)) for place in places])
        return self.groups[last]

    def bare(self, place):
        """What a run of capitals is: its words that describe a person, and the name."""
        at, run = self.runs[place]
        # Only a word in "-ing" may be a name inside a sentence and none at its beginning.
        return bare_name(run, self.lists, opens="ing" in run.lower() and begins_sentence(self.text, at, 6))

    def read_group(self, last, runs):
        """Reads the persons with a surname from the `runs` that end with it: full names first, then every mention."""
        group = self.groups[last]
        for place, before, name in runs:
            if 2 <= len(name) <= 5 and normal(surname_of(name)) == last:
                self.add(group, place, before, name)
        for place, before, name in runs if group else ():
            self.mention(last, place, before, name)
        for person in group:
            person.gender = person.gender or gender_of(person)

    def persons_beside(self, terms):
        """The Persons named in full who may be described with one of the words `terms`, or whom the gazetteer may know."""
        return [person for last in self.by_last if self.may_stand_beside(last, terms) for person in self.group(last)]

    def may_stand_beside(self, last, terms):
        """Whether one of the words `terms` may stand beside a person with a surname, or the gazetteer may know such a person."""
        key = stripped_keys_of(last)
        if last in self.groups or not key or len(key[-1]) < 2 or key[-1] in JUNIOR or key[-1] in self.lists.surnames:
            return True
        for at, run in map(self.runs.__getitem__, self.by_last[last]):
            near = unicodedata.normalize("NFKC", self.text[max(0, at - BEFORE) : at + len(run) + AFTER].replace("\u00ad", "")).casefold()
            if any(term in near for term in terms):
                return True
        return False

    def mentions(self, first, end):
        """The Mentions of persons that start from `first` to before `end`, in the order of the text."""
        places = range(bisect_left(self.runs, (first,)), bisect_left(self.runs, (end,)))
        for place in places:
            for last in last_words(self.runs[place][1]):
                self.group(last)
        return [self.mention_of[place] for place in places if place in self.mention_of]

    def add(self, group, place, before, name):
        """Notes one full name and what stands beside it."""
        self.describe(group.add(name, self.runs[place][0]), place, before)

    def describe(self, person, place, before):
        """Notes the words beside a mention of a person, and the gender that a title gives."""
        for word in before:
            person.gender = person.gender or HONORIFICS.get(normal(word.rstrip(".")), "")
        if len(person.descriptions) < 6:
            at, run = self.runs[place]
            found = beside(self.text, at, at + len(run), before)
            person.descriptions += [d for d in found if d and d not in person.descriptions]

    def mention(self, last, place, before, name):
        """Notes the Mention that a run of capitals is, if any; a surname with words beside it describes too."""
        if not name and before and normal(before[-1]) == last:
            # "Baker" and "Dean" are roles until the article names a person so.
            before, name = before[:-1], before[-1:]
        at, run = self.runs[place]
        person = self.named(name, at) if name and normal(surname_of(name)) == last else None
        if person is not None:
            if len(name) == 1:
                self.describe(person, place, before)
            self.mention_of[place] = Mention(at, at + len(run), person, begins_sentence(self.text, at, 3))

    def surname_at_end(self, words):
        """The last of some words in a list, where it is the surname of a person whom the text names in full; else []."""
        return words[-1:] if words and self.group(normal(words[-1])) else []

    def named(self, name, at):
        """The Person that a list of words names at an offset: of several with the surname, the one named last before it."""
        group = self.group(normal(surname_of(name)))
        return group.named(tuple(name), at) if group else None


def begins_sentence(text, start, looking_back):
    """Whether a sentence or clause begins at `start`, by so many characters before it."""
    return SENTENCE_START.search(text[max(0, start - looking_back) : start]) is not None


def bare_name(run, lists, *, opens=False):
    """As `split_name`, remembered: two lists that nobody changes."""
    return lists.once((run, bool(opens)), split_name, run, lists, bool(opens))


@lru_cache(maxsize=50_000)
def last_words(run):
    """The words, in comparable form, of which one is the surname where a run of capitals ends with a name."""
    parts = bare_parts(run)
    ends = (normal(surname_of(parts)), normal(parts[-1]))
    return ends[:1] if ends[0] == ends[1] else ends


def bare_parts(run):
    """The words of a run of capitals without possessive endings."""
    return [NAME_END.sub("", part) if part[-1] in "'’s" else part for part in run.split()]


def split_name(run, lists, opens):
    """What of a run of capitals describes a person, and the name itself: two lists of words.

    `opens` where the run begins a sentence, so that its first word may be any word.
    """
    parts = bare_parts(run)
    keys = [normal(part.rstrip(".")) for part in parts]
    cut = 0
    for start in range(len(parts)):
        # Few words begin a label, so that most starts are done with one look.
        most = lists.labels.get(keys[start].partition("-")[0], 0) if len(keys[start]) > 1 else 0
        for length in range(min(most, len(parts) - start), 0, -1):
            key = key_of_parts(parts[start : start + length])
            # A role or a title after a first name is a surname ("Angus King").
            named = any(k not in OPENERS for k in keys[cut:start])
            if is_label(key, named and start + length == len(parts), lists):
                cut = max(cut, start + length)
    name = parts[cut:]
    while name and (normal(name[0].rstrip(".")) in OPENERS or (opens and normal(name[0]).endswith("ing"))):
        name = name[1:]
    # "PM Ilse Taverin", "CNN Brian Stelter": letters before a name in mixed case are no part of it.
    while len(name) > 1 and re.fullmatch(r"[A-Z]{2,}", name[0]) and not name[-1].isupper():
        name = name[1:]
    if len(name) > 1 and all(part.isupper() and len(part) > 3 for part in name):
        return parts, []
    if not name or (len(name) == 1 and len(name[0]) < 2) or key_of_parts(name) in lists.organisations.entries:
        return parts, []
    return parts[: len(parts) - len(name)], name


def key_of_parts(parts):
    """The comparable words of some words as a tuple."""
    return stripped_keys_of(parts[0]) if len(parts) == 1 else tuple(key for part in parts for key in stripped_keys_of(part))


def is_label(key, ends_name, lists):
    """Whether words of a run are a role, a title or a place; at the end of a name a single one is a surname ("King")."""
    if key in lists.titles.entries or key in lists.roles.entries:
        return not ends_name or len(key) > 1 or key[0] in ABBREVIATED or (key[0].endswith("s") and key not in lists.titles.entries)
    return key in lists.places.entries


def surname_of(name):
    """The surname in the words of a name."""
    for word in reversed(name):
        if normal(word.rstrip(".")) not in JUNIOR:
            return word
    return name[-1]


def beside(text, start, end, before):
    """What stands beside a name at `start` to `end`: the words before it in its noun phrase, and the apposition or relative after it."""
    left = LEFT_EDGE.split(text[max(0, start - BEFORE) : start])[-1]
    apposed = APPOSED.match(text[end : end + AFTER])
    words = re.split(r",\s", apposed[1]) if apposed else [""]
    # "Marla Quist, 34, a nurse": the age is a description of its own.
    return [" ".join([left.strip(), *before]).strip(), words[0], *(words[1:2] if re.fullmatch(r"\d\d?", words[0]) else [])]


def gender_of(person):
    """"f", "m" or "" by the words beside the name, then by the first name; names in -a are mostly women's."""
    beside_name = " ".join(person.descriptions[:4])
    if WOMAN_WORDS.search(beside_name) and not MAN_WORDS.search(beside_name):
        return "f"
    first = normal(person.name.split()[0])
    if first in WOMEN or (first.endswith("a") and first not in MEN):
        return "f"
    return "m" if first in MEN or MAN_WORDS.search(beside_name) else ""
