"""Values for what a description leaves unset. They depend on the data source, the model and the loss, nothing else.

Softmax and svm were tried on six seeds (digits) and two (CIFAR-10; one with the network), the other losses on three
and one: every method gets near its best within the steps given, except one-against-all SVM on CIFAR-10. Untried are
gradient descent beside SGD's step size there, and, but on the digits' network, Nesterov (momentum's step size) and
Adagrad (four times RMSprop's). Networks were tried with both activations.

CIFAR-10's row was tried, the linear classifier with one seed, on what borrows it: MNIST's files (digits enlarged to
28 x 28 pixels, and gray photographs; all losses and gradient methods), a hundred classes (1,500 photographs; softmax,
svm, squared hinge with SGD, momentum, Adagrad, Adam), noise (softmax, svm, one-against-all) and a folder of 2,000
photographs (one-against-all alone). None diverges and all fall; one-against-all is slow with Adagrad and RMSprop, and
slower with smaller steps. On features, squared hinge was tried with HOG, histogram, both joined and patches: three
times its steps of SGD diverge on patches (0.01), so that they are what all of these bear; the other losses were tried
on patches too. Not tried: networks on any of these, and the gradient methods on more than 2,000 features.

A description keeps its fields unset, so that switching the loss switches the defaults with it.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from landscape.experiment.description import Description, from_table
from landscape.experiment.parts import fields_of_model
from trainers.catalogue import METHODS

Sizes = dict[str, float]

# By source and model. Sources of many pixels have CIFAR-10's row, which is safe for fewer; all others have features of
# the digits' size (the default scale sees to that). A network's start scale multiplies what its layers' sizes ask for.
_LIKE = dict.fromkeys(("cifar10", "cifar100", "mnist", "folder", "noise"), "cifar10")
_SETUP: dict[tuple[str, str], dict[str, Any]] = {
    ("general", "linear"): {"start_scale": 0.3, "steps": 100, "batch": 64, "judges": 0},
    ("general", "network"): {"start_scale": 1.0, "steps": 100, "batch": 64, "judges": 0},
    ("cifar10", "linear"): {"start_scale": 0.01, "steps": 150, "batch": 256, "judges": 5000},
    ("cifar10", "network"): {"start_scale": 1.0, "steps": 150, "batch": 256, "judges": 5000},
    ("features", "linear"): {"start_scale": 0.01, "steps": 150, "batch": 256, "judges": 5000},
    ("features", "network"): {"start_scale": 1.0, "steps": 150, "batch": 256, "judges": 5000},
}
_SEARCH_SCALES: dict[tuple[str, str], Sizes] = {
    ("general", "linear"): {"random-search": 0.1, "local-search": 0.05},
    ("general", "network"): {"random-search": 0.1, "local-search": 0.02},
    ("cifar10", "linear"): {"random-search": 0.01, "local-search": 0.002},
    ("cifar10", "network"): {"random-search": 0.01, "local-search": 0.002},
    ("features", "linear"): {"random-search": 0.01, "local-search": 0.002},
    ("features", "network"): {"random-search": 0.01, "local-search": 0.002},
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
    ("features", "linear", "softmax"): {
        "gradient-descent": 0.3, "sgd": 0.3, "momentum": 0.03, "rmsprop": 0.002, "adam": 0.005,
        "nesterov": 0.03, "adagrad": 0.008,
    },
    ("features", "linear", "svm"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.01, "rmsprop": 0.002, "adam": 0.005,
        "nesterov": 0.01, "adagrad": 0.008,
    },
    ("features", "linear", "ova-svm"): {
        "gradient-descent": 0.3, "sgd": 0.3, "momentum": 0.03, "rmsprop": 0.005, "adam": 0.01,
        "nesterov": 0.03, "adagrad": 0.02,
    },
    ("features", "linear", "structured-svm"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.01, "rmsprop": 0.002, "adam": 0.002,
        "nesterov": 0.01, "adagrad": 0.008,
    },
    ("features", "linear", "squared-hinge"): {
        "gradient-descent": 0.003, "sgd": 0.003, "momentum": 0.001, "rmsprop": 0.001, "adam": 0.002,
        "nesterov": 0.001, "adagrad": 0.004,
    },
    ("features", "network", "softmax"): {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.02, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.02, "adagrad": 0.004,
    },
    ("features", "network", "svm"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.005, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.005, "adagrad": 0.004,
    },
    ("features", "network", "ova-svm"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.005, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.005, "adagrad": 0.004,
    },
    ("features", "network", "structured-svm"): {
        "gradient-descent": 0.05, "sgd": 0.05, "momentum": 0.005, "rmsprop": 0.001, "adam": 0.001,
        "nesterov": 0.005, "adagrad": 0.004,
    },
    ("features", "network", "squared-hinge"): {
        "gradient-descent": 0.003, "sgd": 0.003, "momentum": 0.001, "rmsprop": 0.0005, "adam": 0.0005,
        "nesterov": 0.001, "adagrad": 0.002,
    },
}  # fmt: skip

# Functions of two variables have neither examples nor losses. Their sizes were tried on each function from its usual
# start: gradient descent's is the largest round one that converges within the steps (on the ravine just below its
# limit 2 / 50, so that it zigzags; on Rosenbrock's valley and Rastrigin's carton none reaches the lowest place).
_FUNCTION_SETUP: dict[str, dict[str, Any]] = {
    name: {"start_scale": 0.0, "steps": steps, "batch": 1, "judges": 0}
    for name, steps in {
        "bowl": 50, "ravine": 100, "saddle": 100, "rosenbrock": 1000, "beale": 300, "himmelblau": 100, "rastrigin": 100,
    }.items()
}  # fmt: skip
_FUNCTION_SEARCH_SCALES: dict[str, Sizes] = {
    "bowl": {"random-search": 1.0, "local-search": 0.1},
    "ravine": {"random-search": 2.0, "local-search": 0.1},
    "saddle": {"random-search": 1.0, "local-search": 0.1},
    "rosenbrock": {"random-search": 1.0, "local-search": 0.05},
    "beale": {"random-search": 1.5, "local-search": 0.05},
    "himmelblau": {"random-search": 3.0, "local-search": 0.2},
    "rastrigin": {"random-search": 2.0, "local-search": 0.2},
}
_FUNCTION_STEP_SIZES: dict[str, Sizes] = {
    "bowl": {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.05, "rmsprop": 0.05, "adam": 0.1,
        "nesterov": 0.1, "adagrad": 0.5,
    },
    "ravine": {
        "gradient-descent": 0.038, "sgd": 0.038, "momentum": 0.005, "rmsprop": 0.05, "adam": 0.1,
        "nesterov": 0.005, "adagrad": 0.5,
    },
    "saddle": {
        "gradient-descent": 0.1, "sgd": 0.1, "momentum": 0.02, "rmsprop": 0.02, "adam": 0.05,
        "nesterov": 0.05, "adagrad": 0.2,
    },
    "rosenbrock": {
        "gradient-descent": 0.001, "sgd": 0.001, "momentum": 0.001, "rmsprop": 0.005, "adam": 0.1,
        "nesterov": 0.001, "adagrad": 0.5,
    },
    "beale": {
        "gradient-descent": 0.01, "sgd": 0.01, "momentum": 0.005, "rmsprop": 0.01, "adam": 0.1,
        "nesterov": 0.005, "adagrad": 0.5,
    },
    "himmelblau": {
        "gradient-descent": 0.01, "sgd": 0.01, "momentum": 0.005, "rmsprop": 0.05, "adam": 0.2,
        "nesterov": 0.005, "adagrad": 0.5,
    },
    "rastrigin": {
        "gradient-descent": 0.002, "sgd": 0.002, "momentum": 0.002, "rmsprop": 0.01, "adam": 0.05,
        "nesterov": 0.002, "adagrad": 0.1,
    },
}  # fmt: skip


def resolved(description: Description) -> Description:
    """The description with every unset field filled in that does not need the data themselves."""
    objective = description.objective
    setup, scales, step_sizes = _rows_for(description)
    table = description.table()
    table["objective"] = {**fields_of_model(objective.model), **table["objective"]}
    for feature in description.features.features:
        own = {field.name: getattr(feature, field.name) for field in dataclasses.fields(feature)}
        table["features"].update({name: value for name, value in own.items() if value is not None})
    table["start"].setdefault("scale", setup["start_scale"])
    table["run"].setdefault("steps", setup["steps"])
    table["run"].setdefault("batch", setup["batch"])
    run_steps = table["run"]["steps"]
    part = description.slice
    table["slice"].setdefault("dimensions", part.n_axes)
    table["slice"].setdefault("shift", [0.0] * part.n_axes)
    table["slice"].setdefault("turn", [[float(i == j) for j in range(part.n_axes)] for i in range(min(2, part.n_axes))])
    if description.view.split == "test":
        table["grid"]["test"] = True
    for settings in table["methods"].values():
        settings.setdefault("seed", description.run.seed)
        method = settings["method"]
        known = {field.name: field.default for field in dataclasses.fields(METHODS[method])}
        chosen = {
            "scale": scales.get(method),
            "step_size": step_sizes.get(method),
            "batch": table["run"]["batch"],
            "rows": setup["judges"],
            "period": run_steps if settings.get("schedule") == "cosine" else max(1, run_steps // 4),
        }
        for name, default in known.items():
            value = chosen.get(name)
            settings.setdefault(name, default if value is None else value)
    return from_table(table)


def _rows_for(description: Description) -> tuple[dict[str, Any], Sizes, Sizes]:
    """Of the tables above: the setup, the scales of searches, the step sizes. Features have a row of their own."""
    objective = description.objective
    model = objective.model
    if objective.function is not None:
        return _FUNCTION_SETUP[model], _FUNCTION_SEARCH_SCALES[model], _FUNCTION_STEP_SIZES[model]
    source = "features" if description.features.kinds else _LIKE.get(description.source, "general")
    row = source, model
    return _SETUP[row], _SEARCH_SCALES[row], _STEP_SIZES[*row, objective.loss]
