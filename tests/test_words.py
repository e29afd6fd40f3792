"""Words with offsets, and which spellings of a word are one."""

import unicodedata

import pytest

from analysis.words import Remembered, count_words, normal, words, words_together


def found(text):
    return [text[start:end] for start, end in words(text)]


def test_words_are_runs_of_letters_and_digits():
    assert found("It rained in 2020, twice!") == ["It", "rained", "in", "2020", "twice"]


def test_words_stand_at_their_offsets():
    assert words("It  rained.") == [(0, 2), (4, 10)]


def test_an_abbreviation_with_full_stops_is_one_word():
    assert found("The U.S. waited") == ["The", "U.S.", "waited"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_ending_is_found_apart_and_not_counted(mark):
    text = f"The mayor{mark}s plan"
    assert found(text) == ["The", "mayor", f"{mark}s", "plan"]
    assert count_words(text) == 3


def test_an_s_after_a_quotation_mark_that_follows_no_letter_is_a_word():
    assert found("the letter 's'") == ["the", "letter", "s"]


def test_a_combining_mark_stays_in_its_word():
    assert found(unicodedata.normalize("NFD", "Café Éire")) == [unicodedata.normalize("NFD", w) for w in ("Café", "Éire")]


def test_a_soft_hyphen_stays_in_its_word():
    assert found("the re\u00adgime") == ["the", "re\u00adgime"]


def test_words_are_counted_between_two_offsets():
    # "It rained twice." from 3 to 9 is "rained".
    assert count_words("It rained twice.", 3, 9) == 1
    assert count_words("It rained twice.", 3) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Regime", "regime"), ("REGIME", "regime"), ("re\u00adgime", "regime"), ("Cafe\u0301", "café"), ("’s", "'s"),
        ("ﬁrm", "firm"), ("STRASSE", "straße"), ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)  # fmt: skip
def test_spellings_of_a_word_compare_equal(one, other):
    assert normal(one) == normal(other)


def test_the_dotted_capital_i_has_one_form_composed_or_not():
    assert normal("İzmir") == normal("I\u0307zmir")


def test_different_words_stay_apart():
    assert normal("regime") != normal("regimes") and normal("café") != normal("cafe")


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f", "-", "\u2010", "\u2011", "–", "\n", "’ ", " \u00ad"])
def test_spaces_and_hyphens_join_the_words_of_a_term(gap):
    text = f"Iron{gap}Bridge"
    assert words_together(text, 4, 4 + len(gap))


@pytest.mark.parametrize("gap", [", ", ". ", "; ", " (", " “", "/", ": ", "—"])
def test_other_marks_part_the_words_of_a_term(gap):
    text = f"Iron{gap}Bridge"
    assert not words_together(text, 4, 4 + len(gap))


def test_what_is_remembered_is_asked_once_and_forgotten_at_the_limit():
    asked = []
    remembered = Remembered(lambda word: asked.append(word) or word.upper(), limit=2)
    assert [remembered[word] for word in ("a", "b", "a", "c", "a")] == ["A", "B", "A", "C", "A"]
    assert asked == ["a", "b", "c", "a"] and len(remembered) == 2


def test_a_long_piece_is_answered_and_not_kept():
    remembered = Remembered(len, longest=5)
    assert [remembered["rain"], remembered["thunderstorm"]] == [4, 12]
    assert list(remembered) == ["rain"]
