# SPDX-License-Identifier: Apache-2.0
"""`aiprod provenance FILE|FILM|identity|consent FILM`: what a file or film says of its making; who signs; who agreed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from aiprod.delivery.credentials import Verdict
    from aiprod.delivery.identity import Signer

_STATES = {"absent": "none: the file says nothing of its making", "whole": "whole: signed, and not a byte was changed since",
           "damaged": "DAMAGED: changed after it was signed, or wrongly signed"}  # fmt: skip
_TRUST = {
    "installation": "this installation: on no trust list, so it shows who made the file only as far as you trust this machine",
    "list": "a trust list that you configured", "none": "nobody: the signer is on no trust list known here",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("target", help="a file, a folder of frames, a film; or `identity`, or `consent`")
    parser.add_argument("film", nargs="?", help="with `consent`: the film")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument(
        "--watermark", action="store_true", help="look for the invisible mark in the pictures; takes some seconds"
    )
    parser.add_argument("--ledger", metavar="FOLDER", help="of a film: write its ledger there, as a page, Markdown and JSON")
    who = parser.add_argument_group("identity")
    who.add_argument("--new", action="store_true", help="make a new certificate for this installation; the old one is kept")
    who.add_argument("--name", default="", help="whom the new certificate names; without one, nobody")
    who.add_argument("--import", nargs=2, dest="own", metavar=("CHAIN.pem", "KEY.pem"), help="sign with your own certificate")
    who.add_argument("--timestamps", default="", metavar="URL", help="of your own: a timestamp server; asked at each signature")
    agreed = parser.add_argument_group("consent")
    agreed.add_argument("--person", help="who agreed")
    agreed.add_argument("--part", choices=("voice", "face"), action="append", help="to the use of what; may be repeated")
    agreed.add_argument("--text", metavar="FILE", help="the words that were agreed to; the film keeps their hash")
    agreed.add_argument(
        "--scope", choices=("film", "trailer", "training", "any"), default="film", help="what for (default: this film)"
    )
    agreed.add_argument("--use", default="", help="what for, in words")
    agreed.add_argument("--until", metavar="YYYY-MM-DD", help="the day on which it ends")
    agreed.add_argument("--revoke", metavar="ID", help="take a consent back")


def run(arguments: argparse.Namespace) -> int:
    if arguments.target == "identity":
        return _print(_identity(arguments), arguments.json)
    if arguments.target == "consent":
        return _print(_consent(arguments), arguments.json)
    target = Path(arguments.target)
    if (target / "film.json").is_file():
        return _print(_film(target, arguments), arguments.json)
    facts = _file(target, watermark=arguments.watermark)
    _print(facts, arguments.json)
    return 2 if facts["credentials"]["state"] == "damaged" else 0


def _print(facts: dict[str, Any], as_json: bool) -> int:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
    else:
        print("\n".join(_lines(facts)))
    return 0


def _lines(facts: dict[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in facts.items():
        title = f"{indent}{name.replace('_', ' ')}:"
        if isinstance(value, dict):
            yield title
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list | tuple):
            yield title if value else f"{title} none"
            yield from (f"{indent}  - {item}" for item in value)
        else:
            yield f"{title} {value}"


def _file(path: Path, *, watermark: bool) -> dict[str, Any]:
    from aiprod.delivery.credentials import verify
    from aiprod.delivery.xmp_files import read_xmp

    facts: dict[str, Any] = {"file": str(path), "credentials": _verdict(verify(path))}
    if path.is_file():
        facts["xmp"] = read_xmp(path) or "none"
    if watermark:
        facts["watermark"] = _watermark(path)
    return facts


def _verdict(verdict: Verdict) -> dict[str, Any]:
    facts: dict[str, Any] = {"state": verdict.state, "means": _STATES[verdict.state]}
    if verdict.problems:
        facts["problems"] = list(verdict.problems)
    if not verdict.manifest:
        return facts
    said = verdict.making
    facts |= {
        "place": "in the file" if verdict.embedded else "beside it", "signed_by": verdict.signer, "issued_by": verdict.issuer,
        "vouched_for_by": _TRUST[verdict.trust], "title": verdict.title, "made_with": verdict.generator,
        "kind_of_media": verdict.source_type, "statement": said.get("statement", ""),
        "steps": [_step(action) for action in verdict.actions],
        "models": [f"{m.get('title')} ({m.get('licence')}), {str(m.get('version'))[:16]}" for m in said.get("models", ())],
        "made_from": [item.get("title", "") for item in verdict.ingredients if item.get("relationship") != "inputTo"],
        "prompt_sha256": said.get("prompt_sha256", ""),
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _step(action: dict[str, Any]) -> str:
    agent = action.get("softwareAgent", {})
    by = agent.get("name", "") if isinstance(agent, dict) else str(agent)
    words = f": {action['description']}" if "description" in action else ""
    return f"{action.get('action', '').removeprefix('c2pa.')} by {by or 'unknown'}{words}"


def _watermark(path: Path) -> Any:
    from aiprod.rendering.watermark import detect

    found = detect(path)
    if found is None:
        return "none that can be read"
    return {"payload": found.payload, "confidence": found.confidence, "sigmas": found.sigmas, "weakest_bit": found.weakest,
            "window": [round(part, 3) for part in found.window]}  # fmt: skip


def _film(root: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    from aiprod.delivery import ledger_page
    from aiprod.delivery.package import slug
    from aiprod.film.store import FilmStore
    from aiprod.production.accounts import ledger_of
    from aiprod.production.state import read_state

    store = FilmStore(root)
    ledger = ledger_of(store)
    files = [root / name for name in read_state(root).delivery]
    facts: dict[str, Any] = {"film": str(root), "ledger": ledger.to_json() if arguments.json else _told(ledger)}
    kept = {path.name: _file(path, watermark=False)["credentials"] for path in files if path.exists()}
    facts["files"] = kept if arguments.json else {name: item["means"] for name, item in kept.items()}
    if arguments.ledger:
        Path(arguments.ledger).mkdir(parents=True, exist_ok=True)
        facts["written"] = [str(path) for path in ledger_page.write(ledger, Path(arguments.ledger), slug(ledger.title))]
    return facts


def _told(ledger: Any) -> dict[str, Any]:
    """The ledger's main lines."""
    return {
        "title": ledger.title, "statement": ledger.statement, "kind_of_media": ledger.source_type,
        "shots": [f"{s.shot}: {s.label or s.generator}, seed {s.seed}" for s in ledger.shots],
        "models": [f"{m.title} ({m.licence}){' – only measured the film' if m.measured_only else ''}" for m in ledger.models],
        "voices": [f"{v.character}: {v.person or 'synthetic'}" for v in ledger.voices],
        "falls": [f"{f.shot}: {f.gave_way} gave way to {f.to}. {f.sentence}" for f in ledger.falls],
        "real_people": [f"{p.person}, {p.part}: {p.consent or 'NO CONSENT'}" for p in ledger.people],
        "credits": [credit.text for credit in ledger.credits], "paid_eur": ledger.cost, "brief_sha256": ledger.brief_sha256,
    }  # fmt: skip


