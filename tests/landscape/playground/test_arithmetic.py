"""The sums of each loss, written out by hand for three points and three classes."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.playground.judge import judge
from tests.landscape.playground.models import dataset_of, model_of

# Three points, one of each class, and W with the bias as last column:
#
#     p = ( 1,    2  )  class 0          W = [ 1   0   1/4 ]
#     q = (-1,    1/2)  class 1              [ 0   1   1/4 ]
#     r = ( 1/2, -1  )  class 2              [-1  -1  -1/2 ]
#
# Scores, W x + b:
#
#     p:   1   + 1/4 =  1.25      2   + 1/4 =  2.25     -1   - 2   - 1/2 = -3.5
#     q:  -1   + 1/4 = -0.75      1/2 + 1/4 =  0.75      1   - 1/2 - 1/2 =  0
#     r:   1/2 + 1/4 =  0.75     -1   + 1/4 = -0.75     -1/2 + 1   - 1/2 =  0
POINTS = [[1, 2, 0], [-1, 0.5, 1], [0.5, -1, 2]]
W = np.array([[1, 0, 0.25], [0, 1, 0.25], [-1, -1, -0.5]])
SCORES = [[1.25, 2.25, -3.5], [-0.75, 0.75, 0.0], [0.75, -0.75, 0.0]]
# lambda = 0.1; the squares without the biases are 1 + 0 + 0 + 1 + 1 + 1 = 4, so the penalty is 0.4.
LAMBDA, PENALTY = 0.1, 0.4

# By loss: each point's own, and three times the data gradient: each point's slopes by its scores times (x, y, 1).
BY_HAND = {
    # Weston-Watkins: sum over j != y of max(0, s_j - s_y + 1).
    #     p:  1: 2.25 - 1.25 + 1 = 2         2: -3.5 - 1.25 + 1 = -3.75 -> 0            2
    #     q:  0: -0.75 - 0.75 + 1 -> 0       2: 0 - 0.75 + 1 = 0.25                     0.25
    #     r:  0: 0.75 - 0 + 1 = 1.75         1: -0.75 - 0 + 1 = 0.25                    2
    # Slopes by scores: p (-1, 1, 0), q (0, -1, 1), r (1, 1, -2).
    #     row 0: -(1, 2, 1) + (1/2, -1, 1)                    = (-1/2, -3, 0)
    #     row 1:  (1, 2, 1) - (-1, 1/2, 1) + (1/2, -1, 1)     = (5/2, 1/2, 1)
    #     row 2:  (-1, 1/2, 1) - 2 (1/2, -1, 1)               = (-2, 5/2, -1)
    "svm": ([2, 0.25, 2], [[-0.5, -3, 0], [2.5, 0.5, 1], [-2, 2.5, -1]]),
    # One against all: sum over c of max(0, 1 - t s_c), t = 1 for the point's class, else -1.
    #     p:  0: 1 - 1.25 -> 0       1: 1 + 2.25 = 3.25    2: 1 - 3.5 -> 0               3.25
    #     q:  0: 1 - 0.75 = 0.25     1: 1 - 0.75 = 0.25    2: 1 + 0 = 1                  1.5
    #     r:  0: 1 + 0.75 = 1.75     1: 1 - 0.75 = 0.25    2: 1 - 0 = 1                  3
    # Slopes: p (0, 1, 0), q (1, -1, 1), r (1, 1, -1).
    #     row 0: (-1, 1/2, 1) + (1/2, -1, 1)                  = (-1/2, -1/2, 2)
    #     row 1: (1, 2, 1) - (-1, 1/2, 1) + (1/2, -1, 1)      = (5/2, 1/2, 1)
    #     row 2: (-1, 1/2, 1) - (1/2, -1, 1)                  = (-3/2, 3/2, 0)
    "ova-svm": ([3.25, 1.5, 3], [[-0.5, -0.5, 2], [2.5, 0.5, 1], [-1.5, 1.5, 0]]),
    # Structured: the largest of the Weston-Watkins margins alone: p 2 (class 1), q 0.25 (class 2), r 1.75 (class 0).
    # Slopes: p (-1, 1, 0), q (0, -1, 1), r (1, 0, -1).
    #     row 0: -(1, 2, 1) + (1/2, -1, 1)                    = (-1/2, -3, 0)
    #     row 1:  (1, 2, 1) - (-1, 1/2, 1)                    = (2, 3/2, 0)
    #     row 2:  (-1, 1/2, 1) - (1/2, -1, 1)                 = (-3/2, 3/2, 0)
    "structured-svm": ([2, 0.25, 1.75], [[-0.5, -3, 0], [2, 1.5, 0], [-1.5, 1.5, 0]]),
    # Squared hinge: the Weston-Watkins margins squared: p 4, q 1/16, r 49/16 + 1/16 = 3.125.
    # Slopes, twice the margins: p (-4, 4, 0), q (0, -1/2, 1/2), r (7/2, 1/2, -4).
    #     row 0: -4 (1, 2, 1) + 7/2 (1/2, -1, 1)                          = (-9/4, -23/2, -1/2)
    #     row 1:  4 (1, 2, 1) - 1/2 (-1, 1/2, 1) + 1/2 (1/2, -1, 1)       = (19/4, 29/4, 4)
    #     row 2:  1/2 (-1, 1/2, 1) - 4 (1/2, -1, 1)                       = (-5/2, 17/4, -7/2)
    "squared-hinge": ([4, 0.0625, 3.125], [[-2.25, -11.5, -0.5], [4.75, 7.25, 4], [-2.5, 4.25, -3.5]]),
}


@pytest.mark.parametrize("loss", BY_HAND)
def test_the_sums_of_a_support_vector_machine(loss: str) -> None:
    losses, tripled = BY_HAND[loss]
    judged = judge(model_of(loss, LAMBDA, data=dataset_of(POINTS)), W.ravel())
    assert judged.scores.tolist() == SCORES
    assert judged.losses.tolist() == losses
    assert judged.data_loss == pytest.approx(sum(losses) / 3, rel=1e-15)
    assert judged.regularization == pytest.approx(PENALTY, rel=1e-15)
    assert judged.loss == pytest.approx(sum(losses) / 3 + PENALTY, rel=1e-15)
    assert judged.data_gradient == pytest.approx(np.array(tripled).ravel() / 3, rel=1e-14)
    # The penalty's gradient is 2 lambda W, and nothing by a bias.
    by_penalty = np.array([[0.2, 0, 0], [0, 0.2, 0], [-0.2, -0.2, 0]])
    assert judged.gradient == pytest.approx((np.array(tripled) / 3 + by_penalty).ravel(), rel=1e-14)
    assert judged.regularization_gradient == pytest.approx(by_penalty.ravel(), abs=1e-15)
    # Winners: p 1 (wrong), q 1 (right), r 0 (wrong).
    assert judged.winners.tolist() == [1, 1, 0]
    assert judged.accuracy == pytest.approx(1 / 3)
    assert judged.probabilities is None


def test_the_sums_of_softmax() -> None:
    # W = [ ln 2   0    0 ]    p = (1, 0)  class 0:  scores (ln 2, 0, 0),  p = (2, 1, 1) / 4,  loss -ln 1/2 = ln 2
    #     [ 0    ln 3   0 ]    q = (0, 1)  class 2:  scores (0, ln 3, 0),  p = (1, 3, 1) / 5,  loss -ln 1/5 = ln 5
    #     [ 0      0    0 ]    mean (ln 2 + ln 5) / 2 = ln(10) / 2;  penalty with lambda = 1/2: (ln^2 2 + ln^2 3) / 2
    # Slopes, probabilities minus 1 at the class: p (-1/2, 1/4, 1/4), q (1/5, 3/5, -4/5). Twice the gradient:
    #     row 0: -1/2 (1, 0, 1) + 1/5 (0, 1, 1) = (-1/2, 1/5, -3/10)
    #     row 1:  1/4 (1, 0, 1) + 3/5 (0, 1, 1) = (1/4, 3/5, 17/20)
    #     row 2:  1/4 (1, 0, 1) - 4/5 (0, 1, 1) = (1/4, -4/5, -11/20)
    weights = np.array([[np.log(2), 0, 0], [0, np.log(3), 0], [0, 0, 0]])
    judged = judge(model_of("softmax", 0.5, data=dataset_of([[1, 0, 0], [0, 1, 2]])), weights.ravel())
    assert judged.probabilities.ravel() == pytest.approx([0.5, 0.25, 0.25, 0.2, 0.6, 0.2], rel=1e-14)
    assert judged.losses == pytest.approx([np.log(2), np.log(5)], rel=1e-14)
    assert judged.data_loss == pytest.approx(np.log(10) / 2, rel=1e-14)
    assert judged.regularization == pytest.approx((np.log(2) ** 2 + np.log(3) ** 2) / 2, rel=1e-14)
    doubled = np.array([[-0.5, 0.2, -0.3], [0.25, 0.6, 0.85], [0.25, -0.8, -0.55]])
    assert judged.data_gradient == pytest.approx(doubled.ravel() / 2, rel=1e-13)
    assert judged.gradient == pytest.approx((doubled / 2 + weights).ravel(), rel=1e-13)  # 2 lambda = 1
    assert judged.winners.tolist() == [0, 1]
    assert judged.accuracy == 0.5


def test_the_shares_of_the_gradient() -> None:
    # Of Weston-Watkins above. Three times the data gradient G has the squared length
    #     1/4 + 9 + 0 + 25/4 + 1/4 + 1 + 4 + 25/4 + 1 = 28.
    # Each point's slopes times (x, y, 1), multiplied with G row by row:
    #     p: -(1, 2, 1) (-1/2, -3, 0) + (1, 2, 1) (5/2, 1/2, 1)                = 6.5  + 4.5        = 11
    #     q: -(-1, 1/2, 1) (5/2, 1/2, 1) + (-1, 1/2, 1) (-2, 5/2, -1)          = 1.25 + 2.25       = 3.5
    #     r: (1/2, -1, 1) of row 0 and of row 1, - 2 (1/2, -1, 1) of row 2     = 2.75 + 1.75 + 9   = 13.5
    judged = judge(model_of("svm", LAMBDA, data=dataset_of(POINTS)), W.ravel())
    assert judged.shares == pytest.approx([11 / 28, 3.5 / 28, 13.5 / 28], rel=1e-14)
