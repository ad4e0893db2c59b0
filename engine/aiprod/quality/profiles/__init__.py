# SPDX-License-Identifier: Apache-2.0
"""What a delivery demands, by name or from a user's own file: `quality/profiles/*.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from aiprod.film.base import FilmObject
from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.quality.container import ContainerLimits
from aiprod.quality.picture_checks import PictureLimits
from aiprod.quality.sound_checks import SoundLimits
from aiprod.quality.subtitles import SubtitleLimits

GENERAL = "general"
"""Limits that count for any film: what is a fault wherever it goes."""
_LARGEST = 1 << 20


class Profile(FilmObject):
    """A delivery's demands, each department's limits with their source."""

    name: str = Field(min_length=1)
    title_en: str
    title_fr: str
    source: str
    """The documents that the limits are from, with their editions."""
    dated: str = ""
    """The year of the newest of them."""
    container: ContainerLimits = ContainerLimits()
    picture: PictureLimits = PictureLimits()
    sound: SoundLimits = SoundLimits()
    subtitles: SubtitleLimits = SubtitleLimits()

    def title(self, language: Language) -> str:
        return self.title_fr if language == "fr" else self.title_en


def names() -> list[str]:
    """The profiles that come with AIPROD."""
    found = (item.name for item in files("aiprod.quality.profiles").iterdir())
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def load_profile(name: str) -> Profile:
    """A profile by name, or a user's own by path (a YAML file that may begin with `like: NAME`).

    Raises UserError that names the line or the field that is wrong.
    """
    if name in names():
        return _known(name)
    path = Path(name)
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise UserError(f"There is no profile {name!r}", f"there are {', '.join(names())}, or give a YAML file")
    return read_profile(path)


@cache
def _known(name: str) -> Profile:
    text = files("aiprod.quality.profiles").joinpath(f"{name}.yaml").read_text("utf-8")
    return _profile(f"{name}.yaml", _parsed(f"{name}.yaml", text))


def read_profile(path: Path) -> Profile:
    """A profile from a file. Raises UserError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path.name} is no profile", "it is larger than 1 MB")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The profile {path} can't be read", str(error), "Check the path.") from error
    return _profile(path.name, _parsed(path.name, text))


def _parsed(name: str, text: str) -> dict[str, Any]:
    import yaml

    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UserError(f"{name} is no profile", " ".join(str(error).split()), "It must be YAML.") from error
    if not isinstance(data, dict):
        raise UserError(f"{name} is no profile", "it must be a table of names and values")
    return data


def _profile(name: str, data: dict[str, Any]) -> Profile:
    base = data.pop("like", None)
    if base is not None:
        if base not in names():
            raise UserError(f"{name} is no profile", f"`like: {base}` names no profile; there are {', '.join(names())}")
        data = _merged(_bare(_known(base).to_json()), {"name": Path(name).stem, **data})
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "its root"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise UserError(f"{name} is no profile", f"{where}: {first['msg']}{more}", f"`{GENERAL}` shows what there is.") from error


def _bare(value: Any) -> Any:
    """Without schema labels, which a user's values would not have."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "schema"}
    return value


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for key, value in over.items():
        deeper = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = _merged(both[key], value) if deeper else value
    return both
