"""The slice's part of a description: a basis of k axes from one or more kinds, then a view of it."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Choices
from landscape.directions.gradient import SECONDS
from landscape.directions.points import is_point, run_of
from landscape.errors import InvalidValue
from landscape.experiment.numbers import nested_tuples, number_tuple
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED

POINTS = "base, zero, file or end:LABEL"


@dataclass(frozen=True)
class SlicePart:
    """A basis of k axes from one or more kinds, then a view of it."""

    kind: str = parameter("paths", help="How axes are chosen; several kinds are joined by +, as in paths+unit.")
    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of random axes.")
    dimensions: int | None = parameter(None, at_least=1, help="k, the number of axes; unset: what the kinds have.")
    bias: bool = parameter(False, help="Whether random axes move the bias too.")
    orthogonal: bool | None = parameter(None, help="Whether axes are made orthogonal; unset: as the kind usually is.")
    center: str = parameter("base", help="The slice's origin: base, zero, end:LABEL, or file.")
    through: tuple[str, ...] | None = parameter(
        None, help="The other points of a line (1) or a plane (2): base, zero, end:LABEL, or file; unset: runs' ends."
    )
    weights: tuple[tuple[int, ...], ...] | None = parameter(
        None, help="The weights that are axes: [class, feature] or places in the flat vector; unset: the steepest."
    )
    second: str = parameter(
        "random", choices=SECONDS, help="What is drawn beside the gradient: random, a run's velocity, or hessian."
    )
    runs: tuple[str, ...] | None = parameter(
        None, help="The runs that axes are chosen from; unset: those that follow gradients, or all."
    )
    eigenvectors: str = parameter(
        "largest", choices=("largest", "smallest", "both"), help="Which curvatures of the Hessian are drawn."
    )
    file: str | None = parameter(None, help="An .npz with axes (k, P), such as a dump, or a .npy of them.")
    turn: tuple[tuple[float, ...], ...] | None = parameter(
        None, help="A 2 x k matrix: the viewed axes as combinations of the basis; unset: the first two."
    )
    shift: tuple[float, ...] | None = parameter(None, help="Coordinates (k) of the view's origin on the basis.")

    def __post_init__(self) -> None:
        for name in ("kind", "center", "file"):
            if not isinstance(getattr(self, name), str) and not (name == "file" and self.file is None):
                raise InvalidValue(f"{name} of slice must be a text; got {getattr(self, name)!r}.")
        for name in ("turn", "shift"):
            object.__setattr__(self, name, nested_tuples(getattr(self, name)))
        unknown = [kind for kind in self.kinds if kind not in DIRECTIONS]
        if unknown:
            raise InvalidValue(f"kind of slice must be made of {', '.join(DIRECTIONS)}; got {unknown[0]!r}.")
        if len(set(self.kinds)) < len(self.kinds):
            raise InvalidValue(f"kind of slice must name each kind once; got {self.kind!r}.")
        if not is_point(self.center):
            raise InvalidValue(f"center of slice must be {POINTS}; got {self.center!r}.")
        object.__setattr__(self, "through", _words(self.through, "through"))
        object.__setattr__(self, "runs", _words(self.runs, "runs"))
        for point in self.through or ():
            if not is_point(point):
                raise InvalidValue(f"through of slice must be made of {POINTS}; got {point!r}.")
        object.__setattr__(self, "weights", _weights(self.weights))
        check_parameters(self, "slice")
        if self.dimensions not in (None, self._usual) and self.n_axes % len(self.kinds):
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
        return self._usual if self.dimensions is None else self.dimensions

    @property
    def axes_of_kinds(self) -> tuple[int, ...]:
        """How many axes each kind gives: what it usually has, or an equal share of another number."""
        if self.n_axes == self._usual:
            return tuple(self._usual_of(kind) for kind in self.kinds)
        return (self.n_axes // len(self.kinds),) * len(self.kinds)

    @property
    def choices(self) -> Choices:
        """What single kinds are told."""
        told = self.orthogonal, self.weights, self.through, self.second, self.runs, self.eigenvectors
        return Choices(*told, file=self.file or "")

    @property
    def named_runs(self) -> tuple[tuple[str, str], ...]:
        """The labels of runs that fields name, as pairs (field, label)."""
        points = [("center", self.center), *(("through", word) for word in self.through or ())]
        found = [(name, label) for name, word in points if (label := run_of(word)) is not None]
        return (*found, *(("runs", label) for label in self.runs or ()))

    @property
    def reads_file(self) -> bool:
        """Whether the axes or a point come from `file`."""
        return "file" in (*self.kinds, self.center, *(self.through or ()))

    @property
    def needs_objective(self) -> bool:
        """Whether the axes depend on slopes or curvatures of the loss."""
        return any(DIRECTIONS[kind].needs_objective for kind in self.kinds)

    @property
    def follows_runs(self) -> bool:
        """Whether the axes depend on the reference runs."""
        return any(self._follows_runs(kind) for kind in self.kinds)

    @property
    def needs_runs(self) -> bool:
        """Whether the axes or the center depend on the reference runs."""
        return run_of(self.center) is not None or self.follows_runs

    def _follows_runs(self, kind: str) -> bool:
        if kind in ("line", "plane") and self.through is not None:
            return any(run_of(word) is not None for word in self.through)
        return DIRECTIONS[kind].needs_runs or (kind == "gradient" and self.second == "velocity")

    @property
    def _usual(self) -> int:
        return sum(self._usual_of(kind) for kind in self.kinds)

    def _usual_of(self, kind: str) -> int:
        return len(self.weights) if kind == "weights" and self.weights else DIRECTIONS[kind].usual_axes


def _words(given: object, name: str) -> tuple[str, ...] | None:
    """One word or a list of them as a tuple; None stays what it is."""
    if given is None:
        return None
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, (list, tuple)) or not words or not all(isinstance(word, str) for word in words):
        raise InvalidValue(f"{name} of slice must be a list of texts; got {given!r}.")
    if len(set(words)) < len(words):
        raise InvalidValue(f"{name} of slice must name each once; got {list(words)!r}.")
    return tuple(words)


def _weights(given: object) -> tuple[tuple[int, ...], ...] | None:
    if given is None:
        return None
    found = []
    for weight in given if isinstance(given, (list, tuple)) else [given]:
        numbers = weight if isinstance(weight, (list, tuple)) else [weight]
        if not 1 <= len(numbers) <= 2 or any(type(n) is not int or n < 0 for n in numbers):
            raise InvalidValue(
                f"weights of slice must be whole numbers from 0, or pairs [class, feature] of them; got {weight!r}."
            )
        found.append(tuple(numbers))
    if not found:
        raise InvalidValue("weights of slice must name at least one weight; got none. Leave it out for the steepest.")
    return tuple(found)
