"""Every case of the self-check passes here, and fails where what it checks is broken as others broke it."""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from landscape.errors import Cancelled
from landscape.experiment.ranges import grid_coordinates
from landscape.figures.contour import draw_contour
from landscape.files.catalogue import FORMATS
from landscape.files.dump_csv import write_csv
from landscape.files.dump_npz import read_npz, write_npz
from landscape.losses.catalogue import LOSSES
from landscape.selfcheck import files, geometry, methods, pictures, recurrences, values
from landscape.selfcheck.case import Case, outcomes, worst
from landscape.selfcheck.catalogue import CASES
from landscape.slice import Slice
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.adam import Adam
from trainers.catalogue import METHODS
from trainers.finite_differences import gradient_table
from trainers.momentum import Momentum
from trainers.nesterov import Nesterov
from trainers.random_search import RandomSearch
from trainers.rmsprop import RMSprop
from trainers.schedule import step_size_at
from trainers.sgd import SGD

BY_NAME = {case.name: case for case in CASES}


def fails(name: str, deviation: float) -> None:
    """Asserts that a deviation does not pass the case of that name, be it no number at all."""
    assert not deviation <= BY_NAME[name].within, (name, deviation)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_case_passes_on_this_machine(name: str) -> None:
    (outcome,) = outcomes([BY_NAME[name]], Work())
    assert outcome.passed, (outcome.deviation, outcome.error)


def test_names_are_told_apart_and_limits_are_tight() -> None:
    assert len(BY_NAME) == len(CASES) > 20
    assert all(0 <= case.within <= 0.05 for case in CASES)


# ---- slices and grids


def by_dot_products(plane: Slice, weights: Any) -> Any:
    return (weights - plane.origin) @ plane.axes.T


def divided_by_the_norm(plane: Slice, weights: Any) -> Any:
    return by_dot_products(plane, weights) / plane.lengths


def divided_by_its_square(plane: Slice, weights: Any) -> Any:
    return by_dot_products(plane, weights) / plane.lengths**2


@pytest.mark.parametrize("faulty", [by_dot_products, divided_by_the_norm, divided_by_its_square])
def test_projections_that_ignore_the_angle_are_caught(faulty: Callable[[Slice, Any], Any]) -> None:
    fails("skew axes", geometry.skew_axes(faulty))
    off = lambda plane, weights: np.linalg.norm(weights - plane.embed(faulty(plane, weights)), axis=1)  # noqa: E731
    fails("residual", geometry.known_residual(off))


def test_axes_with_a_cosine_of_a_ten_thousandth_are_caught() -> None:
    def nearly(context: Any, count: int) -> Any:
        axes = np.eye(count, context.layout.n_weights)
        axes[1, 0] = 1e-4
        return SimpleNamespace(axes=axes)

    fails("right angles", geometry.right_angle(nearly))


def ends_inside(part: Any, dimensions: int, paths: Any) -> Any:
    """The tools whose labels said ±1 and whose samples ended at ±0.976."""
    grid = grid_coordinates(part, dimensions, paths)
    middle = (grid.b[0] + grid.b[-1]) / 2
    return dataclasses.replace(grid, b=middle + 0.976 * (grid.b - middle))


def lacks_its_last(part: Any, dimensions: int, paths: Any) -> Any:
    grid = grid_coordinates(part, dimensions, paths)
    return dataclasses.replace(grid, a=np.linspace(grid.a[0], grid.a[-1], len(grid.a), endpoint=False))


def shifts_every_other(part: Any, dimensions: int, paths: Any) -> Any:
    grid = grid_coordinates(part, dimensions, paths)
    step = (grid.a[1] - grid.a[0]) * (np.arange(len(grid.a)) % 2)
    return dataclasses.replace(grid, a=grid.a + step)


def one_more(part: Any, dimensions: int, paths: Any) -> Any:
    grid = grid_coordinates(part, dimensions, paths)
    return dataclasses.replace(grid, b=np.linspace(grid.b[0], grid.b[-1], len(grid.b) + 1))


@pytest.mark.parametrize("faulty", [ends_inside, lacks_its_last, shifts_every_other, one_more])
def test_grids_whose_places_are_not_those_said_are_caught(faulty: Callable[..., Any]) -> None:
    fails("grid places", geometry.grid_places(faulty))


def test_a_range_of_the_last_points_instead_of_the_whole_path_is_caught() -> None:
    fails("range", geometry.covers_paths(lambda part, k, paths: grid_coordinates(part, k, [p[-1:] for p in paths])))


def test_a_range_without_its_margin_is_caught() -> None:
    def tight(part: Any, dimensions: int, paths: Any) -> Any:
        low, high = paths[0].min(axis=0), paths[0].max(axis=0)
        return SimpleNamespace(a=np.array([low[0], high[0]]), b=np.array([low[1], high[1]]))

    fails("range", geometry.covers_paths(tight))


# ---- losses, slopes, surfaces


