"""Sentences and quotation spans of articles, with offsets into the article's own text.

Sentences come from NLTK's Punkt with parameters built from a reviewed abbreviation list, so nothing is downloaded.
Quotation spans come from a reading of the marks that knows the glyphs of English-language newsrooms, tells single
quotes from apostrophes, and follows a quotation over several paragraphs.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from . import tables
from .reading import LONG, reading_of

OPEN_BEFORE = re.compile(r"[\s(\[{/—–―-]|^")
# Words that are abbreviations before a figure alone ("No. 12"); elsewhere their full stop ends a sentence.
BEFORE_FIGURE = re.compile(r"\b(?:No|Mar|Figs?|Arts?)\.$")


# A word of letters, or several with hyphens, and a mark that a space, a new line or a closing mark follows: unless it ends with an abbreviation, an end to Punkt.
PLAIN = re.compile(r"((?:[^\W\d_]+-)*([^\W\d_]+))(?:[?!](?=[ \n\"'”’)])|(?<=..)\.(?=[ \n]+[^\s.]|[\"'”’)]))")
REST_OF_WORD = re.compile(r"(?<=\s[^\W\d_])[^\s.?!]+$")
FIGURES = re.compile(r"\d+")
# A mark that may end a sentence, with the closing mark or the word after it; Punkt looks at no other.
MAY_END = re.compile(r"[.?!](?=([)\";}\]*:@'({\[‘’“”«»?!])|\s+(\S+))")
# Every closing mark of the newsrooms belongs to the sentence that it closes.
CLOSING = re.compile(r"(?:''|[\"'“”’»›)\]}])+?(?:\s+|(?=--)|$)", re.MULTILINE)
OTHER_BLANKS = "\n\t\r\v\f"  # Punkt takes no other for the space between two words


class RememberingPunkt(PunktSentenceTokenizer):
    """Punkt that sees the plain cases at a glance and remembers what it decided of the others; its decisions are Punkt's."""

    def __init__(self, parameters):
        super().__init__(parameters)
        self.decided = lru_cache(maxsize=20_000)(super().text_contains_sentbreak)

    def text_contains_sentbreak(self, text):
        """Whether a sentence ends inside the few words around a mark."""
        plain = PLAIN.match(text)
        if plain and self._params.abbrev_types.isdisjoint((plain[1].lower(), plain[2].lower())):
            return True
        # Of a word after a space only its first letter counts, and all figures are one.
        return self.decided(FIGURES.sub("0", REST_OF_WORD.sub("", text, 1)))


