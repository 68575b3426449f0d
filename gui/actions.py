"""Every command of the window in one table: it feeds the palette, the menus and the shortcuts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command: what a person reads, its key, and the window's method that does it.

    A `bare` key is one without a modifier: it works where no control wants it for itself.
    """

    text: str
    method: str
    key: str = ""
    bare: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("Play or pause", "play_or_pause", "Space", bare=True),
    Command("One step forward", "step_forward", "Right", bare=True),
    Command("One step back", "step_back", "Left", bare=True),
    Command("Slower", "slower", ",", bare=True),
    Command("Faster", "faster", ".", bare=True),
    Command("Go to the start of all paths", "rewind", "Home", bare=True),
    Command("Show the surface", "show_surface", "Ctrl+1"),
    Command("Show a cut through the surface", "show_cut", "Ctrl+2"),
    Command("Show the loss curves", "show_curves", "Ctrl+3"),
    Command("Plane: where they went", "plane_of_paths", "Ctrl+P"),
    Command("Plane: random", "plane_at_random", "Ctrl+R"),
    Command("Another random plane", "next_slice_seed"),
    Command("New start", "next_start", "Ctrl+N"),
    Command("Start again at the base point", "start_at_base"),
    Command("Show or hide the panels", "toggle_drawer", "Ctrl+D"),
    Command("Undo", "undo", "Ctrl+Z"),
    Command("Redo", "redo", "Ctrl+Shift+Z"),
    Command("Open a description, dump or picture", "open_file", "Ctrl+O"),
    Command("Save the description", "save_description", "Ctrl+S"),
    Command("Save a figure", "save_figure", "Ctrl+E"),
    Command("Save a dump", "save_dump", "Ctrl+Shift+E"),
    Command("Copy as command", "copy_command", "Ctrl+Shift+C"),
    Command("Back to the default experiment", "reset"),
    Command("Look: light", "look_light"),
    Command("Look: dark", "look_dark"),
    Command("Look: projector", "look_projector"),
    Command("Reset the camera", "reset_camera"),
    Command("Stop computing", "stop", "Esc", bare=True),
    Command("Find a command", "find_command", "Ctrl+Shift+P"),
    Command("Quit", "close", "Ctrl+Q"),
)
