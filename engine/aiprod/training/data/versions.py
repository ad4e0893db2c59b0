# SPDX-License-Identifier: Apache-2.0
"""Versions of a data set, in DVC's own files: `dvc` reads and moves what is written here, and the other way round.

    sets/sea/            the set
    sets/sea.dvc         which version lies there: MD5 of its list of files            (DVC's, to be kept in git)
    sets/sea.versions.json   every version with its day, words and identity            (ours, to be kept in git)
    sets/.dvc/config     where versions are pushed to; a folder of this machine unless told otherwise
    sets/.dvc/cache/files/md5/xx/…   each file once, under its MD5; a folder as a JSON list of its files

DVC itself is a program of seventy packages with requirements that differ from ours, so it is no part of AIPROD: for a remote that
is no folder (S3, SSH, …) the `dvc` on the PATH is called. Format: dvc.org/doc/user-guide/project-structure, checked against
DVC 3.67.
"""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_atomically, write_json
from aiprod.training.data import shards

_BLOCK = 1 << 20
_LINKED = 1 << 20
"""Files of so many bytes are kept as links to the cache, read-only, rather than as copies."""
_REMOTE = "local"


@dataclass(frozen=True)
class Version:
    """A state of a data set.

    Attributes:
        name: "v1", "v2", …
        md5: of its list of files, as DVC names it ("….dir").
        identity: what a training run remembers of it.
        when: the day and time, UTC. size: bytes. purged: why it can't be brought back, "" where it can.
    """

    name: str
    md5: str
    identity: str
    when: str
    clips: int
    files: int
    size: int
    message: str = ""
    purged: str = ""


def log(folder: Path) -> list[Version]:
    """Every version, oldest first."""
    path = shards.beside(folder, ".versions.json")
    return [Version(**row) for row in read_json(path)] if path.is_file() else []


def commit(folder: Path, message: str = "") -> Version:
    """Keep the set as it is now. Where nothing changed since the last version, that one. Raises UserError for a damaged set."""
    with shards.locked(folder):
        manifest = shards.checked_manifest(folder)
        for shard in manifest["shards"]:
            shards.check(folder, shard)
        home = _made_home(folder)
        listed = [_kept(path, folder, home) for path in sorted(_files(folder))]
        rows = [{"md5": md5, "relpath": name} for name, md5, _ in listed]
        name = _keep_list(rows, home)
        size = sum(size for _, _, size in listed)
        past = log(folder)
        if past and past[-1].md5 == name:
            _point(folder, past[-1])
            return past[-1]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        clips = sum(shard["clips"] for shard in manifest["shards"])
        made = Version(f"v{len(past) + 1}", name, shards.identity_of(manifest), now, clips, len(rows), size, message)
        _write_log(folder, [*past, made])
        _point(folder, made)
        return made


def push(folder: Path) -> tuple[str, int]:
    """Copy what the current version needs to the remote. Returns where, and how many files were new there."""
    home, current = _home(folder), _current(folder)
    remote = _remote(home)
    if remote is None:
        _dvc("push", folder)
        return _config(home).get(_section(home), "url"), -1
    copied = 0
    for md5 in (*[row["md5"] for row in _listed(current, _store(home))], current):  # the list last: it means all is there
        copied += _copied(_object(_store(home), md5), _object(remote, md5), md5)
    return str(remote), copied


def pull(folder: Path, name: str = "") -> Version:
    """Bring a version back into the folder, from the cache or the remote; the current one where no name is given.

    Every file is compared with its MD5. The manifest comes last, so that a pull that was stopped is noticed.
    """
    with shards.locked(folder):
        home = _home(folder)
        wanted = _wanted(folder, name)
        if wanted.purged:
            raise UserError(f"{wanted.name} can't be brought back", wanted.purged, "Choose a later version.")
        remote = _remote(home)
        if remote is None and not _object(_store(home), wanted.md5).is_file():
            _point(folder, wanted)
            _dvc("pull", folder)
        else:
            _check_out(folder, wanted.md5, _store(home), remote)
        _point(folder, wanted)
        return wanted


def purge(folder: Path, md5s: set[str], why: str) -> list[str]:
    """Delete files from cache and local remote for good, and mark the versions that held them. Returns those versions' names.

    What was removed on request must not come back with an old version.
    """
    home = _home(folder)
    places = [place for place in (_store(home), _remote(home)) if place is not None]
    past = log(folder)
    hit = [v for v in past if not v.purged and md5s & {row["md5"] for row in _listed(v.md5, *places)}]
    for md5 in md5s:
        for place in places:
            with shards.writing(place), suppress(FileNotFoundError):
                _object(place, md5).unlink()
    names = [version.name for version in hit]
    _write_log(folder, [Version(**(asdict(v) | {"purged": why})) if v in hit else v for v in past])
    return names


