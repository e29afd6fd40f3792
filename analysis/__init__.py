"""Slantwise: measure how news outlets frame, hedge and source the same events."""

__version__ = "0.5.0"
