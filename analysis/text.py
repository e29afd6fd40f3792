"""Sentences and quotation spans of articles, with offsets into the article's own text.

Sentences come from NLTK's Punkt with parameters built from a reviewed abbreviation list, so nothing is downloaded.
Quotation spans come from a reading of the marks that knows the glyphs of English-language newsrooms, tells single
quotes from apostrophes, and follows a quotation over several paragraphs.
"""

import re
from dataclasses import dataclass

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from . import tables
from .words import count_words

OPEN_BEFORE = re.compile(r"[\s(\[{/—–―-]|^")
# Words that are abbreviations before a figure alone ("No. 12"); elsewhere their full stop ends a sentence.
BEFORE_FIGURE = re.compile(r"\b(?:No|Mar|Figs?|Arts?)\.$")


class QuotedEnglish(PunktLanguageVars):
    """Punkt's English with every closing mark of the newsrooms kept in the sentence that it closes."""

    re_boundary_realignment = re.compile(r"(?:''|[\"'“”’»›)\]}])+?(?:\s+|(?=--)|$)", re.MULTILINE)


def sentence_tokenizer(abbreviations):
    """A Punkt tokenizer that knows the given `abbreviations` (lower case, no final full stop) and initials."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations) | set("abcdefghjklmnopqrstuvwxyz")
    return PunktSentenceTokenizer(parameters, lang_vars=QuotedEnglish())


def split_sentences(articles, *, tokenizer):
    """`sentences`, a row a sentence of each article's title and text, from `articles`.

    Columns: article_id, part, paragraph (from 0), start, end (code points), n_words. Sentences never cross a paragraph.
    """
    rows = []
    for article_id, part, text in tables.article_parts(articles):
        for number, (start, end) in enumerate(paragraphs(text)):
            for first, last in sentence_spans(text, start, end, tokenizer):
                rows.append((article_id, part, number, first, last, count_words(text, first, last)))
    return tables.table_of(rows, "sentences")


def sentence_spans(text, start, end, tokenizer):
    """The (start, end) offsets of the sentences of one paragraph of `text`."""
    paragraph = text[start:end]
    if not any(mark in paragraph for mark in ".?!"):
        return [(start, end)]
    spans = []
    for first, last in tokenizer.span_tokenize(paragraph):
        if spans and paragraph[first].isdigit() and BEFORE_FIGURE.search(paragraph, spans[-1][0], spans[-1][1]):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return [(start + first, start + last) for first, last in spans]


def paragraphs(text):
    """The (start, end) offsets of the paragraphs of `text`, without the white space around them.

    A line is a paragraph, unless the lines look wrapped to one width (as in old text files): then blank lines separate.
    """
    breaks = re.compile(r"\n\s*\n" if is_wrapped(text) else r"\n")
    spans, start = [], 0
    for match in [*breaks.finditer(text), None]:
        end = match.start() if match else len(text)
        inner = text[start:end].strip()
        if inner:
            first = start + text[start:end].index(inner[0])
            spans.append((first, first + len(inner)))
        start = match.end() if match else end
    return spans


def is_wrapped(text):
    """Whether the lines of `text` look cut at one width of 50 to 100 characters instead of ending paragraphs."""
    lines = [len(line) for line in text.split("\n") if line.strip()]
    if len(lines) < 6 or max(lines) > 100:
        return False
    return sum(length >= 50 for length in lines) >= 0.6 * len(lines)


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


MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚‹›']")
# The marks that may open, each with the marks that may close it.
CLOSERS = {
    '"': ('"',), "''": ("''",), "``": ("''", "``"), "“": ("”", "“", '"'), "”": ("”",), "„": ("“", "”", "‟"), "‟": ("”",),
    "«": ("»",), "»": ("«", "»"), "‹": ("›",), "›": ("‹",), "‘": ("’",), "‚": ("‘", "’"), "'": ("'", "’"), "’": ("’",),
}  # fmt: skip
SINGLE = set("'‘’‚")
ELISION = re.compile(r"['’‘](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n['’]?\b|bout\b|round\b)", re.IGNORECASE)


@dataclass
class Open:
    """A quotation that has been opened and not yet closed."""

    mark: str
    start: int


def quotation_spans(text):
    """The (start, end, level, closing) of the quotations of `text`, in order of their start."""
    if not MARK.search(text):
        return []
    blocks = paragraphs(text)
    found = []
    for number, (start, end) in enumerate(blocks):
        following = text[blocks[number + 1][0] :][:2] if number + 1 < len(blocks) else ""
        found += paragraph_quotations(text, start, end, following)
    return sorted(found)


def paragraph_quotations(text, start, end, following):
    """The quotations of one paragraph, given the first characters of the `following` one."""
    marks = [m for m in MARK.finditer(text, start, end) if not is_apostrophe(text, m, end)]
    stack, found = [], []
    for place, mark in enumerate(marks):
        glyph, (first, last) = mark.group(), mark.span()
        depth = closes(stack, glyph, text, mark, marks[place + 1 :])
        if depth is not None:
            found += [(o.start, first, level, "unclosed") for level, o in list(enumerate(stack))[depth + 1 :]]
            found.append((stack[depth].start, last, depth, "closed"))
            del stack[depth:]
        elif opens(glyph, text, mark, marks[place + 1 :], following):
            for level in range(len(stack)):
                if stack[level].mark == glyph:
                    # The same mark opens again: the earlier quotation was left open.
                    found += [(o.start, first, k, "unclosed") for k, o in list(enumerate(stack))[level:] if o.start < first]
                    del stack[level:]
                    break
            stack.append(Open(glyph, first))
    for level, left in enumerate(stack):
        found.append((left.start, end, level, "continued" if following.startswith(left.mark) else "unclosed"))
    return [(a, len(text[a:b].rstrip()) + a, level, how) for a, b, level, how in found]


def is_apostrophe(text, mark, end):
    """Whether a single mark stands inside a word, or for letters or figures left out ("'90s", "rock 'n' roll")."""
    if mark.group() not in SINGLE:
        return False
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    return (before.isalnum() and after.isalnum()) or (not before.isalnum() and ELISION.match(text, mark.start()) is not None)


def closes(stack, glyph, text, mark, later):
    """The depth in `stack` of the quotation that this mark closes, or None."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    for depth in range(len(stack) - 1, -1, -1):
        if glyph not in CLOSERS[stack[depth].mark]:
            continue
        if glyph in ("“", "«", "»", "‘", '"') and glyph != stack[depth].mark and before.isspace() and not after.isspace():
            return None
        if stack[depth].mark == glyph == "“" or (before.isspace() and not after.isspace() and not after in ".,;:!?)"):
            return None  # opens again rather than closes
        if glyph in ("'", "’") and is_possessive_plural(before, text, mark, later):
            return None
        return depth
    return None


def is_possessive_plural(before, text, mark, later):
    """Whether a mark after "s" is the plural's apostrophe ("the ministers' plan"), because another mark still closes."""
    if before not in "sS" or not re.match(r"\s+[a-z]", text[mark.end() : mark.end() + 3]):
        return False
    for other in later:
        if other.group() in ("'", "’", "‘"):
            left, right = text[other.start() - 1], text[other.end() : other.end() + 1]
            return not left.isspace() and not right.isalnum()
    return False


def opens(glyph, text, mark, later, following):
    """Whether this mark can open a quotation: it stands where one begins, and for single marks one that also ends."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if after.isspace() or (after in ".,;:!?)" and after != "."):
        return False
    if glyph in "”’»›" and not before.isspace():
        return False
    if glyph in ('"', "''", "'", "’", "”", "»", "›") and not (OPEN_BEFORE.match(before) or before in "\"“„«‘'"):
        return False
    if glyph in SINGLE:
        ends = any(m.group() in CLOSERS[glyph] and not text[m.start() - 1].isspace() for m in later)
        return ends or following.startswith(glyph)
    return True
