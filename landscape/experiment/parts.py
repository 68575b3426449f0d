"""The parts of a description: frozen, self-validating, with None for what is left to the defaults."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landscape.directions.catalogue import DIRECTIONS
from landscape.errors import InvalidValue
from landscape.losses.catalogue import LOSSES
from landscape.objectives.catalogue import MODELS, Linear, Network
from trainers.catalogue import METHODS
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED

LABEL = re.compile(r"[^\W_][\w-]*")
FURTHEST = 1e300  # so that a range has a span


@dataclass(frozen=True)
class ObjectivePart:
    """The model that gives the scores, the loss of the scores, and the weight of the squared weights in it."""

    model: str = parameter("linear", choices=tuple(MODELS), help="What gives the scores: linear classifier or network.")
    loss: str = parameter("softmax", choices=tuple(LOSSES), help="Loss of an example's scores.")
    regularization: float = parameter(
        1e-3, at_least=0.0, help="lambda: what the sum of squared weights (bias left out) is multiplied by."
    )
    l1: float = parameter(0.0, at_least=0.0, help="What the sum of absolute weights (bias left out) is multiplied by.")
    # A model's own fields: their rules and defaults are the model's, and where it has none they must be unset.
    hidden: int | None = None
    activation: str | None = None

    def __post_init__(self) -> None:
        check_parameters(self, "objective")
        for name, value in self.own_fields.items():
            if name not in fields_of_model(self.model):
                owners = " or ".join(model for model in MODELS if name in fields_of_model(model))
                raise InvalidValue(
                    f"{name} of objective belongs to objective.model={owners}; got {value!r} beside "
                    f"model={self.model}. Leave it out, or change the model."
                )
        self.shape  # noqa: B018  holds the model's fields to its rules

    @property
    def own_fields(self) -> dict[str, Any]:
        """The fields of single models that are set."""
        own = {"hidden": self.hidden, "activation": self.activation}
        return {name: value for name, value in own.items() if value is not None}

    @property
    def shape(self) -> Linear | Network:
        """The model with its own fields; what is unset has the model's default."""
        return MODELS[self.model](**self.own_fields)


