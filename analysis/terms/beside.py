"""Who stands beside a label: in apposition ("the thug Oren Vask"), as its subject ("Vask is a thug"), as its owner ("Vask's thugs")."""

import re

from .layout import (
    AFTER, AFTER_COMMA, BEFORE_COMMA, CALLED, FOLLOWED, FULL_NAME, IS_LABEL, LABEL_IS, NO_NAME, OWNER, QUOTE, TITLES,
)  # fmt: skip

COLLECTIVE = re.compile(r"\b(?:group|organi[sz]ation|militia|network|cell|gang|outfit|movement|party|faction|outlet|channel|army|state|front|list|union|committee|news|times|post|party|house|states|council|court|agency)$", re.IGNORECASE)
# Those of a master: "the puppets of X" are not X.
DEPENDENT = re.compile(r"\b(?:puppet|agent|lackey|stooge|tool|prox|pawn|servant|minion|henchm|crony|cronies|goon|thug|spy|spies|apologist|supporter|sympathi)\w*$", re.IGNORECASE)
PRONOUNS = ("he", "she", "him", "her")


def is_plural(label):
    """Whether a label names several: its last word ends in a plural's s."""
    return re.search(r"(?:[^s’']s|men)$", label) is not None and not re.search(r"(?:ss|us|is)$", label)


def named_beside(text, start, end):
    """The name that stands in apposition to the label `text[start:end]` or is said to be it, "" for none; "he" and "she" as they are."""
    label, before, after = text[start:end], sentence_before(text, start), text[end : end + 120]
    for pattern in (CALLED, IS_LABEL):
        if (match := pattern.search(before)) and (match["who"].lower() in PRONOUNS or is_name(match["who"])):
            return match["who"]
    several = is_plural(label) or COLLECTIVE.search(label)
    found = FOLLOWED.match(after) if several and not DEPENDENT.search(label) else None
    if found is None and (not is_plural(label) or COLLECTIVE.search(label)):
        # In a headline every word has a capital, so a capital says nothing there.
        found = AFTER_COMMA.match(after) or (AFTER.match(after) if label.split()[-1].islower() or not before.strip() else None)
    if found and is_name(found[1]):
        return found[1]
    match = BEFORE_COMMA.search(before)
    if match and is_name(match["who"]) and re.match(rf"{QUOTE}?(?:[,.;:)]| who\b| whose\b|$)", after):
        return match["who"]
    match = LABEL_IS.match(after)
    return match["who"] if match and is_name(match["who"]) else ""


def owner_before(text, start):
    """The name in the possessive that stands before the label at `start`, "" for none."""
    match = OWNER.search(sentence_before(text, start))
    return match["who"] if match and is_name(match["who"]) else ""


def sentence_before(text, start):
    """At most 160 characters of `text` before `start`, from the last end of a sentence or paragraph on."""
    before = text[max(0, start - 160) : start]
    cut = max((match.end() for match in re.finditer(r"[.!?][\"'”’»]?\s+(?=[A-Z“\"‘])|\n", before) if not re.search(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|[A-Z])\.\s+$", before[: match.end()])), default=0)
    return before[cut:]


def is_name(name):
    """Whether a run of capitalised words can be a name: no weekday or month, no word that begins a sentence, not all in capitals."""
    return NO_NAME.match(name) is None and not (name.isupper() and " " not in name and len(name) > 3)


def short_name(name, whole):
    """A name as a referent: without titles and possessive, all of it where `whole`, else its last word."""
    name = re.sub(rf"^(?:{TITLES})+", "", re.sub(r"[’']s?$", "", name))
    return name if whole or " " not in name else re.split(r"[ \u00a0]", name)[-1]


def last_person(text, start):
    """The full name, two or three words, that stands last before `start` within 800 characters, "" for none."""
    found = [m[1] for m in FULL_NAME.finditer(text, max(0, start - 800), start) if is_name(m[1]) and not COLLECTIVE.search(m[1])]
    return found[-1] if found else ""
