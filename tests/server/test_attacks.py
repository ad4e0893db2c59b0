# SPDX-License-Identifier: Apache-2.0
"""The attacks that servers of this kind have met. Each is refused, and the server serves the next client."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.harness import EngineProcess, running

HELLO = json.dumps({"nonce": "n" * 32}).encode()
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


@pytest.fixture(autouse=True)
def _unharmed(engine: EngineProcess) -> Iterator[None]:
    """Whatever a test does, afterwards the server serves the next client."""
    yield
    engine.serves_the_next_client()


# -- tokens


def test_no_token_http(engine: EngineProcess) -> None:
    answer = engine.request("GET", "/health", token=None)
    assert (answer.status, answer.code) == (401, "no_token")
    assert answer.header("www-authenticate") == "Bearer"


@pytest.mark.parametrize("token", ["x", "short", "A" * 43, "A" * 4000, "é" * 43])
def test_wrong_or_short_token_http(engine: EngineProcess, token: str) -> None:
    answer = engine.request("GET", "/health", token=token)
    assert (answer.status, answer.code) in ((401, "wrong_token"), (429, "locked_out"))


def test_a_token_with_its_last_letter_missing(engine: EngineProcess) -> None:
    assert engine.request("GET", "/health", token=engine.token[:-1]).status in (401, 429)


def test_a_token_given_twice_counts_as_none(engine: EngineProcess) -> None:
    answer = engine.request("GET", "/health", [("Authorization", f"Bearer {engine.token}")])
    assert (answer.status, answer.code) == (401, "no_token")


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_a_token_under_another_scheme_counts_as_none(engine: EngineProcess, scheme: str) -> None:
    answer = engine.request("GET", "/health", [("Authorization", f"{scheme} {engine.token}")], token=None)
    assert (answer.status, answer.code) == (401, "no_token")


def test_a_token_in_the_url_counts_as_none(engine: EngineProcess) -> None:
    for path in (f"/health?token={engine.token}", f"/health?access_token={engine.token}"):
        assert engine.request("GET", path, token=None).status == 401
    assert engine.upgrade(f"/api/v1/ws?token={engine.token}", token=None).status == 401


@pytest.mark.parametrize("token", [None, "x", "A" * 43])
def test_no_or_wrong_token_socket_is_refused_before_the_upgrade(engine: EngineProcess, token: str | None) -> None:
    answer = engine.upgrade(token=token)
    assert answer.status in (401, 429)
    assert answer.code in ("no_token", "wrong_token", "locked_out")


def test_a_socket_that_does_not_speak_our_protocol_is_refused(engine: EngineProcess) -> None:
    assert engine.upgrade(protocol=False).status == 401


def test_a_bearer_header_does_not_open_a_socket(engine: EngineProcess) -> None:
    answer = engine.upgrade(headers=[("Authorization", f"Bearer {engine.token}")], token=None)
    assert answer.status == 401


def test_the_socket_answers_with_the_plain_protocol_alone(engine: EngineProcess) -> None:
    answer = engine.upgrade()
    assert answer.status == 101
    assert answer.header("sec-websocket-protocol") == "aiprod.v1"
    assert not any(engine.token in value for _, value in answer.headers)


def test_repeated_wrong_tokens_lock_out_and_the_owner_still_comes_in(engine: EngineProcess) -> None:
    codes = [engine.request("GET", "/health", token=f"{n:043d}") for n in range(15)]
    assert codes[-1].status == 429
    assert codes[-1].code == "locked_out"
    assert int(codes[-1].header("retry-after") or 0) > 0
    assert engine.request("GET", "/health").status == 200


# -- web pages


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{port}", "127.0.0.1.evil.test:{port}", "127.0.0.1.evil.test", "localhost.evil.test:{port}",
        "127.0.0.1", "localhost", "127.0.0.1:1", "0.0.0.0:{port}", "[::]:{port}", "127.0.0.2:{port}", "localhost.:{port}",
        "127.0.0.1:{port}@evil.example", "evil.example#127.0.0.1:{port}", "2130706433:{port}", "127.1:{port}",
    ],
)  # fmt: skip
def test_host_of_another_name(engine: EngineProcess, host: str) -> None:
    named = host.format(port=engine.port)
    answer = engine.request("GET", "/health", host=named)
    assert answer.status in (400, 403)
    assert answer.code in ("bad_host", "bad_request")
    assert engine.upgrade(host=named).status in (400, 403)
    assert engine.request("POST", "/api/v1/hello", JSON, HELLO, host=named, token=None).status in (400, 403)


def test_host_missing(engine: EngineProcess) -> None:
    assert engine.request("GET", "/health", host=None).status in (400, 403)
    old = f"GET /health HTTP/1.0\r\nAuthorization: Bearer {engine.token}\r\n\r\n".encode()
    assert engine.raw(old).status == 403


def test_host_given_twice(engine: EngineProcess) -> None:
    answer = engine.request("GET", "/health", [("Host", "evil.example")])
    assert answer.status in (400, 403)


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_our_own_names_are_let_in(engine: EngineProcess, host: str) -> None:
    assert engine.request("GET", "/health", host=host.format(port=engine.port)).status == 200


PAGES = [
    "http://localhost:3000", "https://evil.test", "null", "NULL", "http://127.0.0.1:{port}", "http://localhost:{port}",
    "File://", "FILE://", "file:///etc/passwd", "file://evil", "", "file:// ", "https://evil.test file://",
]  # fmt: skip


@pytest.mark.parametrize("origin", [page for page in PAGES if page != "file:// "])
def test_origin_of_a_web_page(engine: EngineProcess, origin: str) -> None:
    named = origin.format(port=engine.port)
    answer = engine.request("GET", "/health", {"Origin": named})
    assert (answer.status, answer.code) == (403, "bad_origin")
    refused = engine.upgrade(headers=[("Origin", named)])
    assert (refused.status, refused.code) == (403, "bad_origin")


def test_origin_given_twice(engine: EngineProcess) -> None:
    twice = [("Origin", "file://"), ("Origin", "https://evil.test")]
    assert engine.request("GET", "/health", twice).status == 403
    assert engine.request("GET", "/health", [("Origin", "file://"), ("Origin", "file://")]).status == 403
    assert engine.upgrade(headers=twice).status in (400, 403)


def test_the_origin_of_a_premiere_panel_is_let_in(engine: EngineProcess) -> None:
    assert engine.upgrade(headers=[("Origin", "file://")]).status == 101
    assert engine.request("GET", "/health", {"Origin": "file://"}).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense", "NONE"])
def test_sec_fetch_site_of_a_web_page(engine: EngineProcess, site: str) -> None:
    answer = engine.request("GET", "/health", {"Sec-Fetch-Site": site})
    assert (answer.status, answer.code) == (403, "cross_site")


def test_sec_fetch_site_of_a_typed_address_is_let_in(engine: EngineProcess) -> None:
    assert engine.request("GET", "/docs", {"Sec-Fetch-Site": "none"}, token=None).status == 200


@pytest.mark.parametrize("path", ["/health", "/api/v1/generate", "/nowhere", "*"])
def test_options_is_refused_and_names_no_cors(engine: EngineProcess, path: str) -> None:
    asked = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    answer = engine.request("OPTIONS", path, asked)
    assert (answer.status, answer.code) == (403, "preflight")
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]


def test_no_answer_ever_names_cors(engine: EngineProcess) -> None:
    for path in ("/health", "/docs", "/openapi.json", "/nowhere"):
        answer = engine.request("GET", path)
        assert not [name for name, _ in answer.headers if name.startswith("access-control")]
        assert answer.header("x-content-type-options") == "nosniff"
        assert "default-src 'none'" in (answer.header("content-security-policy") or "")


# -- what is sent


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp",
     "application/json; charset=utf-16", "text/plain; application/json", ""],
)  # fmt: skip
def test_a_post_of_anything_but_json(engine: EngineProcess, kind: str | None) -> None:
    headers = [("Content-Type", kind)] if kind is not None else []
    answer = engine.request("POST", "/api/v1/pairing/start", headers, b'{"name": "x"}')
    assert (answer.status, answer.code) == (415, "not_json")


def test_get_changes_nothing(engine: EngineProcess) -> None:
    for path in ("/api/v1/generate", "/api/v1/pairing/start", "/api/v1/films/open", "/api/v1/hello", "/api/v1/webhooks/x/remove"):
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE"):
            answer = engine.request(method, f"{path}?brief=x", JSON)
            assert answer.status in (404, 405, 422), (method, path)
    with engine.http() as client:
        assert client.get("/api/v1/jobs").json()["jobs"] == []
        assert client.get("/api/v1/pairing").json()["panels"] == []


PATHS = [
    "../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%252f..%252fetc%252fpasswd",
    "....//....//etc/passwd", "..%5c..%5c..%5cwindows%5cwin.ini", "/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd",
    "..%c0%af..%c0%afetc/passwd", "..%u2215..%u2215etc", "C:%5cWindows%5cwin.ini", "%5c%5cserver%5cshare", "CON", "NUL.txt",
    "picture.mp4::$DATA", "picture.mp4%00.txt", "%00", ".%2e/.%2e/etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_that_lead_out(engine: EngineProcess, path: str) -> None:
    take = "0" * 64
    for route in (
        f"/api/v1/films/{path}", f"/api/v1/films/film_x/takes/{path}", f"/api/v1/films/film_x/takes/{take}/file?name={path}",
        f"/api/v1/films/film_x/asset?asset={take}:{path}", f"/api/v1/films/film_x/asset?asset=delivery:{path}", f"/{path}",
        f"/docs/{path}", f"/api/v1/status/{path}", f"/api/v1/preview/{path}",
    ):  # fmt: skip
        answer = engine.request("GET", route)
        assert 400 <= answer.status < 500, route
        assert answer.code
        assert b"root:" not in answer.body


def test_a_path_in_a_request_of_a_panel(engine: EngineProcess, panel: str) -> None:
    for route, body in (
        ("/api/v1/generate", {"brief": "A dog.", "out": "/tmp/elsewhere.aiprod"}),
        ("/api/v1/check", {"path": "/etc/passwd"}),
        ("/api/v1/films/open", {"path": "/tmp"}),
    ):
        answer = engine.request("POST", route, JSON, json.dumps(body).encode(), token=panel)
        assert answer.status == 403
        assert answer.code in ("owner_only", "not_permitted")


@pytest.mark.parametrize("suffix", ["txt", "fountain", "fdx"])
def test_a_brief_that_is_a_path_is_taken_as_words(engine: EngineProcess, tmp_path: Path, suffix: str) -> None:
    secret = tmp_path / f"secret.{suffix}"
    secret.write_text("The secret of the lighthouse keeper is a red boat.")
    with engine.http() as client:
        answer = client.post("/api/v1/generate", json={"brief": str(secret), "name": f"path-{suffix}"})
        if answer.status_code == 200:
            film = json.loads((Path(answer.json()["path"]) / "film.json").read_text())
            assert str(secret)[5:] in film["brief"]["text"]
    assert "lighthouse" not in answer.text


@pytest.fixture(scope="module")
def panel(engine: EngineProcess) -> str:
    """The token of a paired panel."""
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={"name": "test"}).json()["code"]
        return str(client.post("/api/v1/pairing/exchange", json={"code": code, "host": "Premiere 26.3"}).json()["token"])


def test_a_symlink_out_of_the_film(engine: EngineProcess, tmp_path: Path) -> None:
    film, take = _film_with_take(engine, tmp_path)
    with engine.http() as client:
        good = client.get(f"/api/v1/films/{film['id']}/takes/{take}/file", params={"name": "picture.mp4"})
        assert good.content == b"moving pictures"
        folder = Path(film["path"]) / "takes" / take[:2] / take
        (folder / "picture.mp4").unlink()
        (folder / "picture.mp4").symlink_to("/etc/passwd")
        bad = client.get(f"/api/v1/films/{film['id']}/takes/{take}/file", params={"name": "picture.mp4"})
        assert bad.status_code == 404
        resolved = client.post(f"/api/v1/films/{film['id']}/assets", json={"assets": [f"{take}:picture.mp4"]})
        assert resolved.status_code == 404
        whole = folder.rename(tmp_path / "moved")
        folder.symlink_to(whole)
        (whole / "picture.mp4").unlink()
        (whole / "picture.mp4").write_bytes(b"moving pictures")
        away = client.get(f"/api/v1/films/{film['id']}/takes/{take}/file", params={"name": "picture.mp4"})
        assert away.status_code == 404


def _film_with_take(engine: EngineProcess, tmp_path: Path) -> tuple[dict[str, str], str]:
    """A film on disk with one take, known to the engine."""
    from aiprod.film.brief import Brief
    from aiprod.film.film import Film
    from aiprod.film.store import FilmStore
    from aiprod.film.takes import Recipe

    store = FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A dog.", language="en")))
    recipe = Recipe(department="shooting", step="footage", generator="animatic/1")
    folder = store.takes.begin(recipe)
    (folder / "picture.mp4").write_bytes(b"moving pictures")
    take = store.takes.finish(recipe, folder, {}, 0.0)
    with engine.http() as client:
        return client.post("/api/v1/films/open", json={"path": str(store.root)}).json(), take.id


def test_no_operation_takes_an_archive_so_no_zip_with_dots_can_be_unpacked() -> None:
    """There is no upload of archives: the only requests are JSON, and no operation has bytes in its request."""
    from aiprod.wire.operations import OPERATIONS

    for operation in OPERATIONS.values():
        for field in operation.request.model_fields.values():
            assert field.annotation is not bytes, operation.name


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data", "https://169.254.169.254/", "https://127.0.0.1/", "https://localhost:1/x",
     "https://10.0.0.1/", "https://[::1]/", "https://[::ffff:169.254.169.254]/", "https://0/", "https://2852039166/",
     "https://user:pass@127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/"],
)  # fmt: skip
def test_a_webhook_into_this_machine_or_a_private_network(engine: EngineProcess, url: str) -> None:
    answer = engine.request("POST", "/api/v1/webhooks", JSON, json.dumps({"url": url}).encode())
    assert answer.status == 422
    assert answer.code in ("refused", "invalid")


# -- JSON


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b"[]", b"null", b'"x"', b"\xff\xfe\x00", b'{"nonce": NaN}', b'{"nonce": "\xed\xa0\x80"}',
     b'{"nonce": "\\ud800"}', b'{"nonce": "\\udfff\\ud800"}', b"[" * 100_000, b'{"a":' * 50_000, b'{"nonce": 1e999}', b"\x00"],
)  # fmt: skip
def test_json_that_is_none(engine: EngineProcess, body: bytes) -> None:
    answer = engine.request("POST", "/api/v1/hello", JSON, body, token=None)
    assert answer.status in (400, 422)
    assert answer.code in ("bad_json", "invalid")


def test_lone_surrogates_in_a_brief(engine: EngineProcess) -> None:
    answer = engine.request("POST", "/api/v1/estimate", JSON, b'{"brief": "A dog \\ud83d finds a hat."}')
    assert (answer.status, answer.code) == (400, "bad_json")
    with engine.socket() as link:
        link.recv(timeout=60)
        link.send('{"type": "request", "id": "1", "op": "estimate", "body": {"brief": "A dog \\ud83d"}}')
        assert json.loads(link.recv(timeout=60))["type"] in ("error", "response")


@pytest.mark.parametrize("body", ["[" * 50_000, '{"a":' * 50_000, '{"nonce": 1e999}', '{"nonce": ' + "9" * 5000 + "}", '"x"'])
def test_json_that_is_none_on_a_socket(engine: EngineProcess, body: str) -> None:
    with engine.socket() as link:
        link.recv(timeout=60)
        for frame in (body, f'{{"type": "request", "id": "1", "op": "server.hello", "body": {body}}}'):
            link.send(frame)
            error = json.loads(link.recv(timeout=60))["error"]
            assert error["code"] in ("bad_json", "invalid")


def test_unknown_fields_are_refused(engine: EngineProcess) -> None:
    answer = engine.request("POST", "/api/v1/hello", JSON, json.dumps({"nonce": "n" * 32, "admin": True}).encode(), token=None)
    assert (answer.status, answer.code) == (422, "invalid")


def test_unknown_operation(engine: EngineProcess) -> None:
    with engine.socket() as link:
        link.recv(timeout=60)
        for op in ("shell.run", "films", "__class__.x", "server.hello.x"):
            link.send(json.dumps({"type": "request", "id": "1", "op": op}))
            answer = json.loads(link.recv(timeout=60))
            code = (answer.get("error") or {}).get("code")
            assert code in ("unknown_operation", "invalid")


def test_an_operation_that_the_token_does_not_carry(engine: EngineProcess, panel: str) -> None:
    for path in ("/api/v1/pairing", "/api/v1/webhooks", "/api/v1/diagnostics"):
        answer = engine.request("GET", path, token=panel)
        assert (answer.status, answer.code) == (403, "not_permitted")
    with engine.socket(panel) as link:
        hello = json.loads(link.recv(timeout=60))
        assert "admin" not in hello["capabilities"]
        link.send(json.dumps({"type": "request", "id": "1", "op": "pairing.start"}))
        assert json.loads(link.recv(timeout=60))["error"]["code"] == "not_permitted"


def test_protocol_mismatch_is_a_readable_refusal(engine: EngineProcess) -> None:
    body = json.dumps({"nonce": "n" * 32, "protocol": 99}).encode()
    answer = engine.request("POST", "/api/v1/hello", JSON, body, token=None)
    assert (answer.status, answer.code) == (426, "protocol")
    assert "99" in answer.json()["error"]["why"]


# -- replays


def test_a_pairing_code_serves_once(engine: EngineProcess) -> None:
    with engine.http() as client:
        code = client.post("/api/v1/pairing/start", json={}).json()["code"]
        assert len(code) == 8
    body = json.dumps({"code": f"{code[:4]}-{code[4:].lower()}", "host": "Premiere"}).encode()
    first = engine.request("POST", "/api/v1/pairing/exchange", JSON, body, token=None)
    assert first.status == 200
    again = engine.request("POST", "/api/v1/pairing/exchange", JSON, body, token=None)
    assert (again.status, again.code) == (403, "pairing_refused")


def test_a_replayed_operation_is_not_done_again(engine: EngineProcess) -> None:
    body = {"name": "twice", "permissions": ["read"], "operation_id": "op-1"}
    with engine.http() as client:
        first = client.post("/api/v1/pairing/start", json=body)
        again = client.post("/api/v1/pairing/start", json=body)
        assert first.status_code == again.status_code == 200
        assert first.json() == again.json()
        other = client.post("/api/v1/pairing/start", json={**body, "name": "other"})
        assert other.status_code == 409
        assert other.json()["error"]["code"] == "operation_mismatch"


def test_a_replayed_order_is_one_film_and_one_job(engine: EngineProcess) -> None:
    order = {"brief": "A dog finds a red hat.", "duration": 6, "size": "320x180", "operation_id": "film-1"}
    with engine.http() as client:
        first = client.post("/api/v1/generate", json=order)
        assert first.status_code == 200, first.text
        again = client.post("/api/v1/generate", json=order)
        assert again.json() == first.json()
        with engine.socket() as link:
            link.recv(timeout=60)
            body = {key: value for key, value in order.items() if key != "operation_id"}
            link.send(json.dumps({"type": "request", "id": "1", "op": "generate", "operation_id": "film-1", "body": body}))
            assert json.loads(link.recv(timeout=60))["body"] == first.json()
        films = [f for f in client.get("/api/v1/films").json()["films"] if "red-hat" in f["path"]]
        assert len(films) == 1
