"""Descriptions that come with Losscope: good examples and bad ones, each with a sentence that its picture bears out."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_toml


@dataclass(frozen=True)
class Preset:
    """One example.

    Attributes:
        name: what a person reads; sentence: what its picture shows, in numbers that hold.
        good: False where something is shown going wrong, or where the picture misleads.
        toml_name: its file in the folder of presets, without the ending.
        group: the heading that it stands under.
        opens: the view of the window that shows best what the sentence says; compares: whether its page of raw pixels
            against features is in front, and worked out.
        step: where its timeline stands then; ball: coordinates of the plane that the ball is held at; example: the
            number of the test example that is held; templates: whether its card shows templates. None: as it comes.
    """

    name: str
    sentence: str
    good: bool
    toml_name: str
    group: str = "The race"
    opens: str = "surface"
    step: int | None = None
    ball: tuple[float, float] | None = None
    example: int | None = None
    templates: bool = False
    compares: bool = False


CUTS, SHAPES, WRONG = "Ways to cut", "Penalty and shape", "What goes wrong"
FUNCTIONS = "Functions of two variables"
PLAYGROUND, PLAYGROUND_LESSONS = "The playground", "What points teach"
MOMENTS = "Five moments"

PRESETS: tuple[Preset, ...] = (
    Preset(
        "The plane you chose",
        "Turned two thirds to random: the lowest visible loss is above 1, where the methods are at 0.4. Turn the dial.",
        True,
        "the-plane-you-chose",
        MOMENTS,
    ),
    Preset(
        "How many unknowns",
        "In 2 unknowns all methods arrive. Move the slider: from 30 on random search stays, the gradient goes on.",
        True,
        "how-many-unknowns",
        MOMENTS,
    ),
    Preset(
        "The gradient paints itself",
        "650 slopes take 651 losses, one pixel after the other; calculus takes one pass. Press Play, or click a pixel.",
        True,
        "the-gradient-paints-itself",
        MOMENTS,
        opens="weights",
        ball=(0.0, 0.0),
    ),
    Preset(
        "The cursor is a classifier",
        "Drag the ball along Adam’s path: the held 3 passes for a 2, then for a 9; from step 20 on it is right.",
        True,
        "the-cursor-is-a-classifier",
        MOMENTS,
        ball=(-1.0, -0.5),
        example=104,
        templates=True,
    ),
    Preset(
        "Inside one step",
        "In momentum’s step 10 the kept velocity is seven times as long as the slope’s push. Drag the arrow’s head.",
        True,
        "inside-one-step",
        MOMENTS,
        opens="step",
        step=9,
    ),
    Preset(
        "Where they went",
        "The plane that the methods moved in holds over 90 % of what SGD, momentum and Adam did.",
        True,
        "where-they-went",
    ),
    Preset(
        "Inside the slice",
        "The methods move in the two directions of the picture alone, so their paths lie exactly on the surface.",
        True,
        "inside-the-slice",
    ),
    Preset(
        "Along a line",
        "One direction instead of two: a curve that holds over 90 % of what Adam did.",
        True,
        "along-a-line",
        CUTS,
    ),
    Preset(
        "Four step sizes",
        "SGD four times: 0.01 hardly leaves, 0.1 is halfway, 3 arrives, 100 leaps and ends higher than it began.",
        True,
        "four-step-sizes",
    ),
    Preset(
        "SVM",
        "The SVM loss starts near 9, one for each wrong class; SGD, momentum and Adam take it below 0.5.",
        True,
        "svm",
    ),
    Preset(
        "Features first",
        "400 nearnesses to learned patches, not 64 pixels: SGD gets 98 % of test digits right instead of 93 %.",
        True,
        "features-first",
        opens="data",
        compares=True,
    ),
    Preset(
        "No regularization",
        "Without λ there is no bottom: weights keep growing, and the lowest point is on the edge of the picture.",
        True,
        "no-regularization",
        SHAPES,
    ),
    Preset(
        "Trough",
        "Convex is no bowl: without λ some directions change no loss, so the floor is level along b.",
        True,
        "trough",
        SHAPES,
    ),
    Preset(
        "Flat",
        "Two weights of a pixel that is never inked, without λ: convex, and 2.41 everywhere.",
        True,
        "flat",
        SHAPES,
    ),
    Preset(
        "Around the end of Adam",
        "A bowl around Adam's end, along axes as long as each class's weights; under 1 % of its way there is seen.",
        True,
        "around-the-end-of-adam",
        CUTS,
    ),
    Preset(
        "Steepest and flattest",
        "The Hessian's extreme eigenvectors at Adam's end: a bowl across, and along it a floor that is level.",
        True,
        "steepest-and-flattest",
        CUTS,
    ),
    Preset(
        "From end to end",
        "On the straight line from SGD's end (0) to Adam's (1) there is no hill: a convex loss has none anywhere.",
        True,
        "from-end-to-end",
        CUTS,
    ),
    Preset(
        "Through three points",
        "The plane through the base point and the ends of SGD and Adam holds over 90 % of either's movement.",
        True,
        "through-three-points",
        CUTS,
    ),
    Preset(
        "Down the gradient",
        "The first gradient alone, with a random axis beside it, holds over 85 % of what SGD did, less of Adam.",
        True,
        "down-the-gradient",
        CUTS,
    ),
    Preset(
        "Bowl",
        "2 weights, all in sight: gradient descent walks straight to the bottom, momentum swings past it.",
        True,
        "bowl",
        FUNCTIONS,
    ),
    Preset(
        "Ravine",
        "Gradient descent crosses the ravine at every step; momentum does one in six times, and ends far lower.",
        True,
        "ravine",
        FUNCTIONS,
    ),
    Preset(
        "Saddle",
        "Gradient descent and momentum wait at the saddle, 30 steps at a loss near 0; Adam goes around it.",
        True,
        "saddle",
        FUNCTIONS,
    ),
    Preset(
        "Rosenbrock’s valley",
        "A bent valley: after 1,000 steps momentum and Adam are at its end (1, 1), gradient descent halfway.",
        True,
        "rosenbrocks-valley",
        FUNCTIONS,
    ),
    Preset(
        "Himmelblau’s four minima",
        "Four minima, all at 0: from one start, two methods end in different ones. Click another start.",
        True,
        "himmelblaus-four-minima",
        FUNCTIONS,
    ),
    Preset(
        "Rastrigin’s egg carton",
        "Whoever follows the slope ends in the nearest dent, at 12.93; random search alone gets near 1.",
        True,
        "rastrigins-egg-carton",
        FUNCTIONS,
    ),
    Preset(
        "A random plane",
        "The same race on a random plane: under 1 % of any movement is seen, and no visible loss is below 2.4.",
        False,
        "random-plane",
        CUTS,
    ),
    Preset(
        "Raw Gaussian axes",
        "Axes about 25 long instead of 1: at a range of 1 the whole race is a dot in the middle.",
        False,
        "raw-gaussian-axes",
        CUTS,
    ),
    Preset(
        "Random search in 2 unknowns",
        "In 2 unknowns random search does as well as momentum; in all 650 the same tries never beat the start.",
        False,
        "random-search-in-two-unknowns",
        WRONG,
    ),
    Preset(
        "Step size too small",
        "A hundredth of the step size: after 100 steps SGD has lost less than a tenth of its loss.",
        False,
        "step-size-too-small",
        WRONG,
    ),
    Preset(
        "Step size too large",
        "A hundred times the step size: SGD leaps from side to side and ends higher than it began.",
        False,
        "step-size-too-large",
        WRONG,
    ),
    Preset(
        "Step size beyond 1 / λ",
        "Every step of SGD is longer than the last and the loss only rises, until it overflows: diverged.",
        False,
        "beyond-one-over-lambda",
        WRONG,
    ),
    Preset(
        "Beale’s flat floor",
        "Flat, then steep: gradient descent creeps on the floor; at ten times the step size it is thrown out.",
        False,
        "beales-floor",
        FUNCTIONS,
    ),
    Preset(
        "Three blobs",
        "Nine points, three classes: after 9 steps all are right, in the end every margin is met: data loss 0.",
        True,
        "three-blobs",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "Spiral and lines",
        "Three arms and straight lines: at the bottom of its loss a linear classifier has 37 of 60 points right.",
        True,
        "spiral-and-lines",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "Spiral and a network",
        "The same 60 points: a hidden layer of 12 units bends the lines, and all of them are right.",
        True,
        "spiral-and-a-network",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "XOR of points",
        "No line beats a coin: the lowest loss is ln 2 = 0.69, where every weight is 0.",
        True,
        "xor-points",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "Circles and three units",
        "Three hidden units fence the inner circle in: from a loss of 0.8 down to all 24 points right.",
        True,
        "circles-and-three-units",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "Two moons",
        "Two moons reach into each other: at the lowest loss, 0.36, a line still has 8 of 40 points wrong.",
        True,
        "two-moons",
        PLAYGROUND,
        "points",
    ),
    Preset(
        "A point far away",
        "One point far out on the wrong side is 96 % of the first gradient; two of the other nine end up wrong.",
        False,
        "a-point-far-away",
        PLAYGROUND_LESSONS,
        "points",
    ),
    Preset(
        "λ too large",
        "λ = 3: all nine are right, but weights stay so small that the data loss is 1.8; with none it is 2.",
        False,
        "lambda-too-large",
        PLAYGROUND_LESSONS,
        "points",
    ),
    Preset(
        "A step that oscillates",
        "Step size 1 settles at 0.43; 10 leaps from side to side for ever, every second step up.",
        False,
        "a-step-that-oscillates",
        PLAYGROUND_LESSONS,
        "points",
    ),
    Preset(
        "Softmax never stops",
        "All nine are right after 2 steps, yet without λ the weights still grow at step 1,000, and always will.",
        True,
        "softmax-never-stops",
        PLAYGROUND_LESSONS,
        "points",
    ),
    Preset(
        "Not separable",
        "Two points among the others: 8 of 10 are right, and the weights stop growing, even without λ.",
        True,
        "not-separable",
        PLAYGROUND_LESSONS,
        "points",
    ),
)


def load_preset(name: str) -> Description:
    """The description of the preset that is called `name` in `PRESETS`.

    Raises:
        InvalidValue: there is none of that name.
    """
    for preset in PRESETS:
        if preset.name == name:
            file = resources.files("landscape").joinpath("presets", f"{preset.toml_name}.toml")
            return from_toml(file.read_text(encoding="utf-8"), origin=f"preset {name}")
    raise InvalidValue(f"a preset must be one of {', '.join(preset.name for preset in PRESETS)}; got {name!r}.")
