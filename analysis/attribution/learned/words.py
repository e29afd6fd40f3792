"""What is known of a word by itself: numbers a word type, computed once and kept."""
import zlib

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
COLUMNS = ("word", "stem", "suffix3", "suffix2", "shape", "coarse", "middle", "fine", "kind", "vector")


def normal(word):
    """Lower case, one kind of apostrophe and quotation mark, numbers as one."""
    word = QUOTES.get(word, word).lower().replace("’", "'")
    return "0" if word[0].isdigit() else word


def stem(word):
    """A crude stem: enough to bring the forms of a regular verb together."""
    for end, cut in (("ingly", 5), ("edly", 4), ("ies", 3), ("ied", 3), ("ing", 3), ("ed", 2), ("es", 2), ("s", 1), ("e", 1), ("y", 1)):
        if word.endswith(end) and len(word) - cut >= 3:
            word = word[:-cut]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def shape(word):
    """How the word is written."""
    if not any(c.isalnum() for c in word):
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
    return zlib.crc32(string.encode("utf-8")) or 1


def ending(low):
    """The vocabulary's name for the words of one ending."""
    return "*" + low[-3:]


class Words:
    """A growing table: one row of integers per word type met."""

    def __init__(self, vocabulary, clusters):
        self.clusters = {w: tuple(int(x) + 1 for x in row) for w, row in zip(vocabulary, clusters)}
        self.order = {w: i + 1 for i, w in enumerate(vocabulary)}
        self.ids, self.rows, self.table = {}, [[0] * len(COLUMNS)], None

    def row(self, word):
        low, form = normal(word), shape(word)
        coarse, middle, fine = self.clusters.get(low, (0, 0, 0))
        return [code(low), code("s" + stem(low)), code(low[-3:]), code(low[-2:]), form, coarse, middle, fine, kind(word, low, form),
                self.order.get(low) or self.order.get(ending(low)) or 0]

    def numbers(self, words):
        """Type numbers of a list of words."""
        ids = self.ids
        try:
            return np.array([ids[word] for word in words], dtype=np.int64)
        except KeyError:
            for word in dict.fromkeys(words):
                if word not in ids:
                    ids[word] = len(self.rows)
                    self.rows.append(self.row(word))
            self.table = None
            return np.array([ids[word] for word in words], dtype=np.int64)

    def columns(self, numbers):
        """One array a column, for an array of type numbers."""
        if self.table is None:
            self.table = np.array(self.rows, dtype=np.uint32).T.copy()
        return {name: self.table[i][numbers] for i, name in enumerate(COLUMNS)}
