"""The parts of a description: frozen, self-validating, with None for what is left to the defaults."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landscape.errors import InvalidValue
from landscape.experiment.auto_step import check_auto, is_auto
from landscape.experiment.numbers import is_number, number_tuple
from landscape.experiment.stretches import Stretches, stretch_pairs
from landscape.losses.catalogue import LOSSES
from landscape.objectives.catalogue import MODELS, NAMES, Linear, Network
from landscape.objectives.functions.catalogue import FUNCTIONS
from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.catalogue import METHODS
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED
from trainers.stopping import StopLimits

LABEL = re.compile(r"[^\W_][\w-]*")
TERMS = ("loss", "regularization", "l1")  # what a function of two variables has not
FURTHEST = 1e300  # so that a range has a span
SHORT = 80  # letters of a list that an error repeats


@dataclass(frozen=True)
class ObjectivePart:
    """The model that gives the scores, the loss of the scores, and the weight of the squared weights in it.

    A function of two variables is a model without examples: it has no scores, so no loss of them and no penalty.
    """

    model: str = parameter(
        "linear", choices=NAMES, help="What is minimized: a linear classifier’s or a network’s loss, or a function."
    )
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
        if self.function is not None:
            self._refuse_terms_of_a_function()
        for name, value in self.own_fields.items():
            if name not in fields_of_model(self.model):
                owners = " or ".join(model for model in MODELS if name in fields_of_model(model))
                raise InvalidValue(
                    f"{name} of objective belongs to objective.model={owners}; got {value!r} beside "
                    f"model={self.model}. Leave it out, or change the model."
                )
        if self.function is None:
            self.shape  # noqa: B018  holds the model's fields to its rules

    @property
    def function(self) -> PlaneFunction | None:
        """The function of two variables that is minimized; None where a model learns from examples."""
        return FUNCTIONS.get(self.model)

    @property
    def own_fields(self) -> dict[str, Any]:
        """The fields of single models that are set."""
        own = {"hidden": self.hidden, "activation": self.activation}
        return {name: value for name, value in own.items() if value is not None}

    @property
    def shape(self) -> Linear | Network:
        """The model with its own fields; what is unset has the model's default."""
        return MODELS[self.model](**self.own_fields)

    def _refuse_terms_of_a_function(self) -> None:
        for name in TERMS:
            value = getattr(self, name)
            if value != type(self).__dataclass_fields__[name].default:
                raise InvalidValue(
                    f"{name} of objective belongs to models with examples: {', '.join(MODELS)}; got {value!r} beside "
                    f"model={self.model}. Leave it out, or change the model."
                )


@dataclass(frozen=True)
class StartPart:
    """The base point, seeded or given, and where on the slice the runs start from it."""

    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of the random base point.")
    scale: float | None = parameter(
        None, at_least=0.0, help="Deviation of first weights (in a network, times He's or Glorot's); biases are 0."
    )
    at: tuple[float, ...] = parameter(
        (0.0, 0.0), help="Runs start at base + a u + b v, with u and v the viewed axes: the numbers a and b."
    )

    weights: tuple[float, ...] | None = parameter(
        None, help="The base point itself, layer after layer: a row of W, then its bias; unset: random, from the seed."
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", number_tuple(self.at, "start.at", lengths=(1, 2)))
        if self.weights is not None:
            object.__setattr__(self, "weights", _given_weights(self.weights))
        check_parameters(self, "start")

    def given(self, n_weights: int) -> tuple[float, ...] | None:
        """The base point (P,) that is given, for a model of `n_weights` weights; None where it is seeded.

        Raises:
            InvalidValue: there are more or fewer numbers than weights.
        """
        if self.weights is not None and len(self.weights) != n_weights:
            raise InvalidValue(
                f"weights of start must be {n_weights:,} numbers, one for each weight of the model; got "
                f"{len(self.weights):,}. Leave it unset for a random start."
            )
        return self.weights


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
    tries: bool = parameter(False, help="Whether every try of a search is kept as a point.")
    max_cost: int | None = parameter(
        None, at_least=1, help="Example-forwards that a run may need: no step is taken that would exceed it."
    )
    target_loss: float | None = parameter(
        None, help="A run ends with the first step that sees a loss of at most this on its own examples."
    )
    patience: int | None = parameter(
        None, at_least=1, help="A run ends once so many steps in a row saw no loss below the lowest before them."
    )

    def __post_init__(self) -> None:
        check_parameters(self, "run")

    @property
    def limits(self) -> StopLimits:
        """When a run ends before its last step."""
        return StopLimits(self.max_cost, self.target_loss, self.patience)


@dataclass(frozen=True)
class MethodPart:
    """One run: its label, its method, those of the method's parameters that are set, and a seed of its own.

    `stretch` are pairs of a step's number, from 1, and a factor: such a step is taken with so many times its length,
    and the run goes on from there. What the method remembers stays what its own step made of it: `trainers.stretch`.
    """

    label: str
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = parameter(
        None, at_least=0, at_most=MAX_SEED, help="Seed of this run's batches or tries; unset: the one of all runs."
    )
    stretch: Stretches = ()

    def __post_init__(self) -> None:
        check_label(self.label)
        check_parameters(self, f"methods.{self.label}")
        if self.method not in METHODS:
            raise InvalidValue(
                f"method of methods.{self.label} must be one of {', '.join(METHODS)}; got {self.method!r}."
            )
        object.__setattr__(self, "stretch", stretch_pairs(self.stretch, self.label, self.method))
        known = [parameter.name for parameter in dataclasses.fields(METHODS[self.method])]
        for name in self.settings:
            if name not in known:
                raise InvalidValue(
                    f"{self.method} has no parameter {name!r}; it has {', '.join(known)} (methods.{self.label})."
                )
        numbers = dict(self.settings)
        if is_auto(self.settings):
            check_auto(self.method, self.label)
            del numbers["step_size"]
        METHODS[self.method](**numbers)


Range = str | float | tuple[float, float] | tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class GridPart:
    """Where on the slice the loss is evaluated."""

    resolution: int | tuple[int, ...] = parameter(61, help="Points along each axis, or [along a, along b].")
    range: Range = parameter(
        "auto", help="auto, square (auto with equal sides), r for [-r, r], [low, high], or two of these."
    )
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
        """The limits along a and along b, or None for "auto" and "square"."""
        if isinstance(self.range, str):
            return None
        if isinstance(self.range, float):
            return (-self.range, self.range), (-self.range, self.range)
        first, second = self.range
        if isinstance(first, tuple) and isinstance(second, tuple):
            return first, second
        return (first, second), (first, second)  # type: ignore[return-value]


def fields_of_model(model: str) -> dict[str, Any]:
    """The names of a model's own fields, with their defaults; a function of two variables has none."""
    if model in FUNCTIONS:
        return {}
    return {field.name: field.default for field in dataclasses.fields(MODELS[model])}


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


def _given_weights(values: Any) -> tuple[float, ...]:
    if isinstance(values, (list, tuple)) and values and all(is_number(value) for value in values):
        return tuple(float(value) for value in values)
    shown = repr(values)
    shown = shown if len(shown) <= SHORT else f"{shown[:SHORT]}..."
    raise InvalidValue(
        f"weights of start must be a list of finite numbers; got {shown}. Leave it unset for a random start."
    )


def _range(value: Any) -> Range:
    if value in ("auto", "square"):
        return str(value)
    if is_number(value) and 0 < value <= FURTHEST:
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
        "range of grid must be auto, square, a positive number, [low, high] or [[low, high], [low, high]] with "
        f"low < high, none beyond {FURTHEST:g}; got {value!r}."
    )
