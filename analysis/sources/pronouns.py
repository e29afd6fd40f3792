"""Whom a pronoun or a relative stands for: the sources and names before it, sentence by sentence backwards."""

import re

from .deciding import side_of_known
from .personal_names import NAME
from .said import CHAIN, START, Said, Source, moved
from .tokens import LongText

HE_OR_SHE = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
THEY = {"they", "them", "their", "theirs", "themselves", "these", "those", "both"}
IT = {"it", "its", "itself", "this"}
SPEAKERS = {"i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves"}
RELATIVES = {"who", "which", "that", "whom", "whose"}
# Pronouns that are no determiner, so that whatever follows them is no part of the source.
SUBJECTS = {"he", "she", "they", "i", "we", "who"}
PART_OF_THEM = re.compile(
    r"(?:one|two|three|four|both|all|each|any|some|many|most|several|none|neither|either|half|a few|another)"
    r" of (?:them|these|those|the (?:two|three|four))",
    re.IGNORECASE,
)
# How many sentences before are read, how many characters of each for groups, and at most of one sentence; the longest in 4,900 real
# articles has 2,544.
FAR, GROUP_WITHIN, LONGEST = 7, 400, 5_000
WORDS_BEFORE = re.compile(r"(?:\b(?:the|some|two|three|many|several|other)\s)?(?:[\w-]+\s)?\Z")
# How far before a relative its noun phrase may begin, and what may stand before that.
PHRASE_WITHIN, PHRASE_EDGES = 160, ".;!?\n“”\":«»„"
CLAUSE_EDGES = re.compile(r"(,\s|\s(?:and|but|that|by|said|says|told|as|is|was|were|are|has|have|had|who|where|when|not)\s)")
PREPOSITIONS = re.compile(r"\s(?:of|for|at|from|with|in|on|to|among|about|against|under|by)\s")