def sentence_tokenizer(abbreviations):
    """A Punkt tokenizer that knows the given `abbreviations` (lower case, no final full stop) and initials."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations) | set("abcdefghjklmnopqrstuvwxyz")
    return RememberingPunkt(parameters)


def split_sentences(articles, *, tokenizer):
    """`sentences`, a row a sentence of each article's title and text, from `articles`.

    Columns: article_id, part, paragraph (from 0), start, end (code points), n_words. Sentences never cross a paragraph.
    """
    rows, parts = [], list(tables.article_parts(articles))
    for _, _, text in parts:  # one after the other, so that the words known stay in the processor's cache
        if len(text) <= LONG:
            reading_of(text)
    for article_id, part, text in parts:
        numbers, spans = sentence_spans(text, paragraphs(text), tokenizer)
        counts = reading_of(text).counts(spans)
        rows += [(article_id, part, number, *span, count) for number, span, count in zip(numbers, spans, counts)]
    return tables.table_of(rows, "sentences")


def sentence_spans(text, blocks, tokenizer):
    """The sentences of a `text` whose paragraphs are the `blocks`: two lists, of the number of the paragraph of each and of its (start, end)."""
    numbers, spans, ends = [], [], sentence_ends(text, blocks, tokenizer)
    for number, block in enumerate(blocks):
        inside = ends.get(number)
        found = joined_to_figures(text, closed(text, block, inside)) if inside else [block]
        numbers += [number] * len(found)
        spans += found
    return numbers, spans


def joined_to_figures(text, spans):
    """The sentence `spans` of a paragraph, those made one that an abbreviation before a figure parts ("No. 12")."""
    joined = []
    for start, end in spans:
        if joined and text[start].isdigit() and BEFORE_FIGURE.search(text, *joined[-1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def sentence_ends(text, blocks, tokenizer):
    """A dictionary from the number of a paragraph to where sentences end inside it, by Punkt's decision on each mark in its words:
    (end, start of the next) pairs."""
    is_end, ends = tokenizer.text_contains_sentbreak, {}
    for number, end, following, word, until in marks_in_words(text, blocks):
        if is_end(text[word:until]):
            ends.setdefault(number, []).append((end, following))
    return ends


def marks_in_words(text, blocks):
    """The marks inside the paragraphs `blocks` that may end a sentence, of several in one word the last.

    Of each the number of its paragraph, its end, the start of the next word, the start of the word before it and the end of what follows it.
    """
    marks, spaced, numbered, number, stop = [], text, iter(enumerate(blocks)), 0, 0
    for blank in OTHER_BLANKS:
        spaced = spaced.replace(blank, " ")
    for match in MAY_END.finditer(text):
        mark, end = match.span()
        while mark >= stop:
            number, (word, stop) = next(numbered)
            last = None
        following, until = match.span(2)
        if following >= stop:  # the paragraph ends here whatever Punkt would say
            continue
        space = spaced.rfind(" ", word if last is None else last, mark)
        if space >= 0:
            word = space + 1
        elif last is not None and word < last:
            marks.pop()
        marks.append((number, end, following, word, until) if until >= 0 else (number, end, end, word, end + 1))
        last = mark
    return marks


def closed(text, block, ends):
    """The (start, end) of the sentences of a paragraph between their `ends`, closing marks moved into the sentence that they close."""
    (start, stop), spans = block, []
    for (end, following), (until, _) in zip(ends, [*ends[1:], (stop, stop)]):
        closing = CLOSING.match(text, following, until)
        if closing:
            spans.append((start, following + len(closing.group().rstrip())))
        elif end > start:
            spans.append((start, end))
        start = closing.end() if closing else following
    if stop > start:
        spans.append((start, stop))
    return spans


def paragraphs(text):
    """The (start, end) offsets of the paragraphs of `text`, without the white space around them.

    A line is a paragraph, unless the lines look wrapped to one width (as in old text files): then blank lines separate.
    """
    lines, written, at = text.split("\n"), [], 0
    for line in lines:
        if bare := line.strip():
            start = at + line.index(bare[0])
            written.append((start, start + len(bare)))
        at += len(line) + 1
    if not is_wrapped(lines):
        return written
    spans = written[:1]
    for start, end in written[1:]:
        if text.count("\n", spans[-1][1], start) < 2:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def is_wrapped(lines):
    """Whether the `lines` of a text look cut at one width of 50 to 100 characters instead of ending paragraphs."""
    if any(len(line) > 100 and not line.isspace() for line in lines):
        return False
    lengths = [len(line) for line in lines if line.strip()]
    return len(lengths) >= 6 and sum(length >= 50 for length in lengths) >= 0.6 * len(lengths)


def find_quotations(articles):
    """`quotations`, a row a quotation span, marks included, from `articles`.

    Columns: article_id, part, start, end, level (0 outermost), closing: `closed`, `continued` (the next paragraph
    opens with the same mark: one quotation of several paragraphs), `unclosed` (ends with its paragraph, or where the
    same mark opens again).
    """
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        rows += [(article_id, part, *span) for span in quotation_spans(text)]
    return tables.table_of(rows, "quotations")


# Quotation marks, a single one not where it stands inside a word.
MARK = re.compile(
    r"[\"“”„‟«»‹›'‘’‚`](?:(?<=')'|(?<=`)`|(?<=[\"“”„‟«»‹›])|(?<=['‘’‚])(?:(?![^\W_])|(?<![^\W_].)))"
)
# The marks that may open, each with the marks that may close it.
CLOSERS = {
    '"': ('"',), "''": ("''",), "``": ("''", "``"), "“": ("”", "“", '"'), "”": ("”",), "„": ("“", "”", "‟"), "‟": ("”",),
    "«": ("»",), "»": ("«", "»"), "‹": ("›",), "›": ("‹",), "‘": ("’",), "‚": ("‘", "’"), "'": ("'", "’"), "’": ("’",),
}  # fmt: skip
SINGLE = set("'‘’‚")
SINGLE_CLOSERS = {closer: [mark for mark in SINGLE if closer in CLOSERS[mark]] for closer in "'‘’"}
ELISION = re.compile(r"['’‘](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n['’]?\b|bout\b|round\b)", re.IGNORECASE)


@dataclass
class Open:
    """A quotation that has been opened and not yet closed."""

    mark: str
    start: int


def quotation_spans(text):
    """The (start, end, level, closing) of the quotations of `text`, in order of their start."""
    marks = [mark for mark in MARK.finditer(text) if mark[0] not in SINGLE or not is_elision(text, mark)]
    if not marks:
        return []
    blocks = paragraphs(text)
    starts = [start for start, _ in blocks]
    found = []
    for number, inside in groupby(marks, lambda mark: bisect_right(starts, mark.start()) - 1):
        following = text[starts[number + 1] : starts[number + 1] + 2] if number + 1 < len(blocks) else ""
        found += paragraph_quotations(text, blocks[number][1], list(inside), following)
    return sorted(found)


def paragraph_quotations(text, end, marks, following):
    """The quotations of one paragraph by its `marks`, given the first characters of the `following` one."""
    stack, found, last_ends = [], [], last_closing(text, marks)
    for place, mark in enumerate(marks):
        glyph, (first, last) = mark.group(), mark.span()
        depth = closes(stack, glyph, text, marks, place) if stack else None
        if depth is not None:
            found += [(stack[level].start, first, level, "unclosed") for level in range(depth + 1, len(stack))]
            found.append((stack[depth].start, last, depth, "closed"))
            del stack[depth:]
        elif opens(glyph, text, mark, last_ends.get(glyph, -1) > place or following.startswith(glyph)):
            for level in range(len(stack)):
                if stack[level].mark == glyph:
                    # The same mark opens again: the earlier quotation was left open.
                    found += [(stack[k].start, first, k, "unclosed") for k in range(level, len(stack)) if stack[k].start < first]
                    del stack[level:]
                    break
            stack.append(Open(glyph, first))
    for level, left in enumerate(stack):
        found.append((left.start, end, level, "continued" if following.startswith(left.mark) else "unclosed"))
    return [(a, len(text[a:b].rstrip()) + a, level, how) for a, b, level, how in found]


def last_closing(text, marks):
    """A dictionary from each single mark to the place in `marks` of the last one that may close it."""
    last = {}
    for place, mark in enumerate(marks):
        glyph = mark.group()
        if glyph in SINGLE_CLOSERS and not text[mark.start() - 1].isspace():
            last.update(dict.fromkeys(SINGLE_CLOSERS[glyph], place))
    return last


def is_elision(text, mark):
    """Whether a single mark stands for letters or figures left out ("'90s", "rock 'n' roll")."""
    before = text[mark.start() - 1] if mark.start() else " "
    return not before.isalnum() and ELISION.match(text, mark.start()) is not None


def closes(stack, glyph, text, marks, place):
    """The depth in `stack` of the quotation that the mark at that place of `marks` closes, or None."""
    mark = marks[place]
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    for depth in range(len(stack) - 1, -1, -1):
        if glyph not in CLOSERS[stack[depth].mark]:
            continue
        if glyph in ("“", "«", "»", "‘", '"') and glyph != stack[depth].mark and before.isspace() and not after.isspace():
            return None
        if stack[depth].mark == glyph == "“" or (before.isspace() and not after.isspace() and not after in ".,;:!?)"):
            return None  # opens again rather than closes
        if glyph in ("'", "’") and is_possessive_plural(before, text, marks, place):
            return None
        return depth
    return None


def is_possessive_plural(before, text, marks, place):
    """Whether a mark after "s" is the plural's apostrophe ("the ministers' plan"), because another mark still closes."""
    end = marks[place].end()
    if before not in "sS" or not re.match(r"\s+[a-z]", text[end : end + 3]):
        return False
    for other in (marks[later] for later in range(place + 1, len(marks))):
        if other.group() in ("'", "’", "‘"):
            left, right = text[other.start() - 1], text[other.end() : other.end() + 1]
            return not left.isspace() and not right.isalnum()
    return False


def opens(glyph, text, mark, ends):
    """Whether this mark can open a quotation: it stands where one begins, and for single marks one that also `ends`."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if after.isspace() or (after in ".,;:!?)" and after != "."):
        return False
    if glyph in "”’»›" and not before.isspace():
        return False
    if glyph in ('"', "''", "'", "’", "”", "»", "›") and not (OPEN_BEFORE.match(before) or before in "\"“„«‘'"):
        return False
    return ends or glyph not in SINGLE
