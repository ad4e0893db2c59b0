# SPDX-License-Identifier: Apache-2.0
"""`aiprod train data …`: make a data set of rendered scenes or of licensed clips, check, version, and look after it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.training.data.sampler import ClipSpec

Facts = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from a command line. Returns the exit code; errors are left to the caller."""
    given = parser().parse_args(arguments)
    does, tells = _PARTS[given.what]
    facts = does(given)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n" if given.json else tells(facts))
    return 0


def parser() -> ArgumentParser:
    """The command's arguments."""
    made = ArgumentParser(prog="aiprod train data", description="Make, check and look after training data.")
    parts = made.add_subparsers(dest="what", required=True)
    rendered = parts.add_parser("rendered", help="scenes drawn by the animatic, with exact labels")
    rendered.add_argument("--count", type=int, required=True, help="scenes in all; an earlier run's are kept")
    rendered.add_argument("--split", choices=("train", "eval"), default="train")
    rendered.add_argument("--workers", type=int)
    footage = parts.add_parser("footage", help="your own clips, each with its licence beside it")
    footage.add_argument("source", type=Path)
    footage.add_argument("--captioner", metavar="FOLDER", help="a model that describes clips which nobody described")
    footage.add_argument("--captioner-language", default="en", metavar="XX", help="the language that it writes")
    footage.add_argument("--no-embeddings", action="store_true", help="leave out the vectors of the words")
    footage.add_argument("--eval-share", type=float, default=0.0, help="0…1: the part of the files kept for evaluation")
    for part in (rendered, footage):
        part.add_argument("--out", type=Path, required=True)
        part.add_argument("--seed", type=int, default=0)
        part.add_argument("--size", default="256x144", help="WIDTHxHEIGHT")
        part.add_argument("--fps", type=int, default=12)
        part.add_argument("--frames", type=int, default=25)
        part.add_argument("--latents", choices=("nano", "nano-exact"), help="also keep each clip as this codec's latents")
    _add_care(parts)
    for part in parts.choices.values():
        part.add_argument("--json", action="store_true")
    return made


def _add_care(parts: Any) -> None:
    """The commands for a set that is there."""
    parts.add_parser("check", help="check every hash and write report.html and report.fr.html").add_argument("folder", type=Path)
    version = parts.add_parser("version", help="keep the set as it is now, in DVC's files")
    version.add_argument("folder", type=Path)
    version.add_argument("--message", default="", help="what is new in it")
    push = parts.add_parser("push", help="copy the current version to the remote (by default a folder of this machine)")
    push.add_argument("folder", type=Path)
    push.add_argument("--remote", metavar="PLACE", help="push there from now on: a folder, or an address that DVC knows")
    pull = parts.add_parser("pull", help="bring a version back")
    pull.add_argument("folder", type=Path)
    pull.add_argument("--version", default="", metavar="vN")
    parts.add_parser("log", help="list the versions").add_argument("folder", type=Path)
    parts.add_parser("card", help="what a model's card must say of the set").add_argument("folder", type=Path)
    _add_rights(parts)


def _add_rights(parts: Any) -> None:
    """The commands about people and their rights."""
    remove = parts.add_parser("remove", help="take clips out for good, and say which models had seen them")
    remove.add_argument("folder", type=Path)
    for name, words in (("clip", "a clip's key"), ("file", "all of a file"), ("sha256", "all of a file, by its hash"),
                        ("holder", "all of a rights holder"), ("consent", "all under a consent, by its id")):  # fmt: skip
        remove.add_argument(f"--{name}", default="", help=words)
    remove.add_argument("--ended", action="store_true", help="all whose consent has ended")
    remove.add_argument("--why", default="removed on request", help="kept with the day; no names, please")
    consent = parts.add_parser("consent", help="record that a person agreed to be trained on")
    consent.add_argument("source", type=Path, help="the folder of your clips")
    consent.add_argument("--person", help="as the files beside the clips name them")
    consent.add_argument("--text", type=Path, metavar="FILE", help="the words that were agreed to; only their hash is kept")
    consent.add_argument("--until", metavar="YYYY-MM-DD", help="the day on which it ends")
    consent.add_argument("--revoke", metavar="ID", help="take one back")


