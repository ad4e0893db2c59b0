# SPDX-License-Identifier: Apache-2.0
"""The language model in a process of its own: JSON lines in, JSON lines out.

llama.cpp can abort on a damaged model or when memory runs out; here that ends this process, and the film goes on with the
template writer's words. Run as `python -m aiprod.writing.llmworker MODEL.gguf`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

CONTEXT = 4096


def serve(model_path: str, requests: TextIO, answers: TextIO) -> None:
    """Answer requests until the input ends. A request: messages, schema, max_tokens, seed, temperature."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model_path
    parameters.n_ctx, parameters.n_parallel, parameters.warmup = CONTEXT, 1, False
    # llama.cpp's threads spin while they wait: more threads than cores slow it down many times over.
    threads = max(1, min(8, (os.cpu_count() or 2)))
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(parameters)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in requests:
        print(json.dumps(_answer(server, json.loads(line))), file=answers, flush=True)


def _answer(server: Any, request: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "json_schema", "json_schema": {"name": "answer", "schema": request["schema"]}}
    asked = {
        "messages": request["messages"], "max_tokens": request["max_tokens"], "seed": request["seed"],
        "temperature": request.get("temperature", 0.7), "repeat_penalty": 1.1, "response_format": schema,
    }  # fmt: skip
    try:
        reply = server.handle_chat_completions(asked)
        return {"text": reply["choices"][0]["message"]["content"]}
    except (KeyError, IndexError, TypeError, ValueError, RuntimeError) as error:
        return {"error": str(error)[:300]}


def main() -> None:
    """Keep the pipe for answers alone: whatever the library prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.argv[1], sys.stdin, answers)


if __name__ == "__main__":
    main()
