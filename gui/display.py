"""Whether a window can open at all, found out before Qt is loaded.

With no display Qt aborts the process, and nothing can catch that.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from landscape.errors import LosscopeError

HEADLESS = (
    "losscope figure, losscope dump or losscope describe; for a picture of the window, losscope app --screenshot x.png"
)


class NoDisplay(LosscopeError):
    """There is no screen to open a window on."""


def require_display() -> None:
    """Return where a window can open.

    Raises:
        NoDisplay: no display is set, or the one that is set does not answer; names the headless commands.
    """
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal", "vnc"):
        return
    if not sys.platform.startswith("linux"):
        return
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland and _wayland_answers(wayland):
        return
    if x11 and _x11_answers(x11):
        return
    found = f"DISPLAY={x11} does not answer" if x11 else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    raise NoDisplay(f"a window needs a display; {found}. Without one use {HEADLESS}.")


def _wayland_answers(name: str) -> bool:
    return _answers(socket.AF_UNIX, str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run/user/0")) / name))


def _x11_answers(display: str) -> bool:
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _answers(socket.AF_UNIX, path) or _answers(socket.AF_UNIX, "\0" + path)
    return _answers(socket.AF_INET, (host, 6000 + int(number)))


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(2.0)
        try:
            connection.connect(address)
        except OSError:
            return False
    return True
