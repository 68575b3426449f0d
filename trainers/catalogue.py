"""The literal table of methods. A new method is one file and one line here."""

from __future__ import annotations

from typing import Any

from trainers.adagrad import Adagrad
from trainers.adam import Adam
from trainers.gradient_descent import GradientDescent
from trainers.local_search import LocalSearch
from trainers.momentum import Momentum
from trainers.nesterov import Nesterov
from trainers.random_search import RandomSearch
from trainers.rmsprop import RMSprop
from trainers.sgd import SGD

METHODS: dict[str, type[Any]] = {
    "random-search": RandomSearch,
    "local-search": LocalSearch,
    "gradient-descent": GradientDescent,
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": Adagrad,
    "rmsprop": RMSprop,
    "adam": Adam,
}
