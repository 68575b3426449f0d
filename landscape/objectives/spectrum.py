"""Extreme eigenvectors and the trace of a loss's Hessian at a point, by products with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.losses.softmax import Softmax
from landscape.objectives.curvature import SEED, TOLERANCE, hessian_product
from landscape.objectives.folding import fold
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array
from trainers.randomness import Purpose, generator

PROBES = 32  # random vectors of an estimated trace
DENSE = 200  # up to so many weights the whole Hessian is cheaper
DENSE_FOR_SMALLEST = 1500  # and sure to converge: small eigenvalues lie close together, which Lanczos is slow at
ROUNDING = 1e-12  # eigenvalues below this share of what the Hessian makes of a unit vector are those of rounding
KINDS = {"largest": "LA", "smallest": "SA", "both": "BE"}


def extreme_eigenvectors(model: Any, weights: Array, count: int, which: str, work: Work) -> tuple[Array, Array]:
    """Eigenvalues (count,) and orthonormal eigenvectors (count, P) of the Hessian at weights (P,), most extreme first.

    `which` is "largest", "smallest" or "both": of `count`, the first half largest and the rest smallest. In each
    eigenvector the component of largest size is positive.

    Raises:
        InvalidValue: more eigenvectors than weights, or the Lanczos iteration did not converge.
        Cancelled: the work was asked to stop.

    Source: Lanczos' method in ARPACK, by scipy.sparse.linalg.eigsh.
    """
    n = len(weights)
    if count > n:
        raise InvalidValue(f"there are {n} eigenvectors; got {count}. Lower slice.dimensions.")
    done, longest = 0, 0.0

    def product(vector: Array) -> Array:
        nonlocal done, longest
        work.check()
        done += 1
        work.progress("curvature", 1.0 - math.exp(-done / 100))  # how many it takes is not known before
        found = hessian_product(model, weights, vector.ravel(), work)
        longest = max(longest, float(np.linalg.norm(found) / np.linalg.norm(vector)))
        return found

    if n <= max(DENSE if which == "largest" else DENSE_FOR_SMALLEST, 2 * count + 1):
        matrix = np.array([product(unit) for unit in np.eye(n)])
        values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    else:
        values, vectors = _lanczos(product, n, count, which)
    values = np.where(np.abs(values) < ROUNDING * longest, 0.0, values)
    order = _order(len(values), count, which)
    rows = np.ascontiguousarray(vectors[:, order].T)
    largest = np.abs(rows).argmax(axis=1)
    return values[order], rows * np.where(rows[np.arange(count), largest] < 0, -1.0, 1.0)[:, None]


@dataclass(frozen=True)
class Trace:
    """The sum of a Hessian's eigenvalues, and the standard error of an estimate; None where it is exact."""

    value: float
    error: float | None

    @property
    def words(self) -> str:
        """The number for people."""
        return f"{self.value:.4g}" + ("" if self.error is None else f" (estimated, standard error {self.error:.2g})")


def hessian_trace(model: Any, weights: Array, seed: int, work: Work) -> Trace:
    """The trace of the Hessian at weights (P,): exact for a linear softmax classifier and a function of two
    variables, else estimated.

    An example's scores have the Hessian diag(p) - p p', whose diagonal meets each squared feature once and the bias:
    its part of the trace is sum p (1 - p) times (|x|^2 + 1).

    Raises:
        Cancelled: the work was asked to stop.

    Source of the estimate: Hutchinson, "A stochastic estimator of the trace of the influence matrix", 1990.
    """
    if isinstance(model, PlaneObjective):
        return Trace(float(model.hessian(weights).trace()), None)
    if isinstance(model, LinearClassifier) and isinstance(model.data_loss, Softmax):
        return Trace(_softmax_trace(model, weights, work), None)
    found = np.empty(PROBES)
    random = generator(seed, Purpose.TRACE)
    for index in range(PROBES):
        work.check()
        work.progress("trace of the curvature", index / PROBES)
        probe = random.choice([-1.0, 1.0], size=len(weights))
        found[index] = probe @ hessian_product(model, weights, probe, work)
    return Trace(float(found.mean()), float(found.std(ddof=1) / math.sqrt(PROBES)))


def _lanczos(product: Any, n: int, count: int, which: str) -> tuple[Array, Array]:
    from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

    operator = LinearOperator((n, n), matvec=product, dtype=np.float64)
    first = np.random.default_rng(SEED).standard_normal(n) / math.sqrt(n)
    vectors_kept = min(n, max(4 * count + 1, 40))
    try:
        values, vectors = eigsh(
            operator, k=count, which=KINDS[which], v0=first, tol=TOLERANCE, ncv=vectors_kept, maxiter=50, rng=SEED
        )
    except ArpackError as error:
        raise InvalidValue(
            f"the {which} curvatures were not found: {str(error).splitlines()[0].rstrip('.')}. "
            "Use slice.eigenvectors=largest, or fewer slice.dimensions."
        ) from None
    order = np.argsort(values, kind="stable")
    return values[order], vectors[:, order]


def _order(n_values: int, count: int, which: str) -> list[int]:
    """Places among increasing eigenvalues, most extreme first."""
    upper = {"largest": count, "smallest": 0, "both": (count + 1) // 2}[which]
    return [n_values - 1 - i for i in range(upper)] + list(range(count - upper))


def _softmax_trace(model: LinearClassifier, weights: Array, work: Work) -> float:
    layout, loss = model.layout, model.data_loss
    folded, offset = fold(model.map, layout.matrix(weights))

    def block(part: slice) -> float:
        stored = model.examples.x[part]
        shares = loss.probabilities(stored.astype(np.float64) @ folded + offset)
        assert shares is not None
        mapped = model.map(stored)
        return float((shares * (1.0 - shares)).sum(axis=-1) @ (np.einsum("nd,nd->n", mapped, mapped) + 1.0))

    total = sum(map_in_order(block, blocks(model.n_examples), work), 0.0)
    return total / model.n_examples + 2.0 * model.regularization * (layout.n_weights - layout.n_biases)
