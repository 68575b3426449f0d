"""How well a linear classifier does on each feature of CIFAR-10: `python -m benchmarks.feature_accuracy FOLDER`.

lambda, the step size and the number of steps are chosen for each feature and loss on a fifth of the training images;
then all training images are fitted, once a seed, and only these runs are asked about the test images. One line a
feature and loss as soon as it is known; docs/FEATURES.md has the numbers of 50,000 images.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from landscape.blas import use_one_thread

use_one_thread()

import numpy as np  # noqa: E402

from benchmarks.feature_search import Search, choose, share_right  # noqa: E402
from benchmarks.side_by_side import trained  # noqa: E402
from landscape.data.dataset import Dataset  # noqa: E402
from landscape.experiment.description import from_table  # noqa: E402
from landscape.features.extract import with_features  # noqa: E402
from landscape.losses.catalogue import LOSSES  # noqa: E402
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


def main() -> None:
    """Choose, train and tell, for each feature with each loss."""
    options = _options()
    work = Work(workers=options.workers)
    search = _search(options)
    print(f"lambda of {', '.join(f'{value:g}' for value in search.regularizations)}")
    print(f"step size of {', '.join(f'{value:g}' for value in search.step_sizes)}")
    print("; ".join(f"{steps:,} steps: {f'the best {count}' if count else 'all'}" for steps, count in search.rungs))
    print(f"{'features':22} {'loss':14} {'D':>6} {'lambda':>7} {'step':>6} {'steps':>6}", end=" ")
    print(f"{'valid.':>7} {'train':>7} {'test':>7} {'seconds':>8}", flush=True)
    for name in options.only or CASES:
        dataset = _dataset(name, options.folder, options.examples, work)
        begun = time.process_time()
        found = choose(dataset, options.losses, search, 0, work)
        chosen = [of_loss[0] for of_loss in found]
        settings = [tried.setting for tried in chosen]
        weights: dict[int, list[Any]] = {index: [] for index in range(len(settings))}
        for seed in range(options.seeds):
            for steps in {setting.steps for setting in settings}:
                rows = [index for index, setting in enumerate(settings) if setting.steps == steps]
                ends = trained(dataset.train, dataset.n_classes, [settings[row] for row in rows], seed)
                for row, end in zip(rows, ends, strict=True):
                    weights[row].append(end)
        seconds = (time.process_time() - begun) / len(settings)
        for index, tried in enumerate(chosen):
            setting, ends = tried.setting, weights[index]
            train, test = (share_right(dataset, part, np.array(ends), work) for part in (dataset.train, dataset.test))
            each = f"  test of each seed: {' '.join(f'{share:.4f}' for share in test)}" if options.seeds > 1 else ""
            print(
                f"{name:22} {setting.loss:14} {dataset.n_features:6,} {setting.regularization:7g} "
                f"{setting.step_size:6g} {setting.steps:6,} {tried.validation:7.4f} {train.mean():7.4f} "
                f"{test.mean():7.4f} {seconds:8.0f}{each}",
                flush=True,
            )
            if options.tried:
                for one in found[index]:
                    own = one.setting
                    print(f"    {own.regularization:7g} {own.step_size:6g} {own.steps:6,} {one.validation:.4f}")


def _dataset(name: str, folder: str, examples: int | None, work: Work) -> Dataset:
    """The features of one case, from the disk where they are there."""
    description = from_table(
        {"data": {"source": "cifar10", "path": folder, "examples": examples}, "features": CASES[name]}
    )
    part = description.features
    return with_features(description.data.load(work), part.features, part.seed, part.standardize, work)


def _search(options: argparse.Namespace) -> Search:
    chosen = {name: tuple(found) for name in ("regularizations", "step_sizes") if (found := getattr(options, name))}
    if options.rungs:
        counts = [None, *(int(count) for count in options.rungs[1::2])]
        chosen["rungs"] = tuple(zip(map(int, options.rungs[::2]), counts, strict=True))
    return Search(**chosen)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="CIFAR-10 in its official binary layout")
    parser.add_argument("--only", nargs="*", choices=list(CASES))
    parser.add_argument("--losses", nargs="*", choices=list(LOSSES), default=list(LOSSES))
    parser.add_argument("--examples", type=int, default=50_000)
    parser.add_argument("--regularizations", nargs="+", type=float, help="lambda's grid; the docs' where left out")
    parser.add_argument("--step-sizes", nargs="+", type=float, help="the grid of step sizes")
    parser.add_argument(
        "--rungs",
        nargs="+",
        type=int,
        metavar="N",
        help="steps of all settings, then how many of the best go on and with how many steps in all: 300 8 1000 3 3000",
    )
    parser.add_argument("--seeds", type=int, default=1, help="runs on all training images, each asked once")
    parser.add_argument("--tried", action="store_true", help="list every setting that was tried")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
