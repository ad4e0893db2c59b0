# SPDX-License-Identifier: Apache-2.0
"""What every message of the wire is made of.

A request refuses fields it does not know: a misspelt option must not be ignored. A reply lets them pass: a client that is
older than the engine goes on working. Times are unix seconds, lengths are seconds unless a name ends in `_frames`, money is
euros.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PROTOCOL = 1
"""The version of the wire that this program speaks. Raised when an old client would misunderstand."""
PROTOCOL_RANGE = (1, 1)
"""The oldest and the newest version that this program understands."""

JobId = Annotated[str, StringConstraints(pattern=r"^job_[0-9a-zA-Z]{26}$")]
FilmId = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z][0-9a-zA-Z_-]{0,63}$")]
TakeId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
AssetId = Annotated[str, StringConstraints(pattern=r"^(delivery|[0-9a-f]{64}):[^\x00-\x1f\x7f]{1,240}$")]
"""A file of a film: "<take id>:<file of the take>", or "delivery:<delivered file>"."""
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=200)]
"""A short text on one line."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
"""A text that people read."""
LocalPath = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A path on the engine's machine. Only the owner may give one."""
OperationId = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z._:-]{1,128}$")]
Cursor = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{0,80}$")]


class Message(BaseModel):
    """The root of all messages."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


class Request(Message):
    """What an operation is asked with."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Request):
    """A request with no parameters."""


class Mutation(Request):
    """A request that changes something. With an `operation_id` it can be sent again safely: the second time, the first
    reply comes back and nothing is done twice."""

    operation_id: OperationId | None = None
    """Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client."""


class Reply(Message):
    """What an operation answers."""

    model_config = ConfigDict(extra="ignore")


class Done(Reply):
    """It was done, and there is nothing more to say."""

    done: bool = True


class Binary(Reply):
    """The answer is a file. Over HTTP it is the body itself; over a socket it comes in this form, up to 8 MiB."""

    SOCKET_LIMIT: ClassVar[int] = 8 << 20

    mime: str
    size: int = Field(ge=0)
    base64: str


class Text(Reply):
    """The answer is plain text. Over HTTP it is the body itself; over a socket it comes in this form."""

    mime: str
    text: str


Json = dict[str, Any]
"""JSON that belongs to somebody else: a job's result, a film object in its own schema."""
