"""How well a linear classifier does on each feature of CIFAR-10: `python -m benchmarks.feature_accuracy FOLDER`.

One line a feature as soon as it is known; docs/FEATURES.md has the numbers of 50,000 images.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from landscape.blas import use_one_thread

use_one_thread()

from landscape.experiment.description import from_table  # noqa: E402  after the limit on BLAS
from landscape.experiment.pipeline import Pipeline  # noqa: E402
from landscape.work import Work  # noqa: E402

CASES: dict[str, dict[str, Any]] = {
    "pixels": {"kind": "pixels"},
    "histogram": {"kind": "histogram"},
    "hog, cell 8": {"kind": "hog", "cell": 8},
    "hog, cell 4": {"kind": "hog", "cell": 4},
    "hog+histogram, cell 8": {"kind": "hog+histogram", "cell": 8},
    "hog+histogram, cell 4": {"kind": "hog+histogram", "cell": 4},
    "patches": {"kind": "patches"},
    "sift": {"kind": "sift"},
    "surf": {"kind": "surf"},
    "patches+hog+histogram": {"kind": "patches+hog+histogram"},
    "surf at keypoints": {"kind": "surf", "points": "keypoints"},
    "sift at keypoints": {"kind": "sift", "points": "keypoints"},
}
ADAM = {"method": "adam", "step_size": 1e-3, "schedule": "cosine"}


def main() -> None:
    """Train with each loss on each feature and print the shares of images that are right."""
    options = _options()
    pipeline, work = Pipeline(), Work(workers=options.workers)
    print(f"{'features':24} {'loss':8} {'D':>6} {'training':>9} {'test':>7} {'seconds':>8}", flush=True)
    for name in options.only or CASES:
        for loss in ("softmax", "svm"):
            begun = time.perf_counter()
            description = from_table(
                {
                    "data": {"source": "cifar10", "path": options.folder, "examples": options.examples},
                    "features": CASES[name],
                    "objective": {"loss": loss, "regularization": options.regularization},
                    "start": {"scale": 0.001},
                    "run": {"steps": options.steps, "batch": 256, "memory": 64},
                    "methods": {"adam": ADAM | {"step_size": options.step_size}},
                    "slice": {"center": "end:adam"},
                }
            )
            dataset, model, weights = pipeline.place(description, work)
            train, test = (float(part.evaluate(weights[None], work)[1][0]) for part in (model, model.on(dataset.test)))
            seconds = time.perf_counter() - begun
            print(
                f"{name:24} {loss:8} {dataset.n_features:6,} {train:9.4f} {test:7.4f} {seconds:8.0f}",
                flush=True,
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="CIFAR-10 in its official binary layout")
    parser.add_argument("--only", nargs="*", choices=list(CASES))
    parser.add_argument("--examples", type=int, default=50_000)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--step-size", type=float, default=1e-3)
    parser.add_argument("--regularization", type=float, default=1e-3)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
