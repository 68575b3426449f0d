"""The panels of a window, built when they are first wanted: a first frame that waits for them takes twice as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.panels.drawer import Drawer
from gui.theme import THEMES

if TYPE_CHECKING:
    from gui.window import Window


def new_drawer(window: Window) -> Drawer:
    """A hidden drawer that shows the window's description and edits it."""
    session = window.session
    drawer = Drawer(THEMES[window.look])
    drawer.set_description(session.description)
    if session.scene is not None:
        drawer.set_note(session.scene.provenance["data"]["note"])
    drawer.edited.connect(session.edit)
    drawer.methods_edited.connect(session.choose_methods)
    drawer.methods.asked.connect(window.doing.do_to_run)
    drawer.hide()
    return drawer
