"""The model's file: arrays in an npz, read without pickle; weights as 8-bit numbers with one scale a label."""
import json

import numpy as np

from . import features, network, pairs, roles
from .simple import SimpleTables
from .words import Words

TABLES = ("cue", "role", "accept")
PARTS = ("vectors", "categories", "hidden", "out")
SETTINGS = {"cue_bits": 17, "role_bits": 18, "accept_bits": 15, "cue_bias": 2.0, "accept": 0.45, "least": 0.15, "source_bias": 0.5}


class Model:
    """Weights, moves and beginnings of the three tables, the vocabulary and the settings."""

    def __init__(self, vocabulary, clusters, vectors, settings=None):
        self.vocabulary, self.clusters = vocabulary, np.asarray(clusters, dtype=np.int16)
        self.vectors = np.asarray(vectors, dtype=np.int8)  # in 32nds; the first row, of zeros, is any other word
        self.floats = self.vectors.astype(np.float32) / 32
        self.words = Words(vocabulary, self.clusters)
        self.nets, self.tables, self.simple, self.outs, self.fixed, self.word_rows = {}, {}, {}, {}, {}, {}
        self.settings = {**SETTINGS, **(settings or {})}
        self.weights, self.moves, self.begins = {}, {}, {}

    def put(self, name, fitted):
        self.weights[name], self.nets[name], self.moves[name], self.begins[name] = fitted
        labels = {"cue": 3, "role": roles.Q, "accept": 2}[name]  # the last of the roles is the cue itself, which is given
        table = against_first(self.weights[name][1::2, :labels])  # no feature has a row of even number
        self.tables[name] = table if name == "accept" else features.in_whole_numbers(table)
        if self.nets[name]:
            self.outs[name] = against_first(self.nets[name]["out"][:, :labels])
            self.word_rows[name] = network.WordRows(self.floats, self.nets[name]["vectors"])
        if name != "accept":
            simple, sides = {"cue": (features.SIMPLE, 1), "role": (roles.SIMPLE, 4)}[name]
            self.simple[name] = SimpleTables(self.tables[name], simple, sides)
        if name == "cue":
            self.fixed["cue"] = network.cue_tables(self.nets[name])
        if name == "role":
            self.fixed |= {"pair": pairs.small_tables(self.tables[name]), **network.role_tables(self.nets[name])}


def against_first(scores):
    """Scores of labels less that of the first, which is thereby nought: one number a row less to add."""
    return np.ascontiguousarray(scores[:, 1:] - scores[:, :1])


def squeeze(weights):
    """8-bit weights and their scales."""
    scale = np.abs(weights).max(0) / 127
    scale = np.where(scale > 0, scale, 1)
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def save_model(model, path):
    """Write the model; the same model gives the same bytes."""
    out = {"vocabulary": np.frombuffer("\n".join(model.vocabulary).encode("utf-8"), dtype=np.uint8),
           "clusters": model.clusters, "vectors": model.vectors,
           "settings": np.frombuffer(json.dumps(model.settings, sort_keys=True).encode(), dtype=np.uint8)}
    for name, weights in model.weights.items():
        out[name + "_weights"], out[name + "_scale"] = squeeze(weights)
        out[name + "_moves"], out[name + "_begins"] = model.moves[name], model.begins[name]
        for part, values in (model.nets[name] or {}).items():
            out[f"{name}_net_{part}"] = values.astype(np.float16)
    np.savez_compressed(path, **out)


def load_model(path):
    """Read a model file."""
    with np.load(path, allow_pickle=False) as file:
        model = Model(file["vocabulary"].tobytes().decode("utf-8").split("\n"), file["clusters"],
                      file["vectors"], json.loads(file["settings"].tobytes()))
        for name in TABLES:
            if name + "_weights" in file:
                net = {part: file[f"{name}_net_{part}"].astype(np.float32) for part in PARTS if f"{name}_net_{part}" in file}
                model.put(name, (file[name + "_weights"].astype(np.float32) * file[name + "_scale"], net or None,
                                 file[name + "_moves"], file[name + "_begins"]))
    return model