def _identity(arguments: argparse.Namespace) -> dict[str, Any]:
    from aiprod.delivery import identity

    if arguments.own:
        found = identity.adopt(Path(arguments.own[0]), Path(arguments.own[1]), timestamps=arguments.timestamps)
    elif arguments.new or arguments.name:
        found = identity.create(arguments.name)
    else:
        found = identity.signer()
    return _signer(found)


def _signer(signer: Signer) -> dict[str, Any]:
    from cryptography.hazmat.primitives.hashes import SHA256

    own = signer.origin == "own"
    return {
        "name": signer.name, "origin": "your own certificate" if own else "made for this installation",
        "means": "readers trust it where they trust its issuer" if own else _TRUST["installation"],
        "algorithm": signer.algorithm, "valid_until": f"{signer.expires:%Y-%m-%d}",
        "issuer": signer.certificate.issuer.rfc4514_string(),
        "fingerprint_sha256": signer.certificate.fingerprint(SHA256()).hex(), "timestamps": signer.timestamps or "none",
    }  # fmt: skip


def _consent(arguments: argparse.Namespace) -> dict[str, Any]:
    from aiprod.film.consent import ConsentBook
    from aiprod.film.store import FilmStore

    if not arguments.film:
        raise UserError("Whose consents?", "no film was named", "Say `aiprod provenance consent FILM`.")
    book = ConsentBook(FilmStore(Path(arguments.film)).root)
    if arguments.revoke:
        book.revoke(arguments.revoke)
    elif arguments.person or arguments.text:
        _grant(book, arguments)
    return {"film": arguments.film, "consents": [_record(record) for record in book.all()]}


def _grant(book: Any, arguments: argparse.Namespace) -> None:
    missing = [f"--{name}" for name in ("person", "part", "text") if not getattr(arguments, name)]
    if missing:
        raise UserError(
            "The consent can't be recorded", f"{', '.join(missing)} is missing", "Say who agreed to what, in which words."
        )
    try:
        text = Path(arguments.text).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{arguments.text} can't be read", str(error), "Give the text that was agreed to, UTF-8.") from error
    until = _moment(arguments.until) if arguments.until else None
    book.grant(arguments.person, arguments.part, text, scope=arguments.scope, use=arguments.use, until=until)


def _moment(day: str) -> float:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise UserError(f"{day!r} is no day", "it must look like 2030-12-31") from error


def _record(record: Any) -> str:
    when = datetime.fromtimestamp(record.granted_at, UTC)
    end = f", revoked {datetime.fromtimestamp(record.revoked_at, UTC):%Y-%m-%d}" if record.revoked_at else ""
    until = f", until {datetime.fromtimestamp(record.until, UTC):%Y-%m-%d}" if record.until else ""
    return f"{record.id}: {record.person}, {', '.join(record.parts)}, for {record.scope}, {when:%Y-%m-%d}{until}{end}"
