"""Functions of two variables: known minima, slopes and curvatures against differences, methods that arrive."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.directions.direction import Choices, Context
from landscape.directions.hessian import HESSIAN
from landscape.directions.weights import WEIGHTS
from landscape.errors import SliceError
from landscape.objectives.catalogue import MODELS, NAMES
from landscape.objectives.curvature import hessian_product, largest_curvature
from landscape.objectives.functions.catalogue import FUNCTIONS
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.restricted import PointwiseRestriction
from landscape.objectives.spectrum import hessian_trace
from landscape.slice import Slice
from landscape.work import Work
from trainers.catalogue import METHODS
from trainers.run import record

every_function = pytest.mark.parametrize("name", FUNCTIONS)
TURNED = Slice(np.array([0.3, -0.2]), np.array([[1.0, 0.5], [-0.25, 2.0]]))


def objective(name: str) -> PlaneObjective:
    return PlaneObjective(FUNCTIONS[name])


def places(name: str, count: int = 20) -> np.ndarray:
    """Seeded places within the usual range (count, 2)."""
    low, high = np.array(FUNCTIONS[name].range).T
    return low + np.random.default_rng(4).random((count, 2)) * (high - low)


def expected(name: str, x: float, y: float) -> float:
    """The formulas as a textbook prints them."""
    return {
        "bowl": lambda: x * x + y * y,
        "ravine": lambda: x * x / 2 + 25 * y * y,
        "saddle": lambda: 0.5 * x * x + 0.25 * y**4 - 0.5 * y * y,
        "rosenbrock": lambda: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        "beale": lambda: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y**3) ** 2,
        "himmelblau": lambda: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
        "rastrigin": lambda: 20 + sum(z * z - 10 * np.cos(2 * np.pi * z) for z in (x, y)),
    }[name]()


def test_a_name_is_a_models_or_a_functions() -> None:
    assert set(NAMES) == set(MODELS) | set(FUNCTIONS)
    assert len(NAMES) == len(MODELS) + len(FUNCTIONS)
    assert [function.name for function in FUNCTIONS.values()] == list(FUNCTIONS)


@every_function
def test_values_are_the_textbooks(name: str) -> None:
    found = objective(name).losses(places(name))
    np.testing.assert_allclose(found, [expected(name, x, y) for x, y in places(name)], rtol=1e-12, atol=1e-12)


@every_function
def test_the_known_minima_have_the_lowest_value_no_slope_and_curve_upward(name: str) -> None:
    function, model = FUNCTIONS[name], objective(name)
    for place in np.array(function.minima):
        assert abs(model.loss(place) - function.lowest) <= 1e-12
        assert np.abs(model.gradient(place)).max() <= 1e-9
        assert np.linalg.eigvalsh(model.hessian(place)).min() > 0
    assert model.losses(places(name, 4000)).min() >= function.lowest
    (left, right), (bottom, top) = function.range
    assert all(left <= x <= right and bottom <= y <= top for x, y in (*function.minima, function.start))


@every_function
def test_the_gradient_is_that_of_centered_differences(name: str) -> None:
    model, h = objective(name), 1e-5
    for place in places(name):
        numeric = [(model.loss(place + e) - model.loss(place - e)) / (2 * h) for e in h * np.eye(2)]
        analytic = model.gradient(place)
        assert np.linalg.norm(analytic - numeric) <= 1e-6 * max(1.0, np.linalg.norm(analytic))
        loss, gradient = model.loss_and_gradient(place)
        assert loss == model.loss(place)
        np.testing.assert_array_equal(gradient, analytic)


@every_function
def test_the_hessian_is_that_of_centered_differences_of_the_gradient(name: str) -> None:
    model, h = objective(name), 1e-5
    for place in places(name):
        numeric = np.array([(model.gradient(place + e) - model.gradient(place - e)) / (2 * h) for e in h * np.eye(2)])
        exact = model.hessian(place)
        assert np.abs(exact - numeric).max() <= 1e-5 * max(1.0, np.abs(exact).max())
        np.testing.assert_array_equal(hessian_product(model, place, np.array([0.5, -2.0])), exact @ [0.5, -2.0])


@every_function
def test_convex_are_those_whose_curvature_is_nowhere_negative(name: str) -> None:
    lowest = min(np.linalg.eigvalsh(objective(name).hessian(place)).min() for place in places(name, 400))
    assert (lowest >= 0) == FUNCTIONS[name].convex == (name in ("bowl", "ravine"))


def test_the_largest_curvature_and_the_trace_are_exact() -> None:
    ravine, place = objective("ravine"), np.array([3.0, -1.0])
    assert largest_curvature(ravine, place, Work()) == pytest.approx(50.0, rel=1e-14)
    trace = hessian_trace(ravine, place, 0, Work())
    assert (trace.value, trace.error) == (51.0, None)


@every_function
@pytest.mark.parametrize("axes", [2, 1])
def test_a_slice_of_it_is_the_function_point_by_point(name: str, axes: int) -> None:
    model = objective(name)
    through = Slice(TURNED.origin, TURNED.axes[:axes])
    fast, plain = model.restrict(through), PointwiseRestriction(model, through)
    a, b = np.linspace(-1.0, 1.5, 7), np.linspace(-0.5, 2.0, 11) if axes == 2 else np.empty(0)
    found, wanted = fast.grid(a, b, Work()), plain.grid(a, b, Work())
    np.testing.assert_allclose(found.loss, wanted.loss, rtol=1e-12, atol=1e-12)
    assert (found.regularization == 0).all()
    assert np.isnan(found.accuracy).all()
    place = np.array([0.7, -0.4])[:axes]
    np.testing.assert_allclose(fast.gradient(place), plain.gradient(place), rtol=1e-12)
    assert fast.at(place).loss == pytest.approx(plain.loss(place), rel=1e-12)
    assert np.isnan(fast.at(place).accuracy)


@every_function
@pytest.mark.parametrize("method", METHODS)
def test_every_method_runs_on_every_function_and_ends_lower(name: str, method: str) -> None:
    model = objective(name)
    size = {"scale": 1.0} if "search" in method else {"step_size": 1e-3}
    run = record(METHODS[method](**size), model, np.array(FUNCTIONS[name].start), steps=60, seed=0)
    assert len(run.step) == 61
    assert model.loss(run.weights[-1]) < model.loss(run.weights[0])


@pytest.mark.parametrize(
    ("name", "method", "step_size", "steps"),
    [
        ("bowl", "gradient-descent", 0.1, 120),
        ("bowl", "momentum", 0.02, 600),
        ("ravine", "gradient-descent", 0.038, 400),
        ("ravine", "nesterov", 0.005, 400),
        ("rosenbrock", "momentum", 0.001, 6000),
        ("rosenbrock", "gradient-descent", 0.001, 40_000),
    ],
)
def test_methods_converge_to_the_known_minimum(name: str, method: str, step_size: float, steps: int) -> None:
    start = np.array(FUNCTIONS[name].start)
    run = record(METHODS[method](step_size=step_size), objective(name), start, steps=steps, seed=0)
    np.testing.assert_allclose(run.weights[-1], FUNCTIONS[name].minima[0], atol=1e-5)


def test_gradient_descent_on_the_ravine_is_its_closed_form() -> None:
    """Each coordinate shrinks by 1 - step size * curvature; above 2 / 50 the one across grows."""
    for step_size in (0.038, 0.041):
        run = record(
            METHODS["gradient-descent"](step_size=step_size),
            objective("ravine"),
            np.array([-4.0, 1.0]),
            steps=50,
            seed=0,
        )
        t = run.step
        np.testing.assert_allclose(run.weights[:, 0], -4.0 * (1 - step_size) ** t, rtol=1e-10)
        np.testing.assert_allclose(run.weights[:, 1], (1 - 50 * step_size) ** t, rtol=1e-9)
        assert (abs(run.weights[-1, 1]) > 1) == (step_size > 2 / 50)


def test_a_start_is_the_usual_one_and_a_seeded_number_beside_it() -> None:
    model = objective("beale")
    np.testing.assert_array_equal(model.start(3, 0.0), FUNCTIONS["beale"].start)
    np.testing.assert_array_equal(model.start(3, 0.5), model.start(3, 0.5))
    assert not np.array_equal(model.start(3, 0.5), model.start(4, 0.5))


def context(name: str, **told) -> Context:
    model = objective(name)
    base = model.start(0, 0.0)
    return Context(model.layout, base, base, (), 0, 0, False, model, Work(), Choices(**told))


def test_its_weights_as_axes_are_x_and_y_in_this_order() -> None:
    found = WEIGHTS.choose(context("beale"), 2)
    np.testing.assert_array_equal(found.axes, np.eye(2))
    assert found.notes == ("axes are x, y",)
    only = WEIGHTS.choose(context("beale", weights=((1,),)), 1)
    np.testing.assert_array_equal(only.axes, [[0.0, 1.0]])
    assert only.notes == ("the axis is y; all other weights stay",)
    with pytest.raises(SliceError, match="places in the flat vector for a function of two variables"):
        WEIGHTS.choose(context("beale", weights=((0, 1),)), 1)


def test_the_hessians_axes_have_its_own_eigenvalues() -> None:
    found = HESSIAN.choose(context("ravine"), 2)
    assert found.numbers["eigenvalues"] == pytest.approx([50.0, 1.0], rel=1e-14)
    np.testing.assert_allclose(np.abs(found.axes), [[0.0, 1.0], [1.0, 0.0]], atol=1e-14)


@pytest.mark.parametrize("kind", ["filter", "layer"])
def test_axes_as_long_as_layers_are_refused(kind: str) -> None:
    from landscape.directions.catalogue import DIRECTIONS

    with pytest.raises(SliceError, match=r"no layers or rows .* slice\.kind=weights or unit"):
        DIRECTIONS[kind].choose(context("bowl"), 2)
