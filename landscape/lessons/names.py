"""What a single weight is called: "class 3, pixel (2, 5)"."""

from __future__ import annotations

from landscape.data.dataset import Dataset
from landscape.objectives.layout import WeightLayout


def weight_name(layout: WeightLayout, dataset: Dataset, dimension: int) -> str:
    """The unit that weight number `dimension` (0 .. P - 1) leads into, and what it multiplies there."""
    before, level = 0, 0
    while dimension >= before + (size := layout.shapes[level][0] * layout.shapes[level][1]):
        before, level = before + size, level + 1
    n_columns = layout.shapes[level][1]
    unit, column = divmod(dimension - before, n_columns)
    is_last = level == len(layout.shapes) - 1
    into = f"class {dataset.class_names[unit]}" if is_last else f"hidden unit {unit}"
    if column == n_columns - 1:
        return f"{into}, bias"
    return f"{into}, {_input_name(dataset, column) if level == 0 else f'from hidden unit {column}'}"


def _input_name(dataset: Dataset, feature: int) -> str:
    shape = dataset.image_shape
    if shape is None:
        return f"feature {feature}"
    height, width = shape[:2]
    if len(shape) == 2:
        return f"pixel ({feature // width}, {feature % width})"
    channel, place = divmod(feature, height * width) if dataset.planar else (feature % 3, feature // 3)
    return f"{('red', 'green', 'blue')[channel]} of pixel ({place // width}, {place % width})"
