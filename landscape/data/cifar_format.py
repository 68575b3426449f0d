"""What CIFAR-10 and CIFAR-100 are made of, in words that one reader understands."""

from __future__ import annotations

from dataclasses import dataclass

N_FEATURES = 3 * 32 * 32  # 1,024 bytes each of red, green and blue


@dataclass(frozen=True)
class CifarFormat:
    """What one of the sets is made of.

    Attributes:
        source, title: its names; get_it: where it is had.
        folders: the folders in its archives, the binary one first.
        training, test: binary files; py_training, py_test: those with pickles; names, py_names: those with names.
        records, test_records: in a training file and in the test file.
        n_labels, label: bytes before the pixels, and which of them is the label.
        n_classes: of that label; py_label, py_class_names: its keys in the pickles.
        class_names: the official ones.
    """

    source: str
    title: str
    get_it: str
    folders: tuple[str, str]
    training: tuple[str, ...]
    test: str
    names: str
    py_training: tuple[str, ...]
    py_test: str
    py_names: str
    records: int
    test_records: int
    n_labels: int
    label: int
    py_label: str
    py_class_names: str
    class_names: tuple[str, ...]

    @property
    def n_classes(self) -> int:
        """How many labels there are."""
        return len(self.class_names)

    @property
    def record_bytes(self) -> int:
        """Of a binary record."""
        return self.n_labels + N_FEATURES