def _spec(given: Namespace) -> ClipSpec:
    try:
        width, height = (int(part) for part in given.size.lower().split("x"))
    except ValueError as error:
        raise UserError(f"{given.size!r} is no size", "it is not WIDTHxHEIGHT", "Write 256x144.") from error
    if min(width, height) < 64 or given.fps < 1 or given.frames < 1:
        raise UserError("Clips can't be that small", "sides begin at 64, rate and length at 1", "Choose larger ones.")
    return ClipSpec(width, height, given.fps, given.frames)


def _rendered(given: Namespace) -> Facts:
    from aiprod.training.data import rendered

    spec, codec = _spec(given), _codec(given)
    rendered.build(
        given.out, spec, given.count, seed=given.seed, split=given.split, workers=given.workers, codec=codec, progress=_say
    )
    return _facts(given.out)


def _footage(given: Namespace) -> Facts:
    from aiprod.training.data import captioner, licensed, texts

    if not 0 <= given.eval_share <= 1:
        raise UserError(f"--eval-share {given.eval_share} makes no sense", "it is a part of the whole", "Give 0 to 1.")
    if not given.source.is_dir():
        raise UserError(f"{given.source} is no folder", "clips are taken from one", "Name the folder of your clips.")
    describes = captioner.captioner(given.captioner, given.captioner_language) if given.captioner else None
    means = licensed.Means(describes, None if given.no_embeddings else texts.embedder(), _codec(given))
    licensed.build(given.out, given.source, _spec(given), means, eval_share=given.eval_share, seed=given.seed, progress=_say)
    return _facts(given.out)


