# SPDX-License-Identifier: Apache-2.0
"""The command line's words for the engine server: serve, jobs, panels' pairing, clouds and money."""

from __future__ import annotations

import argparse

ON_A_JOB = {
    "show": "how a job stands, and every state it went through",
    "watch": "follow a job until it ends",
    "cancel": "stop a job for good; finished takes are kept",
    "pause": "stop a job for now",
    "resume": "let a paused job go on",
    "retry": "try an ended job again",
    "first": "put a waiting job in front of the others",
}


def add_server_option(parser: argparse.ArgumentParser) -> None:
    """`--server`: have the running engine do it (it is started if need be)."""
    parser.add_argument("--server", action="store_true", help="have the engine server do it; it is started if none runs")


def add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="run the engine server for the desktop, the panels and other programs")
    serve.add_argument("--port", type=int, help="listen on this port of 127.0.0.1 (default: the one of last time, or a free one)")
    serve.add_argument("--films", metavar="DIR", help="where films go that are ordered without a place")
    serve.add_argument("--database", metavar="URL", help="the job store: sqlite:///… or postgresql://… (default: AIPROD's own)")
    serve.set_defaults(command="serve")


def add_jobs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    jobs = commands.add_parser("jobs", help="the engine's jobs: list, watch, cancel, pause, …")
    actions = jobs.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the jobs, newest first")
    listing.add_argument("--all", action="store_true", help="those that have ended too")
    for name, text in ON_A_JOB.items():
        actions.add_parser(name, help=text).add_argument("id", help="the job's id")
    _finish(actions, "jobs")


def add_cloud(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    cloud = commands.add_parser("cloud", help="cloud providers: what they cost, what you allow them, what was spent")
    actions = cloud.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="the providers, their prices, and whether they may be used")
    allow = actions.add_parser("allow", help="allow prompts to be sent to a provider")
    allow.add_argument("provider")
    allow.add_argument("--yes", action="store_true", help="agree without being asked")
    forbid = actions.add_parser("forbid", help="take that back")
    forbid.add_argument("provider")
    cap = actions.add_parser("cap", help="set what a film may spend on clouds, or show what it spent")
    cap.add_argument("film", help="the film folder")
    cap.add_argument("eur", nargs="?", type=float, help="the most it may spend, in euros")
    _finish(actions, "cloud")


def add_panels(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    panels = commands.add_parser("panels", help="the editors' panels that may use the engine")
    actions = panels.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("pair", help="show a code to be typed into a panel")
    actions.add_parser("list", help="the paired panels")
    actions.add_parser("forget", help="take a panel's key away").add_argument("id", help="the panel's id")
    _finish(actions, "panels")


def add_estimate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    estimate = commands.add_parser("estimate", help="what a film would take: time and money for each generator")
    estimate.add_argument("brief", help="a sentence, a text file, or a .fountain or .fdx screenplay")
    estimate.add_argument("--lang", choices=("en", "fr"), help="language of the film")
    estimate.add_argument("--duration", type=float, metavar="S", help="length in seconds")
    estimate.add_argument("--size", default="1920x1080", metavar="WxH", help="picture size")
    estimate.add_argument("--generator", default="auto", help="where the pictures come from")
    estimate.add_argument("--json", action="store_true", help="print it as JSON")
    estimate.set_defaults(command="estimate")


def _finish(actions: argparse._SubParsersAction[argparse.ArgumentParser], command: str) -> None:
    for name, parser in actions.choices.items():
        parser.add_argument("--json", action="store_true", help="print it as JSON")
        parser.set_defaults(command=command, action=name)
