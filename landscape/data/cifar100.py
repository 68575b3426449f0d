"""CIFAR-100, from its files in any form that they were published in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landscape.data.cifar_format import CifarFormat
from landscape.data.cifar_source import Wanted, read_cifar
from landscape.data.download import Remote
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.parameters import parameter

_COARSE = (
    "aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices "
    "household_furniture insects large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes "
    "large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people reptiles small_mammals trees "
    "vehicles_1 vehicles_2"
)
_FINE = (
    "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle "
    "caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant "
    "flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man "
    "maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree "
    "plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper "
    "snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train "
    "trout tulip turtle wardrobe whale willow_tree wolf woman worm"
)
COARSE_NAMES = tuple(_COARSE.split())
FINE_NAMES = tuple(_FINE.split())
REMOTE = Remote(
    url="https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
    sha256="58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    n_bytes=168_513_733,
)
_RECORDS = (50_000, 10_000)
_GET_IT = "Unpack cifar-100-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html"


@dataclass(frozen=True, kw_only=True)
class Cifar100(Source):
    """60,000 photographs of 32 x 32 pixels in a hundred classes, or in twenty `coarse` ones; 50,000 / 10,000.

    Pixels stay uint8, scale 1 / 255, in memory or with `stream` in their files.
    Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
    """

    name: ClassVar[str] = "cifar100"
    summary: ClassVar[str] = "60,000 color photographs of 32 x 32 pixels in a hundred classes, or in twenty."

    path: str = parameter(
        "", help="The folder with CIFAR-100's files, or the one that holds it, or the unopened .tar.gz."
    )
    coarse: bool = parameter(False, help="Twenty coarse classes, such as trees or people, instead of a hundred.")
    stream: bool = parameter(
        False, help="Leave the pixels in their files and read them a block at a time; takes less memory, more time."
    )
    download: bool = parameter(
        False, help="Where path is empty: fetch the archive (161 MB) once and keep it; else nothing is ever fetched."
    )
    url: str = parameter("", help="Where to fetch the same archive from instead, for example a mirror near you.")

    def read(self, work: Work) -> RawData:
        """The two files, training x (50000, 3072) and test x (10000, 3072), uint8 and planar."""
        wanted = Wanted(self.path, self.download, self.url, self.stream)
        return read_cifar(
            _format(self.coarse),
            REMOTE,
            wanted,
            f"CIFAR-100 (A. Krizhevsky, 2009), {'coarse' if self.coarse else 'fine'} labels.",
            work,
        )


def _format(coarse: bool) -> CifarFormat:
    grain = "coarse" if coarse else "fine"
    return CifarFormat(
        source="cifar100",
        title="CIFAR-100",
        get_it=_GET_IT,
        folders=("cifar-100-binary", "cifar-100-python"),
        training=("train.bin",),
        test="test.bin",
        names=f"{grain}_label_names.txt",
        py_training=("train",),
        py_test="test",
        py_names="meta",
        records=_RECORDS[0],
        test_records=_RECORDS[1],
        n_labels=2,  # coarse, then fine
        label=0 if coarse else 1,
        py_label=f"{grain}_labels",
        py_class_names=f"{grain}_label_names",
        class_names=COARSE_NAMES if coarse else FINE_NAMES,
    )