@dataclass(frozen=True)
class StartPart:
    """The base point, and where on the slice the runs start from it."""

    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of the random base point.")
    scale: float | None = parameter(
        None, at_least=0.0, help="Deviation of first weights (in a network, times He's or Glorot's); biases are 0."
    )
    at: tuple[float, ...] = parameter(
        (0.0, 0.0), help="Runs start at base + a u + b v, with u and v the viewed axes: the numbers a and b."
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", number_tuple(self.at, "start.at", lengths=(1, 2)))
        check_parameters(self, "start")


@dataclass(frozen=True)
class RunPart:
    """How long runs last and what they share."""

    steps: int | None = parameter(None, at_least=1, at_most=10_000_000, help="Steps of every run.")
    batch: int | None = parameter(None, at_least=1, help="Examples per step; a method's own batch wins over it.")
    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of batches and of searches.")
    inside: str = parameter(
        "space", choices=("space", "slice"), help="Whether methods move in the whole weight space or in the slice."
    )
    memory: int = parameter(512, at_least=1, help="Megabytes for all recorded paths; longer runs keep every s-th row.")

    def __post_init__(self) -> None:
        check_parameters(self, "run")


@dataclass(frozen=True)
class MethodPart:
    """One run: its label, its method, and those of the method's parameters that are set."""

    label: str
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_label(self.label)
        if self.method not in METHODS:
            raise InvalidValue(
                f"method of methods.{self.label} must be one of {', '.join(METHODS)}; got {self.method!r}."
            )
        known = [parameter.name for parameter in dataclasses.fields(METHODS[self.method])]
        for name in self.settings:
            if name not in known:
                raise InvalidValue(
                    f"{self.method} has no parameter {name!r}; it has {', '.join(known)} (methods.{self.label})."
                )
        METHODS[self.method](**self.settings)


@dataclass(frozen=True)
class SlicePart:
    """A basis of k axes from one or more kinds, then a view of it."""

    kind: str = parameter("paths", help="How axes are chosen; several kinds are joined by +, as in paths+unit.")
    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of random axes.")
    dimensions: int | None = parameter(None, at_least=1, help="k, the number of axes; unset: 2 for each kind.")
    bias: bool = parameter(False, help="Whether random axes move the bias too.")
    center: str = parameter("base", help="The slice's origin: base, zero, or end:LABEL.")
    turn: tuple[tuple[float, ...], ...] | None = parameter(
        None, help="A 2 x k matrix: the viewed axes as combinations of the basis; unset: the first two."
    )
    shift: tuple[float, ...] | None = parameter(None, help="Coordinates (k) of the view's origin on the basis.")

    def __post_init__(self) -> None:
        for name in ("kind", "center"):
            if not isinstance(getattr(self, name), str):
                raise InvalidValue(f"{name} of slice must be a text; got {getattr(self, name)!r}.")
        for name in ("turn", "shift"):
            object.__setattr__(self, name, _tuples(getattr(self, name)))
        unknown = [kind for kind in self.kinds if kind not in DIRECTIONS]
        if unknown:
            raise InvalidValue(f"kind of slice must be made of {', '.join(DIRECTIONS)}; got {unknown[0]!r}.")
        if len(set(self.kinds)) < len(self.kinds):
            raise InvalidValue(f"kind of slice must name each kind once; got {self.kind!r}.")
        if not (self.center in ("base", "zero") or (self.center.startswith("end:") and len(self.center) > 4)):
            raise InvalidValue(f"center of slice must be base, zero or end:LABEL; got {self.center!r}.")
        check_parameters(self, "slice")
        if self.n_axes % len(self.kinds):
            raise InvalidValue(
                f"dimensions of slice must divide evenly among {len(self.kinds)} kinds; got {self.dimensions}."
            )
        if self.shift is not None:
            object.__setattr__(self, "shift", number_tuple(self.shift, "slice.shift", lengths=(self.n_axes,)))
        if self.turn is not None:
            rows = tuple(number_tuple(row, "a row of slice.turn", lengths=(self.n_axes,)) for row in self.turn)
            if len(rows) != min(2, self.n_axes):
                raise InvalidValue(f"turn of slice must have {min(2, self.n_axes)} rows of {self.n_axes} numbers each.")
            object.__setattr__(self, "turn", rows)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The joined kinds, in order."""
        return tuple(self.kind.split("+"))

    @property
    def n_axes(self) -> int:
        """k."""
        return 2 * len(self.kinds) if self.dimensions is None else self.dimensions

    @property
    def needs_objective(self) -> bool:
        """Whether the axes depend on slopes or curvatures of the loss."""
        return any(DIRECTIONS[kind].needs_objective for kind in self.kinds)

    @property
    def needs_runs(self) -> bool:
        """Whether the axes or the center depend on the reference runs."""
        return self.center.startswith("end:") or any(DIRECTIONS[kind].needs_runs for kind in self.kinds)


Range = str | float | tuple[float, float] | tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class GridPart:
    """Where on the slice the loss is evaluated."""

    resolution: int | tuple[int, ...] = parameter(61, help="Points along each axis, or [along a, along b].")
    range: Range = parameter("auto", help="auto, r for [-r, r], [low, high], or [[low, high], [low, high]].")
    method: str = parameter(
        "exact", choices=("exact", "certified"), help="Exact at every point, or interpolated with a measured error."
    )
    batch: int | None = parameter(None, at_least=1, help="Examples of the surface: a batch; unset: all training ones.")
    batch_step: int = parameter(1, at_least=1, help="Which step's batch it is, as the methods see it.")
    test: bool = parameter(False, help="Whether the test examples have a surface too.")

    def __post_init__(self) -> None:
        counts = self.resolution if isinstance(self.resolution, (list, tuple)) else (self.resolution,) * 2
        if len(counts) != 2 or any(type(n) is not int or not 2 <= n <= 10_000 for n in counts):
            raise InvalidValue(
                f"resolution of grid must be a whole number from 2 to 10000, or two of them; got {self.resolution!r}."
            )
        if isinstance(self.resolution, (list, tuple)):
            object.__setattr__(self, "resolution", tuple(self.resolution))
        object.__setattr__(self, "range", _range(self.range))
        check_parameters(self, "grid")

    @property
    def counts(self) -> tuple[int, int]:
        """Points along a and along b."""
        return self.resolution if isinstance(self.resolution, tuple) else (self.resolution,) * 2  # type: ignore[return-value]

    @property
    def fixed_range(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The limits along a and along b, or None for "auto"."""
        if isinstance(self.range, str):
            return None
        if isinstance(self.range, float):
            return (-self.range, self.range), (-self.range, self.range)
        first, second = self.range
        if isinstance(first, tuple) and isinstance(second, tuple):
            return first, second
        return (first, second), (first, second)  # type: ignore[return-value]


def fields_of_model(model: str) -> dict[str, Any]:
    """The names of a model's own fields, with their defaults."""
    return {field.name: field.default for field in dataclasses.fields(MODELS[model])}


def number_tuple(values: Any, name: str, lengths: tuple[int, ...]) -> tuple[float, ...]:
    """Finite numbers as a tuple of floats of an admitted length.

    Raises:
        InvalidValue: another length, or something that is not a finite number.
    """
    if isinstance(values, (list, tuple)) and len(values) in lengths and all(_is_number(value) for value in values):
        return tuple(float(value) for value in values)
    wanted = " or ".join(str(length) for length in lengths)
    raise InvalidValue(f"{name} must be a list of {wanted} finite number(s); got {values!r}.")


def check_label(label: str) -> None:
    """Hold a run's label to what can stand in a field's name, a list of methods, a key of a file and a legend.

    Raises:
        InvalidValue: it is no word.
    """
    if not LABEL.fullmatch(label):
        raise InvalidValue(
            "a run's label must be a word of letters, digits, - and _ that begins with a letter or digit; "
            f"got {label!r}. Try sgd-2."
        )


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) <= sys.float_info.max  # also false for NaN, and for whole numbers that no float can hold


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, (list, tuple)) else value


def _range(value: Any) -> Range:
    if value == "auto":
        return "auto"
    if _is_number(value) and 0 < value <= FURTHEST:
        return float(value)
    pairs = value if isinstance(value, (list, tuple)) else ()
    if len(pairs) == 2 and all(isinstance(pair, (list, tuple)) for pair in pairs):
        limits = tuple(number_tuple(pair, "a pair of grid.range", (2,)) for pair in pairs)
        if all(-FURTHEST <= low < high <= FURTHEST for low, high in limits):
            return limits  # type: ignore[return-value]
    elif len(pairs) == 2:
        low, high = number_tuple(pairs, "grid.range", (2,))
        if -FURTHEST <= low < high <= FURTHEST:
            return low, high
    raise InvalidValue(
        "range of grid must be auto, a positive number, [low, high] or [[low, high], [low, high]] with low < high, "
        f"none beyond {FURTHEST:g}; got {value!r}."
    )
