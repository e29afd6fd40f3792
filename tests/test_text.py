"""Sentences and quotations, at the very offsets where they stand."""

import time

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktLanguageVars, PunktSentenceTokenizer

from analysis import text as text_module
from analysis.text import is_wrapped, paragraphs, quotation_spans


@pytest.fixture(scope="module")
def sentences(world):
    """A function from a text to the sentences of it."""

    def split(text, **fields):
        table = text_module.split_sentences(article(text, **fields), tokenizer=world.tokenizer)
        return [text[row.start : row.end] for row in table.itertuples() if row.part == "text"]

    return split


def quoted(text):
    """The quotations of a text: the passage with its marks, and how it closes."""
    return [(text[start:end], closing) for start, end, _, closing in quotation_spans(text)]


def levels(text):
    return [(text[start:end], level) for start, end, level, _ in quotation_spans(text)]


# Sentences


def test_a_text_is_split_at_its_full_stops(sentences):
    assert sentences("It rained. Was it cold? No! It was not.") == ["It rained.", "Was it cold?", "No!", "It was not."]


@pytest.mark.parametrize(
    "text",
    [
        "Then Col. Brandt left the hall.", "Then Prof. Lind left the hall.", "They read No. 12 aloud.", "They read Nos. 3 and 4 aloud.",
        "The U.S. Senate waited.", "Then J. R. Lind left.", "It rained on Jan. 5 there.", "They paid 3.5 million.",
    ],
)  # fmt: skip
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentences, text):
    assert sentences(text + " It rained.") == [text, "It rained."]


def test_no_ends_a_sentence_where_no_figure_follows(sentences):
    assert sentences("The mayor said no. It rained.") == ["The mayor said no.", "It rained."]


def test_closing_marks_stay_with_the_sentence_that_they_close(sentences):
    assert sentences("“It rained.” The mayor left. (It stopped.) He came.") == ["“It rained.”", "The mayor left.", "(It stopped.)", "He came."]


def test_a_sentence_never_crosses_a_line(sentences):
    assert sentences("A town without rain\nThe mayor left") == ["A town without rain", "The mayor left"]


def test_sentences_know_their_offsets_paragraph_and_words(world):
    table = text_module.split_sentences(article("It rained. It stopped.\n\nThe mayor's hat fell.", title="Rain"), tokenizer=world.tokenizer)
    rows = table[["part", "paragraph", "start", "end", "n_words"]].itertuples(index=False, name=None)
    # "It rained. " is 11 characters; the second paragraph begins after 22 characters and two line ends; "mayor's" is one word.
    assert list(rows) == [("title", 0, 0, 4, 1), ("text", 0, 0, 10, 2), ("text", 0, 11, 22, 2), ("text", 1, 24, 45, 4)]


def test_a_header_is_no_sentence_and_moves_no_offset(world):
    text = "date 2020-01-02 It rained."
    table = text_module.split_sentences(article(text, text_start=16), tokenizer=world.tokenizer)
    assert [(row.start, row.end) for row in table.itertuples()] == [(16, 26)]


def test_an_article_without_words_has_no_sentence(world):
    assert text_module.split_sentences(article(" \n \n"), tokenizer=world.tokenizer).empty


def test_windows_line_ends_part_paragraphs():
    assert paragraphs("One.\r\nTwo.") == [(0, 4), (6, 10)]


WRAPPED = "\n".join(["this line of an old text file was cut at sixty characters"] * 6)


def test_lines_cut_at_one_width_are_one_paragraph():
    assert is_wrapped(WRAPPED.split("\n"))
    assert paragraphs(WRAPPED + "\n\n" + WRAPPED) == [(0, len(WRAPPED)), (len(WRAPPED) + 2, 2 * len(WRAPPED) + 2)]


def test_short_lines_are_paragraphs():
    assert len(paragraphs("\n".join(["a short line"] * 6))) == 6


# Quotations


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''"), ("«", "»"), ("»", "«"), ("„", "“"), ("„", "”"), ("‘", "’"), ("'", "'"), ("‹", "›"), ("‚", "‘")],
)
def test_the_marks_of_the_newsrooms_open_and_close(opening, closing):
    passage = f"{opening}It rained,{closing}"
    text = f"Then {passage} the mayor said."
    assert quotation_spans(text) == [(5, 5 + len(passage), 0, "closed")]


