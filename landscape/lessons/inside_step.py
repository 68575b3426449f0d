"""One step of a method in a plane: its arrows on the loss around the weights that it starts from."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from landscape.errors import InvalidValue
from landscape.lessons.ask import Ask
from landscape.lessons.batch_fan import BatchFan, batch_fan
from landscape.lessons.place import Facts, facts_of, run_asked_for, terrain_of
from landscape.lessons.step_ray import StepRay, step_ray
from landscape.slice import Slice
from landscape.surfaces.surface import Surface
from trainers.arrows import Arrow, ArrowKind
from trainers.catalogue import METHODS
from trainers.objective import Array
from trainers.run import states

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

MARGIN = 0.2  # of the arrows' reach, on every side
REACH = 1.2  # of the longest move: how long the longest slope is drawn, so that it shows beneath a move along it
INDEPENDENT = 1e-6  # what an arrow must add to the plane, relative to its length


@dataclass(frozen=True, eq=False)
class PlaneArrow:
    """An arrow as the plane shows it.

    Attributes:
        name: for people; kind: what it stands for; length: in weight space.
        tip: (2,) its coordinates in the plane, seen from the weights before the step.
        share: of its squared length, what the plane holds; NaN for an arrow of length 0.
    """

    name: str
    kind: ArrowKind
    length: float
    tip: Array
    share: float

    def times(self, factor: float) -> PlaneArrow:
        """The arrow so many times as long, and named so."""
        if factor == 1.0:
            return self
        return replace(self, name=f"{self.name}, × {factor:g}", length=abs(factor) * self.length, tip=factor * self.tip)


@dataclass(frozen=True, eq=False)
class InsideStep:
    """Step number `step` of a run, seen in a plane with orthonormal axes whose origin is the weights before it.

    Attributes:
        loss, after: before the step and after it, on all training examples.
        arrows: what the method's own step is made of; the last one is the move, `factor` times the method's `own`.
        factor: 1 unless the description stretches this step.
        ray: the loss along the method's own step, which a description may stretch; None where it does not move, and
            for a search, which takes what it has tried.
        batches: the fan of the gradients of small batches, where it was asked for.
    """

    facts: Facts
    label: str
    method: str
    step: int
    plane: str
    loss: float
    after: float
    arrows: tuple[PlaneArrow, ...]
    surface: Surface
    code: str
    formula: str
    own: PlaneArrow
    factor: float
    ray: StepRay | None
    batches: BatchFan | None = None

    @property
    def slope_factor(self) -> float:
        """What slopes are multiplied by in a picture of the moves; they are not moves, and have another unit."""
        return slope_factor((*self.arrows[:-1], self.own))

    def with_factor(self, factor: float) -> InsideStep:
        """The same step with the length on its ray that is nearest to `factor` times its own; nothing is computed."""
        if self.ray is None:
            return self
        factor, after = self.ray.nearest(factor)
        return replace(self, factor=factor, after=after, arrows=(*self.arrows[:-1], self.own.times(factor)))


def slope_factor(arrows: tuple[PlaneArrow, ...]) -> float:
    """What slopes are multiplied by, so that the longest one shown is 1.2 times as long as the longest move."""
    reach = max((float(np.linalg.norm(arrow.tip)) for arrow in arrows if is_move(arrow)), default=0.0) or 1.0
    longest = max((float(np.linalg.norm(arrow.tip)) for arrow in arrows if arrow.kind is ArrowKind.SLOPE), default=0.0)
    return REACH * reach / longest if longest > 0 else 0.0


def is_move(arrow: PlaneArrow) -> bool:
    """Whether an arrow leads from weights to weights: slopes and sizes do not."""
    return arrow.kind not in (ArrowKind.SLOPE, ArrowKind.SIZE)


def inside_step_lesson(experiment: Experiment, ask: Ask) -> InsideStep:
    """A step (default the 10th, or the last there is) of a run (default the first): its arrows, and the loss around.

    The plane goes through the weights before the step: along the description's viewed axes, or, asked for as "step",
    along the step's own arrows. The surface covers the arrows of the step, slopes as `slope_factor` scales them.

    Raises:
        InvalidValue: no such run, a step that it does not reach, or a slice of one dimension.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    part, full = experiment.numbered(run_asked_for(experiment, ask)), experiment.full
    terrain, n_steps = terrain_of(experiment), full.run.steps or 1
    step = min(10, n_steps) if ask.step is None else ask.step
    if step > n_steps:
        raise InvalidValue(f"--step must be at most the {n_steps} steps of the run; got {step}. Or --steps {step}.")
    trainer = METHODS[part.method](**part.settings)
    run = states(trainer, terrain.objective, terrain.start, steps=step - 1, seed=part.seed or 0,
                 stretch=dict(part.stretch))  # fmt: skip
    state = next(run)
    for state in run:  # noqa: B007  the last one is what counts
        experiment.work.check()
    if not np.isfinite(state.weights).all():
        raise InvalidValue(f"{part.label} is no longer finite before step {step}. Choose an earlier --step.")
    given = trainer.inside(terrain.objective, state, part.seed or 0)
    before = terrain.place(state.weights)
    arrows = [Arrow(arrow.name, terrain.embed(arrow.vector), arrow.kind) for arrow in given]
    if not all(np.isfinite(arrow.vector).all() for arrow in arrows):
        raise InvalidValue(f"step {step} of {part.label} is not finite. Choose an earlier --step.")
    factor, own = dict(part.stretch).get(step, 1.0), arrows[-1].vector
    axes = _axes_of_step(arrows, experiment) if ask.plane == "step" else _axes_of_slice(experiment)
    plane = Slice(before, axes)
    *others, whole = (_in_plane(arrow, axes) for arrow in arrows)
    shown = (*others, whole.times(factor))
    fan = batch_fan(experiment, part, plane, step) if ask.batches and trainer.uses_gradient else None
    surface = _around(experiment, plane, (*shown, whole), fan, ask.reach)
    losses = experiment.model.losses(np.stack([before, before + factor * own]))
    words = "the plane of the step's own arrows" if ask.plane == "step" else "the slice's plane, moved to these weights"
    facts = facts_of(experiment, f"the weights of {part.label} before step {step}")
    may_stretch = trainer.uses_gradient and bool(own.any())
    ray = step_ray(experiment.model, before, own, factor, experiment.work) if may_stretch else None
    return InsideStep(
        facts, part.label, part.method, step, words, float(losses[0]), float(losses[1]), shown, surface,
        trainer.code, trainer.formula, whole, factor, ray, fan,
    )  # fmt: skip


