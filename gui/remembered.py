"""What is remembered from one start of the window to the next: the last session and recent files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from gui.theme import THEMES
from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description, from_toml
from landscape.files.atomic import replacing
from landscape.files.catalogue import FORMATS

MOST = 10  # recent files


@dataclass(frozen=True)
class LastSession:
    """A window as it was when it closed: the description (TOML text), the look, and where it stood on the screen.

    `geometry` is (x, y) of the frame's corner, then width and height without the frame, in pixels.
    """

    description: str
    theme: str = "light"
    geometry: tuple[int, int, int, int] | None = None
    maximized: bool = False
    drawer: bool = False

    def read_description(self) -> Description:
        """The description; raises `LosscopeError` where it breaks a rule of this version."""
        return from_toml(self.description, origin="the last session")


class Remembered:
    """The last session and recent files, each a JSON file in one folder."""

    def __init__(self, folder: Path) -> None:
        self._session, self._recent = folder / "session.json", folder / "recent.json"

    @property
    def had_session(self) -> bool:
        """Whether a window was ever closed on this machine by this person."""
        return self._session.exists()

    def last_session(self) -> LastSession | None:
        """The last session; None where there was none.

        Raises:
            FileError: the file is broken; one line for the user.
        """
        if not self._session.exists():
            return None
        try:
            session = _session_of(json.loads(self._session.read_text(encoding="utf-8")))
            session.read_description()
        except (OSError, ValueError, TypeError, KeyError, RecursionError, LosscopeError) as error:
            reason = " ".join(str(error).split())[:160] or type(error).__name__
            raise FileError(f"the last session could not be read, so a fresh one began: {reason}") from error
        return session

    def keep(self, session: LastSession) -> None:
        """Write the session down, whole or not at all.

        Raises:
            FileError: the folder cannot be written.
        """
        _write(self._session, asdict(session))

    def recent(self) -> list[Path]:
        """Files that were opened or saved, the newest first; those that are gone are left out."""
        try:
            names = json.loads(self._recent.read_text(encoding="utf-8"))
            paths = [Path(name) for name in names if isinstance(name, str)]
        except (OSError, ValueError, TypeError, RecursionError):
            return []  # a convenience, not worth a word
        return [path for path in paths if path.is_file()][:MOST]

    def note(self, path: Path) -> None:
        """Put a file at the top of the recent ones, if it is one that can be opened again."""
        path = path.absolute()
        if path.suffix.lower() not in FORMATS or not path.is_file():
            return
        others = [other for other in self.recent() if other != path]
        try:
            _write(self._recent, [str(path) for path in (path, *others)][:MOST])
        except FileError:
            return  # the file was opened or saved all the same


def usual_folder() -> Path:
    """The folder of this person's own state, $XDG_STATE_HOME/losscope on Linux; it need not exist yet."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericStateLocation)) / "losscope"


def _session_of(table: dict[str, Any]) -> LastSession:
    geometry = table["geometry"]
    session = LastSession(
        description=table["description"],
        theme=table["theme"],
        geometry=None if geometry is None else tuple(int(number) for number in geometry),  # type: ignore[arg-type]
        maximized=bool(table["maximized"]),
        drawer=bool(table["drawer"]),
    )
    if not isinstance(session.description, str) or session.theme not in THEMES:
        raise ValueError("it is no session of Losscope's")
    if session.geometry is not None and (len(session.geometry) != 4 or not all(-(10**5) < n < 10**5 for n in geometry)):
        raise ValueError(f"no window stands at {geometry}")
    return session


def _write(target: Path, content: Any) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot make the folder {target.parent}: {error.strerror or error}.") from error
    with replacing(target) as partial:
        partial.write_text(json.dumps(content, indent=1), encoding="utf-8")
