"""The language of each article, so that what is not English is flagged and not read as English without hits."""

import re
from functools import lru_cache

from . import tables

# The commonest words of English running text. A text of which they are this share needs no closer look; the other languages of
# the Latin alphabet stay under a tenth, since they share only "a", "in", "is", "on", "was".
COMMON = frozenset("the of and to in a that is was for on with he as at by it from his be are said has have will an not who they".split())
ENGLISH_SHARE = 0.2
WORDS_READ, CHARACTERS_READ = 120, 1000
BEGINNING = 650  # characters in which nine of ten English texts have as many common words as are asked of WORDS_READ
LEAST_WORDS = 8
SURE = 0.9
WORD = re.compile(r"[^\W\d_]+")


def find_languages(articles):
    """`articles` with `language` filled where empty: an ISO 639 code, or "unknown" for what is too short or too unlike any.

    Read from the title and the first thousand characters of the text. Common English words decide first; what has too few
    is given to py3langid (Lui & Baldwin 2012, langid.py), whose answer counts from a probability of 0.9 on.
    """
    given = articles["language"] if "language" in articles else [""] * len(articles)
    rows = zip(tables.values_of(articles, "title", "text", "text_start"), given)
    found = [known or language_of(f"{title}\n{text[start : start + CHARACTERS_READ]}") for (title, text, start), known in rows]
    return articles.assign(language=found).astype({"language": "str"})


def language_of(text):
    """The language of one text, as of `find_languages`."""
    # Few English texts need more than their beginning; its last word may be cut.
    if common_words(words_of(text[:BEGINNING])[:-1]) >= ENGLISH_SHARE * WORDS_READ:
        return "en"
    words = words_of(text)
    if len(words) < LEAST_WORDS:
        return "unknown"
    if common_words(words) >= ENGLISH_SHARE * len(words):
        return "en"
    code, probability = identifier().classify(" ".join(words))
    return code if probability >= SURE else "unknown"


def words_of(text):
    """The first words of a text that are read, in lower case."""
    return list(map(str.lower, WORD.findall(text)[:WORDS_READ]))


def common_words(words):
    """How many of the `words` are common in English."""
    return sum(map(COMMON.__contains__, words))


@lru_cache(maxsize=1)
def identifier():
    """py3langid's identifier with the model that its package ships; loaded only once a text is in doubt, since it takes a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def other_languages(articles):
    """A table of language and count of the `articles` that are in another language than English, most first; "unknown" is not one."""
    codes = articles["language"].astype("str")
    other = codes[~(codes.str.split("-").str[0].str.lower().isin(("en", "eng", "unknown", "english", "")))]
    return other.value_counts().rename_axis("language").reset_index(name="count")
