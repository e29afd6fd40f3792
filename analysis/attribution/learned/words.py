"""What is known of a word by itself: numbers a word type, computed once and kept."""
import re
import zlib
from array import array

import numpy as np

QUOTES = {"“": '"', "”": '"', "''": '"', "``": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
CLASSES = {name: i + 1 for i, name in enumerate(
    "comma stop colon semi dash quote bracket that to wh who neg pron obj poss det prep and but sub be have do modal"
    " number title name lower upper apos other".split())}
CLOSED = {"comma": ",", "stop": ". ! ? … ...", "colon": ":", "semi": ";", "dash": "– — -- - ---", "quote": '"', "bracket": "( ) [ ]",
          "that": "that", "to": "to", "wh": "what when where why how whether if whatever", "who": "who which whom whose",
          "neg": "not never 't no neither nor", "pron": "he she they we i you it everyone somebody someone nobody one",
          "obj": "him her them us me himself herself themselves itself myself ourselves",
          "poss": "his their my our your its", "det": "the a an this these those some many several most few any all both another",
          "prep": "of in on at by for with from about over under after before during against between into through"
                  " upon toward towards among amid within without despite since until near",
          "and": "and or", "but": "but yet", "sub": "because while although though as than unless so whereas then",
          "be": "is was were are be been being am 's 're 'm", "have": "has had have having 've 'd", "do": "do did does done",
          "modal": "will would could should may might can must shall 'll wo ca", "apos": "'"}
CLASS_OF = {w: CLASSES[c] for c, words in CLOSED.items() for w in words.split()}
# What training saw as one token; the model's own, since its weights depend on it. No token holds a space.
TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*%?"
    r"|(?:[A-Z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Reps|Sens|Gen|Lt|Col|St|Jr|Sr|Prof|Rev|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?=\s)"
    r"|[A-Z]['’][A-Z]\w+"
    r"|[^\W_]+(?:-[^\W_]+)*"
    r"|['’](?:s|re|ve|ll|d|m|t|S)\b"
    r"|''|``|--+|\.{2,}|[^\w\s]|_+")
MARKS, LONGEST_TITLE = ",.;:?!", 4  # "Sept." is one token
MOST = 1_500_000  # characters of passages held before everything is forgotten: some 40 MB
COLUMNS = ("word", "stem", "suffix3", "suffix2", "shape", "coarse", "middle", "fine", "kind", "vector")


def normal(word):
    """Lower case, one kind of apostrophe and quotation mark, numbers as one."""
    word = QUOTES.get(word, word).lower().replace("’", "'")
    return "0" if word[0].isdigit() else word


# By their last letter the endings of regular forms, longest first.
ENDINGS = {"y": ("ingly", "edly", "y"), "s": ("ies", "es", "s"), "d": ("ied", "ed"), "g": ("ing",), "e": ("e",)}


def stem(word):
    """A crude stem: enough to bring the forms of a regular verb together."""
    for end in ENDINGS.get(word[-1], ()):
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def shape(word):
    """How the word is written."""
    if not word[0].isalnum() and not any(map(str.isalnum, word)):
        return 1
    if word[0].isdigit():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[0].isupper():
        return 5
    return 6 if "-" in word else 7


def kind(word, low, form):
    """A closed class, or what the writing says."""
    known = CLASS_OF.get(low)
    if known:
        return known
    return CLASSES[{1: "other", 2: "number", 3: "upper", 4: "upper", 5: "name", 6: "lower", 7: "lower"}[form]]


def code(string):
    return zlib.crc32(string.encode("utf-8", "surrogatepass")) or 1


def ending(low):
    """The vocabulary's name for the words of one ending."""
    return "*" + low[-3:]


def token_spans(passage):
    """The (start, end) of the tokens of a passage, which is not empty; most are a word, or a word and a mark, which need no regular expression."""
    if passage.isalpha():
        return [(0, len(passage))]
    if passage[-1] in MARKS and len(passage) > LONGEST_TITLE + 1 and passage[:-1].isalpha():
        return [(0, len(passage) - 1), (len(passage) - 1, len(passage))]
    return [token.span() for token in TOKEN.finditer(passage + " ")]  # a space follows in the text too, and some tokens need it


class Numbers(dict):
    """Numbers from 0 on, one for each key that was ever asked for; `describe` is called once with each new key."""

    def __init__(self, describe):
        super().__init__()
        self.describe = describe

    def __missing__(self, key):
        self.describe(key)
        self[key] = len(self)
        return len(self) - 1


class Words:
    """Tables that grow with the words met: one row of integers a word type, and the types that each passage without a space holds.

    News repeats itself: a passage ("said,") is cut into words once, and afterwards looked up.
    """

    def __init__(self, vocabulary, clusters):
        self.clusters = {w: tuple(int(x) + 1 for x in row) for w, row in zip(vocabulary, clusters)}
        self.order = {w: i + 1 for i, w in enumerate(vocabulary)}
        self.forget()

    def forget(self):
        """Empty tables; a long run calls this now and then, so that names and figures do not pile up."""
        self.types, self.type_rows = Numbers(self.add_type), array("I", [0] * len(COLUMNS))
        self.types[""] = 0  # padding
        self.passages, self.counts, self.tokens = Numbers(self.add_passage), array("I"), array("I")
        self.characters = 0

    def add_type(self, word):
        low, form = normal(word), shape(word)
        coarse, middle, fine = self.clusters.get(low, (0, 0, 0))
        vector = self.order.get(low) or self.order.get(ending(low)) or 0
        self.type_rows.extend((code(low), code("s" + stem(low)), code(low[-3:]), code(low[-2:]), form, coarse, middle, fine,
                               kind(word, low, form), vector))

    def add_passage(self, passage):
        spans = token_spans(passage)
        self.counts.append(len(spans))
        self.characters += len(passage)
        for start, end in spans:
            self.tokens.extend((self.types[passage[start:end]], start, end))

    def numbers(self, passages):
        """The words of `passages` in order: type, the passage's place in the list, first and end character within the passage."""
        if self.characters > MOST:
            self.forget()
        held = np.fromiter(map(self.passages.__getitem__, passages), dtype=np.int64, count=len(passages))
        count = np.array(self.counts, dtype=np.int64)
        first, lengths = np.cumsum(count) - count, count[held]
        which = np.repeat(np.arange(len(held)), lengths)
        token = np.arange(len(which)) + np.repeat(first[held] - (np.cumsum(lengths) - lengths), lengths)
        types, start, end = np.array(self.tokens, dtype=np.uint32).reshape(-1, 3)[token].astype(np.int64).T
        return types, which, start, end

    def columns(self, types):
        """One array a column, for an array of word types."""
        table = np.array(self.type_rows, dtype=np.uint32).reshape(-1, len(COLUMNS)).T
        return {name: row[types] for name, row in zip(COLUMNS, table.copy())}
