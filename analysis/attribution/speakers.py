"""Statements whose speaker stands beside them without a verb: signed quotations, a name and a colon, the turns of a transcript.

The learned model has seen few of these and misses most; their form is plain, so that rules find them. What a rule takes was read off the
training part of PolNeAR and mended on articles of article-bias-prediction; what the rules add to the cross-fitted model in that part is coded by people in 53 of 57 places.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import islice

from ..spans import Spans
from ..words import normal
from . import rules
from .rules import Found

CAPITAL = r"[A-ZÀ-ÖØ-ÞČĆĐĞİŁŃŇŐŘŚŞŠŤŰŹŻŽ]"
WORD = rf"{CAPITAL}[\w.’'-]*"
MORE = rf"[ \u00a0](?:{WORD}|of|the|and|for|de|van|von|bin)"
NAME, SEVERAL = rf"{WORD}(?:{MORE}){{0,7}}", rf"{WORD}(?:{MORE}){{1,7}}"  # of up to eight words, and of two at least
# "“It was old.” — Ada Rask, Pell": after the closing mark, also on the next line; what follows the name is no part of it.
SIGNED = re.compile(rf"(\s{{0,4}})(―|—|–|--?)\s?({NAME})(?=(?:,[^\n]{{0,100}})?\s*$)", re.MULTILINE)
COLON = re.compile(r":(?=\s)")
# After these, and an initial, a full stop ends no sentence.
TITLES = "Mr Ms Mrs Dr Jr Sr St Lt Col Gen Gov Rep Reps Sen Sens Pres PRES Prof Rev".split()
NO_TITLE = "".join(rf"(?<!\b{title}\.\s)" for title in ("[A-Z]", *TITLES))
# "Ada Rask: “It was old.”" where a line or a sentence begins, or after a dash.
BEFORE_COLON = re.compile(rf"(?:.*(?:[.!?”\"\]]\s{NO_TITLE}|[-–—]\s)|\W{{0,3}})({NAME})")
# Whom a sentence speaks of that ends with a colon.
SUBJECT = re.compile(
    rf"(?:As |But |And |So |Here[’']s )?(He|She|They|(?!(?:In|On|At|When|After|As|Because|One|Many|Some|Most|All|Part|Instead|Out|For|With|From|To)\b){SEVERAL})\s"
)
# "TAPPER: And obviously": a line that begins with a name, in an interview with a role in brackets or after a comma too.
TURN = re.compile(rf"[\"“]?({NAME})(?:,\s[A-Z ]{{3,30}}|\s?\([^)\n]{{1,40}}\))?(:)[ \t\u00a0]+(?=\S)")
CLOSING = "”\"“»’'‟›"
NOBODY = frozenset("it there this that which who one some many both others".split())
BEFORE_NAMES = frozenset(("from", "per", "via"))
GAP, NEAR = 8, 300  # characters between a colon and its quotation, and before a colon that are read for a name
LONGEST = 12  # words of a source before a verb
FEW = 4  # words: what is shorter is an entry of a list or a nickname as often as a statement
LETTERS = re.compile(r"[^\W\d_]{2,}")
ENDED = re.compile(r"[.?!…][”\"»’']*\Z")
# People who talk to each other say so; what a list has after its labels does not.
SPEECH = re.compile(r"\b(?:I|[Yy]ou|[Ww]e|[Mm]e|[Mm]y|[Yy]our|[Oo]ur|[Uu]s)\b|\?")
SPEAKING = 0.4
PARAGRAPHS = 3  # between two turns; with more of them, or one of these asides, the article itself has gone on
ASIDE = re.compile(r"^\W*[(\[]|^\W*$|^[^\n]{0,60}:\s|\w[ \t]*$", re.MULTILINE)  # "(END VIDEO CLIP)", "….", a heading
WORD_END = re.compile(r"\b(?:Jr|Sr|[A-Z])\.$")


def with_speakers(text, found, sentences, quotes, continued, cues):
    """The `found` attributions with those of `find_speakers`: not where another tells who said most of the words, and in place of one that tells part of them.

    What was found within their contents, and was in no other, is nested in them.
    """
    added = find_speakers(text, sentences, quotes, continued, cues)
    if not added:
        return found
    found = [Found(one.source, one.cue, one.content, one.nested_in) for one in found]
    told = Spans((*span, place) for place, one in enumerate(found) if one.source and one.nested_in is None for span in one.content)
    marks = Spans((*span, place) for place, one in enumerate(found) for span in (one.source, one.cue) if span)
    taken = set()
    for one in added:
        ((start, end),), shared = one.content, Counter()
        for first, last, place in told.touching(start, end):
            shared[place] += min(last, end) - max(first, start)
        inside = {place for first, last, place in marks.touching(start, end) if start <= first and last <= end}
        if all(2 * count < end - start for place, count in shared.items() if place not in inside):
            same = [place for place in sorted(shared.keys() - inside - taken) if alike(one, found[place])]
            place = same[0] if same else len(found)
            taken.add(place)
            found[place : place + 1] = [one]
            for other in inside:
                if found[other].nested_in is None and other not in taken:
                    found[other] = replace(found[other], nested_in=place)
    return found


def alike(one, other):
    """Whether two attributions share characters of their sources or of their cues."""
    pairs = ((one.source, other.source), (one.cue, other.cue))
    return any(mine and theirs and mine[0] < theirs[1] and theirs[0] < mine[1] for mine, theirs in pairs)


def find_speakers(text, sentences, quotes, continued, cues):
    """The Found attributions of a `text` by these rules, in order, from its `sentences` and outermost `quotes`, (start, end) spans in order.

    `continued` holds those of the `quotes` that the next paragraph may go on with; `cues` are the Cues of the word lists.
    """
    found = signed(text, quotes, continued, cues)
    colons = [match.start() for match in COLON.finditer(text)] if ":" in text else []
    if not colons:
        return found
    found += before_colons(text, colons, sentences, quotes, continued, cues)
    sources = {one.source for one in found}
    found += [one for one in turns(text, colons, cues) if one.source not in sources]
    return sorted(found, key=lambda one: one.content)


def signed(text, quotes, continued, cues):
    """Quotations with a dash and a name after them: the whole of a line, or of lines, that begins and ends in quotation marks."""
    found = []
    for place, (_, end) in enumerate(quotes):
        match = SIGNED.match(text, end)
        if not match or not speaks(match[3], cues) or text[match.end() : match.end() + GAP].lstrip(" \n").startswith(match[2]):  # several dashes begin a list
            continue
        first = first_of_line(text, quotes, place)
        # On the next line after words that are not quoted it is who wrote the paragraph.
        if first is not None and (first == place or "\n" not in match[1]):
            start = with_paragraphs_before(text, quotes, continued, first)
            if is_statement(text, start, end):
                found.append(Found(trimmed(text, *match.span(3)), match.span(2), ((start, end),)))
    return found


def first_of_line(text, quotes, place):
    """The place of the quotation with which the line of the one at a `place` begins; None where it does not begin with one."""
    line = text.rfind("\n", 0, quotes[place][0]) + 1
    first = bisect_left(quotes, (line, line))
    return None if text[line : quotes[first][0]].strip() else first


def with_paragraphs_before(text, quotes, continued, place):
    """Where the quotation at a `place` begins, with the paragraphs before from which it goes on: of several only the last is closed."""
    while place and goes_on(text, quotes, continued, place - 1):
        place -= 1
    return quotes[place][0]


def goes_on(text, quotes, continued, place):
    """Whether the quotation at a `place` goes on in the next one: the next paragraph begins with its mark, and no words stand between the two."""
    return quotes[place] in continued and place + 1 < len(quotes) and text[quotes[place][1] : quotes[place + 1][0]].isspace()


def before_colons(text, colons, sentences, quotes, continued, cues):
    """Quotations of some words after one of the `colons`, to the end of a sentence: said by the name before it, or by whom the sentence speaks of."""
    found = []
    for colon in colons:
        place = bisect_left(quotes, (colon,))
        if place == len(quotes) or quotes[place][0] > colon + GAP or text[colon + 1 : quotes[place][0]].strip():
            continue
        if place and quotes[place - 1][1] > colon:
            continue  # within another quotation
        start, end = with_paragraphs_after(text, quotes, continued, place)
        if not is_statement(text, start, end):
            continue
        label = BEFORE_COLON.fullmatch(text, line_start(text, colon), colon)
        if label:
            who = with_verb(text, label.span(1), cues) if speaks(label[1], cues) else None
        else:
            before = bisect_left(sentences, (colon + 1,)) - 1  # the sentence that holds the colon
            who = who_introduces(text, max(sentences[before][0] if before >= 0 else 0, colon - NEAR), colon, cues)
        if who:
            found.append(Found(*who, ((start, end),)))
    return found


def who_introduces(text, start, colon, cues):
    """The spans of the source and of the cue in the words from `start` to a `colon` ("The mayor went on:"), or None."""
    sentence = rules.read_sentence(text, start, colon, Spans([]))
    keys, spans = sentence.keys, sentence.spans
    if keys and keys[-1].endswith("ing"):
        return None  # ", adding:" goes on with what another clause attributes
    for place in range(len(keys) - 1, 0, -1):
        entry, after = rules.cue_at(sentence, place, cues) if keys[place] in cues.first_words else (None, 0)
        if not entry or entry.part_of_speech != "verb" or "quote" not in entry.takes or keys[place].endswith("ing") or keys[after : after + 1] == ["by"]:
            continue
        first = rules.cue_start(sentence, place)
        left = rules.source_left(sentence, first)
        if left is not None and first - left <= LONGEST and is_speaker(sentence, left, first, keys[place] == entry.lemma or keys[place].endswith("s"), cues):
            return (spans[left][0], spans[first - 1][1]), (spans[first][0], spans[after - 1][1])
    subject = SUBJECT.match(text, start, colon)
    return (subject.span(1), (colon, colon + 1)) if subject and speaks(subject[1], cues) else None


def is_speaker(sentence, left, after, may_be_noun, cues):
    """Whether the words of a sentence from `left` to before `after` may be the subject of the verb after them.

    None of them is a verb of the past itself, and before a form that is a noun too ("words", "report") stands a pronoun or a name.
    """
    keys = sentence.keys[left:after]
    if keys[0] in NOBODY or keys[-1] in rules.DETERMINERS - rules.PRONOUNS or any(key.endswith("ed") and key in cues.first_words for key in keys):
        return False
    return not may_be_noun or keys[-1] in rules.PRONOUNS or sentence.text[sentence.spans[after - 1][0]].isupper()


def with_verb(text, label, cues):
    """The spans of the source and of the cue of a `label` before a colon: "Said Rask" has a verb and "From Pell" a preposition, else the colon is the cue."""
    start, end = label
    first = text[start:end].split()[0]
    entry = cues.entries.get((normal(first),))
    is_verb = entry and entry.part_of_speech == "verb" and normal(first) != entry.lemma  # "State" and "Grant" begin names
    if len(first) < end - start and (is_verb or normal(first) in BEFORE_NAMES):
        return (start + len(first) + 1, end), (start, start + len(first))
    return label, (end, end + 1)


def with_paragraphs_after(text, quotes, continued, place):
    """The (start, end) of the quotation at a `place`, with the paragraphs in which it goes on."""
    last = place
    while goes_on(text, quotes, continued, last):
        last += 1
    return quotes[place][0], quotes[last][1]


def turns(text, colons, cues):
    """The turns of a transcript, at `colons`: where lines begin with two names or more, one of them twice, and who is named speaks to somebody."""
    at = {start for start in (line_start(text, colon) for colon in colons) if start == 0 or text[start - 1] == "\n"}
    lines = [match for match in (TURN.match(text, line) for line in sorted(at)) if match and speaks(match[1], cues)]
    if len(lines) < 2:
        return []
    nexts = [*(match.start() for match in lines[1:]), None]
    ends = [end_of_turn(text, match.end(), following) for match, following in zip(lines, nexts)]
    kept = [(match, end) for match, end in zip(lines, ends) if is_statement(text, match.end(), end)]
    labels = Counter(match[1] for match, _ in kept)
    if len(labels) < 2 or max(labels.values()) < 2 or sum(map(bool, (SPEECH.search(text, match.end(), end) for match, end in kept))) < SPEAKING * len(kept):
        return []
    return [Found(match.span(1), match.span(2), ((match.end(), end),)) for match, end in kept]


def line_start(text, at):
    """Where the line of an offset begins, or NEAR characters before it."""
    return max(text.rfind("\n", max(0, at - NEAR), at) + 1, at - NEAR, 0)


def end_of_turn(text, start, following):
    """Where a turn ends that begins at `start`: with its line, or right before the `following` turn where few paragraphs stand between."""
    line = text.find("\n", start)
    end = start + len(text[start : line if line >= 0 else len(text)].rstrip())
    between = text[end:following].strip() if following else ""
    is_more = between and between.count("\n\n") < PARAGRAPHS and not ASIDE.search(between)
    return end + len(text[end:following].rstrip()) if is_more else end


def speaks(label, cues):
    """Whether a label may name who speaks: a number, an initial and the words of a list, at its beginning or end, do not."""
    ends = {normal(label.split()[0]).rstrip("."), normal(label.split()[-1]).rstrip(".")}
    return len(label) > 1 and cues.no_speakers.isdisjoint(ends) and not any(map(str.isdigit, label))


def is_statement(text, start, end):
    """Whether there are more words between two offsets than in a nickname, and where these stand in quotation marks the end of a sentence: titles have none."""
    ended = text[end - 1] not in CLOSING or ENDED.search(text[end - GAP : end])
    return bool(ended) and len(list(islice(LETTERS.finditer(text, start, min(end, start + NEAR)), FEW))) == FEW


def trimmed(text, start, end):
    """A span without a full stop at its end, unless an abbreviation's."""
    return (start, end - 1) if text[end - 1] == "." and not WORD_END.search(text, start, end) else (start, end)
