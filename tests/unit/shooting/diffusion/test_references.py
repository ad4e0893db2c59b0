# SPDX-License-Identifier: Apache-2.0
"""Pictures and clips that are handed in: turned and coloured as they are meant to be, and refused in plain words."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from aiprod.film.errors import UserError
from aiprod.shooting.diffusion.conditioning import pictures
from aiprod.shooting.diffusion.conditioning.pictures import LARGEST_SIDE, reference_frames, reference_picture


def halves(width: int = 320, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    made = np.zeros((height, width, 3), np.uint8)
    made[:, : width // 2, 0] = made[:, width // 2 :, 2] = 220
    return Image.fromarray(made)


def rotated(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def test_a_picture_of_forty_megabytes_is_turned_and_brought_to_srgb(tmp_path: Path):
    noise = np.random.default_rng(1).integers(0, 256, (3400, 4000, 3), np.uint8)
    noise[:, :2000, 0], noise[:, 2000:, 0] = 250, 5
    path = tmp_path / "phone.tiff"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(noise).save(path, exif=rotated(6), icc_profile=profile)
    assert path.stat().st_size > 40_000_000
    shown = reference_picture(path)
    assert shown.shape[:2] == (LARGEST_SIDE, round(LARGEST_SIDE * 3400 / 4000))
    assert shown[:900, :, 0].mean() > 200 > 50 > shown[-900:, :, 0].mean(), "its left is up: it was turned by a quarter"


@pytest.mark.parametrize(("orientation", "left"), [(1, "red"), (2, "blue"), (3, "blue"), (4, "red")])
def test_pictures_are_turned_as_their_exif_data_say(tmp_path, orientation, left):
    path = tmp_path / "a.jpg"
    halves().save(path, exif=rotated(orientation), quality=95)
    shown = reference_picture(path)
    assert shown.shape == (200, 320, 3) and (shown[100, 20].argmax() == 0) == (left == "red")


def test_a_profile_is_more_than_a_label(tmp_path):
    """The same colours, kept as other numbers in another space."""
    soft = Image.fromarray(np.asarray(halves()) // 3 + 70)
    plain, lab = tmp_path / "plain.tiff", tmp_path / "lab.tiff"
    soft.save(plain)
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    found = ImageCms.applyTransform(soft, to_lab)
    assert found is not None
    found.save(lab, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    assert np.abs(reference_picture(plain).astype(int) - reference_picture(lab)).max() <= 4


def test_a_damaged_profile_counts_as_srgb(tmp_path):
    path = tmp_path / "a.png"
    halves().save(path, icc_profile=b"no profile at all")
    assert np.array_equal(reference_picture(path), np.asarray(halves()))


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "I;16", "1", "CMYK", "LA"])
def test_every_kind_of_picture_becomes_eight_bits_of_rgb(tmp_path, mode):
    path = tmp_path / ("a.tiff" if mode in ("CMYK", "I;16") else "a.png")
    if mode == "I;16":
        Image.fromarray(np.asarray(halves().convert("L"), np.uint16) * 257).save(path)
    else:
        halves().convert(mode).save(path)
    shown = reference_picture(path)
    assert shown.shape == (200, 320, 3) and shown.dtype == np.uint8
    grey = int(np.asarray(halves().convert("L"))[100, 20])
    assert mode not in ("L", "I;16", "LA") or abs(int(shown[100, 20, 0]) - grey) <= 1


def test_what_is_transparent_is_white(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(path)
    assert reference_picture(path).min() == 255


def truncated(path: Path) -> None:
    stream = io.BytesIO()
    halves(800, 600).save(stream, "PNG")
    path.write_bytes(stream.getvalue()[:900])


BAD = {
    "gone.png": (lambda path: None, "there is no such file"),
    "text.png": (lambda path: path.write_text("no picture"), "no picture that can be read"),
    "cut.png": (truncated, "damaged"),
    "empty.jpg": (lambda path: path.write_bytes(b""), "no picture that can be read"),
    "small.png": (lambda path: halves(33, 17).save(path), "33 x 17"),
}


@pytest.mark.parametrize("name", BAD)
def test_pictures_that_cant_be_used_are_refused_in_plain_words(tmp_path, name):
    make, why = BAD[name]
    make(tmp_path / name)
    with pytest.raises(UserError, match=why) as caught:
        reference_picture(tmp_path / name)
    assert name in str(caught.value) and caught.value.remedy


def test_a_picture_that_would_take_gigabytes_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 50_000)
    path = tmp_path / "bomb.png"
    halves().save(path)
    with pytest.raises(UserError, match="million pixels"):
        reference_picture(path)


def test_a_corrupt_video_is_refused_before_work_starts(tmp_path):
    from fractions import Fraction

    from aiprod.shooting.diffusion.conditioning.media import write_lossless

    good = tmp_path / "good.mkv"
    write_lossless(good, (np.full((90, 160, 3), index * 9, np.uint8) for index in range(12)), Fraction(24))
    assert len(reference_frames(good, 99)) == 12
    for name, data in (("noise.mp4", bytes(range(256)) * 40), ("empty.mov", b""), ("text.mkv", b"#EXTM3U\nhttp://x")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UserError, match="can't be used as a reference") as caught:
            reference_frames(path, 9)
        assert name in str(caught.value)