def test_two_quotations_of_one_sentence():
    assert quoted('"It rained," he said. "It stopped," she said.') == [('"It rained,"', "closed"), ('"It stopped,"', "closed")]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor's clerk didn't stay.", "The mayor’s clerk didn’t stay.", "The ministers' plan and the mayors' plan.",
        "The ministers’ plan and the mayors’ plan.", "It rained in the '90s and in the ’70s.", "They played rock 'n' roll.", "'Twas cold.",
    ],
)  # fmt: skip
def test_an_apostrophe_is_no_quotation(text):
    assert quotation_spans(text) == []


def test_an_apostrophe_does_not_close_a_single_quotation():
    assert quoted("‘It didn’t rain,’ the mayor said.") == [("‘It didn’t rain,’", "closed")]


@pytest.mark.parametrize(("opening", "closing"), ["‘’", "''"])
def test_a_plural_possessive_does_not_close_a_single_quotation(opening, closing):
    passage = f"{opening}The ministers{closing} plan failed,{closing}"
    assert quoted(passage + " she said.") == [(passage, "closed")]


def test_feet_and_inches_are_no_quotation():
    assert quotation_spans("""She was 6' 2" and he was 5' 3" tall.""") == []


@pytest.mark.parametrize("text", ["“He told me ‘go home’ twice,” she said.", "\"He told me 'go home' twice,\" she said."])
def test_a_quotation_in_a_quotation_has_the_next_level(text):
    (outer, level), (inner, deeper) = levels(text)
    assert (outer, level, inner[1:-1], deeper) == (text[:29], 0, "go home", 1)


def test_an_inner_quotation_may_open_with_the_outer_one():
    assert levels("“‘It rained,’ he told me,” she said.") == [("“‘It rained,’ he told me,”", 0), ("‘It rained,’", 1)]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    assert quoted("“It rained. The mayor left.\n\nIt stopped.") == [("“It rained. The mayor left.", "unclosed")]


def test_a_quotation_that_the_next_paragraph_takes_up_is_continued():
    assert quoted("“It rained.\n\n“It stopped,” she said.") == [("“It rained.", "continued"), ("“It stopped,”", "closed")]


def test_a_straight_quotation_is_continued_too():
    assert quoted('"It rained.\n\n"It stopped," she said.') == [('"It rained.', "continued"), ('"It stopped,"', "closed")]


def test_the_same_mark_again_leaves_the_first_quotation_unclosed():
    assert quoted("“It rained, she said. “It stopped,” she said.") == [("“It rained, she said.", "unclosed"), ("“It stopped,”", "closed")]


@pytest.mark.parametrize("text", ["It rained,” she said.", 'It rained," she said.', "It rained» there.", "It rained’ there."])
def test_a_stray_closing_mark_is_no_quotation(text):
    assert quotation_spans(text) == []


def test_a_stray_closing_mark_does_not_spoil_the_next_quotation():
    assert quoted("It rained,” she said. “It stopped,” he said.") == [("“It stopped,”", "closed")]


def test_quotations_of_title_and_text_are_kept_apart():
    table = text_module.find_quotations(article("“It rained,” she said.", title="Mayor: ‘It rained’"))
    assert list(table[["part", "start", "end"]].itertuples(index=False, name=None)) == [("title", 7, 18), ("text", 0, 12)]


def test_a_mark_in_a_header_opens_nothing():
    table = text_module.find_quotations(article("date 2020-01-02 “It rained,” she said.", text_start=16))
    assert list(table[["start", "end"]].itertuples(index=False, name=None)) == [(16, 28)]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.one_of(st.sampled_from("\"'“”„‟«»‘’‚‹›` \n.,as9"), st.characters(codec="utf-8")), max_size=60))
def test_any_text_gives_spans_inside_it_in_order(text):
    spans = quotation_spans(text)
    assert spans == sorted(spans)
    for start, end, level, closing in spans:
        assert 0 <= start < end <= len(text) and level >= 0
        assert text[start:end] == text[start:end].strip() and closing in ("closed", "continued", "unclosed")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.one_of(st.sampled_from("\"'“”„‟«»‘’‚‹›` \n.,as9"), st.characters(codec="utf-8")), max_size=60))
