"""What is known of a word by itself: numbers a word type, computed once and kept."""
import re
import zlib
from array import array

import numpy as np

from ...reading import Reading, rows_at

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


# The class of a word of no closed class, by how it is written.
OPEN = [0, *(CLASSES[name] for name in ("other", "number", "upper", "upper", "name", "lower", "lower"))]


def code(string):
    return zlib.crc32(string.encode("utf-8", "surrogatepass")) or 1


STEM = zlib.crc32(b"s")  # an "s" stands before a stem, which tells it from a word


def codes(low):
    """The codes of a word, of its stem, and of its last three and two letters."""
    cut = len(stem(low))
    if not low.isascii():
        return code(low), code("s" + low[:cut]), code(low[-3:]), code(low[-2:])
    letters = low.encode()
    return zlib.crc32(letters) or 1, zlib.crc32(letters[:cut], STEM) or 1, zlib.crc32(letters[-3:]) or 1, zlib.crc32(letters[-2:]) or 1


def ending(low):
    """The vocabulary's name for the words of one ending."""
    return "*" + low[-3:]


class Types(dict):
    """From a word to the number of its type, with a row of integers a type; the first, all noughts, is padding."""

    def __init__(self, describe):
        super().__init__({"": 0})
        self.describe, self.rows = describe, array("I", [0] * len(COLUMNS))

    def __missing__(self, word):
        self.rows.extend(self.describe(word))
        number = self[word] = len(self)
        return number

    def columns(self, numbers):
        """One array a column, for an array of types."""
        table = np.frombuffer(self.rows, dtype=np.uint32).reshape(-1, len(COLUMNS)).take(numbers, axis=0)
        return dict(zip(COLUMNS, np.ascontiguousarray(table.T)))


class Words:
    """Tables that grow with the words met: the types of words, and the types that each piece of text between spaces holds.

    News repeats itself: a piece ("said,") is cut into words once, and afterwards looked up by its number among the Pieces of the readings.
    """

    def __init__(self, vocabulary, clusters):
        self.clusters = {w: tuple(int(x) + 1 for x in row) for w, row in zip(vocabulary, clusters)}
        self.order = {w: i + 1 for i, w in enumerate(vocabulary)}
        self.forget(None)

    def forget(self, pieces):
        """Empty tables, for other `pieces`: a long run begins new ones now and then, so that names and figures do not pile up."""
        self.types, self.pieces = Types(self.describe), pieces
        self.tokens = array("i")  # a row of type, start and end a word
        self.held = np.zeros((0, 2), dtype=np.int32)  # of each piece the number of its words, -1 where it has not been read, and the place of the first

    def describe(self, word):
        """The row of a word's type."""
        low, form = normal(word), shape(word)
        coarse, middle, fine = self.clusters.get(low, (0, 0, 0))
        vector = self.order.get(low) or self.order.get(ending(low), 0)
        return (*codes(low), form, coarse, middle, fine, CLASS_OF.get(low) or OPEN[form], vector)

    def read(self, passages):
        """Adds the words of `passages`, in which there is no space; a row each: how many words it has, and the place of the first."""
        text = " ".join(passages) + " "  # a space follows in the text too, and some words need it
        found, begins = TOKEN.findall(text), np.cumsum([0, *map(len, passages)])
        sizes = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
        starts = np.cumsum(sizes) - sizes  # as if there were nothing between two words
        if sizes.sum() < begins[-1]:  # but for a blank of another kind within a passage
            starts = np.array([match.start() for match in TOKEN.finditer(text)], dtype=np.int64)
            starts -= np.searchsorted(begins + np.arange(len(begins)), starts, side="right") - 1
        first = np.searchsorted(starts, begins)
        counts = np.diff(first)
        starts -= np.repeat(begins[:-1], counts)
        types = np.fromiter(map(self.types.__getitem__, found), dtype=np.int64, count=len(found))
        before = len(self.tokens) // 3
        self.tokens.frombytes(np.stack([types, starts, starts + sizes], axis=1).astype(np.int32).tobytes())
        return np.stack([counts, first[:-1] + before], axis=1)

    def of_pieces(self, numbers):
        """(how many words, the place of the first) of pieces, arrays."""
        room = np.full((len(self.pieces.texts) - len(self.held), 2), -1, dtype=np.int32)
        self.held = np.concatenate([self.held, room])
        new = np.unique(numbers[self.held[:, 0].take(numbers) < 0])
        if len(new):
            self.held[new] = self.read([self.pieces.texts[number] for number in new.tolist()])
        return self.held.take(numbers, axis=0).T

    def numbers(self, readings):
        """The words of `readings` laid end to end with one character between two: type, first and end character."""
        pieces = readings[-1].pieces
        readings = [reading if reading.pieces is pieces else Reading(reading.text, pieces) for reading in readings]
        if pieces is not self.pieces:
            self.forget(pieces)
        counts, first = self.of_pieces(np.concatenate([reading.numbers for reading in readings]))
        sizes = np.array([len(reading.text) + 1 for reading in readings])
        starts = np.concatenate([reading.starts[:-1] + base for reading, base in zip(readings, np.cumsum(sizes) - sizes)])
        shift = np.repeat(starts, counts)
        types, start, end = rows_at(self.tokens, np.arange(len(shift)) + np.repeat(first - (np.cumsum(counts) - counts), counts))
        return types.astype(np.int64), start + shift, end + shift
