"""How the cost grows with examples, grid, classes and axes: `python -m benchmarks.growth` draws docs/performance.

Processor time of one thread, medians of three, on seeded noise with structure and 3,072 features; about two minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from landscape.blas import use_one_thread

use_one_thread()  # before anything loads numpy

import numpy as np  # noqa: E402

from benchmarks.growth_figure import draw_growth  # noqa: E402
from benchmarks.measure import by_turns  # noqa: E402
from benchmarks.noise import noise_blocks  # noqa: E402
from benchmarks.plain import plain_classifier  # noqa: E402
from benchmarks.problem import REGULARIZATION, Problem, places  # noqa: E402
from benchmarks.surface import loss_surface, whole_surface  # noqa: E402
from landscape.data.dataset import AffineMap, Examples  # noqa: E402
from landscape.losses.catalogue import LOSSES  # noqa: E402
from landscape.objectives.layout import WeightLayout  # noqa: E402
from landscape.objectives.linear_classifier import LinearClassifier  # noqa: E402
from landscape.slice import Slice  # noqa: E402
from landscape.work import Work  # noqa: E402

FIGURE = Path(__file__).resolve().parent.parent / "docs" / "performance" / "growth.png"
SIDE = 32
ROUNDS = 3
EXAMPLES, RESOLUTION, CLASSES = 5_000, 101, 10  # what does not vary
VARIED_EXAMPLES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
VARIED_RESOLUTION = (6, 11, 26, 51, 101, 201, 401)
VARIED_CLASSES = (2, 5, 10, 20, 50, 100)
VARIED_AXES = (1, 2, 4, 8, 16, 32, 64, 128)
PLAIN = "a pass per point"


@dataclass
class Growth:
    """Seconds against one quantity, curve by curve."""

    title: str
    quantity: str
    values: tuple[int, ...]
    curves: dict[str, list[float]] = field(default_factory=dict)

    def add(self, found: dict[str, float]) -> None:
        """The next value's seconds."""
        for name, seconds in found.items():
            self.curves.setdefault(name, []).append(seconds)


def main() -> None:
    """Measure and draw."""
    found = [_examples(), _grid(), _classes(), _axes()]
    FIGURE.parent.mkdir(exist_ok=True)
    draw_growth(found, FIGURE)


def _examples() -> Growth:
    growth = Growth(f"Examples, at {RESOLUTION} × {RESOLUTION}", "examples", VARIED_EXAMPLES)
    for count in VARIED_EXAMPLES:
        growth.add(_surfaces(_problem(count, CLASSES), RESOLUTION))
    return growth


def _grid() -> Growth:
    growth = Growth(f"Grid, for {EXAMPLES:,} examples", "grid points per axis", VARIED_RESOLUTION)
    problem = _problem(EXAMPLES, CLASSES)
    for resolution in VARIED_RESOLUTION:
        growth.add(_surfaces(problem, resolution))
    return growth


def _classes() -> Growth:
    growth = Growth(f"Classes, for {EXAMPLES:,} examples", "classes", VARIED_CLASSES)
    for count in VARIED_CLASSES:
        growth.add(_surfaces(_problem(EXAMPLES, count), RESOLUTION))
    return growth


def _axes() -> Growth:
    """One step of a method: inside a slice of k axes from kept scores, and outside, in the whole weight space."""
    growth = Growth(f"Axes k of a slice, for {EXAMPLES:,} examples", "axes", VARIED_AXES)
    problem = _problem(EXAMPLES, CLASSES)
    for count in VARIED_AXES:
        axes = np.random.default_rng(count).standard_normal((count, problem.model.n_weights))
        through = Slice(problem.weights, axes)
        inside, at = problem.model.restrict(through), np.zeros(count)
        growth.add(
            _seconds(
                {
                    "loss and gradient": lambda inside=inside, at=at: inside.loss_and_gradient(at),
                    "the same in all weights": lambda: problem.model.loss_and_gradient(problem.weights),
                    "the one pass before": lambda through=through: problem.model.restrict(through),
                }
            )
        )
    return growth


def _surfaces(problem: Problem, resolution: int) -> dict[str, float]:
    svm = Problem(replace(problem.model, data_loss=LOSSES["svm"]()), problem.weights)
    steps, plain = places(resolution), plain_classifier(problem)
    found = _seconds(
        {
            "softmax": lambda: loss_surface(problem, steps),
            "SVM": lambda: loss_surface(svm, steps),
            "softmax and accuracy": lambda: whole_surface(problem, steps, Work()),
            PLAIN: lambda: plain.loss(problem.weights),
        }
    )
    found[PLAIN] *= resolution**2
    return found


def _seconds(pieces: dict[str, Callable[[], object]]) -> dict[str, float]:
    found = {name: seconds.processor for name, seconds in by_turns(pieces, ROUNDS).items()}
    print(", ".join(f"{name} {seconds:.3g} s" for name, seconds in found.items()), file=sys.stderr)
    return found


def _problem(n_examples: int, n_classes: int) -> Problem:
    found = noise_blocks(n_examples, SIDE, 3, seed=0, n_classes=n_classes)
    pixels, labels = (np.concatenate(parts) for parts in zip(*found, strict=True))
    layout = WeightLayout(n_classes, pixels.shape[1])
    model = LinearClassifier(
        Examples(pixels, labels), AffineMap(1 / 255, None), layout, LOSSES["softmax"](), REGULARIZATION
    )
    return Problem(model, layout.random_start(0, [1e-2]))


if __name__ == "__main__":
    main()
