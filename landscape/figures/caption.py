"""What a figure says in words: title, subtitle, and the caption with everything that one needs to trust it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from landscape.experiment.scene import Path, Scene
from landscape.experiment.view_part import QUANTITIES
from landscape.figures.wording import count_text, loss_text, number_text, share_text, signed_text
from landscape.palette import display_name
from landscape.slice import Slice

SOURCES = {
    "digits": "digits", "cifar10": "CIFAR-10", "cifar100": "CIFAR-100", "mnist": "MNIST",
    "folder": "a folder of images", "npz": "arrays of one’s own", "npy": "arrays of one’s own", "csv": "a table",
    "openml": "an OpenML table", "points": "placed points", "blobs": "clouds of points", "spiral": "a spiral",
    "xor": "XOR", "circles": "circles", "moons": "two moons", "noise": "noise",
}  # fmt: skip
LOSSES = {
    "softmax": "softmax", "svm": "SVM", "ova-svm": "one-vs-all SVM", "structured-svm": "structured SVM",
    "squared-hinge": "squared hinge",
}  # fmt: skip
TOLERANCE = 1e-6  # degrees, and relative length
GAP = 1e-6  # of a path's first loss: a smaller gap between two losses is rounding
LONG = 160  # letters; where gaps of all runs take more, a caption gives their range alone


def is_orthonormal(plane: Slice) -> bool:
    """True where the first two axes stand at 90 degrees and are equally long, so that a picture may be 1:1."""
    if plane.n_axes < 2:
        return True
    first, second = plane.lengths[:2]
    return bool(abs(plane.angle() - 90) <= TOLERANCE and abs(first - second) <= TOLERANCE * max(first, second))


def is_function(scene: Scene) -> bool:
    """Whether a function of two variables is seen: it has neither examples nor accuracy."""
    return "minima" in scene.provenance.get("objective", {})


def sees_all(scene: Scene) -> bool:
    """Whether the picture has as many directions as there are weights, so that nothing is out of sight."""
    return scene.slice.n_weights == (1 if scene.surface.is_line else 2)


def axis_words(scene: Scene) -> tuple[str, str]:
    """What the two axes are called: a function's own variables where they are the axes."""
    names = scene.surface.names
    return ("a, along axis 1", "b, along axis 2") if names == ("a", "b") else names


def axis_name(scene: Scene) -> str:
    """What the values on a picture are called: "loss", "data loss" or "accuracy"."""
    return QUANTITIES[scene.quantity][1]


def value_text(scene: Scene) -> Callable[[float], str]:
    """How a value of the quantity on a picture is written: a loss, or a share in percent."""
    return share_text if scene.quantity == "accuracy" else loss_text


def title(scene: Scene) -> str:
    """How many unknowns there are, and how few of them the picture shows."""
    directions = 1 if scene.surface.is_line else 2
    if sees_all(scene):
        return f"{directions} weights. You see both."
    weights, seen = count_text(scene.slice.n_weights), f"{directions} direction{'s'[: directions - 1]}"
    if scene.provenance.get("runs", {}).get("inside") == "slice":
        unknowns = count_text(scene.slice.n_axes)
        seen = str(directions) if scene.slice.n_axes > directions else "both" if directions == 2 else "it"
        return f"{unknowns} unknown{'s'[: scene.slice.n_axes - 1]} of {weights}. You see {seen}."
    return f"{weights} weights. You see {seen}."


def title_of_curves(scene: Scene) -> str:
    """How many unknowns there are, and how many runs the picture compares."""
    runs = len(scene.paths)
    return f"{count_text(scene.slice.n_weights)} weights. {runs} run{'s' if runs > 1 else ''} from one start."


def subtitle(scene: Scene, of_slice: bool = True) -> str:
    """Loss, data and exactness in one line; of a picture of the slice also that it is flat, or without values."""
    data, objective = (scene.provenance.get(part, {}) for part in ("data", "objective"))
    if is_function(scene):  # it has its formula, and neither data nor terms
        parts = [sentence_start(objective["model"]), objective["statement"], scene.surface.exactness]
        return " · ".join(parts + _of_surface(scene, of_slice))
    model = f"{sentence_start(axis_name(scene))} of a {objective.get('model', 'linear classifier')}"
    if "source" in data:
        model += f" on {seen_words(data.get('features', {}).get('seen', ''))}{_source(data)}"
    parts = [model]
    terms = [LOSSES.get(objective["loss"], str(objective["loss"]))] if "loss" in objective else []
    if "regularization" in objective:
        terms.append(f"λ = {objective['regularization']:g}")
    if terms:
        parts.append(", ".join(terms))
    parts.append(f"{scene.surface.exactness} on {_rows(scene)}")
    return " · ".join(parts + _of_surface(scene, of_slice))