class Pronouns:
    """The pronouns of the text of a Reader."""

    def __init__(self, reader):
        self.reader, self.text, self.lists = reader, reader.text, reader.lists
        self.said, self.layout, self.people = reader.said, reader.layout, reader.people
        self.depth = 0

    def stands_for(self, word, start, nested_in):
        """The Said of the pronoun `word` at an offset, or None where it is no pronoun."""
        if word in HE_OR_SHE:
            return moved(self.person_before(start, HE_OR_SHE[word]), start, "pronoun: the person named before")
        if word in THEY or word in IT:
            return moved(self.group_before(start, plural=word in THEY), start, "pronoun: the group named before")
        if word in SPEAKERS:
            return self.speaker(start, nested_in)
        return self.head_before(start) if word in RELATIVES else None

    def some_of_them(self, text, start):
        """The Said of "one of them" and the like, or None where `text` is none of these."""
        if " of th" not in text.lower() or not PART_OF_THEM.fullmatch(text.strip()):
            return None
        return moved(self.group_before(start, plural=True), start, "pronoun: some of the group named before")

    def speaker(self, start, nested_in):
        """Whom "I" or "we" stands for: who is quoted, or outside quotations the outlet."""
        parent, outlet = self.reader.by_id.get(nested_in), self.reader.outlet
        if parent is not None and parent.source_text and int(parent.source_start) != start:
            return moved(self.reader.decide(parent), start, "pronoun: the quoted speaker")
        if self.layout.quoted(start):
            end = self.layout.end_of(self.layout.sentence(start), len(self.text) + 1)
            return moved(self.said.last(0, end), start, "pronoun: the speaker named before")
        if not outlet:
            return moved(None, start, "")
        known = self.lists.organisations.get(outlet)
        kind = known[0].source_type if known else "other_media"
        name, side = (known[0].name, side_of_known(known[0], kind)) if known else (outlet, outlet.lower())
        return Said(start, Source(name, kind, "named", side, *["pronoun: the outlet"] * 4), "group")

    def person_before(self, start, gender):
        """The Said of the person that "he" or "she" stands for, or None.

        Sentence by sentence backwards: a source before a name that begins its sentence, that before any other name.
        """
        here, everywhere = self.layout.sentence(start), self.layout.quoted(start)
        for number in range(here, max(here - FAR, 0) - 1, -1):
            best = self.person_in_sentence(number, start, gender, everywhere)
            if best is not None:
                said = best if isinstance(best, Said) else self.reader.said_of(best.person, best.start, "full name")
                if said.person is not None and not said.person.gender:
                    said.person.told = gender
                return said
        return None

    def person_in_sentence(self, number, start, gender, everywhere):
        """The Said or the Mention before `start` that best fits a pronoun's gender in the sentence of that number, or None.

        What stands in quotation marks is left out, unless the pronoun does too and `everywhere` is looked.
        """
        end = self.layout.end_of(number, start)
        first = max(self.layout.sentences[number], end - LONGEST)
        open_to = lambda at: everywhere or not self.layout.quoted(at)  # noqa: E731
        saids = [one for one in self.said.between(first, end, "person") if one.gender in ("", gender) and open_to(one.start)]
        if saids:
            return max(saids, key=START)
        mentions = self.people.mentions(first, end)
        return next((one for one in mentions if one.person.gender in ("", gender) and open_to(one.start)), None)

    def group_before(self, start, *, plural):
        """The Said that "they" or "it" stands for: a source of that number, else an organisation or place before it.

        "Their officials" leads to a group before, and so on; the chain is followed CHAIN times.
        """
        if self.depth >= CHAIN:
            return None
        self.depth += 1
        here = self.layout.sentence(start)
        numbers = range(here, max(here - FAR, -1), -1)
        found = next(filter(None, (self.group_in_sentence(number, start, plural) for number in numbers)), None)
        self.depth -= 1
        return found

    def group_in_sentence(self, number, start, plural):
        """The Said before `start` that fits "they" or "it" in the sentence of that number, or None."""
        better, other = ("plural", "group") if plural else ("group", "thing")
        begin, end = self.layout.sentences[number], self.layout.end_of(number, start)
        found = self.said.last(begin, end, better) or self.said.last(begin, end, other)
        return found or self.group_named(begin, min(end, begin + GROUP_WITHIN), plural)

    def group_named(self, begin, end, plural):
        """The first organisation or country, or plural role, that a stretch of the text names, as a Said, or None."""
        piece = self.text[begin:end]
        if plural:
            return self.people_named(piece, begin)
        words = LongText(piece)
        hit = next(self.lists.organisations.each(piece, words, words.keys), None)
        hit = hit or next((hit for hit in self.lists.places.each(piece, words, words.keys) if hit.entry.kind != "demonym"), None)
        return self.reader.described(piece[hit.start : hit.end], begin + hit.start) if hit else None

    def people_named(self, piece, begin):
        """The Said of the first plural role in a piece of the text that begins at an offset, or None."""
        words = LongText(piece)
        for hit in self.lists.roles.each(piece, words, words.keys):
            word = piece[hit.start : hit.end]
            if word.lower().endswith("s") and word.lower() != hit.entry.term and hit.entry.source_type not in ("document", "other"):
                return self.reader.described(WORDS_BEFORE.search(piece, 0, hit.start)[0] + word, begin + hit.start)
        return None

    def head_before(self, start):
        """Whom a relative pronoun stands for: the noun phrase right before it."""
        first = max(0, start - PHRASE_WITHIN - 1)
        left = max(self.text.rfind(mark, first, start) for mark in PHRASE_EDGES)
        phrase = self.text[max(left + 1, start - PHRASE_WITHIN) : start].strip(" ,—–-")
        tail = self.name_at_end(last_clause(phrase), start)
        found = self.reader.described(tail or phrase, start)
        if found.source.type_rule.startswith("organisation") and found.source.name_rule == "own words":
            hits = self.lists.organisations.find(tail)
            found = self.reader.described(tail[hits[-1].start : hits[-1].end], start) if hits else found
        last = PREPOSITIONS.split(tail)[-1]
        if found.source.type_rule == "unresolved" and last != tail and last:
            found = self.reader.described(last, start)
        # After a verb or a preposition the nearest noun phrase is meant: its name or its role is the last one.
        return moved(found, start, "relative: the words before it")

    def name_at_end(self, tail, start):
        """The organisation or place that the words before "which" end with; else those words."""
        if self.text[start : start + 3].lower() == "who":
            return tail
        for index in (self.lists.organisations, self.lists.places):
            hits = index.find(tail)
            if hits and hits[-1].end >= len(tail) - 1 and (index is self.lists.organisations or hits[-1].entry.kind != "demonym"):
                return tail[hits[-1].start :]
        return tail


def last_clause(phrase):
    """The words after the last comma or conjunction of a `phrase`, with the name before them that they describe."""
    pieces = CLAUSE_EDGES.split(phrase)
    tail = pieces[-1]
    if len(pieces) > 2 and pieces[-2] == ", " and not NAME.search(tail[:3]):
        before = NAME.search(pieces[-3])
        if before and before.end() >= len(pieces[-3]) - 1:
            return before.group() + ", " + tail
    return tail
