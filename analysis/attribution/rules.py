"""Attribution by rules alone: direct quotation, reporting verbs, "according to", nouns as cues, sourceless adverbs.

The rules read words, punctuation and quotation spans; they know no grammar beyond closed word classes. They are the
stated fallback and the yardstick of any learned method.
"""

import re
from dataclasses import dataclass

from ..spans import Spans
from ..words import normal, words

AUXILIARIES = set(
    "has have had is are was were be been being do does did will would can could may might shall should must also later "
    "then again still just not never n't only even already earlier once now recently first further "
    "'s 've 'd 'll didn doesn don wasn isn aren weren hasn haven hadn won wouldn couldn shouldn".split()
)
NOT_ADVERBS = set("family reply supply ally apply italy july only rally assembly bully daily".split())
PRONOUNS = set("he she they it we i you who which some many others one both".split())
DETERMINERS = set("the a an his her their its our my this that these those some many several two three".split())
NOUN_BEFORE = {"the", "a", "an", "this", "that", "his", "her", "its", "their", "of", "important", "'s", "no", "any"}
BOUNDARIES = set(
    "and but or that which when while as if because although though after before since where whether than so then "
    "yet until unless however meanwhile".split()
)
NO_SOURCE_BEFORE = set("to of by for in with without on at from about after before despite".split())
NEW_CLAUSE = set("yet but although though while whereas because".split())
STOPS_AFTER_INVERTED = set("in on at during after before when while as who that to about from by following".split())


@dataclass(frozen=True)
class Found:
    """One attribution before it is labelled: spans as (start, end); `nested_in` is the index of the one that holds it."""

    source: tuple | None
    cue: tuple | None
    content: tuple
    nested_in: int | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence's words with offsets, which of them stand in quotation marks, and the quotations that touch it."""

    text: str
    start: int
    end: int
    spans: list
    keys: list
    quoted: list
    quotes: list

    def gap(self, place):
        """The characters between word `place` - 1 and word `place`."""
        left = self.spans[place - 1][1] if place > 0 else self.start
        right = self.spans[place][0] if place < len(self.spans) else self.end
        return self.text[left:right]


def find_in_text(text, sentences, quotations, cues):
    """The list of Found attributions of one text, from its (start, end) sentences and outermost quotations.

    `cues` are the Cues of the stance list.
    """
    found, continued, before, quotations = [], None, None, Spans(quotations)
    for start, end in sentences:
        sentence = read_sentence(text, start, end, quotations)
        mine = [with_sentence_before(a, before) for a in in_sentence(sentence, cues)]
        mine, before = [a for a in mine if a], (start, end)
        if not mine and continued is not None and is_all_quoted(sentence):
            # A sentence of nothing but quotation goes on with what was quoted before it.
            last = found[continued]
            content = merge_spans((*last.content, *quote_spans_in(sentence)))
            found[continued] = Found(last.source, last.cue, content)
            continue
        found += mine
        quoting = [len(found) - len(mine) + i for i, a in enumerate(mine) if touches_quote(a, quotations)]
        continued = quoting[-1] if quoting else (continued if is_all_quoted(sentence) else None)
    return without_repeats(found)


def with_sentence_before(found, before):
    """An attribution without content of its own takes the sentence before it; None where there is none."""
    if found.content:
        return found
    return Found(found.source, found.cue, (before,)) if before else None


def read_sentence(text, start, end, quotations):
    """The Sentence at these offsets."""
    spans = [(start + a, start + b) for a, b in words(text[start:end])]
    quotes = quotations.touching(start, end)
    quoted = [any(a <= first and last <= b for a, b in quotes) for first, last in spans]
    return Sentence(text, start, end, spans, [normal(text[a:b]) for a, b in spans], quoted, quotes)


def is_all_quoted(sentence):
    """Whether every word of a sentence stands in quotation marks."""
    return bool(sentence.quoted) and all(sentence.quoted)


def quote_spans_in(sentence):
    """The quotations that touch a sentence, cut to it."""
    return [(max(a, sentence.start), min(b, sentence.end)) for a, b in sentence.quotes]


