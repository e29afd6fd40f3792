"""A source's noun phrase, and what its own words tell: whether it points to somebody, its number, gender and kind."""

import re
from dataclasses import dataclass

from ..words import normal
from .once import once
from .personal_names import gender_of_words

FIRST_WORD = re.compile(r"\W*(\w+)")
INDEFINITE = {
    "a", "an", "some", "several", "many", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "few", "one",
    "other", "another", "most", "multiple", "dozens", "hundreds", "thousands", "both", "any", "no", "more", "others", "every", "each",
}  # fmt: skip
POSSESSIVES = {"his", "her", "their", "its", "our", "my"}
ARTICLES = {"the", "a", "an"}
DEFINITE = {"the", "this", "that", "these", "those"} | POSSESSIVES
PLURALS = {"people", "police", "men", "women", "children", "both", "many", "some", "few", "others"}
SCIENTIST = re.compile(r"\w(?:ologist|ographer|icist|onomist)s?$")
# What the last words of an organisation's name say, where no list has it.
NAME_NOUNS = (
    ("expert", r"Universit(?:y|ies)|Institut(?:e|ion)|College|School|Cent(?:er|re)|Academy|Observatory|Polytechnic"),
    ("business", r"Bank|Inc|Corp|Corporation|Co|Ltd|LLC|LLP|Holdings|Partners|Capital|Securities|Industries|Airlines|Motors"),
    ("official", r"Ministry|Department|Agency|Bureau|Committee|Commission|Council|Court|Police|Authority|Senate|House|Office|Navy|Army"),
    ("politician", r"Party|Campaign|PAC|Movement"),
    ("other_media", r"Times|Post|News|Journal|TV|Radio|Magazine|Gazette|Tribune|Herald|Observer"),
    ("civil_society", r"Foundation|Coalition|Alliance|Association|Federation|Union|Church|Watch|Project|Society|Fund|Network"),
)
NAME_NOUN = re.compile("|".join(f"(?P<{kind}>\\b(?:{words})\\b)" for kind, words in NAME_NOUNS))
QUANTITY = re.compile(
    r"\b(?:one|two|three|four|five|six|all|each|none|neither|either|both|some|several|many|most|few|any|per ?cent|half|third|quarter"
    r"|number|handful|scores|dozens|hundreds|thousands|millions|part|share)$|%$",
    re.IGNORECASE,
)
# How many letters at the end of a head are read for these two.
LONGEST_SCIENTIST, LONGEST_QUANTITY = len("ographers") + 1, len("thousands")


@dataclass
class Phrase:
    """A source's noun phrase: its head, what follows the head, the possessor, and what the lists find in them."""

    text: str
    determiner: str
    possessor: str
    head: str
    rest: str
    last_word: str
    name: tuple
    before_name: tuple
    organisations: list
    places: list
    role: object = None
    modifiers: list = ()
    organisation: object = None
    written: str = ""
    place: object = None

    @once
    def indefinite(self):
        """Whether the phrase introduces somebody not named before."""
        return self.determiner in INDEFINITE or normal(first_word(self.head)) in INDEFINITE

    @once
    def definite(self):
        """Whether the phrase points to somebody: "the", or a possessor."""
        return self.determiner in DEFINITE or bool(self.possessor)

    @once
    def plural(self):
        """Whether the head is a plural noun."""
        last = normal(self.last_word)
        return last in PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is", "news")))

    @once
    def gender(self):
        """The gender that the phrase's own words tell, or ""."""
        return gender_of_words(self.head)

    @once
    def kind_by_form(self):
        """The (type, rule) that the form of the words tells where no list has them, a scientist or a kind of name; or ("", "")."""
        if SCIENTIST.search(self.head, max(0, len(self.head) - LONGEST_SCIENTIST)):
            return "expert", "a scientist by the word's ending"
        # "the Center for Media Justice": what kind of name it is.
        match = NAME_NOUN.search(self.text) if not self.name and not self.text.islower() else None
        return (match.lastgroup, f"name with {match.group()}") if match else ("", "")

    @once
    def is_quantity(self):
        """Whether the head is a number of something."""
        return QUANTITY.search(self.head, max(0, len(self.head) - LONGEST_QUANTITY)) is not None

    @once
    def terms(self):
        """The terms of the roles in the head."""
        return frozenset(role.term for role in (self.role, *self.modifiers) if role)


def first_word(text):
    """The first word of `text`, or ""."""
    match = FIRST_WORD.match(text)
    return match[1] if match else ""
