"""The words of whole texts: read piece by piece between spaces, remembered, and the same as those of the text read at once."""

import random

import pytest

from analysis import reading
from analysis.reading import KEPT, LONG, Pieces, Reading, reading_of
from analysis.words import count_words, normal, words


PIECES = ["The", "U.S.", "o\ufb03cial", "İzmir’s", "e\u0301migre\u0301s", "re\u00adgime,", "a-b", "“x”", "", "l'été", "9.5%", "\u00a0no\u00a0break", "para\n\ngraph", "_"]


def keys(reading):
    """All words of a Reading in comparable form."""
    return [reading.key(place) for place in range(len(reading.types))]


@pytest.mark.parametrize("seed", range(20))
def test_words_read_between_spaces_are_those_of_the_whole_text(seed):
    text = " ".join(random.Random(seed).choices(PIECES, k=40))
    reading = Reading(text)
    assert [reading.span(place) for place in range(len(reading.types))] == words(text)
    assert keys(reading) == [normal(text[start:end]) for start, end in words(text)]
    assert reading.key(len(reading.types)) == "", "after the last"


@pytest.mark.parametrize("text", ["“It rained,” the mayor’s\n\nU.S. envoy said...", "a\u00a0b  c", "", "l'été ﬁrm—now", "(no) 3.5% x", "\u00a0one\u00a0two"])
def test_the_words_that_begin_before_an_offset_are_counted(text):
    starts = [start for start, _ in words(text)]
    assert Reading(text).begun(range(len(text) + 1)).tolist() == [sum(start < at for start in starts) for at in range(len(text) + 1)]


def test_words_of_passages_are_counted_from_one_reading_of_their_text():
    # A passage may begin or end inside a piece between spaces; the last is "It’s Cuba’s U.S.-made (old) bus", whose "s" are not counted.
    text = "It rained; the mayor’s plan, she said.\tNo\u00a0one heard. It’s Cuba’s U.S.-made (old) bus"
    passages = [(0, 10), (11, 38), (39, 52), (53, len(text))]
    assert Reading(text).counts(passages) == [2, 5, 3, 6]
    assert [text[start:end] for start, end in passages[2:]] == ["No\u00a0one heard.", "It’s Cuba’s U.S.-made (old) bus"]
    assert [count_words(text, *passage) for passage in passages] == [2, 5, 3, 6]
    assert Reading("It rained heavily").counts([(5, 17)]) == [2], "“ined” and “heavily”: a passage that begins inside a word"


def test_a_mark_that_is_part_of_no_word_parts_words_as_a_space_does():
    assert keys(Reading("Rain—or snow,sleet(hail)-fell:“So,” she said")) == "rain or snow sleet hail fell so she said".split()


def test_a_text_is_read_once_and_a_long_one_is_not_kept():
    text, long = "It rained. " * 50, "It rained. " * (LONG // 11 + 1)
    assert reading_of(text) is reading_of(text)
    assert reading_of(long) is not reading_of(long)


def test_no_more_than_a_chunk_of_readings_is_kept():
    text = "It rained. " * 50
    first = reading_of(text)
    for number in range(KEPT):
        reading_of(text + str(number))
    assert reading_of(text) is not first


def test_a_text_read_when_many_pieces_are_known_begins_new_ones_and_is_read_the_same(monkeypatch):
    before = Reading("It rained in Velmora.")
    monkeypatch.setattr(reading, "MOST", 10)
    after = Reading("It rained in Velmora.")
    assert after.pieces is not before.pieces and len(after.pieces.texts) == 4
    assert keys(after) == keys(before) and (after.begins == before.begins).all()


def test_a_piece_met_again_is_looked_up():
    pieces = Pieces()
    first, again = Reading("rain, rain and Rain", pieces), Reading("and rain, it rained", pieces)
    assert pieces.texts == ["rain,", "rain", "and", "Rain", "it", "rained"]
    assert first.numbers.tolist() == [0, 1, 2, 3] and again.numbers.tolist() == [2, 0, 4, 5]
    assert again.types.tolist()[1] == first.types.tolist()[0] == first.types.tolist()[3], "one type for all spellings"