def with_loss(name: str, **changes: Any) -> dict[str, Any]:
    """The catalogue of losses with one that does some things otherwise."""
    return LOSSES | {name: type("Faulty", (LOSSES[name],), {k: v(LOSSES[name]) for k, v in changes.items()})}


def half_as_much(kind: Any) -> Any:
    return lambda self, scores, y: kind.values(self, scores, y) / 2


def test_a_loss_of_half_the_size_is_caught_at_zero() -> None:
    fails("W = 0", values.at_zero(with_loss("softmax", values=half_as_much, values_and_slopes=halved_pair)))


def halved_pair(kind: Any) -> Any:
    def both(self: Any, scores: Any, y: Any) -> Any:
        value, slope = kind.values_and_slopes(self, scores, y)
        return value / 2, slope / 2

    return both


def sign_at_the_correct_class(kind: Any) -> Any:
    def both(self: Any, scores: Any, y: Any) -> Any:
        value, slope = kind.values_and_slopes(self, scores, y)
        slope = slope.copy()
        slope[np.arange(len(y)), y] *= -1
        return value, slope

    return both


@pytest.mark.parametrize("name", LOSSES)
def test_a_wrong_sign_at_the_correct_class_is_caught(name: str) -> None:
    fails("gradients", values.slopes(with_loss(name, values_and_slopes=sign_at_the_correct_class)))


def test_a_gradient_without_regularization_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = values.LinearClassifier.gradient

    def bare(model: Any, weights: Any, rows: Any = None) -> Any:
        return whole(dataclasses.replace(model, regularization=0.0), weights, rows)

    monkeypatch.setattr(values.LinearClassifier, "gradient", bare)
    fails("gradients", values.slopes())


def test_centered_instead_of_forward_differences_do_not_pass_as_the_lectures_table() -> None:
    def halved(weights: Any, dimensions: Any, h: float, loss: float, raised: Any) -> Any:
        return gradient_table(weights, dimensions, 2 * h, loss, raised)

    fails("lecture table", values.lecture_table(halved))


def transposed(found: Any) -> Any:
    shape = found.loss.shape
    return dataclasses.replace(found, loss=found.loss.T.reshape(shape), accuracy=found.accuracy.T.reshape(shape))


def shifted(found: Any) -> Any:
    return dataclasses.replace(found, loss=np.roll(found.loss, 1, axis=1), accuracy=np.roll(found.accuracy, 1, axis=1))


@pytest.mark.parametrize("change", [transposed, shifted])
def test_a_transposed_or_shifted_surface_is_caught(change: Callable[[Any], Any], monkeypatch: Any) -> None:
    restrict = values.LinearClassifier.restrict

    def faulty(model: Any, through: Slice, *arguments: Any, **options: Any) -> Any:
        right = restrict(model, through, *arguments, **options)
        return SimpleNamespace(grid=lambda a, b, work: change(right.grid(a, b, work)))

    monkeypatch.setattr(values.LinearClassifier, "restrict", faulty)
    fails("surfaces", values.surfaces())
    fails("accuracy", values.accuracies())


# ---- methods


class WrongSign(Momentum):
    """v = -momentum v - s g."""

    def step(self, objective: Any, state: Any, seed: int) -> Any:
        return super().step(objective, dataclasses.replace(state, velocity=-state.velocity), seed)


class Uphill(SGD):
    def step(self, objective: Any, state: Any, seed: int) -> Any:
        after = super().step(objective, state, seed)
        return dataclasses.replace(after, weights=2 * state.weights - after.weights)


class UncorrectedAdam(Adam):
    """Without the correction for the start at zero: its first step is too short."""

    def step(self, objective: Any, state: Any, seed: int) -> Any:
        return dataclasses.replace(
            super().step(objective, dataclasses.replace(state, step=10**6), seed), step=state.step + 1
        )


class ClassicalNesterov(Nesterov):
    """Classical momentum under Nesterov's name."""

    def step(self, objective: Any, state: Any, seed: int) -> Any:
        after = super().step(objective, state, seed)
        return dataclasses.replace(after, weights=state.weights + after.velocity)


class DividesBySquares(RMSprop):
    """Forgets the root."""

    def step(self, objective: Any, state: Any, seed: int) -> Any:
        after = super().step(objective, state, seed)
        gradient = objective.gradient(state.weights)
        moved = step_size_at(self, state.step) * gradient / (after.cache + self.epsilon)
        return dataclasses.replace(after, weights=state.weights - moved)


class TakesTheLast(RandomSearch):
    """Moves to a try whether it is lower or not."""

    def step(self, objective: Any, state: Any, seed: int) -> Any:
        after = super().step(objective, state, seed)
        return dataclasses.replace(after, weights=self.tries(state.weights, state.step, seed)[-1])


class Stays(RandomSearch):
    def step(self, objective: Any, state: Any, seed: int) -> Any:
        return dataclasses.replace(super().step(objective, state, seed), weights=state.weights)


