"""A description is one frozen value: TOML both ways, every bad field refused in one line."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.data.catalogue import SOURCES
from landscape.directions.catalogue import DIRECTIONS
from landscape.errors import InvalidValue
from landscape.experiment.defaults import resolved
from landscape.experiment.description import SCHEMA, Description, from_table, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_methods, with_values
from landscape.losses.catalogue import LOSSES
from trainers.catalogue import METHODS
from trainers.parameters import parameter_types

seeds = st.integers(0, 2**32 - 1)
positive = st.floats(1e-12, 1e12)
finite = st.floats(-1e12, 1e12)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Nested tables with any fields set to any admitted values."""
    labels = draw(st.lists(st.from_regex(r"[a-zA-Z0-9äöé][\w-]{0,8}", fullmatch=True), unique=True, max_size=4))
    methods = {}
    for label in labels:
        methods[label] = {"method": draw(st.sampled_from(list(METHODS)))}
        if draw(st.booleans()):
            field = "scale" if "search" in methods[label]["method"] else "step_size"
            methods[label][field] = draw(positive)
        if draw(st.booleans()):
            methods[label]["seed"] = draw(seeds)
    kinds = draw(st.lists(st.sampled_from(list(DIRECTIONS)), min_size=1, max_size=3, unique=True))
    n_axes = len(kinds) * draw(st.integers(1, 3))
    numbers = st.lists(finite, min_size=n_axes, max_size=n_axes)
    pair = st.tuples(finite, finite).filter(lambda p: p[0] < p[1]).map(list)
    source = draw(st.sampled_from(list(SOURCES)))
    asked: dict[str, dict[str, Any]] = {
        "data": {"source": source, "seed": draw(seeds), "examples": draw(optional(st.integers(1, 99)))},
        "objective": {"loss": draw(st.sampled_from(list(LOSSES))), "regularization": draw(st.floats(0, 1e6))},
        "start": {
            "seed": draw(seeds),
            "scale": draw(optional(st.floats(0, 1e6))),
            "at": draw(pair),
            "weights": draw(optional(st.lists(finite, min_size=1, max_size=9))),
        },
        "run": {
            "steps": draw(optional(st.integers(1, 10**7))),
            "batch": draw(optional(st.integers(1, 10**6))),
            "inside": draw(st.sampled_from(["space", "slice"])),
            "max_cost": draw(optional(st.integers(1, 10**12))),
            "target_loss": draw(optional(finite)),
            "patience": draw(optional(st.integers(1, 10**6))),
        },
        "slice": {
            "kind": "+".join(kinds),
            "dimensions": n_axes,
            "bias": draw(st.booleans()),
            "orthogonal": draw(optional(st.booleans())),
            "through": draw(optional(st.lists(st.sampled_from(["base", "zero", "file"]), min_size=1, unique=True))),
            "weights": draw(optional(st.lists(st.lists(st.integers(0, 99), min_size=1, max_size=2), min_size=1))),
            "second": draw(st.sampled_from(["random", "velocity", "hessian"])),
            "eigenvectors": draw(st.sampled_from(["largest", "smallest", "both"])),
            "center": draw(st.sampled_from(["base", "zero", *(f"end:{label}" for label in labels)])),
            "turn": draw(optional(st.lists(numbers, min_size=min(2, n_axes), max_size=min(2, n_axes)))),
            "shift": draw(optional(numbers)),
        },
        "grid": {
            "resolution": draw(st.integers(2, 10**4) | st.lists(st.integers(2, 99), min_size=2, max_size=2)),
            "range": draw(st.just("auto") | positive | pair | st.lists(pair, min_size=2, max_size=2)),
        },
    }
    if "path" in parameter_types(SOURCES[source]):
        asked["data"]["path"] = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
    wanted = {name: {k: v for k, v in fields.items() if v is not None} for name, fields in asked.items()}
    return {**wanted, "methods": methods}


@given(tables())
def test_toml_there_and_back_gives_an_equal_description(table: dict[str, Any]) -> None:
    description = from_table(table)
    text = description.toml()
    assert from_toml(text) == description
    assert from_toml(text).toml() == text
    assert tomllib.loads(text)["schema"] == SCHEMA


@given(tables())
def test_its_words_on_the_command_line_make_it_again(table: dict[str, Any]) -> None:
    description = from_table(table)
    words = assignments(description)
    found = Description()
    if words and words[0] == "--methods":
        found = with_methods(found, [label for label in words[1].split(",") if label])
        words = words[2:]
    assert set(words[::2]) <= {"--set"}
    found = with_values(found, dict(parse_assignment(word) for word in words[1::2]))
    assert found == description


