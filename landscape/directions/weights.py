"""Chosen weights as axes: the picture that a lecture draws first, with all other weights held still."""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction
from landscape.errors import SliceError
from landscape.objectives.layout import WeightLayout


def choose(context: Context, count: int) -> Axes:
    """Coordinate axes (count, P) of the weights named, or of those with the steepest slopes at the center.

    Raises:
        SliceError: as many weights as axes are needed, each within its range and named once.
    """
    named = context.choices.weights
    names = context.layout.names
    if named is not None:
        chosen = [_index(context.layout, weight) for weight in named]
    else:
        chosen = list(range(min(count, len(names)))) if names else _steepest(context, count)
    if len(chosen) != count or len(set(chosen)) < count:
        raise SliceError(
            f"slice.kind=weights needs {count} different weights; got slice.weights={_words(named)}. "
            f"Name {count}, or set slice.dimensions."
        )
    axes = np.zeros((count, context.layout.n_weights))
    axes[np.arange(count), chosen] = 1.0
    words = ", ".join(_name(context.layout, index) for index in chosen)
    how = "" if named is not None or names else ", whose slopes are the steepest at the center"
    others = "" if count == context.layout.n_weights else "; all other weights stay"
    verb = "axes are" if count > 1 else "the axis is"
    return Axes(axes, (f"{verb} {words}{how}{others}",), numbers={"weights": chosen})


def _steepest(context: Context, count: int) -> list[int]:
    assert context.objective is not None
    slopes = np.abs(context.objective.gradient(context.center))
    slopes[context.layout.is_bias] = -1.0
    return [int(index) for index in np.argsort(-slopes, kind="stable")[:count]]


def _index(layout: WeightLayout, weight: tuple[int, ...]) -> int:
    if len(weight) == 1:
        if weight[0] >= layout.n_weights:
            raise SliceError(
                f"slice.weights must name weights from 0 to {layout.n_weights - 1}; got {weight[0]}. Try [0, 1]."
            )
        return weight[0]
    if layout.hidden or layout.names:
        kind = "a function of two variables" if layout.names else "a network"
        raise SliceError(
            f"slice.weights must be places in the flat vector for {kind}; got the pair {list(weight)}. Try [0, 1]."
        )
    row, column = weight
    if row >= layout.n_classes or column > layout.n_features:
        raise SliceError(
            f"a pair of slice.weights must be a class from 0 to {layout.n_classes - 1} and a feature from 0 to "
            f"{layout.n_features}, the last of which is the bias; got {list(weight)}."
        )
    return row * (layout.n_features + 1) + column


def _name(layout: WeightLayout, index: int) -> str:
    if layout.names:
        return layout.names[index]
    if layout.hidden:
        return f"weight {index}"
    row, column = divmod(index, layout.n_features + 1)
    return f"the bias of class {row}" if column == layout.n_features else f"class {row}'s weight of feature {column}"


def _words(named: tuple[tuple[int, ...], ...] | None) -> str:
    if named is None:
        return "none"
    return str([list(weight) if len(weight) > 1 else weight[0] for weight in named])


WEIGHTS = Direction(
    name="weights",
    label="chosen weights",
    summary="Single weights as axes, all others held still; unless named, those with the steepest slopes.",
    stream=6,
    needs_runs=False,
    choose=choose,
    needs_objective=True,
    told_by=("weights",),
)