def touches_quote(found, quotations):
    """Whether some of the content stands in quotation marks."""
    return any(quotations.touching(a, b) for a, b in found.content)


def merge_spans(spans):
    """Spans in order, with those that touch or overlap made one."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def in_sentence(sentence, cues):
    """Yields the attributions that a sentence's own cues signal, left to right."""
    place, speaker = 0, None
    while place < len(sentence.keys):
        if sentence.quoted[place] or sentence.keys[place] not in cues.first_words:
            place += 1
            continue
        entry, after = cue_at(sentence, place, cues)
        if entry is None:
            place += 1
            continue
        for found in attribution_of(sentence, place, after, entry, speaker):
            if found:
                speaker = found.source or speaker
                yield found
        place = after


def cue_at(sentence, place, cues):
    """The entry of the longest cue that begins at word `place`, and the word after it; or (None, place + 1)."""
    for length in cues.entries.lengths.get(sentence.keys[place], ()):
        key = tuple(sentence.keys[place : place + length])
        if key in cues.entries:
            return cues.entries[key], place + len(key)
    return None, place + 1


def attribution_of(sentence, first, after, entry, speaker):
    """Yields the attribution, if any, of the cue in words `first` to `after`; `speaker` is the sentence's last source."""
    if entry.lemma in ("according to", "in the words of", "per"):
        yield by_preposition(sentence, first, after)
    elif entry.part_of_speech == "adverb":
        yield without_source(sentence, first, after)
    elif entry.part_of_speech == "adjective":
        if entry.stance == "doubting":
            yield by_adjective(sentence, first, after)
    elif entry.part_of_speech == "noun" or looks_like_noun(sentence, first, after, entry):
        yield by_noun(sentence, first, after)
    elif entry.part_of_speech == "verb":
        if sentence.keys[first].endswith("ing") and "," in sentence.gap(first):
            yield by_participle(sentence, first, after, entry, speaker)
        else:
            yield by_verb(sentence, first, after, entry)


def looks_like_noun(sentence, first, after, entry):
    """Whether a form that is also a noun stands where a noun does ("the attack", "the press", "Islamic State")."""
    form = sentence.text[slice(*sentence.spans[first])]
    if form[0].isupper() and first > 0:
        return True
    if sentence.keys[first - 1 : first] and sentence.keys[first - 1] in DETERMINERS:
        return True
    if sentence.keys[max(0, first - 1) : first] == ["'s"] and sentence.keys[after : after + 1] == ["that"]:
        return True
    plain = sentence.keys[first] in (entry.lemma, entry.lemma + "s", entry.lemma + "es")
    near = sentence.keys[max(0, first - 3) : first]
    return plain and entry.strength != "high" and bool(set(near) & NOUN_BEFORE) and not set(near[-1:]) & {"to", "who", "which"}


def by_participle(sentence, first, after, entry, speaker):
    """", stating that content": what follows, from the speaker of the clause before."""
    if speaker is None or after >= len(sentence.keys):
        return None
    begin = content_begin(sentence, after, entry)
    right = clause_right(sentence, begin, whole=True)
    cue = (sentence.spans[first][0], sentence.spans[after - 1][1])
    return Found(speaker, cue, ((opening_mark(sentence, begin), closing_mark(sentence, right)),))


def by_preposition(sentence, first, after):
    """"According to X, content" or "content, according to X"."""
    cue = (sentence.spans[first][0], sentence.spans[after - 1][1])
    stop = next((k for k in range(after, len(sentence.keys)) if "," in sentence.gap(k) and k > after), len(sentence.keys))
    if stop == after or after >= len(sentence.keys):
        return None
    source = (sentence.spans[after][0], sentence.spans[stop - 1][1])
    if first == 0:
        if stop == len(sentence.keys):
            return Found(source, cue, ())  # a trailing piece of the sentence before; see find_in_text
        return Found(source, cue, ((sentence.spans[stop][0], content_end(sentence)),))
    return Found(source, cue, ((content_start(sentence), sentence.spans[first - 1][1]),))


