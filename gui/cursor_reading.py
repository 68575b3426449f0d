"""What there is to read at a place of the viewed plane: losses, accuracies, and the slope with its in-plane share."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.following import Follower
from landscape.experiment.scene import Scene
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array

REST = 60  # milliseconds that the cursor rests before the gradient by all weights is worked out


@dataclass(frozen=True, eq=False)
class Reading:
    """Exact values at coordinates (2,) or (1,) of the viewed plane.

    Attributes:
        place: the coordinates. loss: data term and regularization; regularization: that term alone.
        accuracy, test_accuracy: shares of the training and of the test examples; NaN where there are none.
        gradient: by the coordinates, of the shape of `place`.
        uphill: the coordinates of the gradient's projection on the plane; the same where axes are orthonormal.
        length: the length of that projection in weight space.
        whole_length: the length of the gradient by all weights; NaN until it is known.
    """

    place: Array
    loss: float
    regularization: float
    accuracy: float
    test_accuracy: float
    gradient: Array
    uphill: Array
    length: float
    whole_length: float = math.nan

    @property
    def data_loss(self) -> float:
        """The data term alone."""
        return self.loss - self.regularization

    @property
    def share(self) -> float:
        """The share of the gradient's squared length that lies in the plane; NaN where it is 0 or not known."""
        return min(1.0, (self.length / self.whole_length) ** 2) if self.whole_length > 0 else math.nan


def read_place(scene: Scene, test: Any, place: Array) -> Reading:
    """All values at a place but the gradient by all weights; `test` is the test loss on the plane, None for none."""
    assert scene.plane is not None
    values, gradient = scene.plane.at(place), scene.plane.gradient(place)
    accuracy = math.nan if test is None else float(test.at(place).accuracy)
    uphill, length = projected(scene.slice.plane(), gradient)
    return Reading(place, values.loss, values.regularization, values.accuracy, accuracy, gradient, uphill, length)


def projected(plane: Slice, gradient: Array) -> tuple[Array, float]:
    """The coordinates of a gradient's projection on the plane, and its length, from its products with the axes."""
    coordinates = np.linalg.solve(plane.axes @ plane.axes.T, gradient)
    with np.errstate(over="ignore", invalid="ignore"):  # where a run has diverged
        square = float(gradient @ coordinates)
    return coordinates, math.sqrt(max(0.0, square))


def with_whole_gradient(scene: Scene, reading: Reading, work: Work) -> Reading:
    """The reading with the length of the gradient by all weights, one pass over the training examples."""
    model = replace(scene.model, work=work)  # type: ignore[type-var]
    gradient = model.gradient(scene.slice.plane().embed(reading.place))  # type: ignore[union-attr]
    with np.errstate(over="ignore", invalid="ignore"):
        return replace(reading, whole_length=float(np.linalg.norm(gradient)))


class CursorReader(QObject):
    """Reads the places that the cursor comes by, in the background; the whole gradient once the cursor rests.

    Signals:
        read(object): a `Reading` of the newest place that could be read; again when more is known of it.
        failed(object): why a place could not be read.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._test: Any = None
        self._latest: Reading | None = None
        self._follower = Follower("cursor", parent=self)
        self._follower.finished.connect(self._take)
        self._follower.failed.connect(self.failed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._read_whole)
        self._in_whole = False  # whether the pass over all examples runs: it gives way to the next place

    def set_scene(self, scene: Scene) -> None:
        """Read in another scene from now on."""
        self.forget()
        self._scene, self._test = scene, None

    def read_at(self, place: Array) -> None:
        """Read this place soon. A scene from a file has no model to read: nothing happens."""
        scene = self._scene
        if scene is None or scene.plane is None:
            return
        self._rest.stop()

        def read(work: Work) -> tuple[Scene, Any, Reading]:
            test = self._test
            if test is None and scene.dataset is not None and len(scene.dataset.test):
                on_test = scene.model.on(scene.dataset.test)  # type: ignore[union-attr]
                test = on_test.restrict(scene.slice.plane(), work=work)
            return scene, test, read_place(scene, test, place)

        if self._in_whole:
            self._in_whole = False
            self._follower.overtake(read)
        else:
            self._follower.ask(read)

    def forget(self) -> None:
        """The cursor is gone: nothing that is still under way will be told."""
        self._rest.stop()
        self._follower.cancel()
        self._latest, self._in_whole = None, False

    def close(self) -> None:
        """Stop and wait for the thread's end."""
        self._rest.stop()
        self._follower.close()

    def _take(self, found: tuple[Scene, Any, Reading]) -> None:
        scene, test, reading = found
        if scene is not self._scene:
            return
        self._in_whole = False
        self._test, self._latest = test, reading
        self.read.emit(reading)
        if math.isnan(reading.whole_length) and not self._follower.is_busy:
            self._rest.start()

    def _read_whole(self) -> None:
        scene, reading, test = self._scene, self._latest, self._test
        if scene is None or reading is None or self._follower.is_busy:
            return
        self._in_whole = True
        self._follower.overtake(lambda work: (scene, test, with_whole_gradient(scene, reading, work)))