def md5_of(path: Path) -> str:
    """MD5 of a file, as DVC names it (no protection: shards have their SHA-256)."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".part")]


def _home(folder: Path) -> Path:
    """The folder above the set that holds `.dvc`. Raises UserError where there is none."""
    found = next((parent for parent in folder.resolve().parents if (parent / ".dvc" / "config").is_file()), None)
    if found is None:
        raise UserError(f"{folder} has no version yet", "there is no .dvc above it", _FIRST.format(folder))
    return found


def _made_home(folder: Path) -> Path:
    """The same; a new one beside the set where there is none."""
    with suppress(UserError):
        return _home(folder)
    home = folder.resolve().parent
    scm = "" if any((parent / ".git").exists() for parent in (home, *home.parents)) else "    no_scm = True\n"
    url = data_home() / "data-sets"
    text = f"[core]\n{scm}    remote = {_REMOTE}\n['remote \"{_REMOTE}\"']\n    url = {url}\n"
    write_atomically(home / ".dvc" / "config", text.encode())
    write_atomically(home / ".dvc" / ".gitignore", b"/config.local\n/tmp\n/cache\n")
    return home


_FIRST = "Make one: `aiprod train data version {}`."


def _config(home: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None)
    try:
        found.read([home / ".dvc" / "config", home / ".dvc" / "config.local"], "utf-8")
    except configparser.Error as error:
        raise UserError(f"{home / '.dvc' / 'config'} can't be read", str(error), "Mend it, or remove it.") from error
    return found


def _section(home: Path) -> str:
    config = _config(home)
    name = f"'remote \"{config.get('core', 'remote', fallback='')}\"'"
    if not config.has_option(name, "url"):
        raise UserError(
            "No place for versions is set", f"{home / '.dvc' / 'config'} names no remote",
            "Give one: `aiprod train data push FOLDER --remote PATH`.",
        )  # fmt: skip
    return name


def _remote(home: Path) -> Path | None:
    """The remote's store as a folder; None where it is no folder of this machine."""
    url = _config(home).get(_section(home), "url")
    if "://" in url:
        return None
    return (home / ".dvc" / url) / "files" / "md5"


def is_elsewhere(folder: Path) -> bool:
    """Whether the remote is no folder of this machine, where only `dvc` itself can delete."""
    return _remote(_home(folder)) is None


def set_remote(folder: Path, url: str) -> None:
    """Where versions are pushed to from now on: a folder, or an address that `dvc` understands."""
    home = _made_home(folder)
    config = _config(home)
    section = f"'remote \"{_REMOTE}\"'"
    if not config.has_section("core"):
        config.add_section("core")
    if not config.has_section(section):
        config.add_section(section)
    config.set("core", "remote", _REMOTE)
    config.set(section, "url", url if "://" in url else str(Path(url).resolve()))
    lines = [f"[{name}]\n" + "".join(f"    {key} = {value}\n" for key, value in config.items(name)) for name in config.sections()]
    write_atomically(home / ".dvc" / "config", "".join(lines).encode())


def _store(home: Path) -> Path:
    given = _config(home).get("cache", "dir", fallback="cache")
    return (home / ".dvc" / given) / "files" / "md5"


def _object(store: Path, md5: str) -> Path:
    return store / md5[:2] / md5[2:]


def _kept(path: Path, folder: Path, home: Path) -> tuple[str, str, int]:
    """A file into the cache: its name in the set, MD5 and bytes. Large ones become links to the cache."""
    md5, size = md5_of(path), path.stat().st_size
    target = _object(_store(home), md5)
    with shards.writing(target):
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            if size < _LINKED or not _linked(path, target):
                _copy(path, target)
            target.chmod(0o444)
    return path.relative_to(folder).as_posix(), md5, size


def _linked(path: Path, target: Path) -> bool:
    try:
        os.link(path, target)
    except OSError:
        return False
    return True