def _say(number: int) -> None:
    """How far a long run is, whenever a shard is whole."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{number} …")
        sys.stderr.flush()


def _codec(given: Namespace) -> Any:
    from aiprod.training.data import latents

    return latents.codec(given.latents) if given.latents else None


def _check(given: Namespace) -> Facts:
    return _facts(given.folder)


def _facts(folder: Path) -> Facts:
    """Check the whole set, write its report, and say what it holds."""
    from aiprod.training.data import report, shards

    page = report.write_report(folder)
    manifest = shards.checked_manifest(folder)
    return {
        "folder": str(folder), "identity": shards.identity(folder), "report": str(page), "refused": manifest["refused"],
        "waiting": manifest.get("waiting", []), "shards": len(manifest["shards"]),
        "clips": sum(shard["clips"] for shard in manifest["shards"]),
    }  # fmt: skip


def _told(facts: Facts) -> str:
    waiting = f", {len(facts['waiting'])} waiting" if facts["waiting"] else ""
    lines = [
        f"{facts['clips']} clips in {facts['shards']} shards, {len(facts['refused'])} refused{waiting}. Report: {facts['report']}"
    ]
    lines += [f"  {kind}: {row['reason']}" for kind in ("waiting", "refused") for row in facts[kind][:20]]
    more = sum(max(len(facts[kind]) - 20, 0) for kind in ("waiting", "refused"))
    lines += [f"  and {more} more, in the report"] if more else []
    return "\n".join(lines) + "\n"


def _version(given: Namespace) -> Facts:
    from aiprod.training.data import versions

    return {"version": asdict(versions.commit(given.folder, given.message))}


def _push(given: Namespace) -> Facts:
    from aiprod.training.data import versions

    if given.remote:
        versions.set_remote(given.folder, given.remote)
    place, copied = versions.push(given.folder)
    return {"remote": place, "copied": copied}


def _pull(given: Namespace) -> Facts:
    from aiprod.training.data import versions

    return {"version": asdict(versions.pull(given.folder, given.version))} | _facts(given.folder)


def _log(given: Namespace) -> Facts:
    from aiprod.training.data import versions

    return {"versions": [asdict(version) for version in versions.log(given.folder)]}


def _card(given: Namespace) -> Facts:
    from aiprod.training.data import lineage

    return lineage.provenance(given.folder)


def _remove(given: Namespace) -> Facts:
    from aiprod.training.data import lineage, versions

    wanted = {name: getattr(given, name) for name in ("clip", "file", "sha256", "holder", "consent", "ended")}
    gone = lineage.remove(given.folder, lineage.by(**wanted), given.why)
    now = versions.commit(given.folder, given.why).name if gone.versions else ""
    return asdict(gone) | {"version": now, "elsewhere": bool(now) and versions.is_elsewhere(given.folder)} | _facts(given.folder)


def _consent(given: Namespace) -> Facts:
    from aiprod.film.consent import ConsentBook
    from aiprod.training.data import rights

    if given.revoke:
        ConsentBook(given.source).revoke(given.revoke)
    elif given.person and given.text:
        rights.record_consent(given.source, given.person, given.text, until=_day(given.until))
    elif given.person or given.text:
        raise UserError("A consent needs a person and the words", "one of --person and --text is missing", "Give both.")
    return {"consents": [record.model_dump(mode="json") for record in ConsentBook(given.source).all()]}


def _day(text: str | None) -> float | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise UserError(f"{text!r} is no day", "it is not YYYY-MM-DD", "Write 2027-12-31.") from error


def _version_told(facts: Facts) -> str:
    return "".join(_line(facts["version"])) if "clips" not in facts else "".join(_line(facts["version"])) + _told(facts)


def _line(version: Facts) -> str:
    note = f"  ({version['purged']})" if version["purged"] else ""
    size = f"{version['size'] / 1e6:.1f} MB"
    return f"{version['name']}  {version['when']}  {version['clips']} clips  {size}  {version['message']}{note}\n"


def _log_told(facts: Facts) -> str:
    return "".join(map(_line, facts["versions"])) or "No version yet: `aiprod train data version FOLDER` makes one.\n"


def _push_told(facts: Facts) -> str:
    return f"{facts['remote']}: {'pushed by dvc' if facts['copied'] < 0 else str(facts['copied']) + ' files were new there'}\n"


def _removed_told(facts: Facts) -> str:
    lines = [f"{len(facts['keys'])} clips taken out: {', '.join(facts['keys'][:20])}"]
    lines += [f"  a model had seen them: {use['model']} {use['run']} ({use['when']})" for use in facts["models"]]
    lines += [] if facts["models"] else ["  no model is on record that had seen them"]
    if facts["versions"]:
        lines.append(f"  can't be brought back any more: {', '.join(facts['versions'])}; as it is now: {facts['version']}")
    if facts["elsewhere"]:
        lines.append("  the remote is no folder: delete the old versions there too, with `dvc gc --cloud`")
    return "\n".join(lines) + "\n" + _told(facts)


def _card_told(facts: Facts) -> str:
    import yaml

    return str(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False))


def _consents_told(facts: Facts) -> str:
    rows = [f"{c['id']}  {c['person']}  {c['scope']}{'  revoked' if c['revoked_at'] else ''}\n" for c in facts["consents"]]
    return "".join(rows) or "No consent is on record.\n"


_PARTS: dict[str, tuple[Callable[[Namespace], Facts], Callable[[Facts], str]]] = {
    "rendered": (_rendered, _told), "footage": (_footage, _told), "check": (_check, _told), "version": (_version, _version_told),
    "push": (_push, _push_told), "pull": (_pull, _version_told), "log": (_log, _log_told), "card": (_card, _card_told),
    "remove": (_remove, _removed_told), "consent": (_consent, _consents_told),
}  # fmt: skip