def badge(scene: Scene) -> str:
    """That a valley on the picture is no local minimum, where there are none; else nothing."""
    objective = scene.provenance.get("objective", {})
    if not objective.get("convex") or scene.quantity == "accuracy":
        return ""
    # Without a penalty on squares the lowest value may be reached at many places, or at none.
    alone = is_function(scene) or (objective.get("regularization", 0.0) > 0 and scene.quantity == "loss")
    return "convex: one minimum" if alone else "convex: no other minima"


def caption(scene: Scene, *notes: str, leave_out: tuple[str, ...] = ()) -> str:
    """The provenance of a picture in sentences, with `notes` of the kind of picture at their place.

    Every part of ``scene.provenance`` may be missing; what is not known is left out, not invented. `leave_out`
    names parts that the picture does not depend on or that its legend says already: "slice", "surface", "movement",
    "gap", "random walks".
    """
    parts = {
        "data": _data(scene),
        "objective": _objective(scene),
        "slice": _slice(scene),
        "surface": _surface(scene),
        **{f"note {index}": note for index, note in enumerate(notes)},
        "ends": _ends(scene),
        "movement": "" if sees_all(scene) else _movement(scene),
        "random walks": _random_walks(scene),
        "gap": "" if sees_all(scene) else _gap(scene),
    }
    said = " ".join(parts.values()).casefold()
    if not parts["slice"]:
        said += f"slice: {scene.provenance.get('slice', {}).get('statement', '')} ".casefold()
    if "slice" in leave_out:
        said += " ".join(scene.provenance.get("slice", {}).get("notes", ())).casefold()
    others = [line for line in scene.provenance.get("statement", ()) if line.rstrip(".").casefold() not in said]
    shown = [text for name, text in parts.items() if text and name not in leave_out]
    return " ".join(_sentence(text) for text in (*shown, *others, _versions(scene)) if text)


def seen_words(seen: str) -> str:
    """The features that a classifier sees, before the name of what they are of; empty where there are none."""
    return f"{seen}, of " if seen else ""


def names(paths: tuple[Path, ...] | list[Path]) -> str:
    """The display names of some runs in one phrase: "SGD, Momentum and Adam"."""
    shown = [display_name(path.label, path.method) for path in paths]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _sentence(text: str) -> str:
    text = text.strip()
    text = text if ":" in text.split(" ")[0] else sentence_start(text)  # a run's label stays as it is
    return text if text.endswith((".", "!", "?")) else text + "."


def _source(data: dict[str, Any]) -> str:
    source = str(data["source"])
    return SOURCES.get(source, PurePath(source).name)


def _of_surface(scene: Scene, of_slice: bool) -> list[str]:
    if of_slice and not scene.surface.finite.any():
        return ["no finite value on this slice"]
    if of_slice and scene.surface.is_flat:
        return [f"flat: {scene.surface.lowest:.7g} everywhere on this slice"]
    return []


def sentence_start(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]


def _rows(scene: Scene) -> str:
    return scene.surface.rows or str(scene.provenance.get("grid", {}).get("rows", ""))


def _data(scene: Scene) -> str:
    data = scene.provenance.get("data", {})
    parts = [_source(data)] if "source" in data else []
    parts.append(_rows(scene))
    text = ", ".join(part for part in parts if part)
    text += f" (SHA-256 {str(data['hash'])[:8]})" if data.get("hash") else ""
    features = data.get("features", {}).get("statement")
    text += f". Features: {features}" if features and text else ""
    return f"Data: {text}" if text else ""


def _objective(scene: Scene) -> str:
    objective = scene.provenance.get("objective", {})
    if "minima" in objective:
        return f"{sentence_start(objective['model'])}: {objective['statement']}{_minima(objective)}"
    if objective.get("statement"):
        return _labeled("Loss: ", str(objective["statement"]))
    if "loss" not in objective:
        return ""
    text = f"Loss: {LOSSES.get(objective['loss'], str(objective['loss']))}"
    return text + (f", λ = {objective['regularization']:g}" if "regularization" in objective else "")


