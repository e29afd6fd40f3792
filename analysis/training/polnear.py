"""Read a part of PolNeAR: articles with their attributions."""
import collections
import pathlib
import re


def read_annotation(path):
    """Attributions of one brat file: lists of spans for source, cue and content."""
    spans, out = {}, []
    events = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"T\d+\t", line) and line.count("\t") >= 2:
            key, middle, _ = line.split("\t", 2)
            spans[key] = [tuple(map(int, s.split())) for s in middle.split(" ", 1)[1].split(";")]
        elif re.match(r"E\d+\t", line):
            events.append(line.split("\t", 1)[1].split())
    for event in events:
        found = collections.defaultdict(list)
        for part in event:
            role, key = part.split(":")
            found[re.sub(r"\d+$", "", role).lower()] += spans.get(key, [])
        if found["content"] and found["cue"]:
            out.append({r: sorted(found[r]) for r in ("source", "cue", "content")})
    return out


def read_part(folder, every_annotator=False):
    """(article_id, text, attributions) of a folder with text/ and attributions/; the first annotator's."""
    folder = pathlib.Path(folder)
    names = sorted(p.name[:-4] for p in (folder / "text").glob("*.txt"))
    files = collections.defaultdict(list)
    known = set(names)
    for path in sorted((folder / "attributions").glob("*.ann")):
        stem = path.name[:-4]
        name = stem if stem in known else next(stem[:i] for i in range(len(stem), 0, -1) if stem[:i] in known)
        files[name].append(path)
    return [(name, (folder / "text" / f"{name}.txt").read_text(encoding="utf-8"), read_annotation(path))
            for name in names for path in (files[name] if every_annotator else files[name][:1])]
