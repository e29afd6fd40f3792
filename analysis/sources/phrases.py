"""The parts of a source's noun phrase: its head, what belongs to it, and the names and roles in each."""

import re

from ..words import normal
from .lists import Hit
from .noun_phrase import ARTICLES, Phrase, first_word
from .passages import ORGANISATIONS, PLACES, ROLES, Passage
from .personal_names import NAME, bare_name

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
PARTICIPLE = re.compile(r"\s(?=[a-z]+(?:ing|ed)\b)")
DETERMINERS = frozenset("the a an this that these those his her their its our my your some any every each all no".split())
DETERMINER = re.compile(rf"^(?:{'|'.join(sorted(DETERMINERS))})\s+", re.IGNORECASE)
# "a University of Virginia student": the name before the head noun.
NAME_OF_NAME = re.compile(r"\b[A-Z]\w+ of (?:the )?[A-Z]\w+(?: [A-Z]\w+)* ([a-z]+)\b")
SIDE = re.compile(r"(.{3,40}) side$")
POSSESSOR = re.compile(r"^(.{2,60}?)(?:['’]s|(?<=s)['’])\s+(?=\w)")
# Nouns that say what kind of organisation a name before them is: "the Tass news agency".
CLASS_NOUNS = {
    "news agency", "agency", "newspaper", "network", "website", "news site", "party", "group", "movement", "bank", "company", "channel", "tv channel",
    "television channel", "broadcaster", "think tank", "magazine", "daily", "news website", "television", "radio", "television network", "newswire",
    "news service", "militia", "university", "newsletter", "weekly", "blog", "tabloid", "journal", "news network", "state news agency",
}  # fmt: skip
# Names of media that are ordinary words at the beginning of a phrase.
COMMON_WORDS = {"independent", "time", "people", "standard", "fortune", "nature", "science", "focus", "vice", "variety"}
WORD_BEFORE = re.compile(r"(\w+)\s\Z")
SMALL_WORD = re.compile(r"\s[a-z]")
CAPITALISED = re.compile(r"(?:[A-Z][\w&.’'-]*)(?:\s(?:of|for|and|on|the|&)?\s?(?:the\s)?[A-Z][\w&.’'-]*)*")
POSSESSIVE_END = re.compile(r"['’]s$")


def parse(text, lists):
    """The Phrase that a source's text is; nobody changes it, so that it is remembered."""
    plain = BRACKETED.sub(r"\1", text) if "[" in text else text
    plain = plain.lstrip(OPENING).rstrip(ENDING)
    plain = ONESELF.sub("", plain) if plain.endswith(("self", "selves", "alone", "too")) else plain
    passage = Passage(plain, lists)
    determiner = normal(first_word(plain))
    end, rest = end_of_head(passage, lists)
    owner = POSSESSOR.match(plain, 0, end) if "'" in plain or "’" in plain else None
    if owner and inside(owner.end(1), owner.end(), fixed(passage, lists)):
        owner = None
    opening = owner or (determiner in DETERMINERS and DETERMINER.match(plain, 0, end))
    head = plain[opening.end() if opening else 0 : end].lstrip()
    begin, head = end - len(head), head.rstrip()
    end = begin + len(head)
    at, name, before = name_in(head, rest, determiner, lists)
    organisations = organisations_in(passage, 0, len(plain), name, lists)
    of_head = words_of_head(passage, begin, end, begin + at if at >= 0 else end + 1, name, lists) if any(passage.hits) else {}
    return Phrase(
        plain, determiner, owner[1] if owner else "", head, rest, passage.last_word(begin, end), name, before,
        organisations, passage.find(PLACES), **of_head,
    )  # fmt: skip


def fixed(passage, lists):
    """The (start, end, entry) of what stays together in a passage, the known names and roles; the entry is None of a name of a name."""
    found = [*passage.find(ORGANISATIONS), *passage.find(ROLES)]
    if " of " in passage.text and not passage.text.islower():
        found += [(*match.span(), None) for match in NAME_OF_NAME.finditer(passage.text) if lists.roles.get(match[1])]
    return found


def words_of_head(passage, begin, end, named, name, lists):
    """What the head noun is, as fields of a Phrase: role, organisation or place; the roles before it, and before the name at `named`, are modifiers."""
    text, places = passage.text, passage.find(PLACES, begin, end)
    if places and text.endswith(" side", begin, end) and (sides := SIDE.match(text, begin, end)):
        return {"place": places[-1].entry} if places[-1].end >= sides.end(1) else {}
    organisations = organisations_in(passage, begin, end, name, lists)
    before = [hit for hit in roles_between(passage, begin, end, organisations, lists) if hit.start < named]
    role = before[-1] if before else None
    found = {"role": role.entry, "modifiers": [hit.entry for hit in before[:-1]]} if role else {}
    if places and places[-1].end >= begin + len(text[begin:end].rstrip("'’s ")) - 2:
        found["place"] = places[-1].entry
    last = organisations and next((hit for hit in reversed(organisations) if not is_people(text[hit.start : hit.end], before, hit)), None)
    # "The Levada Center poll" is a poll, "the news agency ITAR-TASS" an organisation.
    classed = last and role and role.start - last.end in (1, 2) and role.entry.term in CLASS_NOUNS and role.end >= end - 1
    if last and (not role or last.end >= role.end or classed):
        modifiers = [hit.entry for hit in before if hit.end <= last.start]
        found |= {"organisation": last.entry, "written": text[last.start : last.end], "role": None, "modifiers": modifiers}
    return found


