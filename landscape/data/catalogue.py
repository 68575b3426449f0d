"""The data sources, by name."""

from __future__ import annotations

from landscape.data.blobs import Blobs
from landscape.data.cifar10 import Cifar10
from landscape.data.cifar100 import Cifar100
from landscape.data.circles import Circles
from landscape.data.csv_table import Csv
from landscape.data.digits import Digits
from landscape.data.given_points import GivenPoints
from landscape.data.image_folder import ImageFolder
from landscape.data.mnist import Mnist
from landscape.data.moons import Moons
from landscape.data.noise import Noise
from landscape.data.npy import Npy
from landscape.data.npz import Npz
from landscape.data.openml import OpenMl
from landscape.data.source import Source
from landscape.data.spiral import Spiral
from landscape.data.xor import Xor

SOURCES: dict[str, type[Source]] = {
    "digits": Digits,
    "mnist": Mnist,
    "cifar10": Cifar10,
    "cifar100": Cifar100,
    "folder": ImageFolder,
    "npz": Npz,
    "npy": Npy,
    "csv": Csv,
    "openml": OpenMl,
    "points": GivenPoints,
    "blobs": Blobs,
    "spiral": Spiral,
    "xor": Xor,
    "circles": Circles,
    "moons": Moons,
    "noise": Noise,
}
