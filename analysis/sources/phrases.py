"""The parts of a source's noun phrase: its head, what belongs to it, and the names and roles in each."""

import re
from dataclasses import dataclass, field

from ..words import normal
from .lists import tokens
from .people import NAME, bare_name

# What ends the head of a noun phrase.
PREPOSITION = (
    r"(?:of|for|at|from|with|in|on|by|to|among|about|against|near|behind|within|inside|under|over|after|before|around|across"
    r"|between|outside|representing|involving|including)"
)
# One set of characters first, which the regular expression engine finds fast.
END_OF_HEAD = re.compile(
    r"[\s,;:()\[\]–—](?:(?:(?<=\s)\s*[,;:()\[\]]|(?<=[,;:()\[\]]))\s|(?:(?<=\s)\s*[–—]|(?<=[–—]))\s?"
    r"|(?<=\s)(?:(?:who|which|whose|whom|that|speaking|currently|then|also)\b"
    rf"|{PREPOSITION}\s|(?=(?:an?|the|one|himself|herself|itself|themselves)\s)))"
)
BRACKETED = re.compile(r"\[(\w+)\]")
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
OPENING, ENDING = BLANKS + "\"“”„«'‘[(", BLANKS + "\"“”»'’,])"
ONESELF = re.compile(r"\s(?:itself|himself|herself|themselves|alone|too)$")
BEFORE_NAME = re.compile(r",\s|\s[–—]\s|\(")
AFTER_NAME = re.compile(r"\d\d|\(?[A-Z][\w.-]*\)?")
FIRST_WORD = re.compile(r"\W*(\w+)")
PARTICIPLE = re.compile(r"\s(?=[a-z]+(?:ing|ed)\b)")
DETERMINER = re.compile(r"^(?:the|an?|this|that|these|those|his|her|their|its|our|my|your|some|any|every|each|all|no)\s+", re.IGNORECASE)
# "a University of Virginia student": the name before the head noun.
NAME_OF_NAME = re.compile(r"\b[A-Z]\w+ of (?:the )?[A-Z]\w+(?: [A-Z]\w+)* ([a-z]+)\b")
SIDE = re.compile(r"(.{3,40}) side$")
POSSESSOR = re.compile(r"^(.{2,60}?)(?:['’]s|(?<=s)['’])\s+(?=\w)")
INDEFINITE = {
    "a", "an", "some", "several", "many", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "few", "one",
    "other", "another", "most", "multiple", "dozens", "hundreds", "thousands", "both", "any", "no", "more", "others", "every", "each",
}  # fmt: skip
# Nouns that say what kind of organisation a name before them is: "the Tass news agency".
CLASS_NOUNS = {
    "news agency", "agency", "newspaper", "network", "website", "news site", "party", "group", "movement", "bank", "company", "channel", "tv channel",
    "television channel", "broadcaster", "think tank", "magazine", "daily", "news website", "television", "radio", "television network", "newswire",
    "news service", "militia", "university", "newsletter", "weekly", "blog", "tabloid", "journal", "news network", "state news agency",
}  # fmt: skip
# Names of media that are ordinary words at the beginning of a phrase.
COMMON_WORDS = {"independent", "time", "people", "standard", "fortune", "nature", "science", "focus", "vice", "variety"}
POSSESSIVES = {"his", "her", "their", "its", "our", "my"}


@dataclass
class Phrase:
    """A source's noun phrase: its head, what follows the head, the possessor, and what the lists find in them."""

    text: str
    determiner: str
    possessor: str
    head: str
    rest: str
    names: list = field(default_factory=list)
    role: object = None
    modifiers: list = field(default_factory=list)
    organisation: object = None
    organisations: list = field(default_factory=list)
    places: list = field(default_factory=list)
    place: object = None
    written: str = ""

    @property
    def indefinite(self):
        """Whether the phrase introduces somebody not named before."""
        return self.determiner in INDEFINITE or normal(first_word(self.head)) in INDEFINITE

    @property
    def definite(self):
        """Whether the phrase points to somebody: "the", or a possessor."""
        return self.determiner in {"the", "this", "that", "these", "those"} | POSSESSIVES or bool(self.possessor)

    @property
    def plural(self):
        """Whether the head is a plural noun."""
        last = normal(last_word(self.head))
        return last in ("people", "police", "men", "women", "children", "both", "many", "some", "few", "others") or (
            last.endswith("s") and not last.endswith(("ss", "us", "is", "news"))
        )