def _copy(path: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(path, part)
    part.replace(target)


def _keep_list(rows: list[dict[str, str]], home: Path) -> str:
    """The list of a folder's files into the cache, in DVC's spelling. Returns its name."""
    data = json.dumps(sorted(rows, key=lambda row: row["relpath"]), sort_keys=True).encode()
    name = hashlib.md5(data, usedforsecurity=False).hexdigest() + ".dir"
    target = _object(_store(home), name)
    if not target.exists():
        write_atomically(target, data)
    return name


def _listed(md5: str, *stores: Path | None) -> list[dict[str, str]]:
    """The files of a version; nothing where its list is in none of these places."""
    for store in stores:
        if store is not None and _object(store, md5).is_file():
            rows: list[dict[str, str]] = json.loads(_object(store, md5).read_text("utf-8"))
            return rows
    return []


def _current(folder: Path) -> str:
    path = shards.beside(folder, ".dvc")
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return str(found["outs"][0]["md5"])
    except FileNotFoundError as error:
        raise UserError(f"{folder} has no version yet", f"{path.name} is missing", _FIRST.format(folder)) from error
    except (yaml.YAMLError, KeyError, IndexError, TypeError) as error:
        raise UserError(f"{path} can't be read", str(error), "Bring it back from git.") from error


def _point(folder: Path, version: Version) -> None:
    """Write the set's .dvc file."""
    name = folder.resolve().name
    out = {"md5": version.md5, "size": version.size, "nfiles": version.files, "hash": "md5", "path": name}
    write_atomically(shards.beside(folder, ".dvc"), yaml.safe_dump({"outs": [out]}, sort_keys=False).encode())


def _write_log(folder: Path, past: list[Version]) -> None:
    write_json(shards.beside(folder, ".versions.json"), [asdict(version) for version in past])


def _wanted(folder: Path, name: str) -> Version:
    past = {version.name: version for version in log(folder)}
    if not name:
        md5 = _current(folder)
        found = next((version for version in reversed(past.values()) if version.md5 == md5), None)
        return found or Version("", md5, "", "", 0, 0, 0)
    if name not in past:
        raise UserError(f"There is no version {name!r}", f"known are {', '.join(past) or 'none'}", "See `aiprod train data log`.")
    return past[name]


def _check_out(folder: Path, md5: str, store: Path, remote: Path | None) -> None:
    _fetched(md5, store, remote)
    rows = sorted(_listed(md5, store), key=lambda row: row["relpath"] == shards.MANIFEST)
    for row in rows:
        _fetched(row["md5"], store, remote)
    for row in rows:
        _placed(_object(store, row["md5"]), _inside(folder, row["relpath"]), row["md5"])
    names = {row["relpath"] for row in rows}
    for path in _files(folder):
        if path.relative_to(folder).as_posix() not in names:
            with shards.writing(path):
                path.unlink()


def _inside(folder: Path, name: str) -> Path:
    """A file of the set. Raises UserError for a list that points out of it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UserError(f"{folder} can't be brought back", f"its list names {name!r}, outside of it", "Check the remote.")
    return path


def _fetched(md5: str, store: Path, remote: Path | None) -> None:
    """Have an object in the cache, whole. Raises UserError where it is in neither place, or damaged."""
    target = _object(store, md5)
    if not target.is_file():
        if remote is None or not _object(remote, md5).is_file():
            raise UserError(
                "The version can't be brought back", f"{md5} is neither in the cache nor at the remote",
                "Push it from the machine where it was made.",
            )  # fmt: skip
        _copied(_object(remote, md5), target, md5)


def _copied(source: Path, target: Path, md5: str) -> int:
    """Copy an object, checked. Returns 1 where it was not there yet."""
    if target.is_file():
        return 0
    if not source.is_file():
        raise UserError("The version is not whole", f"{md5} is not in the cache", "Make the version again.")
    with shards.writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, target)
    if md5_of(target) != md5.removesuffix(".dir"):
        target.unlink()
        raise UserError(f"{source} is damaged", "its MD5 is not its name", "Push it again from a whole copy.")
    target.chmod(0o444)
    return 1


def _placed(source: Path, target: Path, md5: str) -> None:
    if target.is_file() and md5_of(target) == md5:
        return
    with shards.writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        if source.stat().st_size < _LINKED or not _linked(source, part):
            shutil.copyfile(source, part)
        part.replace(target)


def _dvc(what: str, folder: Path) -> None:
    """Let the user's own `dvc` do it, for remotes that are no folder."""
    program = shutil.which("dvc")
    if program is None:
        raise UserError(
            "This remote needs DVC", "`dvc` is not on the PATH", "Install it apart from AIPROD: pipx install 'dvc[all]'."
        )
    path = shards.beside(folder, ".dvc")
    done = subprocess.run(
        [program, what, path.name], cwd=path.parent, capture_output=True, text=True, check=False,
        env=os.environ | {"DVC_NO_ANALYTICS": "1"},
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [f"it ended with {done.returncode}"]
        raise UserError(f"dvc {what} failed", last[0], "Try it by hand in the same folder.")