@pytest.mark.parametrize(
    ("name", "measure", "method", "faulty"),
    [
        ("gradient descent", methods.straight_path, "gradient-descent", METHODS["adagrad"]),
        ("momentum", methods.velocity, "momentum", WrongSign),
        ("momentum", methods.velocity, "momentum", Nesterov),
        ("minimum", methods.known_minimum, "sgd", Uphill),
        ("searches", methods.searches_keep_the_best, "random-search", TakesTheLast),
        ("searches", methods.searches_keep_the_best, "random-search", Stays),
        ("Nesterov", recurrences.nesterov, "nesterov", ClassicalNesterov),
        ("by size", recurrences.by_size, "adam", UncorrectedAdam),
        ("by size", recurrences.by_size, "rmsprop", DividesBySquares),
        ("SGD", recurrences.batches, "sgd", Uphill),
        ("tries", recurrences.searches, "random-search", TakesTheLast),
        ("tries", recurrences.searches, "random-search", Stays),
    ],
)
def test_a_faulty_method_is_caught(name: str, measure: Callable[..., float], method: str, faulty: Any) -> None:
    with np.errstate(all="ignore"):
        fails(name, measure(METHODS | {method: faulty}))


# ---- pictures and files


def test_a_contour_that_is_transposed_or_upside_down_is_caught() -> None:
    def drawing(change: Callable[[Any], Any]) -> Callable[[Any, Surface], object]:
        return lambda ax, surface: draw_contour(ax, dataclasses.replace(surface, loss=change(surface.loss)))

    for change in (lambda loss: loss.T.reshape(7, 11), lambda loss: loss[:, ::-1], lambda loss: loss[::-1]):
        fails("contour", pictures.contour_colors(drawing(change)))


def test_a_dump_that_transposes_or_rounds_is_caught() -> None:
    def transposing(scene: Any, target: Path, weights: bool) -> None:
        flipped = scene.surface.loss.T.reshape(scene.surface.loss.shape)
        write_npz(dataclasses.replace(scene, surface=dataclasses.replace(scene.surface, loss=flipped)), target, weights)

    def rounding(source: Path) -> Any:
        scene = read_npz(source)
        single = scene.surface.loss.astype(np.float32).astype(np.float64)
        return dataclasses.replace(scene, surface=dataclasses.replace(scene.surface, loss=single))

    fails("dump", files.npz_round_trip(write=transposing))
    fails("dump", files.npz_round_trip(read=rounding))


def test_a_table_of_few_digits_or_of_too_few_rows_is_caught() -> None:
    def changed(change: Callable[[list[str]], list[str]]) -> Callable[..., None]:
        def write(scene: Any, target: Path, weights: bool) -> None:
            write_csv(scene, target, weights)
            head, *rows = [line for line in target.read_text("utf-8").splitlines() if not line.startswith("#")]
            target.write_text("\n".join([head, *change(rows)]), encoding="utf-8")

        return write

    def few_digits(rows: list[str]) -> list[str]:
        parts = csv.reader(rows)
        return [",".join(f"{float(x):.6g}" if "." in x and x[0] in "-0123456789" else x for x in row) for row in parts]

    fails("table", files.csv_round_trip(changed(few_digits)))
    fails("table", files.csv_round_trip(changed(lambda rows: rows[1:])))
    assert files.csv_round_trip(changed(lambda rows: rows)) == 0.0


def test_formats_that_lose_the_description_are_caught_and_counted() -> None:
    endings = (".toml", ".npz", ".csv", ".pdf", ".png", ".svg")
    losing = {ending: dataclasses.replace(FORMATS[ending], description_text=lambda file: None) for ending in endings}
    assert files.descriptions_travel(FORMATS | losing) == 6.0
    altering = dataclasses.replace(FORMATS[".csv"], description_text=lambda file: "schema = 1\n")
    assert files.descriptions_travel(FORMATS | {".csv": altering}) == 1.0


def test_scenes_that_differ_in_a_bit_are_caught() -> None:
    scenes = [files.scene()]
    surface = scenes[0].surface
    loss = surface.loss.copy()
    loss[0, 0] = np.nextafter(loss[0, 0], np.inf)
    scenes.append(dataclasses.replace(scenes[0], surface=dataclasses.replace(surface, loss=loss)))
    fails("same bytes", files.same_bytes(iter(scenes).__next__))


def test_two_blas_threads_are_caught() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        assert files.blas_threads() == 1.0
    assert files.blas_threads() == 0.0


# ---- outcomes


def test_an_error_and_a_nan_are_failures_and_the_rest_goes_on() -> None:
    def broken() -> float:
        raise ImportError("no such\nlibrary")

    cases = [Case("a", "", broken, 1.0), Case("b", "", lambda: math.nan, 1.0), Case("c", "", lambda: 1.0, 1.0)]
    found = list(outcomes(cases, Work()))
    assert [outcome.passed for outcome in found] == [False, False, True]
    assert found[0].error == "ImportError: no such library"
    assert math.isnan(worst([0.0, math.nan, 2.0]))
    assert worst([]) == 0.0


def test_it_stops_when_asked() -> None:
    def stopped() -> float:
        raise Cancelled

    with pytest.raises(Cancelled):
        list(outcomes([Case("a", "", stopped, 1.0)], Work()))
