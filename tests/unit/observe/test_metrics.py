# SPDX-License-Identifier: Apache-2.0
"""The figures: counted rightly, read by Prometheus' own parser, bounded whatever callers say."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from aiprod.observe.metrics import DeviceMemory, Metrics


def figures(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    page, kind = metrics.page()
    assert kind.startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def figure(metrics: Metrics, name: str, **labels: str) -> float:
    return figures(metrics)[f"aiprod_{name}", tuple(sorted(labels.items()))]


def test_requests_are_counted_and_timed_by_operation() -> None:
    metrics = Metrics(["jobs.status"])
    with metrics.timed("jobs.status", "ws"):
        pass
    with metrics.timed("jobs.status", "http") as outcome:
        outcome.append("not_found")
    with pytest.raises(RuntimeError), metrics.timed("jobs.status", "http"):
        raise RuntimeError
    assert figure(metrics, "requests_total", operation="jobs.status", over="ws", outcome="ok") == 1
    assert figure(metrics, "requests_total", operation="jobs.status", over="http", outcome="not_found") == 1
    assert figure(metrics, "requests_total", operation="jobs.status", over="http", outcome="internal") == 1
    assert figure(metrics, "request_seconds_count", operation="jobs.status", over="http") == 2


def test_gauges_show_what_is_now_and_forget_what_was() -> None:
    metrics = Metrics()
    metrics.jobs({"queued": 3, "running": 1})
    metrics.jobs({"queued": 2})
    metrics.devices([DeviceMemory("cuda:0", 80, 60)])
    metrics.connected(1)
    metrics.connected(1)
    metrics.connected(-1)
    metrics.breaker("fal", "open")
    metrics.money(reserved_eur=1.5, spent_eur=2.5)
    assert figure(metrics, "jobs", state="queued") == 2
    assert ("aiprod_jobs", (("state", "running"),)) not in figures(metrics)
    assert figure(metrics, "device_memory_bytes", device="cuda:0", what="free") == 60
    assert figure(metrics, "connections") == 1
    assert figure(metrics, "provider_breaker", provider="fal", state="open") == 1
    assert figure(metrics, "provider_breaker", provider="fal", state="closed") == 0
    assert figure(metrics, "money_euros", what="spent") == 2.5


def test_every_other_figure_is_there_once_it_happened() -> None:
    metrics = Metrics()
    metrics.job_started("film", 2.0)
    metrics.job_ended("film", "delivered", 30.0)
    metrics.estimated("animatic", "seconds", 8.0, 10.0)
    metrics.estimated("animatic", "euros", 1.0, 0.0)
    metrics.worker_restarted("cpu", "killed")
    metrics.preview(sent=3, dropped=2)
    metrics.provider_called("runway", "429")
    metrics.fell("diffusion:wan", "resource")
    metrics.refused("token")
    metrics.webhook("delivered")
    names = {name for name, _ in figures(metrics)}
    for name in (
        "queue_wait_seconds_sum", "job_seconds_count", "worker_restarts_total", "provider_calls_total", "generator_falls_total",
        "auth_failures_total", "webhook_deliveries_total",
    ):  # fmt: skip
        assert f"aiprod_{name}" in names
    assert figure(metrics, "previews_total", fate="dropped") == 2
    assert figure(metrics, "estimate_error_ratio_sum", kind="animatic", of="seconds") == pytest.approx(0.2)
    assert figure(metrics, "estimate_error_ratio_count", kind="animatic", of="seconds") == 1


def test_no_caller_can_fill_the_memory_with_names() -> None:
    metrics = Metrics(["jobs.status"])
    for number in range(5_000):
        metrics.request(f"made.up.{number}", f"way{number}", f"code{number}", 0.1)
        metrics.provider_called(f"provider{number}", f"outcome{number}")
        metrics.job_ended(f"kind{number}", f"state{number}", 1)
        metrics.devices([DeviceMemory(f"gpu{number}", 1, 1)])
        metrics.refused(f"reason{number}\n\x00é")
    series = {(name, labels) for name, labels in figures(metrics) if not name.endswith("_bucket")}
    assert len(series) < 3_000
    assert not any("made.up" in str(labels) for _, labels in series)


def test_two_servers_in_one_process_do_not_mix() -> None:
    one, two = Metrics(), Metrics()
    one.refused("host")
    assert ("aiprod_auth_failures_total", (("reason", "host"),)) not in figures(two)
