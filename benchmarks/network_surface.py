"""A surface of a two-layer network, its first layer's sums kept, beside one forward pass for every grid point."""

from __future__ import annotations

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_network, surface_error
from benchmarks.problem import network, places
from benchmarks.row import Row
from benchmarks.setting import Setting
from landscape.objectives.restricted import GridValues
from landscape.work import Work

TARGET = 5.0


def network_rows(setting: Setting) -> list[Row]:
    """Softmax loss and accuracy of a ReLU network on gray images."""
    model, plane = network(setting)
    plain = plain_network(model)
    steps = places(setting.network_resolution)

    def surface() -> GridValues:
        return model.restrict(plane, work=Work()).grid(steps, steps, Work())

    peak, found = peak_megabytes(surface)
    seconds = by_turns(
        {"surface": surface, "one plain point": lambda: plain.loss_and_accuracy(plane.origin)}, setting.rounds
    )
    ratio = len(steps) ** 2 * seconds["one plain point"].processor / seconds["surface"].processor
    sizes = f"{model.layout.n_features}-{model.n_hidden}-{model.layout.n_classes}"
    return [
        Row(
            f"network {sizes} surface {len(steps)} x {len(steps)} / a pass per point",
            ratio,
            "x",
            TARGET,
            error=surface_error(plain, plane, steps, steps, found.loss, found.accuracy),
            peak_mb=peak,
            seconds=seconds,
            note=f"with accuracy, on {model.n_examples:,} examples; "
            f"the plain way is timed at one point and multiplied by {len(steps) ** 2:,}",
        )
    ]
