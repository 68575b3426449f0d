"""Where a person's machine keeps what can be had again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder(purpose: str) -> Path:
    """This person's folder for one purpose, $XDG_CACHE_HOME/losscope/`purpose` on Linux; it need not exist."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "losscope" / purpose
