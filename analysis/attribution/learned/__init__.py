"""Attribution by a model trained on PolNeAR: cues first, then the source and content of each cue, then what to keep."""

from .predict import load_model, predict_many

__all__ = ["load_model", "predict_many"]