def content_start(sentence):
    """Where a sentence's content begins: at an opening quotation mark or the first word."""
    opening = [a for a, _ in sentence.quotes if a >= sentence.start]
    first = sentence.spans[0][0]
    return min([first, *[a for a in opening if a < first]])


def content_end(sentence):
    """Where a sentence's content ends: after its last word, or after the closing mark of a quotation that ends it."""
    last = sentence.spans[-1][1]
    return max([last, *[min(b, sentence.end) for _, b in sentence.quotes if b > last]])


def without_source(sentence, first, after):
    """"reportedly", "allegedly": the clause around the adverb, attributed to nobody."""
    cue = (sentence.spans[first][0], sentence.spans[after - 1][1])
    left = clause_left(sentence, first)
    right = clause_right(sentence, after)
    pieces = []
    if left < first:
        pieces.append((sentence.spans[left][0], sentence.spans[first - 1][1]))
    if after < right:
        pieces.append((sentence.spans[after][0], sentence.spans[right - 1][1]))
    return Found(None, cue, tuple(pieces)) if pieces else None


def by_adjective(sentence, first, after):
    """"alleged", "purported" before a noun: the noun and what follows it closely."""
    cue = (sentence.spans[first][0], sentence.spans[after - 1][1])
    right = after
    while right < len(sentence.keys) and right < after + 4 and (right == after or sentence.gap(right).isspace()):
        if sentence.keys[right] in BOUNDARIES | AUXILIARIES | {"of", "in", "to", "for", "on"} and right > after:
            break
        right += 1
    if right == after or (after < len(sentence.keys) and not re.fullmatch(r"[\s\"'“‘«„]*", sentence.gap(after))):
        return None
    return Found(None, cue, ((sentence.spans[after][0], sentence.spans[right - 1][1]),))


def by_noun(sentence, first, after):
    """"the claim that content", with "X's" before it as the source."""
    if after >= len(sentence.keys) or sentence.keys[after] != "that" or not sentence.gap(after).isspace():
        return None
    start, source = first, None
    while start > 0 and sentence.gap(start).isspace() and sentence.keys[start - 1] in DETERMINERS and first - start < 2:
        start -= 1
    if start > 1 and sentence.keys[start - 1] == "'s":
        left = noun_phrase_left(sentence, start - 2)
        source = (sentence.spans[left][0], sentence.spans[start - 2][1])
        start -= 1
    elif start < first and sentence.keys[start] in ("his", "her", "their", "its"):
        source = sentence.spans[start]
        start += 1
    cue = (sentence.spans[start][0], sentence.spans[after - 1][1])
    right = clause_right(sentence, after)
    return Found(source, cue, ((sentence.spans[after][0], sentence.spans[right - 1][1]),))


def by_verb(sentence, first, after, entry):
    """The attribution of a reporting verb: quoted, before a clause, after a clause, or with an object."""
    start = cue_start(sentence, first)
    cue = (sentence.spans[start][0], sentence.spans[after - 1][1])
    quotes = adjacent_quotes(sentence, start, after)
    if is_inverted(sentence, start, after):
        right = inverted_source_end(sentence, after)
        source = (sentence.spans[after][0], sentence.spans[right - 1][1])
        content = quotes or before_comma(sentence, start)
        return Found(source, cue, merge_spans(content)) if content else None
    left = source_left(sentence, start)
    if left is None:
        if quotes and sentence.keys[start - 1 : start] in ([], ["and"]):
            return None
        return passive(sentence, start, after, cue, entry)
    source = (sentence.spans[left][0], sentence.spans[start - 1][1])
    that = that_after_aside(sentence, after)
    if that is None and ends_clause(sentence, after):
        content = [q for q in quotes if q[1] <= source[0] + 1] or before_comma(sentence, left)
        later = [q for q in quotes if q[0] >= cue[1]]
        return Found(source, cue, merge_spans([*content, *later])) if content or later else None
    if entry.strength == "low" and not quotes and sentence.keys[after] != "that":
        return None
    if "to" in entry.takes and sentence.keys[after] != "to" and not {"that", "np", "quote"} & entry.takes:
        return None
    begin = that or content_begin(sentence, after, entry)
    right = clause_right(sentence, begin, whole=True)
    if begin >= right:
        return None
    ahead = [q for q in quotes if q[1] <= source[0] + 1]
    body = (opening_mark(sentence, begin), closing_mark(sentence, right))
    return Found(source, cue, merge_spans([*ahead, body]))


