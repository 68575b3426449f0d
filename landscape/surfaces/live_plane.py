"""A plane that is turned, shifted and zoomed by hand: scores are kept, so that no view of them reads the data.

The scores of a linear classifier on a slice are those of its origin plus coordinates times those of its axes. A turned
plane is a slice of that slice, and its scores are sums of the kept ones. Such sums differ in their last bits from
scores that come from the data: good for the eye, not for a file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from landscape.data.stratify import stratified
from landscape.errors import InvalidValue, SliceError
from landscape.objectives.linear_classifier import RESTRICTION_BYTES, LinearClassifier
from landscape.objectives.penalty import slice_penalty
from landscape.objectives.restricted_classifier import RestrictedClassifier, restricted_bytes
from landscape.slice import Slice
from landscape.surfaces.certified import certified_grid
from landscape.surfaces.chebyshev import Interpolant
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array, Rows
from trainers.randomness import Purpose, generator

PREVIEW_EXAMPLES = 5000
LIVE_TOLERANCE = 1e-4  # of the largest loss, or of 1: below what a color or a contour line shows


def live_plane(
    model: LinearClassifier,
    basis: Slice,
    work: Work,
    *,
    preview_examples: int = PREVIEW_EXAMPLES,
    seed: int = 0,
    examples: str = "training examples",
) -> LivePlane:
    """The plane of the first two axes of `basis`, or the line of its only one, after one pass over the data.

    Previews are on so many of the model's examples: stratified, drawn by `seed`, the same ones in every view.
    `examples` is what surfaces call them.

    Raises:
        SliceError: the scores of so many axes and examples are not kept.
        InvalidValue: `preview_examples` is below 1, or the seed is outside its range.
        Cancelled: the work was asked to stop.
    """
    if preview_examples < 1:
        raise InvalidValue(f"preview_examples must be at least 1; got {preview_examples}. Try {PREVIEW_EXAMPLES}.")
    rows = None
    if preview_examples < model.n_examples:
        rows = stratified(model.examples.y, preview_examples, generator(seed, Purpose.SUBSET))
    view = Slice(np.zeros(basis.n_axes), np.eye(basis.n_axes)[:2])
    scores = _scores(model, basis, work)
    return LivePlane(model, scores, rows, _few(scores, rows), view, examples)


@dataclass(frozen=True, eq=False)
class LivePlane:
    """One view of a slice. `turned`, `on`, `with_regularization` and `with_axis` give others; scores are shared.

    Attributes:
        model: the loss in the whole weight space.
        scores: the loss on the basis, a slice with k axes, with the scores of all examples, or of `rows` alone.
        preview_rows: the examples of previews, increasing; None where they are all there are.
        few: the loss on the basis, with the scores of the examples of previews.
        view: the viewed plane or line in the coordinates of the basis: origin (k,) and axes (2, k) or (1, k).
        examples: what the examples are called, "training examples".
        rows: the model's examples that the loss is of; None where it is of all.
    """

    model: LinearClassifier
    scores: RestrictedClassifier
    preview_rows: Rows | None
    few: RestrictedClassifier
    view: Slice
    examples: str
    rows: Rows | None = None
    # The last interpolant of the data loss, on all examples (False) and in previews (True), for the next resolution,
    # zoom or regularization.
    _interpolants: dict[bool, Interpolant] = field(default_factory=dict, repr=False)

    def turned(
        self, turn: Array | Sequence[Sequence[float]], shift: Array | Sequence[float] | None = None
    ) -> LivePlane:
        """The plane along ``turn @ basis.axes``, turn (2, k), or the line with turn (1, k).

        It goes through the coordinates `shift` (k,) of the basis, or where this one goes through if that is None.
        Both are counted from the basis, not from this view.

        Raises:
            SliceError: shapes that do not fit, or rows of `turn` that are zero, not finite or dependent.
        """
        n_axes = self.scores.n_weights
        axes = np.array(turn, dtype=np.float64)
        origin = self.view.origin if shift is None else np.array(shift, dtype=np.float64)
        if axes.shape not in {(1, n_axes), (2, n_axes)} or origin.shape != (n_axes,):
            raise SliceError(
                f"a view of {n_axes} axes takes a turn (2, {n_axes}) or (1, {n_axes}) and a shift ({n_axes},); "
                f"got {axes.shape} and {origin.shape}."
            )
        return replace(self, view=Slice(origin, axes), _interpolants={})

    def on(self, rows: Rows) -> LivePlane:
        """The same view of the loss of some of the model's examples alone, rows (n,): previews are on all of them."""
        few = _few(self.scores, rows)
        return replace(self, scores=few, few=few, preview_rows=None, rows=rows, _interpolants={})

    def with_regularization(self, regularization: float) -> LivePlane:
        """The same view of the loss with another regularization.

        Raises:
            InvalidValue: it is negative or not finite.
        """
        if not 0 <= regularization < math.inf:
            raise InvalidValue(f"regularization must be in [0, inf); got {regularization}. Try 0.001.")
        penalty = slice_penalty(self.model.layout, self.scores.slice, regularization, self.model.l1)
        scores, few = replace(self.scores, penalty=penalty), replace(self.few, penalty=penalty)
        return replace(self, model=replace(self.model, regularization=regularization), scores=scores, few=few)

    def with_axis(self, axis: Array, work: Work) -> LivePlane:
        """The same view with one more axis (P,) in the basis, after one pass over the data for it alone.

        Raises:
            SliceError: the axis is zero, not finite or in the span of the basis, or its scores are too many to keep.
            Cancelled: the work was asked to stop.
        """
        model, known = self.model, self.scores
        basis = Slice(known.slice.origin, np.concatenate([known.slice.axes, axis[None]]))
        _check_room(model, basis)
        added = _few(_scores(model, Slice(basis.origin, axis[None]), work), self.rows)
        penalty = slice_penalty(model.layout, basis, model.regularization, model.l1)
        cached = np.concatenate([known.cached, added.cached[1:]])
        scores = replace(known, slice=basis, cached=cached, penalty=penalty)
        view = Slice(np.append(self.view.origin, 0.0), np.pad(self.view.axes, ((0, 0), (0, 1))))
        return replace(self, scores=scores, few=_few(scores, self.preview_rows), view=view)

    def restricted(self, preview: bool = False) -> RestrictedClassifier:
        """The loss as a function of the view's coordinates, on all examples or on those of previews."""
        return self._few_viewed if preview else self._all_viewed

    def surface(
        self,
        a: Array,
        b: Array,
        work: Work,
        *,
        preview: bool = False,
        accuracy: bool = False,
        tolerance: float = LIVE_TOLERANCE,
    ) -> Surface:
        """The view on any grid, evenly increasing; b empty for a line. It says what it is: rows, method, bound.

        Accuracy is NaN unless asked for: it costs about as much as an exact loss. `tolerance` is as in
        `certified_grid`; at 0 the loss is exact.

        Raises:
            ValueError: the view does not have the grid's number of axes.
            Cancelled: the work was asked to stop.
        """
        is_preview = preview and self.preview_rows is not None
        restricted = self.restricted(is_preview)
        known = self._interpolants.get(is_preview)
        found = certified_grid(restricted, a, b, work, tolerance, accuracy=accuracy, known=known)
        if found.interpolant is not None:
            self._interpolants[is_preview] = found.interpolant
        total = self.scores.n_examples
        rows = f"all {total:,} {self.examples}"
        if is_preview:
            rows = f"{restricted.n_examples:,} of {total:,} {self.examples} (preview)"
        return Surface(
            a,
            b,
            found.values.loss,
            found.values.accuracy,
            found.values.regularization,
            rows,
            method=found.method,
            error_bound=found.error_bound,
            preview=is_preview,
        )

    @cached_property
    def _all_viewed(self) -> RestrictedClassifier:
        return _slice_of_slice(self.scores, self.view)

    @cached_property
    def _few_viewed(self) -> RestrictedClassifier:
        return self._all_viewed if self.preview_rows is None else _slice_of_slice(self.few, self.view)