def read_phrase(text, lists):
    """The Phrase that a source's text is, remembered; nobody changes it."""
    return lists.once(text, parse, text, lists)


def parse(text, lists):
    """The Phrase that a source's text is."""
    plain = BRACKETED.sub(r"\1", text) if "[" in text else text
    plain = ONESELF.sub("", plain.lstrip(OPENING).rstrip(ENDING))
    determiner = normal(m[0].strip()) if (m := DETERMINER.match(plain)) else normal(first_word(plain))
    known = lists.organisations.find(plain)
    fixed = [(hit.start, hit.end) for hit in (*known, *lists.roles.find(plain))]
    fixed += [m.span() for m in NAME_OF_NAME.finditer(plain) if lists.roles.get(m[1])] if " of " in plain else []
    whole_head, rest = split_head(plain, lists, fixed)
    owner = POSSESSOR.match(whole_head) if "'" in whole_head or "’" in whole_head else None
    if owner and inside(owner.end(1), owner.end(), fixed):
        owner = None
    head = whole_head[owner.end() :] if owner else DETERMINER.sub("", whole_head)
    phrase = Phrase(plain, determiner, owner[1] if owner else "", head.strip(), rest)
    phrase.names = names_in(phrase, lists)
    organisations = organisations_in(phrase.head, lists, phrase.names) if known else []
    roles = lists.roles.find(masked(phrase.head, organisations, lists))
    phrase.organisations, phrase.places = organisations_in(plain, lists, phrase.names) if known else [], lists.places.find(plain)
    fill_head(phrase, roles, organisations, lists)
    return phrase


def fill_head(phrase, roles, organisations, lists):
    """Sets what the head noun is: its role, the organisation or the place; the earlier roles of the head are modifiers."""
    if phrase.head.endswith(" side") and (sides := SIDE.match(phrase.head)) and (places := lists.places.find(phrase.head)):
        phrase.place = places[-1].entry if places[-1].end >= sides.end(1) else None
        return
    named = phrase.names[0][0] if phrase.names and phrase.names[0][0] < len(phrase.head) else len(phrase.head) + 1
    before = [hit for hit in roles if hit.start < named]
    phrase.role = before[-1].entry if before else None
    phrase.modifiers = [hit.entry for hit in before[:-1]]
    last = next((hit for hit in reversed(organisations) if not is_people(phrase.head[hit.start : hit.end], before, hit)), None)
    # "The Levada Center poll" is a poll, "the news agency ITAR-TASS" an organisation.
    role = before[-1] if before else None
    classed = last and role and role.start - last.end in (1, 2) and role.entry.term in CLASS_NOUNS and role.end >= len(phrase.head) - 1
    if last and (not before or last.end >= before[-1].end or classed):
        phrase.organisation, phrase.written = last.entry, phrase.head[last.start : last.end]
        phrase.role, phrase.modifiers = None, [hit.entry for hit in before if hit.end <= last.start]
    places = lists.places.find(phrase.head) if phrase.places else []
    if places and places[-1].end >= len(phrase.head.rstrip("'’s ")) - 2:
        phrase.place = places[-1].entry


def organisations_in(text, lists, names):
    """The organisations that `text` names; not a word of a person's name, nor the end of a name no list has.

    "Election Commission" is not the European Commission, "Rada Feltz" not the parliament.
    """
    found, person = [], " ".join(names[0][1]) if names and len(names[0][1]) > 1 else ""
    hits = lists.organisations.find(text)
    roles = lists.roles.find(text) if hits else []
    for hit in hits:
        name = text[hit.start : hit.end]
        if any(role.start <= hit.start and hit.end < role.end and role.entry.naming == "office" for role in roles):
            continue
        before = re.search(r"(\w+)\s$", text[: hit.start])
        single = " " not in name and not name.isupper()
        apart = before and (lists.places.get(before[1]) or lists.roles.get(before[1]) or normal(before[1]) == "the")
        part = single and before and before[1][:1].isupper() and not apart
        if single and name.lower() in COMMON_WORDS and re.match(r"\s[a-z]", text[hit.end :]):
            continue
        if not part and not (name in person and name != person):
            found.append(hit)
    return found


