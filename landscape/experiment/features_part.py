"""The part of a description that says what the classifier sees of an image."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from landscape.errors import InvalidValue
from landscape.features.bag import POINTS
from landscape.features.catalogue import FEATURES
from landscape.features.feature import Feature
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED

NONE = "none"


@dataclass(frozen=True)
class FeaturesPart:
    """Features of images, joined; with `kind` none the examples are taken as their source gives them.

    Raises:
        InvalidValue: a field breaks its rule, or belongs to a feature that is not chosen.
    """

    kind: str = parameter(NONE, help="Features of images that the classifier sees, joined by +; none: the data as is.")
    standardize: bool = parameter(True, help="Give every feature mean 0 and deviation 1 over the training images.")
    seed: int = parameter(0, at_least=0, at_most=MAX_SEED, help="Seed of what features learn: their vocabularies.")
    # A feature's own fields: their rules and defaults are the feature's, and where it has none they must be unset.
    cell: int | None = parameter(
        None, at_least=2, at_most=512, help="Pixels along each side of a cell; unset, an eighth of the shorter side."
    )
    orientations: int | None = parameter(
        None, at_least=2, at_most=36, help="Bins of a gradient's direction over 180 degrees."
    )
    bins: int | None = parameter(None, at_least=2, at_most=16, help="Bins of each color channel of the histogram.")
    words: int | None = parameter(None, at_least=2, at_most=10_000, help="Size of the vocabulary of visual words.")
    patch: int | None = parameter(None, at_least=2, at_most=64, help="Pixels along each side of a patch.")
    points: str | None = parameter(
        None, choices=POINTS, help="Where an image is described: on a dense grid, or at keypoints that are found."
    )

    def __post_init__(self) -> None:
        check_parameters(self, "features")
        kinds = self.kinds
        wrong = next((kind for kind in kinds if kind not in FEATURES), None)
        if self.kind != NONE and (wrong is not None or len(set(kinds)) < len(kinds)):
            rule = f"kind of features must be {NONE}, or different ones of {', '.join(FEATURES)} joined by +"
            raise InvalidValue(f"{rule}; got {self.kind!r}. Try hog+histogram.")
        for name, value in self.own_fields.items():
            owners = [kind for kind in FEATURES if name in fields_of_feature(kind)]
            if not set(owners) & set(kinds):
                raise InvalidValue(
                    f"{name} of features must belong to one of features.kind, as {' or '.join(owners)}; "
                    f"got {value!r} beside kind={self.kind}. Leave it out, or change the kind."
                )
        self.features  # noqa: B018  holds the features' fields to their rules

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the features joined; none where there are none."""
        return () if self.kind == NONE else tuple(self.kind.split("+"))

    @property
    def own_fields(self) -> dict[str, Any]:
        """The fields of single features that are set."""
        own = {name: getattr(self, name) for name in OWN_FIELDS}
        return {name: value for name, value in own.items() if value is not None}

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features with their own fields; what is unset has the feature's default."""
        own = self.own_fields
        return tuple(
            FEATURES[kind](**{name: own[name] for name in fields_of_feature(kind) if name in own})
            for kind in self.kinds
        )


SHARED_FIELDS = ("kind", "standardize", "seed")
OWN_FIELDS = tuple(f.name for f in dataclasses.fields(FeaturesPart) if f.name not in SHARED_FIELDS)


def fields_of_kind(kind: str) -> set[str]:
    """The names of the own fields of all features that a text joins; words that name none have none."""
    return {name for part in kind.split("+") if part in FEATURES for name in fields_of_feature(part)}


def fields_of_feature(kind: str) -> dict[str, Any]:
    """The names of a feature's own fields, with their defaults."""
    return {field.name: field.default for field in dataclasses.fields(FEATURES[kind])}