def _scores(model: LinearClassifier, basis: Slice, work: Work) -> RestrictedClassifier:
    _check_room(model, basis)
    found = model.restrict(basis, work=work)
    if not isinstance(found, RestrictedClassifier):
        raise SliceError(f"a live plane keeps scores, of at most {model.layout.n_features} axes; got {basis.n_axes}.")
    return found


def _check_room(model: LinearClassifier, basis: Slice) -> None:
    needed = restricted_bytes(model.n_examples, model.layout.n_classes, basis.n_axes)
    if needed > RESTRICTION_BYTES:
        raise SliceError(
            f"a live plane keeps scores of at most {RESTRICTION_BYTES >> 20:,} MiB; {basis.n_axes} axes and "
            f"{model.n_examples:,} examples take {needed >> 20:,}. Use fewer of either."
        )


def _few(scores: RestrictedClassifier, rows: Rows | None) -> RestrictedClassifier:
    if rows is None:
        return scores
    return replace(scores, cached=scores.cached.take(rows, axis=1), labels=scores.labels[rows])


def _slice_of_slice(scores: RestrictedClassifier, view: Slice) -> RestrictedClassifier:
    """The loss on a slice (origin and axes in coordinates of the basis) of the slice that the scores belong to."""
    mixing = np.zeros((view.n_axes + 1, scores.n_weights + 1))
    mixing[0, 0] = 1.0
    mixing[0, 1:], mixing[1:, 1:] = view.origin, view.axes
    with np.errstate(over="ignore", invalid="ignore"):
        cached = np.tensordot(mixing, scores.cached, axes=1)
        penalty = scores.penalty.on(mixing)
    return RestrictedClassifier(view, cached, scores.labels, scores.data_loss, penalty)
