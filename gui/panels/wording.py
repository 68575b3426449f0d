"""Plain words for the fields of a description. A field without an entry is called by its own name."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "data.source": "Examples from",
    "data.path": "Path",
    "data.examples": "Training examples",
    "data.center": "Subtract the mean of every feature",
    "data.scale": "Multiply features by",
    "data.seed": "Seed of the split",
    "data.stream": "Leave pixels in their files",
    "features.kind": "Seen of an image",
    "features.standardize": "Mean 0 and deviation 1 for every feature",
    "features.seed": "Seed of the vocabulary",
    "features.cell": "Pixels along a cell",
    "features.orientations": "Orientations",
    "features.bins": "Bins of each channel",
    "features.words": "Words",
    "features.patch": "Pixels along a patch",
    "features.points": "Described",
    "objective.model": "Minimized",
    "objective.loss": "Loss",
    "objective.regularization": "Penalty on large weights (λ)",
    "objective.l1": "Penalty on absolute weights",
    "start.seed": "Seed",
    "start.scale": "Size of first weights",
    "start.at": "Start at (a, b)",
    "run.steps": "Steps",
    "run.batch": "Examples per step",
    "run.seed": "Seed",
    "run.inside": "Methods move in",
    "run.memory": "Memory for paths (MB)",
    "run.tries": "Show the tries of searches",
    "run.max_cost": "End at a cost of",
    "run.target_loss": "End at a loss of",
    "run.patience": "End after steps without progress",
    "slice.kind": "Directions",
    "slice.seed": "Seed",
    "slice.dimensions": "Number of directions",
    "slice.bias": "Random directions move biases too",
    "slice.orthogonal": "Axes orthogonal",
    "slice.center": "Through",
    "slice.through": "And through",
    "slice.weights": "Weights (class, feature)",
    "slice.second": "Beside the gradient",
    "slice.runs": "Chosen from the runs",
    "slice.eigenvectors": "Curvatures",
    "slice.file": "File with axes",
    "slice.turn": "Axes shown (turn)",
    "slice.shift": "Origin moved by (shift)",
    "grid.resolution": "Points along each axis",
    "grid.range": "Range",
    "grid.method": "Surface computed",
    "grid.batch": "Examples of the surface",
    "grid.batch_step": "Batch of which step",
    "grid.test": "Test examples too",
}

# What an unset field amounts to where only the data can tell the number.
UNSET: dict[str, str] = {
    "data.examples": "all",
    "data.scale": "source’s own",
    "features.cell": "side / 8",
    "grid.batch": "all",
    "slice.through": "ends of the first runs",
    "slice.weights": "the two steepest",
    "slice.runs": "those that follow gradients",
    "run.max_cost": "no limit",
    "run.target_loss": "no limit",
    "run.patience": "no limit",
}

PARAMETERS: dict[str, str] = {
    "seed": "Seed",
    "step_size": "Step size",
    "batch": "Examples per step",
    "momentum": "Speed kept (momentum)",
    "decay": "Squared slope kept",
    "beta1": "Slope kept (β₁)",
    "beta2": "Squared slope kept (β₂)",
    "epsilon": "Keeps from 0 (ε)",
    "scale": "Size of a try",
    "tries_per_step": "Tries per step",
    "rows": "Examples that judge",
    "schedule": "Step size changes",
    "period": "Steps of the schedule",
    "drop_by": "Multiplied at a drop by",
    "weight_decay": "Weights shrink (AdamW)",
    "amsgrad": "Divisor only grows (AMSGrad)",
}


def words_of(section: str, name: str) -> str:
    """What a person reads for a field; `section` is "slice", or "methods.LABEL" for a method's parameter."""
    known = PARAMETERS.get(name) if section.startswith("methods.") else WORDS.get(f"{section}.{name}")
    return known or name.replace("_", " ").capitalize()