def _axes_of_slice(experiment: Experiment) -> Array:
    view = experiment.slice.view
    if view.n_axes < 2:
        raise InvalidValue("a step is shown in a plane; got a slice of 1 dimension. Use --plane step, or "
                           "--set slice.dimensions=2.")  # fmt: skip
    return view.plane().orthonormal_axes


def _axes_of_step(arrows: list[Arrow], experiment: Experiment) -> Array:
    """Two orthonormal axes (2, P): the move first, then what other arrows add, then what the gradient or slice adds."""
    directions = [arrow.vector for arrow in reversed(arrows) if arrow.kind is not ArrowKind.SIZE]
    directions += list(experiment.slice.view.axes)
    axes: list[Array] = []
    for vector in directions:
        length = float(np.linalg.norm(vector))
        rest = vector - sum(((vector @ axis) * axis for axis in axes), np.zeros_like(vector))
        rest -= sum(((rest @ axis) * axis for axis in axes), np.zeros_like(vector))
        added = float(np.linalg.norm(rest))
        if length > 0 and added > INDEPENDENT * length:
            axes.append(rest / added)
        if len(axes) == 2:
            return np.stack(axes)
    raise InvalidValue("the arrows of this step span no plane. Choose another --step.")


def is_move_itself(arrow: PlaneArrow, arrows: tuple[PlaneArrow, ...]) -> bool:
    """Whether a part of the move is all of it, so that it needs no arrow besides the move's."""
    alone = sum(other.kind is ArrowKind.PART for other in arrows) == 1
    return alone and arrow.kind is ArrowKind.PART and math.isclose(arrow.length, arrows[-1].length, rel_tol=1e-9)


def _in_plane(arrow: Arrow, axes: Array) -> PlaneArrow:
    length, tip = float(np.linalg.norm(arrow.vector)), axes @ arrow.vector
    share = float(tip @ tip) / length**2 if length > 0 else float("nan")
    return PlaneArrow(arrow.name, arrow.kind, length, tip, min(1.0, share))


def _around(
    experiment: Experiment, plane: Slice, arrows: tuple[PlaneArrow, ...], fan: BatchFan | None, reach: float
) -> Surface:
    """The loss around a step's arrows, the last of which is the method's own move."""
    moves = [reach * arrows[-1].tip, *(arrow.tip for arrow in arrows if is_move(arrow))]
    factor = slope_factor((*arrows[:-2], arrows[-1]))  # as of the method's own step
    slopes = [-factor * arrow.tip for arrow in arrows if arrow.kind is ArrowKind.SLOPE]
    slopes += [] if fan is None else list(-factor * np.vstack([fan.tips, fan.whole]))
    tips = np.array([np.zeros(2), *moves, *slopes])
    low, high = tips.min(axis=0), tips.max(axis=0)
    widest = float((high - low).max()) or 1.0
    middle, half = (low + high) / 2, np.maximum((high - low) / 2 + MARGIN * widest, 0.5 * widest)
    counts = experiment.full.grid.counts
    a, b = (np.linspace(m - h, m + h, n) for m, h, n in zip(middle, half, counts, strict=True))
    values = experiment.model.restrict(plane, work=experiment.work).grid(a, b, experiment.work)
    is_function = experiment.full.objective.function is not None
    words = "" if is_function else f"all {experiment.model.n_examples:,} training examples"
    return Surface(a, b, values.loss, values.accuracy, values.regularization, words)