@given(tables())
def test_resolving_fills_in_every_field_and_changes_none_that_is_set(table: dict[str, Any]) -> None:
    description = from_table(table)
    full = resolved(description)
    asked, given_values = description.table(), full.table()
    for section in ("objective", "start", "run", "slice", "grid"):
        assert asked[section].items() <= given_values[section].items()
    for label, settings in asked["methods"].items():
        assert settings.items() <= given_values["methods"][label].items()
    assert None not in (full.run.steps, full.run.batch, full.start.scale, full.slice.turn, full.slice.shift)
    assert resolved(full) == full


def test_the_default_is_the_first_screen() -> None:
    description = Description()
    assert description.source == "digits"
    assert [part.label for part in description.methods] == ["sgd", "momentum", "adam", "local-search", "random-search"]
    assert (description.objective.loss, description.slice.kind, description.run.inside) == ("softmax", "paths", "space")
    assert from_toml("") == description


def test_what_is_unset_stays_unset() -> None:
    table = Description().table()
    assert "steps" not in table["run"]
    assert "scale" not in table["start"]
    assert table["methods"]["sgd"] == {"method": "sgd"}


@pytest.mark.parametrize(
    ("source", "loss", "step_size", "start_scale", "judges"),
    [
        ("digits", "softmax", 1.0, 0.3, 0),
        ("digits", "svm", 0.1, 0.3, 0),
        ("cifar10", "softmax", 0.05, 0.01, 5000),
        ("cifar10", "svm", 0.005, 0.01, 5000),
    ],
)
def test_resolved_defaults_switch_with_the_source_and_the_loss(
    source: str, loss: str, step_size: float, start_scale: float, judges: int
) -> None:
    full = resolved(with_values(Description(), {"data.source": source, "objective.loss": loss})).table()
    assert full["methods"]["sgd"]["step_size"] == step_size
    assert full["start"]["scale"] == start_scale
    assert full["methods"]["random-search"]["rows"] == judges


def test_a_batch_for_all_yields_to_a_methods_own() -> None:
    description = with_values(Description(), {"run.batch": 17, "methods.adam.batch": 5})
    methods = resolved(description).table()["methods"]
    assert (methods["sgd"]["batch"], methods["adam"]["batch"]) == (17, 5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[slcie]\nseed = 3", "did you mean 'slice'"),
        ("[slice]\nsede = 3", "did you mean 'seed'"),
        ("[data]\nexample = 3", "did you mean 'examples'"),
        ("[methods.sgd]\nstep_sice = 0.1", "did you mean 'step_size'"),
        ("[methods.sdg]\nstep_size = 0.1", "did you mean 'sgd'"),
        ("[methods.mine]\nmethod = 'adm'", "did you mean 'adam'"),
        ("colour = 3", "no section 'colour'"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(text: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        from_toml(text)


def test_files_of_a_later_version_are_read_without_the_keys_that_are_new() -> None:
    text = """
    later = 1
    [future]
    x = 1
    [slice]
    seed = 3
    curved = true
    [methods.sgd]
    step_size = 0.25
    warm_up = 3
    """
    with pytest.raises(InvalidValue):
        from_toml(text)
    description = from_toml(text, lenient=True)
    assert description.slice.seed == 3
    assert dict(description.methods[0].settings) == {"step_size": 0.25}


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, -1, "1", 1.0, True])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_schema_that_is_not_known_is_refused_however_lenient(schema: Any, lenient: bool) -> None:
    with pytest.raises(InvalidValue, match="schema"):
        from_table({"schema": schema}, lenient=lenient)


@pytest.mark.parametrize(
    "text",
    [
        "slice = 3",
        "slice = [3]",
        "methods = ['sgd']",
        "methods.sgd = 3",
        "[slice",
        "slice.seed = 1\nslice.seed = 2",
        "slice.seed = 1" + 5000 * "0",
        "grid.range = " + 3000 * "[" + 3000 * "]",
        "[methods.sgd]\nmethod = ['sgd']",
        "[methods.sgd]\nmethod = 3",
        "[data]\nsource = ['digits']",
        "[data]\nsource = 'imagenet'",
        '[methods."two words"]\nmethod = "sgd"',
        '[methods."a.b"]\nmethod = "sgd"',
        '[methods."a\\nb"]\nmethod = "nothing"',
        '[methods."end:a"]\nmethod = "sgd"',
        '[methods."[/b]"]\nmethod = "sgd"',
        '[methods._hidden]\nmethod = "sgd"',
        '[methods."../up"]\nmethod = "sgd"',
        '[methods.""]\nmethod = "sgd"',
    ],
)
def test_what_is_no_description_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        from_toml(text, origin="run.toml")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) > 20


