"""What a panel must know of a field of a description: its place, its rule, its words."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from html import escape
from typing import Any

from gui.panels.notation import plain_text
from gui.panels.wording import words_of
from landscape.experiment.description import Description
from trainers.parameters import Limits, parameter_types


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        key: its dotted name, as `landscape.experiment.edit.with_values` and the command line take it.
        words: what a person reads; help: one sentence more.
        limits, types: what its value must be; default: the value it has where a description says nothing.
        can_be_unset: whether "nothing said" is kept in the description, so that its value follows others.
    """

    key: str
    words: str
    help: str
    limits: Limits
    types: tuple[type, ...]
    default: Any
    can_be_unset: bool

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.rpartition(".")[2]

    @property
    def rule(self) -> str:
        """The limits in words; empty where there are none."""
        return "" if self.limits == Limits() else str(self.limits)

    @property
    def tooltip(self) -> str:
        """Help, the field's name on the command line and its limits, as rich text that wraps."""
        rule = f" must {self.rule}" if self.rule else ""
        return f"<p>{escape(self.help)}</p><p><b>{escape(self.key)}</b>{escape(rule)}</p>"


def fields_of(owner: type, section: str, *, can_be_unset: bool = False) -> tuple[Field, ...]:
    """The fields of a dataclass that are made by `parameter`, in order.

    A field that admits None can be unset by itself; `can_be_unset` says that all of them can, as the
    parameters of a method, whose settings hold only what was set.
    """
    kinds = parameter_types(owner)
    return tuple(
        Field(
            key=f"{section}.{field.name}",
            words=words_of(section, field.name),
            help=field.metadata["help"],
            limits=field.metadata["limits"],
            types=kinds[field.name],
            default=field.default,
            can_be_unset=can_be_unset or type(None) in kinds[field.name],
        )
        for field in dataclasses.fields(owner)
        if field.name in kinds
    )


def value_of(description: Description, key: str) -> Any:
    """The value of a field by its dotted name; None where it is unset."""
    section, _, rest = key.partition(".")
    if section != "methods":
        return description.source if key == "data.source" else getattr(getattr(description, section), rest)
    label, _, name = rest.partition(".")
    part = next(part for part in description.methods if part.label == label)
    return part.seed if name == "seed" else part.settings.get(name)


def default_words(field: Field) -> str:
    """The default in words, for the button that goes back to it."""
    return "" if field.can_be_unset else f" ({plain_text(field.default)})"