def masked(head, organisations, lists):
    """The head with its organisations' names blanked, so that no role is read across them; "Republicans" are people."""
    for hit in organisations:
        name = head[hit.start : hit.end]
        if not (name.endswith("s") and " " not in name and lists.roles.get(name)):
            head = head[: hit.start] + " " * (hit.end - hit.start) + head[hit.end :]
    return head


def is_people(name, roles, hit):
    """Whether the name of an organisation is a word for its people ("Republicans"), as one of the roles says."""
    return name.endswith("s") and " " not in name and any(role.start == hit.start and role.entry.naming == "role" for role in roles)


def split_head(text, lists, fixed):
    """The head of a noun phrase and what follows it: a prepositional phrase, an apposition, a relative or a participle.

    What stands in one known name or role, the spans `fixed`, stays together ("the Department of Justice").
    """
    match = END_OF_HEAD.search(text, 2)
    while match and inside(match.start(), match.end(), fixed):
        match = END_OF_HEAD.search(text, match.end())
    head, rest = (text[: match.start()], text[match.start() :].strip(" ,;")) if match else (text, "")
    for match in PARTICIPLE.finditer(head):
        hits = lists.roles.find(head[: match.start()])
        if hits and hits[-1].end == match.start():
            return head[: match.start()], (head[match.start() :] + " " + rest).strip()
    return head, rest


def inside(start, end, spans):
    """Whether one of the `spans` begins before `start` and reaches `end`."""
    return any(begin < start and end <= stop for begin, stop in spans)


def names_in(phrase, lists):
    """The runs of words that may name the person who speaks: (offset in the head or -1, words, words before).

    A name counts at the end of the head, or as an apposition of its own; "McConnell aides" and "the Trump campaign" name
    nobody who speaks.
    """
    found = []
    for match in NAME.finditer(phrase.head):
        tail = phrase.head[match.end() :].strip(" '’\"”")
        before, name = bare_name(match.group(), lists, opens=match.start() == 0)
        bare = phrase.determiner in ("the", "a", "an") and match.start() == 0 and not before
        if name and not bare and (not tail or AFTER_NAME.fullmatch(tail)):
            found.append((match.start() + match.group().find(name[0]), name, before))
    if found:
        return found[-1:]
    for piece in BEFORE_NAME.split(phrase.rest, 2)[:2] if phrase.rest else ():
        piece = piece.strip(" ,)")
        match = NAME.fullmatch(piece[4:] if piece[:3] == "the" and piece[3:4].isspace() else piece)
        if match:
            before, name = bare_name(match.group(), lists)
            if name:
                return [(len(phrase.head) + 1, name, before)]
    return []


COMPLEMENT = re.compile(r"(?:who\s)?(?:of|for|at|from|with|to|in|by|representing|represents|represented)\s+(.{2,})")
END_OF_COMPLEMENT = re.compile(r",\s|\s(?:who|which|whose|that)\s")


def complement(phrase):
    """The words after "of", "for", "at", "with" and the like that say to whom the head belongs, or ""."""
    match = COMPLEMENT.match(phrase.rest) if phrase.rest else None
    return END_OF_COMPLEMENT.split(match[1], 1)[0] if match else ""


def proper_name(text):
    """The longest run of capitals in `text`, with "of" and "for" between, as the name of an organisation; or ""."""
    runs = re.findall(r"(?:[A-Z][\w&.’'-]*)(?:\s(?:of|for|and|on|the|&)?\s?(?:the\s)?[A-Z][\w&.’'-]*)*", text)
    runs = [re.sub(r"['’]s$", "", run).strip(".,' ") for run in runs]
    return max(runs, key=len, default="")


def first_word(text):
    """The first word of `text`, or ""."""
    match = FIRST_WORD.match(text)
    return match[1] if match else ""


def last_word(text):
    """The last word of `text`, or ""."""
    spans, _ = tokens(text)
    ends = [text[a:b] for a, b in spans if text[a:b] not in ("'s", "’s")]
    return ends[-1] if ends else ""