def test_outermost_quotations_of_any_text_never_overlap(text):
    outer = [(start, end) for start, end, level, _ in quotation_spans(text) if level == 0]
    assert all(end <= start for (_, end), (start, _) in zip(outer, outer[1:]))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(alphabet=st.one_of(st.sampled_from(".?! \n\r”)Aa1"), st.characters(codec="utf-8")), max_size=60))
def test_any_text_gives_sentences_that_cover_its_words_in_order(world, text):
    table = text_module.split_sentences(article(text), tokenizer=world.tokenizer)
    spans = list(zip(table["start"], table["end"]))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:]))
    assert [c for start, end in spans for c in text[start:end] if c.isalnum()] == [c for c in text if c.isalnum()]


# Texts that no newsroom writes


@pytest.mark.parametrize("text", ['"' * 100_000, "“" * 100_000, "' " * 50_000, "s' a" * 50_000, "“‘\"'" * 25_000], ids=["straight", "curly", "single", "plural", "mixed"])
def test_a_text_of_nothing_but_quotation_marks_is_read_in_bounded_time(text):
    start = time.process_time()
    quotation_spans(text)
    assert time.process_time() - start < 20, "seconds; what looks at every later mark again takes minutes"


@pytest.mark.parametrize(
    "text", ["It rained. " * 66_000, "rain " * 200_000, "." * 100_000, ". " * 100_000, "a." * 100_000, "\0" * 100_000, "\ud800 " * 100_000],
    ids=["sentences", "words", "dots", "spaced dots", "initials", "NUL", "surrogates"],
)  # fmt: skip
def test_a_paragraph_of_any_length_is_split_in_bounded_time(sentences, text):
    start = time.process_time()
    assert sentences(text)
    assert time.process_time() - start < 20, "seconds"


def punkt_spans(paragraph, tokenizer):
    """The sentences of a paragraph as Punkt itself gives them when it looks at every token anew."""
    plain = PunktSentenceTokenizer(tokenizer._params, lang_vars=ClosingMarks())
    return list(plain.span_tokenize(paragraph))


@pytest.mark.parametrize(
    "words", ["safe. He", "Mr. Gore", "well-known. He", "so-called U.S. He", "vote? No", "he.\u00a0No", "he.\x1cNo", "well-known.\x1cMr. Gore", "x.) He", '"safe." He', "“Ouch. But", "(Mr. Gore", "“Mr. Gore", '"I. Newton', "sites). Others", "(the U.S.). Others", "person”. The", "(D-Mont.)", "vote?: no", "12? No", "x?!", "12?\x1dno"]
)
def test_a_mark_is_judged_at_a_glance_as_punkt_judges_it(words, world):
    ends = text_module.sentence_ends(words, [(0, len(words))], world.tokenizer)
    marks = text_module.marks_in_words(words, [(0, len(words))])
    assert len(ends.get(0, [])) == sum(PunktSentenceTokenizer.text_contains_sentbreak(world.tokenizer, words[word:until]) for *_, word, until in marks)


class ClosingMarks(PunktLanguageVars):
    re_boundary_realignment = text_module.CLOSING


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("aBé1.?! ”“\"'’()-,_U.S.mr. Mr. \n\t"), min_size=1, max_size=40).map(str.strip).filter(bool))
def test_sentences_are_those_of_punkt(world, paragraph):
    block = (0, len(paragraph))
    found = text_module.closed(paragraph, block, text_module.sentence_ends(paragraph, [block], world.tokenizer).get(0, []))
    assert found == punkt_spans(paragraph, world.tokenizer)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("aB1.?! ”\"')-U.S.mr. No. \n\n\t"), max_size=60))
def test_a_paragraph_is_split_as_if_it_stood_alone(world, text):
    blocks = paragraphs(text)
    alone = [(n, a + s, a + e) for n, (a, b) in enumerate(blocks) for s, e in text_module.sentence_spans(text[a:b], [(0, b - a)], world.tokenizer)[1]]
    assert [(n, *span) for n, span in zip(*text_module.sentence_spans(text, blocks, world.tokenizer))] == alone
