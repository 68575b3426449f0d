"""Training in a lane of its own: what the methods have done so far, and the first of them as soon as it is done."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Qt, Signal

from gui.jobs import Lane
from gui.streaming import Running, Stream
from landscape.experiment.description import Description
from landscape.experiment.first_scene import first_scene
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.work import Work


class Training(QObject):
    """Trains the methods of one description at a time; whoever asks next overtakes it.

    Signals:
        running(object): a `Running`, the paths so far of methods that are being trained.
        first(object): the scene of the first method alone, where there is much to train.
        Both come only while the training that they are from goes on; `lane` tells of its end.
    """

    running = Signal(object)
    first = Signal(object)
    _told = Signal(int, object)  # from the training thread: which training, and what

    def __init__(self, pipeline: Pipeline, workers: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pipeline = pipeline
        self._number = 0
        self.lane = Lane("train", workers, self)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, description: Description, scene: Scene | None) -> None:
        """Train; paths so far are seen in `scene`, which is on the screen, or in the first method's own."""
        self._number += 1
        number = self._number

        def train(work: Work) -> None:
            seen = scene
            if seen is None or not _of_one_model(seen.description, description):
                first = first_scene(self._pipeline, description, work)
                if first is not None:
                    seen = first
                    self._told.emit(number, first)
            if seen is not None:
                watch = Stream(seen, description, lambda running: self._told.emit(number, running))
                work = dataclasses.replace(work, watch=watch)
            self._pipeline.train(description, work)

        self.lane.start(train)

    def _take(self, number: int, told: Running | Scene) -> None:
        if number == self._number and self.lane.is_busy:
            (self.running if isinstance(told, Running) else self.first).emit(told)


def _of_one_model(one: Description, other: Description) -> bool:
    """Whether two descriptions have the same loss of the same weights."""
    return (one.data, one.features, one.objective) == (other.data, other.features, other.objective)