def cue_start(sentence, first):
    """The word at which a verb's auxiliaries, negation and adverbs begin."""
    start = first
    while start > 0 and not sentence.quoted[start - 1] and is_blank(sentence.gap(start)):
        key = sentence.keys[start - 1]
        if key in AUXILIARIES or (key.endswith("ly") and key not in NOT_ADVERBS and len(key) > 4):
            start -= 1
        elif key == "t" and start > 1:
            start -= 1
        else:
            break
    return start


def is_blank(gap):
    """Whether only spaces or an apostrophe stand between two words."""
    return not gap.strip(" \t\xa0'’")


def is_inverted(sentence, start, after):
    """Whether the verb stands between what was said and who said it (", said Yashin")."""
    if after >= len(sentence.keys) or not sentence.gap(after).isspace() or start == 0:
        return False
    before = sentence.gap(start)
    word, key = sentence.text[slice(*sentence.spans[after])], sentence.keys[after]
    starts_name = word[0].isupper() or key in DETERMINERS - {"that", "this"} or key in PRONOUNS - {"it", "who", "which"}
    closed = sentence.quoted[start - 1] or ("," in before and sentence.keys[start - 1] not in BOUNDARIES)
    return closed and starts_name and ("," in before or "?" in before or "!" in before or sentence.quoted[start - 1])


def inverted_source_end(sentence, after):
    """The word after the source of an inverted verb; an apposition to the end of its clause belongs to it."""
    right = after + 1
    while right < len(sentence.keys) and not sentence.quoted[right]:
        gap = sentence.gap(right)
        if "," in gap and sentence.keys[right] in ("who", "whose", "adding", "as", "in", "on", "after", "when", "and", "but"):
            break
        if any(mark in gap for mark in ".;:!?—–(") or (gap.isspace() and sentence.keys[right] in STOPS_AFTER_INVERTED):
            break
        right += 1
    return right


def adjacent_quotes(sentence, start, after):
    """The quotations of a sentence that stand next to the cue's clause on either side."""
    found = []
    first, last = sentence.spans[start][0], sentence.spans[after - 1][1]
    for a, b in sentence.quotes:
        between = sentence.text[b:first] if b <= first else sentence.text[last:a] if a >= last else None
        if between is None or b - a < 12:
            continue
        if len(between.split()) <= 14 and not re.search(r"[.?!;]\s", between):
            found.append((a, b))
    return found


def source_left(sentence, start):
    """The first word of the noun phrase that ends before word `start`, or None where there is none."""
    place = start - 1
    if place < 0 or sentence.quoted[place]:
        return None
    gap = sentence.gap(start)
    if "," in gap:
        return apposition_left(sentence, place)
    if not is_blank(gap) or sentence.keys[place] in BOUNDARIES - {"which", "that"} | NO_SOURCE_BEFORE:
        return None
    left = noun_phrase_left(sentence, place)
    no_noun = left == place or sentence.keys[place - 1] in NO_SOURCE_BEFORE
    return None if no_noun and sentence.keys[place].endswith("ing") and sentence.text[sentence.spans[place][0]].islower() else left


def apposition_left(sentence, place):
    """The first word of "Shoigu, the defence minister," that ends at word `place`; None where no comma opens it."""
    for k in range(place, max(place - 25, 0), -1):
        if "," in sentence.gap(k):
            return noun_phrase_left(sentence, k - 1) if sentence.keys[k] not in ("and", "but") else None
    return None