def _minima(objective: dict[str, Any]) -> str:
    places = [f"({number_text(x, '.4g')}, {number_text(y, '.4g')})" for x, y in objective["minima"]]
    at = places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
    return f"; lowest {number_text(objective['lowest'], 'g')}, at {at}"


def _slice(scene: Scene) -> str:
    about = scene.provenance.get("slice", {})
    if scene.surface.names != ("a", "b") and not scene.surface.is_line:
        return ""  # the axes say it
    if about.get("statement"):
        text = _labeled("Slice: ", str(about["statement"]).rstrip("."))
    else:
        text = f"Slice: {about.get('kind', 'given')}"
        text += f", seed {about['seed']}" if about.get("seed") is not None else ""
        text += f", through {about['center']}" if about.get("center") else ""
    if not is_orthonormal(scene.slice):
        first, second = scene.slice.lengths[:2]
        text += f"; its axes stand at {scene.slice.angle():.4g}° and are {first:.4g} and {second:.4g} long"
    elif not math.isclose(scene.slice.lengths[0], 1.0, rel_tol=TOLERANCE):
        text += f"; one unit on an axis is a length of {scene.slice.lengths[0]:.4g}"
    if scene.slice.n_axes > 2:
        text += f"; the first 2 of its {scene.slice.n_axes} axes are shown"
    return text


def _surface(scene: Scene) -> str:
    surface = scene.surface
    about = scene.provenance.get("grid", {})
    points = f"{len(surface.a)}" if surface.is_line else f"{len(surface.a)} × {len(surface.b)}"
    text = f"Surface: {surface.exactness} at {points} points"
    if about.get("range_statement"):
        text += f"; {str(about['range_statement']).rstrip('.')}"
    if surface.n_holes:
        text += f". {count_text(surface.n_holes)} of {count_text(surface.loss.size)} points are not finite"
    return text


def _movement(scene: Scene) -> str:
    moved = [path for path in scene.paths if not math.isnan(path.movement_seen)]
    shares = (f"{display_name(path.label, path.method)} {share_text(path.movement_seen)}" for path in moved)
    return f"Movement seen: {', '.join(shares)}" if moved else ""


def _gap(scene: Scene) -> str:
    """How far the loss beneath each path is from its true loss: a slice that holds most of a path may still lie."""
    found = {}
    for path in scene.paths:
        middle = path.row_at_step((int(path.step[0]) + int(path.step[-1])) // 2)
        # As Python's floats, which take infinity from infinity without a warning.
        gaps = [float(path.view_loss[row]) - float(path.loss[row]) for row in (middle, -1)]
        if all(math.isfinite(gap) for gap in gaps) and max(map(abs, gaps)) > GAP * abs(float(path.loss[0])):
            found[display_name(path.label, path.method)] = gaps
    if not found:
        return ""
    name = scene.quantity_name
    text = f"Slice {name} minus true {name}, midway / end: "
    each = ", ".join(f"{name} {signed_text(middle)} / {signed_text(end)}" for name, (middle, end) in found.items())
    if len(each) <= LONG:
        return text + each
    middles, ends = zip(*found.values(), strict=True)
    return text + " / ".join(f"{signed_text(min(gaps))} to {signed_text(max(gaps))}" for gaps in (middles, ends))


def _ends(scene: Scene) -> str:
    """Runs that ended at a loss without a value: a picture only shows their lines stop."""
    broken = [path for path in scene.paths if not math.isfinite(path.loss[-1])]
    return f"The {axis_name(scene)} of {names(broken)} ended as NaN or infinity" if broken else ""


def _random_walks(scene: Scene) -> str:
    walk = scene.provenance.get("random_walk_share")
    if not scene.paths or not isinstance(walk, (int, float)) or math.isnan(walk):
        return ""
    if sees_all(scene):
        return ""
    return f"Random walks put through the same construction: {share_text(float(walk))} seen"


def _versions(scene: Scene) -> str:
    versions = scene.provenance.get("versions", {})
    return f"Losscope {versions['losscope']}" if versions.get("losscope") else ""


def _labeled(label: str, text: str) -> str:
    return text if text.startswith(label) else label + text
