"""Every command of the window in one table: it feeds the palette, the menus and the shortcuts."""

from __future__ import annotations

from dataclasses import dataclass

from gui.views import run_menu
from landscape.experiment.presets import PRESETS
from landscape.experiment.view_part import COLOR_MAPS
from landscape.palette import NAMES
from trainers.catalogue import METHODS

GROUPS = ("File", "Edit", "Play", "View", "Surface", "Plane and start", "Points", "Methods", "Presets", "Look")

# Beside softmax and SVM, which have rows of their own.
POINT_LOSSES = (("ova-svm", "loss SVM, one against all"), ("structured-svm", "loss SVM, structured"))


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
        Command("Align paths by seconds, as measured here", "align seconds"),
    ),
    *_group(
        "View",
        Command("Show the surface", "show_surface", "Ctrl+1"),
        Command("Show a cut through the surface", "show_cut", "Ctrl+2"),
        Command("Show the loss curves", "show_curves", "Ctrl+3"),
        Command("Look inside one step", "show_step", "Ctrl+4"),
        Command("Show weights and their gradient", "show_weights", "Ctrl+5"),
        Command("Show points in the plane and W", "show_points", "Ctrl+6"),
        Command("Show the data", "show_data", "Ctrl+7"),
        Command("Data: samples of every class", "data samples"),
        Command("Data: classes, mean images and counts", "data classes"),
        Command("Data: what features see of the held image", "data feature"),
        Command("Data: compare raw pixels with features", "compare_features"),
        Command("Gradient: let it paint itself, or pause", "paint_gradient", "G", bare=True),
        Command("Gradient: all at once, by calculus", "gradient_by_calculus"),
        Command("Gradient: begin anew", "new_gradient"),
        Command("Reset the camera", "reset_camera", "0", bare=True),
        Command("Next held image", "next_held", "N", bare=True),
        Command("Previous held image", "previous_held", "B", bare=True),
        Command("Choose a held image among those judged worst", "confusing_held", "Shift+N", bare=True),
        Command("Templates or bars: what each class looks for", "templates", "T", bare=True),
        Command("Hold the ball to drag it, or let it follow the mouse", "hold_ball", "H", bare=True),
        *(
            Command(f"Show {words} on {examples}", f"quantity {quantity} {split}")
            for split, examples in (("train", "training examples"), ("test", "test examples"))
            for quantity, words in (("loss", "loss"), ("data", "data term alone"), ("accuracy", "accuracy"))
        ),
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
        Command("Camera: where paths are seen best", "camera auto"),
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
        Command("The whole plane again", "whole_plane"),
        Command("Hold range and colors while the plane turns", "hold_view"),
        Command("Sliders: λ, how many unknowns, examples of the surface", "toggle_sliders", "Ctrl+L"),
        Command("Another batch beneath the surface", "next_batch"),
        Command("Another random plane", "next_slice_seed"),
        Command("New start", "next_start", "Ctrl+N"),
        Command("Start again at the base point", "start_at_base"),
        Command("Loss: softmax", "loss softmax"),
        Command("Loss: SVM", "loss svm"),
    ),
    *_group(
        "Points",
        Command("Points: one step of the method", "points one_step"),
        Command("Points: run, or pause", "points run"),
        Command("Points: reset to where runs begin", "points reset"),
        Command("Points: other random weights", "points randomize"),
        Command("Points: check the gradient, or no longer", "points toggle_check"),
        Command("Points: margins, or none", "points toggle_margins"),
        Command("Points: plane of two weights", "points_plane weights"),
        Command("Points: plane of the gradient and one more", "points_plane gradient"),
        Command("Points: plane where they went", "points_plane paths"),
        Command("Points: random plane", "points_plane unit"),
        *(Command(f"Points: {words}", f"loss {name}") for name, words in POINT_LOSSES),
    ),
    *_group(
        "Methods",
        Command("Choose a method to add", "choose_method", "Insert", bare=True),
        *(Command(f"Add: {NAMES.get(name, name)}", f"add_method {name}") for name in METHODS),
        Command("Edit the parameters of a method", f"run {run_menu.EDIT}", "Ctrl+M"),
        Command("Several values of a parameter at once", f"run {run_menu.VARY}"),
        Command("Step size × 0.1, 1 and 10", f"run {run_menu.FACTORS}"),
        Command("Duplicate a method", f"run {run_menu.DUPLICATE}"),
        Command("Remove a method", f"run {run_menu.REMOVE}"),
        Command("Hide or show a path", f"run {run_menu.HIDE}"),
        Command("Show one path alone", f"run {run_menu.ALONE}"),
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
