"""Pictures as a video: MP4 through ffmpeg, or GIF; the description travels inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.errors import FileError
from landscape.files.atomic import replacing
from landscape.files.embedded import as_keyword, find_keyword

VIDEOS = (".mp4", ".gif")
Pixels = NDArray[np.uint8]


def check_video(target: Path) -> None:
    """Raise `FileError` where no video has the ending of `target`."""
    if target.suffix.lower() not in VIDEOS:
        found = repr(target.suffix) if target.suffix else "no ending"
        raise FileError(f"a video must end in {' or '.join(VIDEOS)}; got {found}. Try {target.stem or 'video'}.mp4.")


def write_video(frames: Iterable[Pixels], target: Path, fps: float, description_toml: str = "") -> Path:
    """Write frames (height, width, 3), all of one size, as they come, and return the target.

    An MP4 needs even sides: an odd one loses its last row or column. A GIF counts in hundredths of a second, so its
    rate is the nearest of those.
    What `frames` raises is passed on, and nothing is left behind.

    Raises:
        FileError: an unknown ending, no frame at all, or a place that cannot be written.
    """
    check_video(target)
    write = _write_gif if target.suffix.lower() == ".gif" else _write_mp4
    pending = iter(frames)
    with replacing(target) as partial:
        first = next(pending, None)
        if first is None:
            raise FileError(f"cannot write {target}: a video needs one frame or more.")
        write(first, pending, partial, fps, as_keyword(description_toml) if description_toml else "")
    return target


def video_description(path: Path | str) -> str | None:
    """The description (TOML text) inside a .mp4 or .gif of Losscope's; None where there is none.

    Raises:
        FileError: the file cannot be read, is no such video, or holds a damaged description.
    """
    path = Path(path)
    check_video(path)
    try:
        if path.suffix.lower() == ".gif":
            return find_keyword(_gif_comment(path), path)
        return find_keyword(path.read_bytes(), path)
    except OSError as error:
        reason = error.strerror or "no video of that format"
        raise FileError(f"cannot read {path}: {reason}. Check the name, or write the video again.") from error


def _gif_comment(path: Path) -> bytes:
    from PIL import Image

    try:
        with Image.open(path, formats=["GIF"]) as image:
            comment = image.info.get("comment", b"")
    except (SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise FileError(f"{path} is no sound GIF. Write the video again.") from error
    return comment if isinstance(comment, bytes) else str(comment).encode()


def _write_mp4(first: Pixels, others: Iterator[Pixels], partial: Path, fps: float, keyword: str) -> None:
    import imageio_ffmpeg  # type: ignore[import-untyped]

    height, width = (side - side % 2 for side in first.shape[:2])
    # The flag keeps ffmpeg's version and the time out of the file.
    inside = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-metadata", f"comment={keyword}"]
    sink: Any = imageio_ffmpeg.write_frames(
        str(partial), (width, height), fps=fps, codec="libx264", quality=None, macro_block_size=1,
        output_params=["-crf", "18", "-preset", "veryfast", "-threads", "1", "-movflags", "+faststart", *inside],
        ffmpeg_log_level="error",
    )  # fmt: skip
    try:
        sink.send(None)
        for frame in _each(first, others):
            sink.send(np.ascontiguousarray(frame[:height, :width]))
    finally:
        sink.close()


def _write_gif(first: Pixels, others: Iterator[Pixels], partial: Path, fps: float, keyword: str) -> None:
    from PIL import Image

    duration = max(2, round(100 / fps)) * 10  # milliseconds; browsers slow down what is faster than 2 hundredths
    # One palette for all frames, taken from the first one, would flicker less but miss later colors: each has its own.
    images = (Image.fromarray(frame).quantize(255, dither=Image.Dither.NONE) for frame in _each(first, others))
    head = next(images)
    head.save(partial, format="GIF", save_all=True, append_images=images, duration=duration, loop=0,
              comment=keyword.encode("ascii"))  # fmt: skip


def _each(first: Pixels, others: Iterator[Pixels]) -> Iterator[Pixels]:
    yield first
    yield from others
