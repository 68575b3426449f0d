"""Every method that torch has too takes torch's path, batch for batch, where torch is installed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trainers.adagrad import Adagrad
from trainers.adam import Adam
from trainers.batches import batch_rows
from trainers.gradient_descent import GradientDescent
from trainers.momentum import Momentum
from trainers.nesterov import Nesterov
from trainers.rmsprop import RMSprop
from trainers.run import states
from trainers.sgd import SGD

torch = pytest.importorskip("torch")

STEPS, SEED, BATCH = 30, 3, 4
# Ours, then torch's class with its own names for the same numbers.
PAIRS = {
    "gradient descent": (GradientDescent(0.3), "SGD", {"lr": 0.3}),
    "SGD": (SGD(step_size=0.3, batch=BATCH), "SGD", {"lr": 0.3}),
    "momentum": (Momentum(step_size=0.1, momentum=0.8, batch=BATCH), "SGD", {"lr": 0.1, "momentum": 0.8}),
    "Nesterov": (
        Nesterov(step_size=0.1, momentum=0.8, batch=BATCH),
        "SGD",
        {"lr": 0.1, "momentum": 0.8, "nesterov": True},
    ),
    "Adagrad": (Adagrad(step_size=0.4, epsilon=1e-3, batch=BATCH), "Adagrad", {"lr": 0.4, "eps": 1e-3}),
    "RMSprop": (
        RMSprop(step_size=0.1, decay=0.7, epsilon=1e-3, batch=BATCH),
        "RMSprop",
        {"lr": 0.1, "alpha": 0.7, "eps": 1e-3},
    ),
    "Adam": (
        Adam(step_size=0.2, beta1=0.7, beta2=0.6, epsilon=1e-3, batch=BATCH),
        "Adam",
        {"lr": 0.2, "betas": (0.7, 0.6), "eps": 1e-3},
    ),
    "AMSGrad": (
        Adam(step_size=0.2, beta1=0.7, beta2=0.6, epsilon=1e-3, batch=BATCH, amsgrad=True),
        "Adam",
        {"lr": 0.2, "betas": (0.7, 0.6), "eps": 1e-3, "amsgrad": True},
    ),
    "AdamW": (
        Adam(step_size=0.2, beta1=0.7, beta2=0.6, epsilon=1e-3, batch=BATCH, weight_decay=0.3),
        "AdamW",
        {"lr": 0.2, "betas": (0.7, 0.6), "eps": 1e-3, "weight_decay": 0.3},
    ),
    "AdamW with AMSGrad": (
        Adam(step_size=0.2, beta1=0.7, beta2=0.6, epsilon=1e-3, batch=BATCH, weight_decay=0.3, amsgrad=True),
        "AdamW",
        {"lr": 0.2, "betas": (0.7, 0.6), "eps": 1e-3, "weight_decay": 0.3, "amsgrad": True},
    ),
}


def torch_path(kind, options, quadratic, start, batch, scheduler=None):
    """The weights (T, P) of torch's optimizer on the same batches, with torch's own gradients."""
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    targets = torch.tensor(quadratic.targets)
    optimizer = getattr(torch.optim, kind)([weights], **options)
    falling = scheduler(optimizer) if scheduler else None
    path = [start.copy()]
    for t in range(STEPS):
        rows = batch_rows(SEED, t + 1, len(targets), batch)
        seen = targets if rows is None else targets[torch.tensor(rows)]
        optimizer.zero_grad()
        (0.5 * ((weights - seen) ** 2).sum(dim=1).mean()).backward()
        optimizer.step()
        if falling:
            falling.step()
        path.append(weights.detach().numpy().copy())
    return np.array(path)


def our_path(method, quadratic, start):
    return np.array([state.weights for state in states(method, quadratic, start, steps=STEPS, seed=SEED)])


@pytest.mark.parametrize("name", PAIRS)
def test_the_path_is_torchs(name, quadratic, start):
    method, kind, options = PAIRS[name]
    theirs = torch_path(kind, options, quadratic, start.copy(), getattr(method, "batch", quadratic.n_examples))
    np.testing.assert_allclose(our_path(method, quadratic, start), theirs, rtol=1e-10, atol=1e-13)


SCHEDULERS = {
    "steps": lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5),
    "cosine": lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=STEPS),
    "inverse": lambda optimizer: torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: 1 / (1 + t / 10)),
}


@pytest.mark.parametrize("schedule", SCHEDULERS)
@pytest.mark.parametrize(
    ("kind", "theirs", "options"),
    [(SGD, "SGD", {}), (RMSprop, "RMSprop", {"alpha": 0.9}), (Adagrad, "Adagrad", {"eps": 1e-8}), (Adam, "Adam", {})],
)
def test_schedules_are_torchs(kind, theirs, options, schedule, quadratic, start):
    period = STEPS if schedule == "cosine" else 10
    method = kind(step_size=0.2, batch=BATCH, schedule=schedule, period=period, drop_by=0.5)
    expected = torch_path(theirs, {"lr": 0.2, **options}, quadratic, start.copy(), BATCH, SCHEDULERS[schedule])
    np.testing.assert_allclose(our_path(method, quadratic, start), expected, rtol=1e-9, atol=1e-12)


def test_where_the_step_size_falls_momentum_is_not_torchs_and_says_so(quadratic, start):
    method = Momentum(step_size=0.2, momentum=0.8, batch=BATCH, schedule="steps", period=10, drop_by=0.5)
    options = {"lr": 0.2, "momentum": 0.8}
    theirs = torch_path("SGD", options, quadratic, start.copy(), BATCH, SCHEDULERS["steps"])
    ours = our_path(method, quadratic, start)
    np.testing.assert_allclose(ours[:11], theirs[:11], rtol=1e-10, atol=1e-13)
    assert np.abs(ours[11:] - theirs[11:]).max() > 1e-3
    assert "where it falls, torch slows the ball at once" in Momentum.__doc__
    assert math.isfinite(ours[-1].sum())
