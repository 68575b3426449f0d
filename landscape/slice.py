"""A slice through weight space: an origin and k axes. Linear algebra alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landscape.errors import SliceError
from trainers.objective import Array

DEPENDENT = 1e-10  # an axis this close to the span of the others, relative to its length, spans nothing new


@dataclass(frozen=True, eq=False)
class Slice:
    """All points ``origin + c @ axes``: origin (P,), axes (k, P), coordinates c (k,). Axes need not be orthogonal.

    Raises:
        SliceError: shapes that do not fit, more axes than weights, or an axis that is zero, not finite or
            dependent on those before it.
    """

    origin: Array
    axes: Array

    def __post_init__(self) -> None:
        if self.axes.ndim != 2 or self.origin.shape != (self.axes.shape[1],):
            raise SliceError(
                f"a slice needs an origin (P,) and axes (k, P); got {self.origin.shape} and {self.axes.shape}."
            )
        if not 1 <= self.n_axes <= self.n_weights:
            raise SliceError(
                f"a slice through {self.n_weights} weights has 1 to {self.n_weights} axes; got {self.n_axes}."
            )
        if not (np.isfinite(self.axes).all() and np.isfinite(self.origin).all()):
            raise SliceError("a slice's origin and axes must be finite; got NaN or infinity.")
        if (self.lengths == 0).any():
            index = int(np.argmin(self.lengths))
            raise SliceError(
                f"axis {index} of the slice is zero, so it leads nowhere. Choose another direction or seed."
            )
        diagonal = np.abs(np.diag(self._triangle))
        if (diagonal < DEPENDENT).any():
            index = int(np.argmax(diagonal < DEPENDENT))
            raise SliceError(
                f"axis {index} of the slice lies in the span of the axes before it. Choose another direction."
            )

    @property
    def n_axes(self) -> int:
        """k, the number of axes."""
        return int(self.axes.shape[0])

    @property
    def n_weights(self) -> int:
        """P, the number of weights."""
        return int(self.axes.shape[1])

    @cached_property
    def lengths(self) -> Array:
        """Euclidean lengths (k,) of the axes."""
        return np.asarray(np.linalg.norm(self.axes, axis=1))

    @cached_property
    def _factors(self) -> tuple[Array, Array]:
        # Axes are scaled to length 1 first: lengths 1 and 1000 then cost no digits.
        q, r = np.linalg.qr((self.axes / self.lengths[:, None]).T)
        return q, r

    @property
    def _triangle(self) -> Array:
        return self._factors[1]

    @property
    def orthonormal_axes(self) -> Array:
        """Orthonormal axes (k, P) of the same span, the first along the first axis."""
        q, r = self._factors
        return np.ascontiguousarray((q * np.where(np.diag(r) < 0, -1.0, 1.0)).T)

    def embed(self, coordinates: Array) -> Array:
        """Weights (..., P) at coordinates (..., k)."""
        return self.origin + np.asarray(coordinates, dtype=float) @ self.axes

    def project(self, weights: Array) -> Array:
        """Coordinates (..., k) of the points of the slice nearest to weights (..., P): least squares."""
        from scipy.linalg import solve_triangular  # it takes long to load, and a window shows itself first

        q, r = self._factors
        along = (np.asarray(weights, dtype=float) - self.origin) @ q
        solved = solve_triangular(r, along.reshape(-1, self.n_axes).T, check_finite=False).T / self.lengths
        return np.asarray(solved.reshape(along.shape)) + 0.0  # turns -0.0 into 0.0

    def residual(self, weights: Array) -> Array:
        """Distances (...) of weights (..., P) from the slice."""
        q, _ = self._factors
        away = np.asarray(weights, dtype=float) - self.origin
        return np.asarray(np.linalg.norm(away - (away @ q) @ q.T, axis=-1))

    def share_of_movement(self, weights: Array) -> float:
        """The share in [0, 1] of a path's (T, P) squared displacements from its first row that the slice holds.

        Sum over t of |P(w_t - w_0)|^2 over the sum of |w_t - w_0|^2, P the projection on the slice's span;
        NaN for a path that did not move.
        """
        moved = weights - weights[0]
        farthest = float(np.abs(moved).max())
        if not farthest > 0 or not np.isfinite(farthest):
            return float("nan")
        moved /= farthest  # squares of what a diverging run went through would overflow
        held = moved @ self._factors[0]
        return min(1.0, float(np.einsum("tk,tk->", held, held) / np.einsum("tk,tk->", moved, moved)))

    def angle(self, first: int = 0, second: int = 1) -> float:
        """The angle between two axes in degrees, 0 to 180."""
        cosine = self.axes[first] @ self.axes[second] / (self.lengths[first] * self.lengths[second])
        return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))

    def turn(self, matrix: Array) -> Slice:
        """The slice with axes ``matrix @ axes``; matrix (m, k)."""
        return Slice(self.origin, np.asarray(matrix, dtype=float) @ self.axes)

    def shift(self, coordinates: Array) -> Slice:
        """The slice whose origin lies at the given coordinates (k,) of this one."""
        return Slice(self.embed(coordinates), self.axes)

    def plane(self) -> Slice:
        """The slice along the first two axes (the first alone where there is one)."""
        return Slice(self.origin, self.axes[:2])

    def orthonormal(self) -> Slice:
        """The slice with the same points and orthonormal axes."""
        return Slice(self.origin, self.orthonormal_axes)