TOO_LARGE = 10**400
BAD_VALUES = {
    "data.examples": [0, -1, 1.5, "all", True],
    "data.center": [1, "yes"],
    "data.scale": [0.0, -1.0, float("inf"), float("nan"), "1"],
    "data.seed": [-1, 2**32, 0.5],
    "data.standardize": [1, "yes"],
    "data.classes": [[], "3", ["3", "3"], ["3", ""], [1.5, 2], 3],
    "data.color": ["red", 3],
    "data.dtype": ["float64", 8],
    "features.kind": ["", "hog+", "hog+hog", "none+hog", "edges", 3, ["hog"]],
    "features.standardize": [1, "yes"],
    "features.seed": [-1, 2**32, 0.5],
    "features.cell": [0, 1, 513, 4.0, "all", 4],  # without a feature that has cells, also what is right
    "features.orientations": [1, 37, 9.0, 9],
    "features.bins": [1, 17, "many", 6],
    "features.words": [1, 10_001, 2.5, 100],
    "features.patch": [1, 65, "6", 6],
    "features.points": ["sparse", 3, "dense"],
    "objective.loss": ["hinge", 3, ["svm"]],
    "objective.l1": [-1e-9, float("nan"), "0", True],
    "objective.regularization": [-1e-9, float("nan"), float("inf"), "0", True, TOO_LARGE],
    "start.seed": [-1, 2**32, 1.0, True, "0"],
    "start.scale": [-0.1, float("inf"), "0"],
    "start.at": [3, [], [1, 2, 3], ["a", "b"], [float("nan"), 0], [True, 0], [TOO_LARGE, 0], "ab"],
    "start.weights": [3, [], "ab", ["a"], [float("nan")], [float("inf"), 0], [True], [[1, 2]], [TOO_LARGE]],
    "run.steps": [0, -5, 10**7 + 1, 1.5, "many"],
    "run.batch": [0, 1.0],
    "run.seed": [-1, 2**32],
    "run.inside": ["plane", 2, ["slice"]],
    "run.memory": [0, 1.5],
    "run.tries": [1, "yes"],
    "run.max_cost": [0, -1, 1.5, "much"],
    "run.target_loss": [float("nan"), float("inf"), "low", True, TOO_LARGE],
    "run.patience": [0, 2.5, "long"],
    "methods.sgd.seed": [-1, 2**32, 0.5, True, "0"],
    "methods.sgd.step_size": [0, -1, float("nan"), float("inf"), "fast", TOO_LARGE],
    "methods.sgd.batch": [0, 1.5],
    "methods.momentum.momentum": [1.0, -0.1],
    "methods.adam.beta1": [1.0, -0.1],
    "methods.random-search.tries_per_step": [0, 2000],
    "slice.kind": ["", "paths+", "path", "paths+paths", 3, ["paths"], {"a": 1}],
    "slice.seed": [-1, 2**32, 0.0],
    "slice.dimensions": [0, -1, 2.0, "two", True],
    "slice.bias": [1, "true"],
    "slice.orthogonal": [1, "yes"],
    "slice.through": [[], 3, ["end:"], ["middle"], ["base", "base"], ["end:nobody"], [["base"]]],
    "slice.weights": [[], "first", [-1], [1.0], [[1, 2, 3]], [[]], [True]],
    "slice.second": ["first", 2],
    "slice.runs": [[], 3, ["nobody"], ["sgd", "sgd"]],
    "slice.eigenvectors": ["all", 1],
    "slice.file": [3, ["a"]],
    "slice.center": ["end:", "end:nobody", "middle", 3, ["zero"]],
    "slice.turn": [3, [1, 0], [[1, 0]], [[1, 0], [0, 1], [1, 1]], [[1], [0]], [[1, float("inf")], [0, 1]]],
    "slice.shift": [3, [1], [1, 2, 3], ["a", "b"], [float("nan"), 0]],
    "grid.resolution": [1, 0, 10001, 61.0, [61], [61, 1], [61, 61, 61], "61", True, [[3], 4], TOO_LARGE],
    "grid.range": [
        *(0, -1, True, "all", {}, [1, 1], [2, 1], [1, 2, 3], [[0, 1]], [[0, 1], [1, 0]], [0, [1, 2]]),
        *(float("inf"), [float("nan"), 1], 1e308, [-1e308, 1e308], TOO_LARGE),
    ],
    "grid.method": ["fast", "certified!", 1],
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param(field, value, id=f"{field}={value!r}"[:50])
        for field, values in BAD_VALUES.items()
        for value in values
    ],
)
def test_every_bad_value_gives_one_line_that_names_the_field(field: str, value: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        with_values(Description(), {field: value})
    message = str(refused.value)
    assert "\n" not in message
    assert field.rpartition(".")[2] in message
    assert "must" in message or "at most" in message


def test_dimensions_must_divide_among_the_kinds() -> None:
    for dimensions in (1, 3, 5):
        with pytest.raises(InvalidValue, match="divide evenly"):
            with_values(Description(), {"slice.kind": "paths+unit", "slice.dimensions": dimensions})
    assert with_values(Description(), {"slice.kind": "paths+unit"}).slice.n_axes == 4


def test_fields_are_changed_and_unset_by_their_dotted_names() -> None:
    description = with_values(
        Description(), {"slice.seed": 3, "methods.sgd.step_size": 0.5, "methods.b.method": "adam"}
    )
    assert description.slice.seed == 3
    assert description.methods[0].settings["step_size"] == 0.5
    assert description.methods[-1].label == "b"
    assert (
        with_values(description, {"slice.seed": None, "methods.sgd.step_size": None, "methods.b": None})
        == Description()
    )


@pytest.mark.parametrize("field", ["seed", "slice.", ".seed", "slice..seed", "slice.seed.x", "slice.sede", "x.y", ""])
def test_a_field_that_is_none_is_refused(field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        with_values(Description(), {field: 1})
    assert "\n" not in str(refused.value)


def test_switching_the_source_or_a_method_drops_the_fields_that_the_new_one_has_not() -> None:
    folder = with_values(Description(), {"data.source": "cifar10", "data.path": "folder", "data.seed": 4})
    digits = with_values(folder, {"data.source": "digits"})
    assert digits.source == "digits"
    assert digits.data.seed == 4
    momentum = with_values(Description(), {"methods.momentum.momentum": 0.5, "methods.momentum.step_size": 0.2})
    changed = with_values(momentum, {"methods.momentum.method": "sgd"}).methods[1]
    assert (changed.label, changed.method, dict(changed.settings)) == ("momentum", "sgd", {"step_size": 0.2})


def test_a_list_of_methods_keeps_settings_and_order() -> None:
    description = with_values(Description(), {"methods.adam.step_size": 0.5, "methods.other.method": "sgd"})
    chosen = with_methods(description, ["rmsprop", "adam", "other", "third:momentum"])
    assert [part.label for part in chosen.methods] == ["rmsprop", "adam", "other", "third"]
    assert [part.method for part in chosen.methods] == ["rmsprop", "adam", "sgd", "momentum"]
    assert chosen.methods[1].settings["step_size"] == 0.5
    with pytest.raises(InvalidValue, match="'adaam'"):
        with_methods(description, ["adaam"])


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("slice.seed=3", "slice.seed", 3),
        ("slice.kind=random", "slice.kind", "random"),
        ("slice.kind=paths+unit", "slice.kind", "paths+unit"),
        ("slice.center=end:sgd", "slice.center", "end:sgd"),
        ("grid.range=2.0", "grid.range", 2.0),
        ("grid.range=[[-1, 1], [0, 2]]", "grid.range", [[-1, 1], [0, 2]]),
        ("data.center=false", "data.center", False),
        ("data.path=/a folder/x=y", "data.path", "/a folder/x=y"),
        ('data.path="3"', "data.path", "3"),
        (" slice.seed = 3 ", "slice.seed", 3),
        ("data.path=", "data.path", ""),
        ("data.path=a\nslice.seed=4", "data.path", "a\nslice.seed=4"),
        ("data.seed=1\nslice.seed=4", "data.seed", "1\nslice.seed=4"),
    ],
)
def test_an_assignment_is_toml_where_it_can_be_and_else_a_text(text: str, field: str, value: Any) -> None:
    assert parse_assignment(text) == (field, value)
    assert type(parse_assignment(text)[1]) is type(value)


@pytest.mark.parametrize("text", ["slice.seed", "=3", " =3", ""])
def test_an_assignment_needs_a_name_and_an_equals_sign(text: str) -> None:
    with pytest.raises(InvalidValue, match="FIELD=VALUE"):
        parse_assignment(text)