def noun_phrase_left(sentence, place):
    """The first word of the noun phrase that ends at word `place`."""
    left = place
    if sentence.keys[place] in PRONOUNS:
        return place
    while left > 0 and place - left < 16 and not sentence.quoted[left - 1]:
        gap, key = sentence.gap(left), sentence.keys[left - 1]
        if any(mark in gap for mark in ",;:—–()?!\"“”«»„") or re.search(r"\.\s", gap) and len(key) > 4:
            break
        if key in BOUNDARIES and not (key == "and" and is_pair(sentence, left)):
            break
        left -= 1
    while left < place and sentence.keys[left] in ("and", "but", "so", "then", "in", "on", "yet"):
        left += 1
    return left


def is_pair(sentence, place):
    """Whether "and" before word `place` joins two names."""
    if place < 2:
        return False
    return all(sentence.text[sentence.spans[k][0]].isupper() for k in (place, place - 2))


def passive(sentence, start, after, cue, entry):
    """"is said to", "was accused of": the clause, attributed to nobody."""
    if after < len(sentence.keys) and sentence.keys[after] == "to" and start < after - 1 and entry.stance in ("neutral", "mental"):
        return without_source(sentence, start, after)
    return None


def before_comma(sentence, left):
    """The content that stands before word `left`, where a comma parts them; else an empty list."""
    if left == 0 or "," not in sentence.gap(left):
        return []
    return [(content_start(sentence), sentence.spans[left - 1][1])]


def that_after_aside(sentence, after):
    """The word "that" behind an aside in commas right after the cue ("claimed, without evidence, that"), or None."""
    if after >= len(sentence.keys) or "," not in sentence.gap(after):
        return None
    for k in range(after + 1, min(after + 16, len(sentence.keys))):
        if sentence.keys[k] == "that" and "," in sentence.gap(k):
            return k
    return None


def ends_clause(sentence, after):
    """Whether nothing of weight follows the cue: the sentence's end, or a mark of punctuation that closes the clause."""
    if after >= len(sentence.keys):
        return True
    return any(mark in sentence.gap(after) for mark in ",.;") and not sentence.quoted[after]


def content_begin(sentence, after, entry):
    """The word at which the content after a cue begins: at "that" where one follows soon, past the hearer of "told"."""
    for k in range(after, min(after + 8, len(sentence.keys))):
        if sentence.keys[k] == "that":
            return k
        if k > after and sentence.keys[k] in NEW_CLAUSE:
            break
        if any(mark in sentence.gap(k) for mark in ":,") and k > after:
            return k if sentence.quoted[k] or ":" in sentence.gap(k) else after
    if entry.lemma in ("tell", "inform", "assure", "remind", "warn") and sentence.keys[after] not in ("of", "against", "about"):
        hearer = after + 1
        while hearer < len(sentence.keys) and hearer < after + 4 and sentence.text[sentence.spans[hearer][0]].isupper():
            hearer += 1
        return hearer if hearer < len(sentence.keys) else after
    return after


def opening_mark(sentence, place):
    """Where word `place` begins, with an opening quotation mark right before it."""
    start = sentence.spans[place][0]
    return min([a for a, _ in sentence.quotes if start - 3 <= a < start], default=start)


def closing_mark(sentence, place):
    """Where the word before `place` ends, with a closing quotation mark right after it."""
    end = sentence.spans[place - 1][1]
    return max([b for _, b in sentence.quotes if end < b <= end + 3], default=end)


def clause_left(sentence, place):
    """The first word of the clause that holds word `place`."""
    for k in range(place, 0, -1):
        if any(mark in sentence.gap(k) for mark in ",;:—"):
            return k
    return 0


def clause_right(sentence, place, *, whole=False):
    """The word after the clause that begins at `place`; with `whole`, up to a trailing attribution or the sentence's end."""
    for k in range(place + 1, len(sentence.keys)):
        gap = sentence.gap(k)
        if ";" in gap or (not whole and any(mark in gap for mark in ",:—")):
            return k
        if "," in gap and (sentence.keys[k] in ("according", "adding", "but") or sentence.keys[k : k + 2] in (["he", "said"], ["she", "said"])):
            return k
    return len(sentence.keys)


def without_repeats(found):
    """The attributions, without those whose cue another one holds."""
    kept = {}
    for one in found:
        if one:
            kept.setdefault(one.cue, one)
    return list(kept.values())
