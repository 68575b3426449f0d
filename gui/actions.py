"""Every command of the window in one table: it feeds the palette, the menus and the shortcuts."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.experiment.presets import PRESETS

GROUPS = ("File", "Edit", "Play", "View", "Surface", "Plane and start", "Presets", "Look")

# Even in brightness, so that none shows an edge where the loss has none; the first is the usual one.
COLOR_MAPS = ("viridis", "cividis", "inferno", "crameri:batlow", "gray")


@dataclass(frozen=True)
class Command:
    """A command: what a person reads, its key, the menu it is in, and the window's method that does it.

    A method may take one argument, a text behind a space: "open_preset SVM". A `bare` key is one without a modifier:
    it works where no control wants it for itself.
    """

    text: str
    method: str
    key: str = ""
    bare: bool = False
    group: str = "View"


def _group(name: str, *commands: Command) -> tuple[Command, ...]:
    return tuple(Command(c.text, c.method, c.key, c.bare, name) for c in commands)


COMMANDS: tuple[Command, ...] = (
    *_group(
        "Play",
        Command("Play or pause", "play_or_pause", "Space", bare=True),
        Command("One step forward", "step_forward", "Right", bare=True),
        Command("One step back", "step_back", "Left", bare=True),
        Command("Slower", "slower", ",", bare=True),
        Command("Faster", "faster", ".", bare=True),
        Command("Usual speed", "usual_speed"),
        Command("Go to the start of all paths", "rewind", "Home", bare=True),
        Command("Go to the end of all paths", "go_to_end", "End", bare=True),
        Command("Play over and over, or once", "loop", "L", bare=True),
        Command("Align paths by step", "align step"),
        Command("Align paths by cost", "align cost"),
    ),
    *_group(
        "View",
        Command("Show the surface", "show_surface", "Ctrl+1"),
        Command("Show a cut through the surface", "show_cut", "Ctrl+2"),
        Command("Show the loss curves", "show_curves", "Ctrl+3"),
        Command("Reset the camera", "reset_camera", "0", bare=True),
        Command("Next held image", "next_held", "N", bare=True),
        Command("Previous held image", "previous_held", "B", bare=True),
        Command("Show every path", "show_every_path"),
        Command("Show or hide the panels", "toggle_drawer", "Ctrl+D"),
        Command("Whole screen, or a window", "whole_screen", "F11"),
        Command("Stop computing", "stop", "Esc", bare=True),
        Command("Compute again", "begin"),
        Command("Find a command", "find_command", "Ctrl+Shift+P"),
        Command("Show the tour", "show_tour", "F1"),
    ),
    *_group(
        "Surface",
        Command("Camera: where paths are seen best", "camera home"),
        Command("Camera: front, along b", "camera front", "Ctrl+Alt+1"),
        Command("Camera: side, along a", "camera side", "Ctrl+Alt+2"),
        Command("Camera: top", "camera top", "Ctrl+Alt+3"),
        Command("Heights: steeper", "steeper", "Ctrl+Alt+Up"),
        Command("Heights: flatter", "flatter", "Ctrl+Alt+Down"),
        Command("Heights: linear", "heights linear"),
        Command("Heights: logarithm", "heights log"),
        Command("Heights: symmetric logarithm (symlog)", "heights symlog"),
        Command("Heights: as at first", "usual_heights"),
        Command("Wires on the surface, or none", "wireframe", "Ctrl+G"),
        Command("Surface by OpenGL, or painted", "toggle_opengl"),
        *(Command(f"Colors: {name}", f"color_map {name}") for name in COLOR_MAPS),
    ),
    *_group(
        "Plane and start",
        Command("Plane: where they went", "plane_of_paths", "Ctrl+P"),
        Command("Plane: random", "plane_at_random", "Ctrl+R"),
        Command("Another random plane", "next_slice_seed"),
        Command("New start", "next_start", "Ctrl+N"),
        Command("Start again at the base point", "start_at_base"),
        Command("Loss: softmax", "loss softmax"),
        Command("Loss: SVM", "loss svm"),
    ),
    *_group(
        "Edit",
        Command("Undo", "undo", "Ctrl+Z"),
        Command("Redo", "redo", "Ctrl+Shift+Z"),
        Command("Copy as command: figure", "copy_command", "Ctrl+Shift+C"),
        Command("Copy as command: dump", "copy_dump_command"),
        Command("Back to the default experiment", "reset"),
    ),
    *_group(
        "File",
        Command("Open a description, dump or picture", "open_file", "Ctrl+O"),
        Command("Save the description", "save_description", "Ctrl+S"),
        Command("Save a figure", "save_figure", "Ctrl+E"),
        Command("Save a dump", "save_dump", "Ctrl+Shift+E"),
        Command("Save a picture of the large view", "save_picture", "Ctrl+Shift+S"),
        Command("Save a video", "save_video", "Ctrl+Shift+V"),
        Command("Quit", "close", "Ctrl+Q"),
    ),
    *_group("Presets", *(Command(preset.name, f"open_preset {preset.name}") for preset in PRESETS)),
    *_group(
        "Look",
        Command("Look: light", "look_light"),
        Command("Look: dark", "look_dark"),
        Command("Look: projector", "look_projector"),
    ),
)
