"""The typed errors of `landscape`; each message is one line with the thing, the rule, the find and the remedy."""

from __future__ import annotations

from trainers.errors import Cancelled, InvalidValue, LosscopeError

__all__ = ["Cancelled", "DataError", "FileError", "InvalidValue", "LosscopeError", "SliceError"]


class DataError(LosscopeError, ValueError):
    """A data source is missing, broken or not usable."""


class FileError(LosscopeError, OSError):
    """A file cannot be read or written."""


class SliceError(LosscopeError, ValueError):
    """A slice cannot be formed: zero or dependent axes, or nothing to normalize by."""
