"""The errors that Losscope raises on purpose.

Each one carries a single line for a person: what is wrong, the rule, what was found, and the remedy.
The command line prints that line and exits with 2; the window shows it in its message bar.
"""

from __future__ import annotations


class LosscopeError(Exception):
    """Base of every error that is the user's to mend. ``str(error)`` is one line."""


class InvalidValue(LosscopeError, ValueError):
    """A parameter or a field of a description breaks its rule."""


class Cancelled(LosscopeError):
    """The work was stopped because somebody asked for it."""

    def __init__(self, message: str = "stopped on request.") -> None:
        super().__init__(message)
