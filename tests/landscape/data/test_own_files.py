"""Your own files: IDX, a folder of images, .npy and CSV; what comes out, and what is said of broken ones."""

from __future__ import annotations

import gzip
import io
import struct
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from landscape.data.archive import read_array, read_arrays
from landscape.data.csv_table import Csv
from landscape.data.image_file import header_of, pixels_of
from landscape.data.image_folder import ImageFolder
from landscape.data.mnist import Mnist, read_idx
from landscape.data.npy import Npy
from landscape.data.npz import Npz
from landscape.errors import DataError
from landscape.work import Work

LARGE = 40 * 10**9


def refusal(read):
    """The one line that a refusal says, with little memory taken."""
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            read()
        assert tracemalloc.get_traced_memory()[1] < 30 * 2**20
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def idx(array):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def mnist(tmp_path):
    """A folder with training files alone."""
    images = np.random.default_rng(0).integers(0, 256, (50, 4, 5), dtype=np.uint8)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(images))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx((np.arange(50) % 3).astype(np.uint8)))
    return tmp_path


def test_compressed_idx_files_are_the_same_examples(mnist):
    plain = Mnist(path=str(mnist)).load(Work())
    for file in list(mnist.iterdir()):
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    assert Mnist(path=str(mnist)).load(Work()).hash == plain.hash
    assert plain.image_shape == (4, 5)
    assert (len(plain.train), len(plain.test)) == (40, 10)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "begins with nothing"),
        (b"\x89PNG....", "it begins with 89 50 4e 47"),
        (b"\0\0\x0d\x01\0\0\0\x01\0\0\0\0", "must hold unsigned bytes, type 08; it has type 0d"),
        (b"\0\0\x08\x03\0\0\0\x01", "must hold 3 lengths"),
        (struct.pack(">4B3I", 0, 0, 8, 3, 40_000_000, 100, 10), "its header claims 37 GB"),
        (struct.pack(">4B3I", 0, 0, 8, 3, 2, 2, 2) + b"1234567", "must hold 8 bytes after its header; it holds 7"),
        (struct.pack(">4B3I", 0, 0, 8, 3, 2, 2, 2) + b"123456789", "it holds more"),
        (struct.pack(">4BI", 0, 0, 8, 1, 50) + bytes(50), "must hold images"),
        (struct.pack(">4B3I", 0, 0, 8, 3, 2, 1, 1) + b"12", "must hold one label for each of 2 images"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_broken_idx_files_are_named(mnist, content, words, packed):
    file = mnist / "train-images-idx3-ubyte"
    file.unlink()
    file = file.with_name(file.name + (".gz" if packed else ""))
    file.write_bytes(gzip.compress(content) if packed else content)
    message = refusal(lambda: Mnist(path=str(mnist)).load(Work()))
    assert words in message
    assert str(mnist) in message


def test_a_compression_bomb_stops_where_its_header_ends(tmp_path):
    file = tmp_path / "x.gz"
    file.write_bytes(gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, 10) + bytes(200_000_000), compresslevel=1))
    assert "it holds more" in refusal(lambda: read_idx(file, Work()))


