# SPDX-License-Identifier: Apache-2.0
"""The Resolve package as source: its modules, what they import, the host's names that they call, a typed copy of those calls."""

import ast
import keyword
import re
from pathlib import Path
from typing import NamedTuple

from tests.plugin.resolve.facts import FACTS, METHODS, Form

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "plugins" / "resolve"
MODULES = sorted(PACKAGE.rglob("*.py"))
OURS = {"aiprod_resolve"}
HOSTS = {"DaVinciResolveScript", "fusionscript"}
"""Modules that the host brings."""
_HOST_NAME = re.compile(r"^[A-Z][a-z]*[A-Z]?[A-Za-z]*[a-z][A-Za-z]*$")
_DISPATCHER = {
    "UIDispatcher",
    "AddWindow",
    "AddDialog",
    "RunLoop",
    "ExitLoop",
    "StepLoop",
    "FindWindow",
    "FindWindows",
    "QueueEvent",
}
_FIELD = {"VGroup", "HGroup", "VGap", "HGap", "Stack", "Timer", "NewItem", "Start", "Stop", "GetResolve"}
_SYSTEM = {"GetUserDefaultUILanguage"}  # of Windows, not of the host

# Removed from the standard library up to 3.14, though older versions have them.
REMOVED_MODULES = {
    "_bootlocale", "aifc", "asynchat", "asyncore", "audioop", "binhex", "cgi", "cgitb", "chunk", "crypt", "distutils",
    "dummy_threading", "formatter", "fpectl", "imghdr", "imp", "lib2to3", "macpath", "mailcap", "msilib", "nis", "nntplib",
    "ossaudiodev", "parser", "pipes", "smtpd", "sndhdr", "spwd", "sunau", "symbol", "telnetlib", "uu", "xdrlib",
}  # fmt: skip
REMOVED_NAMES = {
    "ast.Bytes", "ast.Ellipsis", "ast.NameConstant", "ast.Num", "ast.Str", "asyncio.AbstractChildWatcher", "asyncio.async",
    "asyncio.coroutine", "base64.decodestring", "base64.encodestring", "collections.Callable", "collections.Iterable",
    "collections.Mapping", "collections.MutableMapping", "collections.Sequence", "configparser.SafeConfigParser",
    "gettext.lgettext", "html.parser.HTMLParseError", "importlib.find_loader", "inspect.formatargspec", "inspect.getargspec",
    "locale.format", "locale.resetlocale", "os.popen2", "pkgutil.ImpImporter", "pkgutil.ImpLoader", "pkgutil.find_loader",
    "pkgutil.get_loader", "platform.dist", "platform.linux_distribution", "platform.popen", "re.template",
    "ssl.RAND_pseudo_bytes", "ssl.match_hostname", "ssl.wrap_socket", "sys.getcheckinterval", "sys.set_coroutine_wrapper",
    "sys.setcheckinterval", "tempfile.template", "time.clock", "unittest.findTestCases", "unittest.makeSuite",
    "urllib.request.FancyURLopener", "urllib.request.URLopener", "webbrowser.MacOSX", "xml.etree.cElementTree",
}  # fmt: skip


class HostCall(NamedTuple):
    """One call of a documented name of the host in the package's source."""

    where: str
    name: str
    arguments: "tuple[ast.expr, ...]"
    starred: bool


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(tree: ast.AST) -> "set[str]":
    """Top names of every module that is imported anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def dotted(tree: ast.AST) -> "set[str]":
    """ "module.name" of every attribute that is read of an imported module, and of every name imported from one."""
    aliases = {}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            aliases.update({(alias.asname or alias.name.split(".")[0]): alias.name for alias in node.names})
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            found.add(f"{aliases[node.value.id]}.{node.attr}")
    return found


def _imported_names(tree: ast.AST) -> "set[str]":
    return {
        (alias.asname or alias.name.split(".")[0])
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }


def _looks_hosted(name: str) -> bool:
    return bool(_HOST_NAME.match(name)) and name not in _SYSTEM


def new_annotations(tree: ast.AST) -> "list[int]":
    """Lines of annotations that 3.6 evaluates and cannot."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            found += [node.returns, *(one.annotation for one in arguments if one is not None)]
        elif isinstance(node, ast.AnnAssign):
            found.append(node.annotation)
    return [part.lineno for one in found if one is not None for part in ast.walk(one) if _is_new(part)]


def _is_new(node: ast.AST) -> bool:
    builtin = (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("list", "dict", "tuple", "set", "type")
    )
    return builtin or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr))


