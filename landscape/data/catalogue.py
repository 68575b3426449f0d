"""The data sources, by name."""

from __future__ import annotations

from landscape.data.cifar10 import Cifar10
from landscape.data.digits import Digits
from landscape.data.npz import Npz
from landscape.data.source import Source

SOURCES: dict[str, type[Source]] = {"digits": Digits, "cifar10": Cifar10, "npz": Npz}
