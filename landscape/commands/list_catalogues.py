"""losscope list: what a description can be made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import click


@click.command("list")
def list_catalogues() -> None:
    """Print what a description can be made of: sources, losses, methods, directions, figures, files."""
    for line in _lines():
        click.echo(line)


def _lines() -> Iterator[str]:
    from landscape.data.catalogue import SOURCES
    from landscape.directions.catalogue import DIRECTIONS
    from landscape.features.catalogue import FEATURES
    from landscape.figures.catalogue import KINDS
    from landscape.files.catalogue import FORMATS
    from landscape.losses.catalogue import LOSSES
    from landscape.objectives.catalogue import MODELS
    from landscape.objectives.functions.catalogue import FUNCTIONS
    from trainers.catalogue import METHODS

    yield "data.source"
    yield from (f"  {name:17} {source.summary}" for name, source in SOURCES.items())
    yield "features.kind (joined by +)"
    yield from (f"  {name:17} {feature.summary}" for name, feature in FEATURES.items())
    yield "objective.model"
    yield from (f"  {name:17} {model.summary}" for name, model in MODELS.items())
    yield from (f"  {name:17} {function.summary}" for name, function in FUNCTIONS.items())
    yield "objective.loss"
    yield from (f"  {name:17} {loss.summary}" for name, loss in LOSSES.items())
    yield "methods"
    for name, method in METHODS.items():
        yield f"  {name:17} {method.summary}"
        yield f"  {'':17} parameters: " + ", ".join(field.name for field in dataclasses.fields(method))
    yield "slice.kind (joined by +)"
    yield from (f"  {name:17} {direction.summary}" for name, direction in DIRECTIONS.items())
    yield "figure --kind"
    yield from (f"  {name:17} {kind.summary}" for name, kind in KINDS.items())
    yield "files that open"
    yield from (f"  {ending:17} {kind.summary}" for ending, kind in FORMATS.items())