def host_calls(path: Path) -> "list[HostCall]":
    """Calls of names that look like the host's: capitals, on something that is no module."""
    tree = tree_of(path)
    modules = _imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not _looks_hosted(node.func.attr):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id in modules:
            continue
        starred = any(isinstance(part, ast.Starred) for part in node.args)
        found.append(HostCall(f"{path.name}:{node.lineno}", node.func.attr, tuple(node.args), starred))
    return found


def interface_names() -> "set[str]":
    """Names of windows' elements, methods and dispatchers."""
    elements = FACTS["interface"]["elements"]
    names = set(elements) | _DISPATCHER | _FIELD | set(FACTS["interface"]["common"]["methods"])
    return names | {method for row in elements.values() for method in row["methods"]}


def owners_of(name: str) -> "dict[str, list[Form]]":
    """Classes that have a method, with its forms."""
    return {owner: methods[name] for owner, methods in METHODS.items() if name in methods}


def fitting(call: HostCall) -> "list[str]":
    """Classes whose method takes so many arguments; all that have it where none does."""
    owners = owners_of(call.name)
    return [owner for owner, forms in owners.items() if any(fits(form, len(call.arguments)) for form in forms)] or list(owners)


def fits(form: Form, count: int) -> bool:
    least = sum(1 for row in form.arguments if row[2])
    open_ended = bool(form.arguments) and form.arguments[-1][0].startswith("*")
    return least <= count and (open_ended or count <= len(form.arguments))


# The same calls for a type checker: one function a call, its receiver of every class that has the method.


def stub_classes(text: str) -> "dict[str, dict[str, tuple[int, int]]]":
    """{class: {method: (fewest arguments, most)}} of fusionscript.pyi; of overloads the widest."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for one in node.body:
            if isinstance(one, ast.FunctionDef):
                most = len(one.args.args) - 1 + (99 if one.args.vararg else 0)
                least = len(one.args.args) - 1 - len(one.args.defaults)
                known = found.setdefault(node.name, {}).get(one.name, (least, most))
                found[node.name][one.name] = (min(least, known[0]), max(most, known[1]))
    return found


def overlay(stubs: "dict[str, dict[str, tuple[int, int]]]") -> "dict[str, list[str]]":
    """{class: lines of methods that the stubs do not have, or whose arguments they count otherwise than the facts}."""
    found: dict[str, list[str]] = {}
    for owner, methods in METHODS.items():
        for name, forms in methods.items():
            least = min(sum(1 for row in form.arguments if row[2]) for form in forms)
            most = max(99 if form.arguments and form.arguments[-1][0].startswith("*") else len(form.arguments) for form in forms)
            known = stubs.get(owner, {}).get(name)
            if known is None or known[0] > least or known[1] < most:
                found.setdefault(owner, []).append(_stubbed(name, least, most))
    return found


def _stubbed(name: str, least: int, most: int) -> str:
    needed = [f"a{number}: Any" for number in range(least)]
    optional = ["*more: Any"] if most >= 99 else [f"a{number}: Any = ..." for number in range(least, most)]
    return f"    def {name}({', '.join(['self', *needed, *optional])}) -> Any: ...  # type: ignore[override]"


def typed_copy(calls: "list[HostCall]", stubs: "dict[str, dict[str, tuple[int, int]]]") -> str:
    """A module that makes the package's calls on receivers that are typed by the stubs and the overlay."""
    lines = ["from typing import Any, Union", "import fusionscript.fusionscript as f", ""]
    over = overlay(stubs)
    for owner in METHODS:
        base = f"f.{owner}" if owner in stubs else "object"
        lines += [f"class {owner}({base}):  # type: ignore[misc]", *(over.get(owner) or ["    pass"]), ""]
    for number, call in enumerate(one for one in calls if owners_of(one.name) and not one.starred):
        union = ", ".join(fitting(call))
        given = [_literal(part) for part in call.arguments]
        values = ", ".join(text or f"a{place}" for place, text in enumerate(given))
        names = ", ".join(f"a{place}: Any" for place, text in enumerate(given) if not text)
        lines += [f"def call_{number}(x: Union[{union}], {names}) -> None:", f"    x.{call.name}({values})  # {call.where}", ""]
    return "\n".join(lines)


def _literal(node: ast.expr) -> str:
    """A plain value as source; "" for what only running would tell."""
    plain = isinstance(node, ast.Constant) and not isinstance(node.value, type(...))
    return ast.unparse(node) if plain and not keyword.iskeyword(str(getattr(node, "value", ""))) else ""
