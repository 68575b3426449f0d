"""The same surface by loss-landscapes, which runs a torch model once for every grid point."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.plain import plain_classifier
from benchmarks.problem import places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.surface import loss_surface
from landscape.work import Work

TARGETS = {"softmax": 450.0, "svm": 800.0}
STEPS = 3  # grid points per axis that the peer is timed at
INSTALL = "pip install -r benchmarks/requirements-peers.txt"
ALIKE = 1e-4  # float32 against float64


def peer_rows(setting: Setting, loss: str) -> list[Row]:
    """One thread each, by processor time; in the note two threads against two workers, by the clock on the wall."""
    what = f"{loss} surface {setting.resolution} x {setting.resolution} / loss-landscapes on torch"
    if find_spec("torch") is None or find_spec("loss_landscapes") is None:
        return [Row(what, None, "x", TARGETS[loss], note=f"not installed: {INSTALL}")]
    import loss_landscapes
    import torch
    from loss_landscapes.metrics import Loss

    measured, steps = problem(setting, loss), places(setting.resolution)
    plain = plain_classifier(measured)
    inputs = torch.from_numpy(plain.features[:, :-1].astype(np.float32))
    targets = torch.from_numpy(plain.labels)
    torch.manual_seed(0)
    module = torch.nn.Linear(setting.n_features, measured.model.layout.n_classes)
    matrix = torch.from_numpy(measured.weights.reshape(module.out_features, -1).astype(np.float32))
    module.load_state_dict({"weight": matrix[:, :-1], "bias": matrix[:, -1]})
    function, factor = {
        "softmax": (torch.nn.CrossEntropyLoss(), 1),
        "svm": (torch.nn.MultiMarginLoss(), module.out_features),  # torch divides by the number of classes
    }[loss]
    with torch.no_grad():
        theirs = factor * function(module(inputs), targets).item()
    ours = measured.model.loss(measured.weights) - measured.model.penalties(measured.weights[None])[0]
    if abs(theirs - ours) > ALIKE * max(1.0, ours):
        raise ArithmeticError(f"the two tools must agree on the loss at the center; got {theirs} and {ours}.")

    def peer(threads: int) -> None:
        torch.set_num_threads(threads)
        metric = Loss(function, inputs, targets)
        loss_landscapes.random_plane(module, metric, 10, STEPS, normalization="filter", deepcopy_model=True)

    n_points = STEPS**2
    seconds = by_turns(
        {
            "surface": lambda: loss_surface(measured, steps),
            f"peer, {n_points} points": lambda: peer(1),
            "surface, 2 workers": lambda: loss_surface(measured, steps, Work(2)),
            f"peer, {n_points} points, 2 threads": lambda: peer(2),
        },
        setting.rounds,
    )
    share = len(steps) ** 2 / n_points
    ratio = share * seconds[f"peer, {n_points} points"].processor / seconds["surface"].processor
    wall = share * seconds[f"peer, {n_points} points, 2 threads"].wall / seconds["surface, 2 workers"].wall
    note = (
        f"timed at {n_points} points in float32 and multiplied; {wall:,.0f} x by the clock with two threads against "
        "two workers"
    )
    return [Row(what, ratio, "x", TARGETS[loss], seconds=seconds, note=note)]
