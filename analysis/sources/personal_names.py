"""Names of persons in runs of capitalised words: what of a run is the name, which word the surname, and the gender a first name tells."""

import re
from itertools import chain

from ..words import normal
from .tokens import read_key, stripped_keys_of

UPPER = "[A-ZÀ-ÖØ-ÞĀŁŚŠŽČĆİÖ]"
WORD_CHARACTERS = r"[\w’'‘ʼ-]*"
CAPITAL = UPPER + WORD_CHARACTERS
# Short titles keep their full stop, as an initial does.
SHORT = "Mr Mrs Ms Dr Gen Sen Sens Rep Reps Gov Lt Col Sgt Maj Capt Adm Prof Rev Hon Jr Sr St".split()
# One set of characters first, which the regular expression engine finds fast; then the rest of a short title or word.
REST = "|".join([*(f"(?<={title[0]}){title[1:]}" for title in SHORT), "(?<=[A-Z])"])
WORD = rf"{UPPER}(?:(?=[a-z]{{0,3}}\.)(?:{REST})\.|{WORD_CHARACTERS})"
PARTICLE = r"(?:de|da|del|della|di|dos|van|von|der|den|bin|ibn|al|el|la|le|du|ter)"
# A run of capitalised words, with the particles of names between.
NAME = re.compile(rf"{WORD}(?:[ \u00a0\n](?:{PARTICLE}[ \u00a0]){{0,2}}{WORD})*")
NAME_END = re.compile(r"(?:'s|’s|'|’)$")
# Titles that are no surname wherever they stand.
ABBREVIATED = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "prof", "rev", "sens", "reps"}
JUNIOR = {"jr", "sr", "ii", "iii", "iv"}
HONORIFICS = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "lady": "f"}
WOMAN_WORDS = re.compile(r"\b(?:\w*woman|wife|mother|princess|duchess|daughter|sister|queen|widow|actress|girl|grandmother|aunt|first lady)\b", re.I)
MAN_WORDS = re.compile(r"\b(?:\w*(?:sman|[^o]man)|prince|duke|husband|father|son|brother|king|widower|actor|boy|grandfather|uncle)\b", re.I)
# All words of these two but those that end in "man".
KINSHIP = frozenset(
    "wife mother princess duchess daughter sister queen widow actress girl grandmother aunt lady"
    " prince duke husband father son brother king widower actor boy grandfather uncle".split()
)
LETTERS = re.compile(r"[A-Z]{2,}")


def bare_name(run, lists, *, opens=False):
    """What of a run of capitals describes a person, the name (two tuples of words), and its surname in comparable form, remembered.

    `opens` where the run begins a sentence, so that its first word may be any word in "-ing".
    """
    return lists.remembered(split_opening if opens and "ing" in run.lower() else split_name)[run]


def split_opening(run, lists):
    """As `split_name`, where the run begins a sentence."""
    return split_name(run, lists, opens=True)


def split_name(run, lists, opens=False):
    """As `bare_name`, not remembered."""
    parts = bare_parts(run)
    keys = [normal(part.rstrip(".")) for part in parts]
    first = end_of_labels(parts, keys, lists)
    while first < len(parts) and (keys[first] in lists.openers or (opens and normal(parts[first]).endswith("ing"))):
        first += 1
    # "PM Ilse Taverin", "CNN Brian Stelter": letters before a name in mixed case are no part of it.
    while first < len(parts) - 1 and not parts[-1].isupper() and LETTERS.fullmatch(parts[first]):
        first += 1
    name = parts[first:]
    if len(name) > 1 and all(part.isupper() and len(part) > 3 for part in name):
        return parts, (), ""
    if not name or (len(name) == 1 and len(name[0]) < 2) or key_of_parts(name) in lists.organisations.entries:
        return parts, (), ""
    return parts[:first], name, surname_key(name)


def end_of_labels(parts, keys, lists):
    """How many words of a run are roles, titles and places, or stand before one."""
    end, named, labels = 0, -1, lists.labels
    for start, key in enumerate(keys):
        # Few words begin a label, so that most starts are done with one look.
        most = labels.get(key.partition("-")[0] if "-" in key else key) if len(key) > 1 else None
        for length in range(min(most, len(parts) - start), 0, -1) if most else ():
            # A role or a title after a first name is a surname ("Angus King").
            last = start + length == len(parts) and named >= end
            if is_label(key_of_parts(parts[start : start + length]), last, lists):
                end = max(end, start + length)
        if key not in lists.openers:
            named = start
    return end


def key_of_parts(parts):
    """The comparable words of some words as a tuple."""
    return stripped_keys_of(parts[0]) if len(parts) == 1 else tuple(chain.from_iterable(map(stripped_keys_of, parts)))


def is_label(key, ends_name, lists):
    """Whether words of a run are a role, a title or a place; at the end of a name a single one is a surname ("King")."""
    if key in lists.titles.entries or key in lists.roles.entries:
        return not ends_name or len(key) > 1 or key[0] in ABBREVIATED or (key[0].endswith("s") and key not in lists.titles.entries)
    return key in lists.places.entries or key in lists.regions.entries


def last_words(run):
    """(the comparable words of which one is the surname where a run of capitals ends with a name, whether it has several words)."""
    parts = bare_parts(run)
    last, several = normal(parts[-1]), len(parts) > 1
    if not several or last.rstrip(".") not in JUNIOR:
        return (last,), several
    surname = normal(surname_of(parts))
    return (surname,) if surname == last else (surname, last), True


def bare_parts(run):
    """The words of a run of capitals without possessive endings."""
    parts = run.split()
    if "'" in run or "’" in run:
        parts = [NAME_END.sub("", part) if part[-1] in "'’s" else part for part in parts]
    return tuple(parts)


def surname_of(name):
    """The surname in the words of a name."""
    for word in name[::-1]:
        if normal(word.rstrip(".")) not in JUNIOR:
            return word
    return name[-1]


def surname_key(name):
    """The comparable form of the surname in a tuple of words."""
    return normal(name[0] if len(name) == 1 else surname_of(name))


def may_tell_gender(text):
    """Whether one of WOMAN_WORDS and MAN_WORDS may stand in a text; a first, fast look."""
    return "man" in text.lower() or not KINSHIP.isdisjoint(read_key(text))


def gender_of_words(text):
    """"f", "m" or "" by words for women and men."""
    if not may_tell_gender(text):
        return ""
    return "f" if WOMAN_WORDS.search(text) else "m" if MAN_WORDS.search(text) else ""


def gender_of(name, descriptions, given_names):
    """"f", "m" or "" of a full `name`: by words for a woman beside it, a woman's first name among the `given_names` or any other in -a, then words for a man
    or a man's first name."""
    beside = " ".join(descriptions[:4])
    told = may_tell_gender(beside)
    man = told and MAN_WORDS.search(beside)
    if told and not man and WOMAN_WORDS.search(beside):
        return "f"
    first = normal(name.split()[0])
    by_name = given_names.get(first, "f" if first.endswith("a") else "")
    return "f" if by_name == "f" else "m" if man else by_name
