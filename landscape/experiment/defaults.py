"""Values for what a description leaves unset. They depend on the data source, the model and the loss, nothing else.

Softmax and svm were tried on six seeds (digits) and two (CIFAR-10; one with the network), the other losses on three
and one: every method gets near its best within the steps given, except one-against-all SVM on CIFAR-10. Untried are
gradient descent beside SGD's step size there, and, but on the digits' network, Nesterov (momentum's step size) and
Adagrad (four times RMSprop's). Networks were tried with both activations. A description keeps its fields unset, so
that switching the loss switches the defaults with it.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from landscape.experiment.description import Description, from_table
from landscape.experiment.parts import fields_of_model
from trainers.catalogue import METHODS

Sizes = dict[str, float]

# By source and model. Sources without a row of their own have features of the digits' size (the default scale sees to
# that). A network's start scale multiplies what its layers' sizes ask for.
_SETUP: dict[tuple[str, str], dict[str, Any]] = {
    ("general", "linear"): {"start_scale": 0.3, "steps": 100, "batch": 64, "judges": 0},
    ("general", "network"): {"start_scale": 1.0, "steps": 100, "batch": 64, "judges": 0},
    ("cifar10", "linear"): {"start_scale": 0.01, "steps": 150, "batch": 256, "judges": 5000},
    ("cifar10", "network"): {"start_scale": 1.0, "steps": 150, "batch": 256, "judges": 5000},
}
_SEARCH_SCALES: dict[tuple[str, str], Sizes] = {
    ("general", "linear"): {"random-search": 0.1, "local-search": 0.05},
    ("general", "network"): {"random-search": 0.1, "local-search": 0.02},
    ("cifar10", "linear"): {"random-search": 0.01, "local-search": 0.002},
    ("cifar10", "network"): {"random-search": 0.01, "local-search": 0.002},
}
_STEP_SIZES: dict[tuple[str, str, str], Sizes] = {
    ("general", "linear", "softmax"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 1.0, "rmsprop": 0.05, "adam": 0.05,
        "nesterov": 1.0, "adagrad": 0.2,
    },
    ("general", "linear", "svm"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.1, "rmsprop": 0.05, "adam": 0.05,
        "nesterov": 0.1, "adagrad": 0.2,
    },
    ("general", "network", "softmax"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 0.2, "rmsprop": 0.01, "adam": 0.01,
        "nesterov": 0.2, "adagrad": 0.04,
    },
    ("general", "network", "svm"): {
        "gradient-descent": 0.5, "sgd": 0.5, "momentum": 0.05, "rmsprop": 0.005, "adam": 0.01,
        "nesterov": 0.05, "adagrad": 0.02,
    },
    ("cifar10", "linear", "softmax"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.05, "rmsprop": 0.0005, "adam": 0.001,
        "nesterov": 0.05, "adagrad": 0.002,
    },
    ("cifar10", "linear", "svm"): {
        "gradient-descent": 0.005, "sgd": 0.005, "momentum": 0.005, "rmsprop": 0.0005, "adam": 0.001,
        "nesterov": 0.005, "adagrad": 0.002,
    },
    ("cifar10", "network", "softmax"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.02, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.02, "adagrad": 0.004,
    },
    ("cifar10", "network", "svm"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.02, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.02, "adagrad": 0.004,
    },
    ("general", "linear", "ova-svm"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 0.2, "rmsprop": 0.05, "adam": 0.05,
        "nesterov": 0.2, "adagrad": 0.2,
    },
    ("general", "linear", "structured-svm"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 0.2, "rmsprop": 0.02, "adam": 0.02,
        "nesterov": 0.2, "adagrad": 0.08,
    },
    ("general", "linear", "squared-hinge"): {
        "gradient-descent": 0.5, "sgd": 0.5, "momentum": 0.02, "rmsprop": 0.02, "adam": 0.05,
        "nesterov": 0.02, "adagrad": 0.08,
    },
    ("general", "network", "ova-svm"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 0.1, "rmsprop": 0.01, "adam": 0.02,
        "nesterov": 0.1, "adagrad": 0.04,
    },
    ("general", "network", "structured-svm"): {
        "gradient-descent": 1.0, "sgd": 1.0, "momentum": 0.2, "rmsprop": 0.01, "adam": 0.01,
        "nesterov": 0.2, "adagrad": 0.04,
    },
    ("general", "network", "squared-hinge"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.02, "rmsprop": 0.01, "adam": 0.01,
        "nesterov": 0.02, "adagrad": 0.04,
    },
    ("cifar10", "linear", "ova-svm"): {
        "gradient-descent": 0.02, "sgd": 0.02, "momentum": 0.005, "rmsprop": 0.005, "adam": 0.01,
        "nesterov": 0.005, "adagrad": 0.02,
    },
    ("cifar10", "linear", "structured-svm"): {
        "gradient-descent": 0.01, "sgd": 0.01, "momentum": 0.005, "rmsprop": 0.0005, "adam": 0.0005,
        "nesterov": 0.005, "adagrad": 0.002,
    },
    ("cifar10", "linear", "squared-hinge"): {
        "gradient-descent": 0.005, "sgd": 0.005, "momentum": 0.001, "rmsprop": 0.0005, "adam": 0.001,
        "nesterov": 0.001, "adagrad": 0.002,
    },
    ("cifar10", "network", "ova-svm"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.02, "rmsprop": 0.001, "adam": 0.002,
        "nesterov": 0.02, "adagrad": 0.004,
    },
    ("cifar10", "network", "structured-svm"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.02, "rmsprop": 0.0005, "adam": 0.001,
        "nesterov": 0.02, "adagrad": 0.002,
    },
    ("cifar10", "network", "squared-hinge"): {
        "gradient-descent": 0.01, "sgd": 0.01, "momentum": 0.002, "rmsprop": 0.0005, "adam": 0.001,
        "nesterov": 0.002, "adagrad": 0.002,
    },
}  # fmt: skip


def resolved(description: Description) -> Description:
    """The description with every unset field filled in that does not need the data themselves."""
    objective = description.objective
    row = description.source if (description.source, objective.model) in _SETUP else "general", objective.model
    setup = _SETUP[row]
    table = description.table()
    table["objective"] = {**fields_of_model(objective.model), **table["objective"]}
    table["start"].setdefault("scale", setup["start_scale"])
    table["run"].setdefault("steps", setup["steps"])
    table["run"].setdefault("batch", setup["batch"])
    run_steps = table["run"]["steps"]
    part = description.slice
    table["slice"].setdefault("dimensions", part.n_axes)
    table["slice"].setdefault("shift", [0.0] * part.n_axes)
    table["slice"].setdefault("turn", [[float(i == j) for j in range(part.n_axes)] for i in range(min(2, part.n_axes))])
    for settings in table["methods"].values():
        settings.setdefault("seed", description.run.seed)
        method = settings["method"]
        known = {field.name: field.default for field in dataclasses.fields(METHODS[method])}
        chosen = {
            "scale": _SEARCH_SCALES[row].get(method),
            "step_size": _STEP_SIZES[*row, objective.loss].get(method),
            "batch": table["run"]["batch"],
            "rows": setup["judges"],
            "period": run_steps if settings.get("schedule") == "cosine" else max(1, run_steps // 4),
        }
        for name, default in known.items():
            value = chosen.get(name)
            settings.setdefault(name, default if value is None else value)
    return from_table(table)