def organisations_in(passage, begin, end, name, lists):
    """The organisations named between two offsets of a passage; not a word of the person's `name`, nor the end of a name no list has.

    "Election Commission" is not the European Commission, "Rada Feltz" not the parliament.
    """
    hits = passage.hits[ORGANISATIONS] and passage.find(ORGANISATIONS, begin, end)
    if not hits:
        return []
    text, roles, found = passage.text, passage.find(ROLES, begin, end), []
    person = " ".join(name) if len(name) > 1 else ""
    for hit in hits:
        name = text[hit.start : hit.end]
        if any(role.start <= hit.start and hit.end < role.end and role.entry.naming == "office" for role in roles):
            continue
        if " " not in name and not name.isupper() and is_part(text, hit, begin, end, lists):
            continue
        if not (name in person and name != person):
            found.append(hit)
    return found


def is_part(text, hit, begin, end, lists):
    """Whether a name of one word is an ordinary word, or part of a longer name: a capitalised word before it is no role and no place."""
    if text[hit.start : hit.end].lower() in COMMON_WORDS and SMALL_WORD.match(text, hit.end, end):
        return True
    before = WORD_BEFORE.search(text, begin, hit.start)
    if not before or not before[1][:1].isupper():
        return False
    return not (lists.places.get(before[1]) or lists.roles.get(before[1]) or normal(before[1]) == "the")


def roles_between(passage, begin, end, organisations, lists):
    """The roles between two offsets, read across the names of organisations ("former Fed economist"); "Republicans" are people."""
    if not organisations:
        return passage.find(ROLES, begin, end)
    masked = text = passage.text[begin:end]
    for hit in organisations:
        name, first, last = passage.text[hit.start : hit.end], hit.start - begin, hit.end - begin
        if not (name.endswith("s") and " " not in name and lists.roles.get(name)):
            masked = masked[:first] + " " * (last - first) + masked[last:]
    if masked == text:
        return passage.find(ROLES, begin, end)
    return [Hit(hit.start + begin, hit.end + begin, hit.entry) for hit in lists.roles.find(masked)]


def is_people(name, roles, hit):
    """Whether the name of an organisation is a word for its people ("Republicans"), as one of the roles says."""
    return name.endswith("s") and " " not in name and any(role.start == hit.start and role.entry.naming == "role" for role in roles)


def end_of_head(passage, lists):
    """(where the head of a noun phrase ends, what follows it): a prepositional phrase, an apposition, a relative or a participle.

    What stands in one known name or role stays together ("the Department of Justice").
    """
    text = passage.text
    match = END_OF_HEAD.search(text, 2)
    together = fixed(passage, lists) if match else ()
    while match and inside(match.start(), match.end(), together):
        match = END_OF_HEAD.search(text, match.end())
    end, rest = (match.start(), text[match.start() :].strip(" ,;")) if match else (len(text), "")
    may_have = passage.hits[ROLES] and ("ing" in text or "ed" in text)
    for participle in PARTICIPLE.finditer(text, 0, end) if may_have else ():
        hits = passage.find(ROLES, 0, participle.start())
        if hits and hits[-1].end == participle.start():
            return participle.start(), (text[participle.start() : end] + " " + rest).strip()
    return end, rest


def inside(start, end, spans):
    """Whether one of the `spans` begins before `start` and reaches `end`."""
    return any([begin < start and end <= stop for begin, stop, _ in spans])


def name_in(head, rest, determiner, lists):
    """The words that may name the person who speaks: (offset in the head or -1, words, words before that describe the person).

    A name counts at the end of the head, or as an apposition of its own; "McConnell aides" and "the Trump campaign" name
    nobody who speaks.
    """
    # What ends with a small word has no name at its end.
    last = head[head.rfind(" ") + 1 :]
    for match in () if head.islower() or (last.islower() and last.isalpha()) else reversed(list(NAME.finditer(head))):
        tail = head[match.end() :].strip(" '’\"”")
        if tail and not AFTER_NAME.fullmatch(tail):
            continue
        before, name, _ = bare_name(match.group(), lists, opens=match.start() == 0)
        if name and (before or match.start() or determiner not in ARTICLES):
            return match.start() + match.group().find(name[0]), name, before
    for piece in () if not rest or rest.islower() else BEFORE_NAME.split(rest, 2)[:2]:
        piece = piece.strip(" ,)")
        match = NAME.fullmatch(piece[4:] if piece[:3] == "the" and piece[3:4].isspace() else piece)
        if match:
            before, name, _ = bare_name(match.group(), lists)
            if name:
                return -1, name, before
    return -1, (), ()


COMPLEMENT = re.compile(r"(?:who\s)?(?:of|for|at|from|with|to|in|by|representing|represents|represented)\s+(.{2,})")
END_OF_COMPLEMENT = re.compile(r",\s|\s(?:who|which|whose|that)\s")


def complement(phrase):
    """The words after "of", "for", "at", "with" and the like that say to whom the head belongs, or ""."""
    match = COMPLEMENT.match(phrase.rest) if phrase.rest else None
    return END_OF_COMPLEMENT.split(match[1], 1)[0] if match else ""


def proper_name(text):
    """The longest run of capitals in `text`, with "of" and "for" between, as the name of an organisation; or ""."""
    runs = [POSSESSIVE_END.sub("", run).strip(".,' ") for run in CAPITALISED.findall(text)]
    return max(runs, key=len, default="")
