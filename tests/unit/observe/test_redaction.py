# SPDX-License-Identifier: Apache-2.0
"""Secrets, homes and films' names do not get out."""

import base64
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiprod.observe.redaction import GONE, Redactor

TOKEN = base64.urlsafe_b64encode(hashlib.sha256(b"a token").digest()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer {}",
        'headers {{"authorization": "Bearer {}"}}',
        "Sec-WebSocket-Protocol: aiprod.v1, aiprod.token.{}",
        "GET /api/v1/films?token={} refused",
        "https://cdn.example/v.mp4?X-Amz-Signature={}&Expires=1",
        "postgresql+pg8000://aiprod:{}@db.example:5432/aiprod",
        "api_key={}",
        '{{"apiKey":"{}"}}',
        "RUNWAYML_API_SECRET={}",
        "X-Api-Key: {}",
        "key sk-{} refused",
        "key r8_{}",
        "just {} alone",
        "Cookie: session={}",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    cleaned = Redactor(environment={}).text(text.format(TOKEN))
    assert TOKEN not in cleaned and TOKEN[:20] not in cleaned, cleaned
    assert GONE in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "job job_01j9zq3v5k8m2n4p6r7s8t9v0w went from queued to leased",
        f"take {hashlib.sha256(b'x').hexdigest()} is whole",
        "shot s1-wide took 12.5 s at 1920x1080",
        "aiprod.server.http_routes answered 404",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "basic checks passed, bearer missing",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor(environment={}).text(text) == text


def test_known_secrets_go_wherever_they_stand() -> None:
    redactor = Redactor(environment={"FAL_KEY": "harmless words", "LTX_API_KEY": "plain looking value", "HOME": "/tmp/somewhere"})
    redactor.hide("the quiet secret")
    redactor.hide("abc")
    text = "say the quiet secret, plain looking value, abc"
    assert redactor.text(text) == f"say {GONE}, {GONE}, abc"


def test_homes_and_films_lose_their_names() -> None:
    redactor = Redactor(environment={})
    text = redactor.text(f"{Path.home()}/Films/Mon chat secret.aiprod/takes, /home/anna/x, C:\\Users\\Anna\\y, /Users/anna/z")
    assert "Mon chat" not in text and "anna" not in text.lower() and str(Path.home()) + "/" not in text
    assert text.startswith("~/Films/film-") and ".aiprod/takes" in text
    assert redactor.text("/a/b.aiprod") == redactor.text("/a/b.aiprod") != redactor.text("/a/c.aiprod")


def test_fields_are_judged_by_their_names() -> None:
    data = {
        "token": "abc",
        "lease_token": "x",
        "tokens": 3,
        "nested": [{"password": "p", "ok": True}],
        "prompt": "A cat.",
        "x": 1.5,
    }
    cleaned = Redactor(environment={}).data(data)
    assert cleaned == {
        "token": GONE, "lease_token": GONE, "tokens": 3, "nested": [{"password": GONE, "ok": True}], "prompt": "A cat.", "x": 1.5,
    }  # fmt: skip
    assert Redactor(environment={}).data(data, content=False)["prompt"] == "[left out]"


def test_endless_nesting_and_endless_texts_end() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert GONE in str(Redactor(environment={}).data(loop))
    assert len(Redactor(environment={}).text("a b " * 100_000)) < 5_000


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40), st.text(max_size=40))
def test_a_hidden_token_never_survives(raw: bytes, before: str, after: str) -> None:
    token = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    assert token not in Redactor([token], environment={}).text(before + token + after)


@pytest.mark.parametrize("piece", ["a-", "a.", "a", "/", "aA", "x-a", "https://", "token", "=", "Bearer ", ".aiprod", "_9Zz"])
def test_no_text_makes_it_think_for_long(piece: str) -> None:
    """Each of these would hang a pattern that looks at every pair of places; the test would not end."""
    assert len(Redactor(environment={}).text(piece * 500_000)) < 100_000


def test_the_environments_own_secrets_are_known() -> None:
    os.environ["AIPROD_TEST_API_KEY"] = "moonlight sonata"
    try:
        assert Redactor().text("it was moonlight sonata") == f"it was {GONE}"
    finally:
        del os.environ["AIPROD_TEST_API_KEY"]