def test_an_array_that_is_packed_far_too_well_is_refused_before_it_is_unpacked(tmp_path):
    claimed = 3 * 2**30
    file = tmp_path / "x.gz"
    file.write_bytes(gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, claimed) + bytes(2**22)))
    assert "claim to hold 3,221,225,472, as a compression bomb does" in refusal(lambda: read_idx(file, Work()))
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (2**29,)})
    with zipfile.ZipFile(tmp_path / "x.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("X.npy", "w") as member:
            member.write(header.getvalue())
            for _ in range(2**7):
                member.write(bytes(2**22))
        archive.writestr("y.npy", header.getvalue())
    message = refusal(lambda: read_arrays(tmp_path / "x.npz"))
    assert message.startswith(f"X in {tmp_path / 'x.npz'} must be data")
    assert message.endswith("Get the file again, or save it without compression.")


def test_idx_labels_beyond_the_number_of_images_are_named(mnist):
    labels = (np.arange(50) % 3).astype(np.uint8)
    labels[7] = 50
    (mnist / "train-labels-idx1-ubyte").write_bytes(idx(labels))
    message = refusal(lambda: Mnist(path=str(mnist)).load(Work()))
    assert message.startswith(f"{mnist} must hold labels from 0, with at most as many classes as images; a label is 50")


@given(st.binary(max_size=40), st.booleans())
def test_any_bytes_as_idx_give_an_array_or_one_line(content, packed):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ("x.gz" if packed else "x")
        file.write_bytes(content if not packed else gzip.compress(content)[: len(content) + 20])
        array_or_line(lambda: read_idx(file, Work()), folder)


def array_or_line(read, folder):
    refused = None
    try:
        read()
    except DataError as error:
        refused = str(error)
    assert refused is None or (str(folder) in refused and "\n" not in refused)


@pytest.fixture
def images(tmp_path):
    """A folder with two classes of images in several formats, all 6 x 4 pixels."""
    for name, color in (("cat", (200, 10, 10)), ("dog", (10, 10, 200))):
        (tmp_path / name).mkdir()
        for number, ending in enumerate(("png", "bmp", "gif", "tiff", "webp", "ppm")):
            image = Image.new("RGB", (6, 4), color)
            image.putpixel((number, 0), (255, 255, 255))
            image.save(tmp_path / name / f"{number}.{ending}", **({"lossless": True} if ending == "webp" else {}))
    return tmp_path


def test_a_folder_of_images_is_read_by_class_in_the_order_of_names(images):
    raw = ImageFolder(path=str(images)).read(Work())
    assert raw.class_names == ("cat", "dog")
    assert raw.examples.y.tolist() == [0] * 6 + [1] * 6
    assert raw.image_shape == (4, 6, 3)
    pixels = raw.examples.x.reshape(-1, 4, 6, 3)
    assert pixels[0, 0, 0].tolist() == [255, 255, 255]
    assert (pixels[:6, 1:] == [200, 10, 10]).all()
    assert (pixels[6:, 1:] == [10, 10, 200]).all()


def test_images_are_gray_where_all_are_or_it_was_asked_for(images):
    assert ImageFolder(path=str(images), color="gray").read(Work()).image_shape == (4, 6)
    for file in images.glob("*/*"):
        file.unlink()
    for name in ("cat", "dog"):
        for number in range(4):
            Image.new("L", (6, 4), 40 * number).save(images / name / f"{number}.png")
    assert ImageFolder(path=str(images)).load(Work()).image_shape == (4, 6)
    assert ImageFolder(path=str(images), color="color").load(Work()).image_shape == (4, 6, 3)


def test_other_sizes_are_refused_with_both_named_or_brought_to_one(images):
    Image.new("RGB", (9, 4)).save(images / "dog" / "wide.png")
    message = refusal(lambda: ImageFolder(path=str(images)).load(Work()))
    assert "0.png has 6 x 4 pixels" in message
    assert "wide.png 9 x 4. Set data.size" in message
    dataset = ImageFolder(path=str(images), size=3).load(Work())
    assert dataset.image_shape == (3, 3, 3)
    assert "cropped to squares and brought to 3 x 3 pixels" in dataset.note


def test_train_and_test_folders_are_the_split(images):
    for part, endings in (("train", ("png", "bmp", "gif")), ("test", ("ppm",))):
        for name in ("cat", "dog"):
            (images / part / name).mkdir(parents=True)
            for ending in endings:
                (file,) = (images / name).glob(f"*.{ending}")
                file.rename(images / part / name / file.name)
    dataset = ImageFolder(path=str(images)).load(Work())
    assert (len(dataset.train), len(dataset.test)) == (6, 2)


def test_turned_transparent_and_deep_images_are_shown_as_seen(tmp_path):
    turned = Image.new("L", (6, 4), 0)
    turned.putpixel((0, 0), 255)
    exif = turned.getexif()
    exif[0x0112] = 6  # a quarter clockwise
    turned.save(tmp_path / "turned.png", exif=exif)
    assert (header_of(tmp_path / "turned.png").width, header_of(tmp_path / "turned.png").height) == (4, 6)
    assert pixels_of(tmp_path / "turned.png", False, (4, 6), False)[0, 3] == 255
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (pixels_of(tmp_path / "clear.png", True, (2, 2), False) == 255).all()
    Image.fromarray(np.full((2, 2), 257 * 100, dtype=np.uint16)).save(tmp_path / "deep.png")
    assert (pixels_of(tmp_path / "deep.png", False, (2, 2), False) == 100).all()


@pytest.mark.parametrize("ending", ["tif", "png", "jpg", "webp"])
def test_a_folder_of_turned_images_is_read_in_every_format(tmp_path, ending):
    random = np.random.default_rng(0)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        image = Image.fromarray(random.integers(0, 256, (4, 6, 3), dtype=np.uint8))
        exif = image.getexif()
        exif[0x0112] = 6  # a quarter clockwise
        image.save(tmp_path / name / f"0.{ending}", exif=exif)
    raw = ImageFolder(path=str(tmp_path)).read(Work())
    assert raw.image_shape == (6, 4, 3)
    if ending in ("tif", "png"):
        with Image.open(tmp_path / "b" / f"0.{ending}") as image:
            seen = np.asarray(image if ending == "tif" else image.rotate(-90, expand=True))
        assert np.array_equal(raw.examples.x[1].reshape(6, 4, 3), seen)


def test_an_image_that_changes_while_it_is_read_is_named(images):
    def rewrite(stage, fraction):
        if fraction > 0.19:  # all headers are read
            Image.new("RGB", (3, 3)).save(images / "dog" / "0.png")

    message = refusal(lambda: ImageFolder(path=str(images)).load(Work(progress=rewrite)))
    assert message == f"{images / 'dog' / '0.png'} must stay as it is while it is read; it changed. Try again."


def test_a_link_to_nothing_is_named_and_not_passed_over(images):
    (images / "cat" / "gone.png").symlink_to(images / "nowhere.png")
    message = refusal(lambda: ImageFolder(path=str(images)).load(Work()))
    assert message.startswith(f"{images / 'cat' / 'gone.png'} must be an image; it is a link to nothing.")


def test_an_image_that_cannot_be_read_is_named(images):
    whole = (images / "cat" / "0.png").read_bytes()
    for content in (b"", b"no image", whole[:40], whole[:-30]):
        (images / "cat" / "0.png").write_bytes(content)
        message = refusal(lambda: ImageFolder(path=str(images)).load(Work()))
        assert str(images / "cat" / "0.png") in message
        assert message.endswith("Save it again as PNG, or remove it.")


@pytest.mark.parametrize(
    ("width", "height", "words"), [(40_000, 25_000, "far too many pixels"), (10_000, 8_000, "10,000 x 8,000")]
)
def test_an_image_that_claims_many_pixels_is_refused_before_it_is_read(images, width, height, words):
    stream = io.BytesIO()
    Image.new("L", (4, 4)).save(stream, "BMP")
    content = bytearray(stream.getvalue())
    content[18:26] = struct.pack("<2i", width, height)
    (images / "dog" / "bomb.bmp").write_bytes(content)
    assert words in refusal(lambda: ImageFolder(path=str(images), size=8).load(Work()))


def test_folders_without_classes_or_images_are_named(tmp_path):
    assert "at least 2 classes; found none" in refusal(lambda: ImageFolder(path=str(tmp_path)).load(Work()))
    (tmp_path / "a").mkdir()
    assert "found only a" in refusal(lambda: ImageFolder(path=str(tmp_path)).load(Work()))
    (tmp_path / "b").mkdir()
    assert f"{tmp_path / 'a'} must hold images" in refusal(lambda: ImageFolder(path=str(tmp_path)).load(Work()))


@settings(max_examples=60)
@given(st.data())
def test_altered_images_give_pixels_or_one_line(data):
    stream = io.BytesIO()
    Image.new("RGB", (5, 4), (9, 8, 7)).save(stream, data.draw(st.sampled_from(["PNG", "GIF", "BMP", "TIFF", "JPEG"])))
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.png"
        file.write_bytes(content[: data.draw(st.integers(1, len(content)))])
        array_or_line(lambda: (header_of(file), pixels_of(file, True, (3, 3), True)), folder)


def test_two_npy_files_are_the_arrays_of_an_npz(tmp_path):
    x, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 2
    np.save(tmp_path / "a.npy", x)
    np.save(tmp_path / "b.npy", y)
    dataset = Npy(path=str(tmp_path / "a.npy"), labels=str(tmp_path / "b.npy")).load(Work())
    assert dataset.train.x.shape == (32, 3)
    assert dataset.note.startswith("a.npy and b.npy, stored as float32")
    np.save(tmp_path / "b.npy", y[:-1])
    message = refusal(lambda: Npy(path=str(tmp_path / "a.npy"), labels=str(tmp_path / "b.npy")).load(Work()))
    assert f"y in {tmp_path / 'b.npy'} must have one label per example of X" in message


def test_headers_that_claim_forty_gigabytes_take_no_memory(tmp_path):
    for shape, words in (((LARGE,), "its header claims 298 GB"), ((10**6, 100), "cut off or damaged")):
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
        (tmp_path / "x.npy").write_bytes(header.getvalue() + bytes(80))
        assert words in refusal(lambda: read_array(tmp_path / "x.npy"))
        with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
            archive.write(tmp_path / "x.npy", "X.npy")
            archive.write(tmp_path / "x.npy", "y.npy")
        assert words in refusal(lambda: read_arrays(tmp_path / "x.npz"))


ARRAYS = {"X": np.arange(30.0).reshape(10, 3), "y": np.arange(10) % 2, "class_names": np.array(["a", "b"])}


@pytest.fixture(scope="module", params=[np.savez, np.savez_compressed])
def packed(request):
    """The bytes of an archive."""
    stream = io.BytesIO()
    request.param(stream, **ARRAYS)
    return stream.getvalue()


@given(st.data())
def test_altered_and_cut_archives_give_arrays_or_one_line(packed, data):
    content = bytearray(packed)
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.npz"
        file.write_bytes(content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content)
        array_or_line(lambda: Npz(path=str(file)).read(Work()), folder)


def test_an_npy_file_with_objects_is_not_unpickled(tmp_path):
    np.save(tmp_path / "x.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
    assert "Python objects, which are never unpickled" in refusal(lambda: read_array(tmp_path / "x.npy"))


@given(st.binary(max_size=120), st.booleans())
def test_any_bytes_as_npy_give_an_array_or_one_line(content, magic):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.npy"
        file.write_bytes((b"\x93NUMPY\x01\0" if magic else b"") + content)
        array_or_line(lambda: read_array(file), folder)


def csv(tmp_path, text, **fields):
    (tmp_path / "own.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return Csv(path=str(tmp_path / "own.csv"), **fields)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_words_as_labels(tmp_path, mark):
    text = "a,b,kind\n1,2,pear\n3,-4e1,apple\n\n5,6,pear\n".replace(",", mark)
    raw = csv(tmp_path, b"\xef\xbb\xbf" + text.encode()).read(Work())
    assert raw.class_names == ("apple", "pear")
    assert raw.examples.y.tolist() == [1, 0, 1]
    assert raw.examples.x.tolist() == [[1, 2], [3, -40], [5, 6]]


@pytest.mark.parametrize(("label", "header"), [("kind", True), ("1", True), (1, True), ("1", False)])
def test_the_column_of_labels_is_found_by_name_or_number(tmp_path, label, header):
    raw = csv(tmp_path, ("kind,a\n" if header else "") + "10,1\n9,2\n10,3\n", label=label, header=header).read(Work())
    assert raw.class_names == ("9", "10")  # numbers in the order of numbers
    assert raw.examples.x.ravel().tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found none"),
        ("a,b\n", "found none"),
        ("a\n1\n", "must have at least 2 columns"),
        ("a,b\n1,2\n1\n", "line 3 has 1. Mend the line"),
        ("a,b\nnan,2\n", "line 2, column 1 has 'nan'"),
        ("a,b\n1e60,2\n", "has '1e60'"),
        ("a,b\n,2\n", "line 2, column 1 has ''"),
        ("a,b\n1,\n", "line 2 has none"),
        ("a,b\n1,0\n2,1\n3,NaN\n", "must have a label in every line; that of example 3 is 'NaN'"),
        ("a,b\n1,x\n2,x\n", "only class 0"),
        ('a,b\n"1,2\n', "must be a table as UTF-8 text"),
        (b"a,b\n\xff\xfe,1\n", "must be a table as UTF-8 text"),
    ],
)
def test_broken_tables_are_named_with_the_line(tmp_path, text, words):
    assert words in refusal(lambda: csv(tmp_path, text).load(Work()))


def test_nan_is_a_word_among_words(tmp_path):
    assert csv(tmp_path, "a,bread\n1,nan\n2,pita\n").read(Work()).class_names == ("nan", "pita")


def test_a_file_without_line_ends_is_not_held_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("landscape.data.csv_table.MAX_LINE", 2**21)
    assert "must have lines of fewer than 2,097,152 characters" in refusal(
        lambda: csv(tmp_path, "1" * 2**23).load(Work())
    )


def test_a_column_that_is_none_is_named_with_those_there_are(tmp_path):
    message = refusal(lambda: csv(tmp_path, "a,b\n1,2\n", label="kind").load(Work()))
    assert "(a, b) or be a number from 1 to 2; got 'kind'. Correct data.label." in message


@given(st.text(max_size=60) | st.from_regex(r"([a-c0-9.]{0,3}[,;\n]){0,20}", fullmatch=True), st.booleans())
def test_any_text_as_a_table_gives_examples_or_one_line(text, header):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        array_or_line(lambda: Csv(path=str(file), header=header).read(Work()), folder)
