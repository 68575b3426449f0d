"""What each stage depends on: the keys that its results are remembered under.

A key hashes the parts of the description that a stage reads and the keys of the stages before it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from landscape.directions.axes_file import file_digest
from landscape.experiment.description import Description
from landscape.experiment.memory import key_of
from landscape.experiment.parts import MethodPart

LIMITS = ("max_cost", "target_loss", "patience")
MOVES = ("turn", "shift")  # of a slice: fields that choose another view of the same weights


@dataclass(frozen=True)
class Keys:
    """The keys of one resolved description.

    `stride` tells the pace at which its runs are recorded; it needs the data, whose key comes first.
    """

    full: Description
    stride: Callable[[], int]

    @cached_property
    def tables(self) -> dict[str, Any]:
        """The description as nested tables."""
        return self.full.table()

    @cached_property
    def images(self) -> str:
        """Of the examples as their source gives them."""
        return key_of("data", self.tables["data"])

    @cached_property
    def data(self) -> str:
        """Of the examples that are learned from."""
        return key_of(self.images, self.tables["features"]) if self.full.features.kinds else self.images

    @cached_property
    def model(self) -> str:
        """Of the objective on the examples."""
        return key_of(self.data, self.tables["objective"])

    @cached_property
    def base(self) -> str:
        """Of the base point, which depends on the weights' shape and not on the loss."""
        start, objective = self.tables["start"], self.tables["objective"]
        shape = {name: value for name, value in objective.items() if name not in ("loss", "regularization", "l1")}
        return key_of(self.data, shape, start["seed"], start["scale"], start.get("weights"))

    @cached_property
    def slice(self) -> str:
        """Of the slice's origin and axes."""
        return self._slice(self.tables["slice"])

    @cached_property
    def basis(self) -> str:
        """Of the same slice neither shifted nor turned: as a set of weights it is the same one."""
        return self._slice({name: value for name, value in self.tables["slice"].items() if name not in MOVES})

    def _slice(self, table: dict[str, Any]) -> str:
        part = self.full.slice
        # With labels: a center "end:LABEL" depends on which run has the label.
        runs = [(run.label, self.reference(run)) for run in self.full.methods] if part.needs_runs else []
        objective = self.model if part.needs_objective else ""
        file = file_digest(part.file or "") if part.reads_file else ""
        return key_of("slice", self.base, table, runs, objective, file)

    def reference(self, part: MethodPart) -> str:
        """Of a method's run from the base point."""
        # The seed and the batch stand among the run's own fields.
        run = {name: value for name, value in self.tables["run"].items() if name in ("steps", *LIMITS)}
        # A stretched step changes no axis: the runs that axes depend on take all steps as they are.
        own = {name: value for name, value in self.tables["methods"][part.label].items() if name != "stretch"}
        return key_of("run", self.model, self.base, own, run, self.stride())

    def run(self, part: MethodPart) -> str:
        """Of the run that is shown: it may start elsewhere, stay inside the slice, or have stretched steps."""
        inside, as_it_is = self.full.run.inside, self.reference(part)
        if part.stretch:
            as_it_is = key_of(as_it_is, "stretched", part.stretch)
        if inside == "space" and not any(self.full.start.at):
            return as_it_is
        return key_of(as_it_is, self.slice, self.full.start.at, inside)
