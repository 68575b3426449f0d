"""The stages of an experiment: each a function of a part of the description and of earlier stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from landscape.data.dataset import Dataset
from landscape.directions.direction import ReferenceRun
from landscape.directions.points import run_of
from landscape.errors import InvalidValue
from landscape.experiment.auto_step import AutoStep, is_auto
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.experiment.keys import Keys
from landscape.experiment.memory import StageMemory, key_of
from landscape.experiment.parts import MethodPart
from landscape.experiment.provenance import provenance
from landscape.experiment.ranges import GridCoordinates, grid_coordinates
from landscape.experiment.runner import Runner
from landscape.experiment.scene import Path, Scene
from landscape.experiment.slicing import ViewedSlice, axis_names, context_of, random_walk_share, viewed_slice
from landscape.experiment.training import Truths, losses_along, true_values
from landscape.experiment.tries import Tries, tries_of
from landscape.experiment.vary import distinctions
from landscape.features.extract import with_features
from landscape.losses.catalogue import LOSSES
from landscape.objectives.catalogue import Model
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.slice import Slice
from landscape.surfaces.certified import TOLERANCE, certified_grid
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.batches import batch_rows
from trainers.catalogue import METHODS
from trainers.objective import Array, Rows
from trainers.trajectory import Trajectory, stride_for


@dataclass(frozen=True)
class Experiment:
    """One description on its way through the stages."""

    memory: StageMemory
    asked: Description
    work: Work
    timings: bool = False  # whether paths tell their seconds, which no second experiment would give again

    def scene(self, beneath: bool = True) -> Scene:
        """The finished experiment; without `beneath` the losses beneath its paths are NaN, which are most of its work.

        Raises:
            LosscopeError, Cancelled: as `Pipeline.scene`.
        """
        model, view = self.model, self.slice.view
        dataset = None if isinstance(model, PlaneObjective) else self.dataset
        runs = [(part, self.trajectory(part), self.truths(part)) for part in self.full.methods]
        places = [view.project(trajectory.weights) for _, trajectory, _ in runs]
        plane = self._scores(view.plane(), "plane")
        marks = [view.project(mark)[None] for mark in self.slice.marks]
        usual = self._usual_places
        lengths = np.linalg.norm(view.plane().axes, axis=1)
        grid = grid_coordinates(self.full.grid, view.n_axes, [*places, *marks], self._losses_in(plane), usual, lengths)
        surface = self.surface(grid)
        paths = tuple(self.path(*run, coordinates, beneath) for run, coordinates in zip(runs, places, strict=True))
        facts = provenance(
            self.full,
            dataset,
            model,
            self.slice,
            grid,
            surface,
            paths,
            stride=self.stride,
            walk_share=self.walk_share,
            start_residual=self.start_residual,
            base=self.base,
            auto_steps={part.label: found for part, _, _ in runs if (found := self.auto_step(part)) is not None},
        )
        # The scene outlives this work, which may be told to stop long after the scene is there.
        lasting = replace(model, work=Work())
        return Scene(
            self.asked,
            self.full.table(),
            view,
            surface,
            paths,
            facts,
            test_surface=self.test_surface(grid),
            dataset=dataset,
            model=lasting,
            plane=plane,
        )

    @cached_property
    def full(self) -> Description:
        """The description with every field filled in."""
        return resolved(self.asked)

    @cached_property
    def keys(self) -> Keys:
        """What the stages are remembered under."""
        return Keys(self.full, lambda: self.stride)

    @cached_property
    def stride(self) -> int:
        """Every how many steps a row is kept, so that all runs together fit in the memory asked for.

        Each method counts twice: its run from the base point, and the one that is shown, which may be another. Were
        a clicked start to change the count, it would change the axes through the rows that are kept.
        """
        run = self.full.run
        budget = run.memory * 2**20 // max(1, 2 * len(self.full.methods))
        return stride_for(run.steps or 0, self.model.n_weights, budget)

    @cached_property
    def dataset(self) -> Dataset:
        if self.full.objective.function is not None:
            raise InvalidValue(
                f"objective.model={self.full.objective.model} is a function of two variables without examples, which "
                "this needs. Try objective.model=linear."
            )
        part = self.full.features
        images = self.memory.get("data", self.keys.images, lambda: self.full.data.load(self.work))
        if not part.kinds:
            return images
        features, seed, work = part.features, part.seed, self.work

        def compute() -> Dataset:
            return with_features(images, features, seed, part.standardize, work)

        return self.memory.get("features", self.keys.data, compute)

    @cached_property
    def model(self) -> Model:
        part = self.full.objective
        if part.function is not None:
            return PlaneObjective(part.function, self.work)
        return part.shape.on(self.dataset, LOSSES[part.loss](), part.regularization, self.work, part.l1)

    @cached_property
    def base(self) -> Array:
        """The base point (P,): what the description gives, or else the seeded start."""
        given = self.full.start.given(self.model.n_weights)
        if given is not None:
            return np.array(given)
        return self.model.start(self.full.start.seed, self.full.start.scale or 0.0)

    @cached_property
    def references(self) -> tuple[ReferenceRun, ...]:
        return tuple(self.reference(part) for part in self.full.methods)

    @cached_property
    def center(self) -> Array:
        """The slice's origin (P,) before any shift; only a run that ends there is trained for it."""
        part = self.full.slice
        ends = tuple(self.reference(run) for run in self.full.methods if run.label == run_of(part.center))
        return context_of(part, self.model, self.base, ends, self.work).center

    @cached_property
    def runner(self) -> Runner:
        """Trains the runs, and remembers them."""
        return Runner(self.memory, self.keys, self.model, self.full.run, self.stride, self.work)

    def reference(self, part: MethodPart) -> ReferenceRun:
        """The run of one method from the base point, every step as it is."""
        trajectory = self.runner.train(replace(part, stretch=()), self.keys.reference(part), self.base, None)
        return ReferenceRun(part.label, METHODS[part.method].uses_gradient, trajectory.weights)

    @cached_property
    def slice(self) -> ViewedSlice:
        part = self.full.slice
        runs = self.references if part.needs_runs else ()
        model, base, work = self.model, self.base, self.work
        return self.memory.get("slice", self.keys.slice, lambda: viewed_slice(part, model, base, runs, work))

    @cached_property
    def walk_share(self) -> float:
        """Of the reference runs where the slice needs them, else of the runs that are shown."""
        part, view, base = self.full.slice, self.slice.view, self.base
        shown = self.references if part.needs_runs else self._shown_runs
        lengths = [len(run.weights) for run in shown]
        key = key_of(self.keys.slice, lengths, [run.uses_gradient for run in shown])
        model, work = self.model, self.work
        return self.memory.get("walks", key, lambda: random_walk_share(part, model, base, shown, view, work))

    @cached_property
    def start(self) -> Array:
        """Where the runs start, whole weights (P,): base + a u + b v."""
        at = np.array(self.full.start.at)
        if not at.any():
            return self.base
        axes = self.slice.view.plane().axes
        if len(at) < len(axes):
            raise InvalidValue(f"at of start must be {len(axes)} numbers, one per viewed axis; got {at.tolist()}.")
        return self.base + at[: len(axes)] @ axes

    @cached_property
    def start_residual(self) -> float:
        """How far the start lies from the slice; a run inside the slice starts at its projection."""
        return float(self.slice.view.residual(self.start))

    def full_part(self, label: str) -> MethodPart:
        """The run of that label with every parameter filled in."""
        return next(part for part in self.full.methods if part.label == label)

    def trajectory(self, part: MethodPart) -> Trajectory:
        return self.runner.train(part, self.keys.run(part), self.start, self._inside)

    def auto_step(self, part: MethodPart) -> AutoStep | None:
        """The step size of the run that is shown, where it is "auto"; None where it is a number."""
        return self.runner.auto_step(part, self.start, self._inside) if is_auto(part.settings) else None

    def numbered(self, part: MethodPart) -> MethodPart:
        """The run that is shown with a step size that is a number."""
        return self.runner.numbered(part, self.start, self._inside)

    @property
    def _inside(self) -> Slice | None:
        """What the runs stay inside of, in orthonormal coordinates; None where they move in the whole weight space."""
        return self.slice.view.orthonormal() if self.full.run.inside == "slice" else None

    def truths(self, part: MethodPart) -> Truths:
        trajectory, model = self.trajectory(part), self.model
        stage = f"true losses of {part.label}"
        return self.memory.get("truths", self.keys.run(part), lambda: true_values(trajectory, model, self.work, stage))

    def surface(self, grid: GridCoordinates) -> Surface:
        """The surface of the rows that the description names: all training examples, or one step's batch."""
        part, n_examples = self.full.grid, self.model.n_examples
        rows = None if part.batch is None else batch_rows(self.full.run.seed, part.batch_step, n_examples, part.batch)
        if rows is None:
            scores = self._scores(self.slice.view.plane(), "plane")
            is_function = isinstance(self.model, PlaneObjective)
            return self._surface(grid, "all", scores, "" if is_function else f"all {n_examples:,} training examples")
        which = f"batch of {len(rows)}, step {part.batch_step}, seed {self.full.run.seed}"
        scores = self._scores(self.slice.view.plane(), which, rows)
        words = f"{len(rows):,} training example{'s'[: len(rows) - 1]}, the batch of step {part.batch_step}"
        return self._surface(grid, which, scores, words)

    def test_surface(self, grid: GridCoordinates) -> Surface | None:
        """The same grid on all test examples, where it was asked for and there are any."""
        if not self.full.grid.test or not len(self.dataset.test):
            return None
        assert not isinstance(self.model, PlaneObjective)
        test = self.model.on(self.dataset.test)
        scores = test.restrict(self.slice.view.plane(), work=self.work)
        return self._surface(grid, "test", scores, f"all {test.n_examples:,} test examples")

    def _surface(self, grid: GridCoordinates, which: str, scores: Any, rows: str) -> Surface:
        method = self.full.grid.method
        key = key_of("surface", self.keys.model, self.keys.slice, which, method, grid.a.tolist(), grid.b.tolist())

        def compute() -> Surface:
            tolerance = TOLERANCE if method == "certified" else 0.0
            found = certified_grid(scores, grid.a, grid.b, self.work, tolerance)
            terms = found.values.loss, found.values.accuracy, found.values.regularization
            of_batch = which.startswith("batch")
            names = axis_names(self.model, self.slice.view)
            return Surface(grid.a, grid.b, *terms, rows, found.method, found.error_bound, of_batch, names=names)

        return self.memory.get("surface", key, compute)

    def path(
        self, part: MethodPart, trajectory: Trajectory, truths: Truths, coordinates: Array, beneath: bool = True
    ) -> Path:
        view = self.slice.view
        plane = view.plane()
        if beneath:
            view_loss = self._view_loss(part, coordinates[:, : plane.n_axes])
            slice_loss = view_loss if plane.n_axes == view.n_axes else self._slice_loss(part, trajectory)
        else:
            view_loss = slice_loss = np.full(len(trajectory.step), np.nan)
        return Path(
            label=part.label,
            method=part.method,
            step=trajectory.step,
            cost=trajectory.cost,
            coordinates=coordinates,
            residual=view.residual(trajectory.weights),
            loss=truths.loss,
            accuracy=truths.accuracy,
            slice_loss=slice_loss,
            view_loss=view_loss,
            batch_loss=trajectory.batch_loss,
            stop=trajectory.stopped,
            movement_seen=plane.share_of_movement(trajectory.weights),
            weights=trajectory.weights,
            note=distinctions(self.keys.tables["methods"])[part.label],
            tries=self.tries(part, trajectory) if self.full.run.tries else None,
            seconds=trajectory.seconds if self.timings else None,
        )

    @property
    def _usual_places(self) -> Array | None:
        """The corners of a function's usual range, in the viewed slice; None where there are examples."""
        function = self.full.objective.function
        if function is None:
            return None
        corners = [(x, y) for x in function.range[0] for y in function.range[1]]
        return self.slice.view.project(np.array(corners))

    def _losses_in(self, plane: Any) -> Callable[[Array], Array]:
        return lambda places: losses_along(plane, places, self.work, "range")

    def tries(self, part: MethodPart, trajectory: Trajectory) -> Tries | None:
        """The tries of the run that is shown; None for a method that tries nothing."""
        inside, view = self._inside, self.slice.view
        start = self.start if inside is None else inside.project(self.start)
        embed = np.asarray if inside is None else inside.embed
        key = key_of("tries", self.keys.run(part), self.keys.slice)
        return self.memory.get("tries", key, lambda: tries_of(part, trajectory, start, embed, view, self.work))

    @property
    def knows_beneath(self) -> bool:
        """Whether the losses beneath all paths are remembered."""
        return all(self.memory.knows("beneath", self._beneath_key(part)) for part in self.full.methods)

    def _beneath_key(self, part: MethodPart) -> str:
        return key_of(self.keys.run(part), self.keys.slice)

    def _view_loss(self, part: MethodPart, seen: Array) -> Array:
        """The losses (T,) in the viewed plane, at coordinates (T, 2) or (T, 1)."""

        def compute() -> Array:
            scores = self._scores(self.slice.view.plane(), "plane")
            return losses_along(scores, seen, self.work, f"losses beneath {part.label}")

        return self.memory.get("beneath", self._beneath_key(part), compute)

    def _slice_loss(self, part: MethodPart, trajectory: Trajectory) -> Array:
        """The losses (T,) in the whole slice. A turn leaves it as it is, so they are found in the axes of no turn."""
        model, basis = self.model, self.slice.basis

        def compute() -> Array:
            key = key_of("scores", self.keys.model, self.keys.basis, "basis")
            scores = self.memory.get("scores", key, lambda: model.restrict(basis, work=self.work))
            return losses_along(scores, basis.project(trajectory.weights), self.work, f"losses beneath {part.label}")

        return self.memory.get("whole slice", key_of(self.keys.run(part), self.keys.basis), compute)

    @cached_property
    def _shown_runs(self) -> tuple[ReferenceRun, ...]:
        return tuple(
            ReferenceRun(part.label, METHODS[part.method].uses_gradient, self.trajectory(part).weights)
            for part in self.full.methods
        )

    def _scores(self, through: Slice, which: str, rows: Rows | None = None) -> Any:
        key = key_of("scores", self.keys.model, self.keys.slice, which)
        model = self.model
        return self.memory.get("scores", key, lambda: model.restrict(through, rows, work=self.work))
