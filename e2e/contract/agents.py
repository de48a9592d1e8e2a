"""Agents in a few lines on the real servers: MLflow's AgentServer, and the long-running one without a database.

Prints one line of JSON with the port of each server once both answer, and runs until its input ends.
"""

import asyncio
import json
import socket
import sys
from collections.abc import Generator

import uvicorn
from databricks_ai_bridge.long_running import LongRunningAgentServer
from mlflow.genai.agent_server import AgentServer, invoke, stream
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

Events = Generator[ResponsesAgentStreamEvent, None, None]

LETTER = ["Dear reader, ", "this text came ", "in pieces — ", "grüße, 日本語, 👩‍👩‍👧."]


class Clerk(ResponsesAgent):
    """Does what the last message names: `letter`, `rules`, `stock`, `break`; otherwise says its custom_inputs."""

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        events = list(self.predict_stream(request))
        items = [event.item for event in events if event.type == "response.output_item.done"]
        return ResponsesAgentResponse(output=items, custom_outputs={"asked": self._question(request)})

    def predict_stream(self, request: ResponsesAgentRequest) -> Events:
        match self._question(request):
            case "letter":
                yield from self._say("msg_1", LETTER)
            case "rules":
                yield from self._by_the_rules("msg_1", LETTER)
            case "stock":
                yield from self._look_up_stock()
            case "break":
                yield from self._deltas("msg_1", LETTER[:2])
                raise RuntimeError("The price list is gone.")
            case _:
                yield from self._say("msg_1", [json.dumps(request.custom_inputs)])

    @staticmethod
    def _question(request: ResponsesAgentRequest) -> str:
        content = getattr(request.input[-1], "content", "")
        if isinstance(content, str):
            return content
        return "".join(part.get("text", "") if isinstance(part, dict) else getattr(part, "text", "") for part in content)

    def _deltas(self, id: str, pieces: list[str]) -> Events:
        for piece in pieces:
            yield ResponsesAgentStreamEvent(**self.create_text_delta(piece, id))

    def _done(self, item: dict) -> ResponsesAgentStreamEvent:
        return ResponsesAgentStreamEvent(type="response.output_item.done", item=item)

    def _say(self, id: str, pieces: list[str]) -> Events:
        """As MLflow's own helpers write a message: deltas, and the finished item."""
        yield from self._deltas(id, pieces)
        yield self._done(self.create_text_output_item("".join(pieces), id))

    def _look_up_stock(self) -> Events:
        yield from self._say("msg_1", ["Let me look."])
        yield self._done(self.create_function_call_item("fc_1", "call_1", "stock_of", '{"product": "Ember stove"}'))
        yield self._done(self.create_function_call_output_item("call_1", '{"pieces": 7}'))
        yield from self._say("msg_2", ["There are ", "7 left."])

    def _by_the_rules(self, id: str, pieces: list[str]) -> Events:
        """The same message with every event that the Responses API has for it."""
        text = "".join(pieces)
        place = {"item_id": id, "output_index": 0, "content_index": 0}
        part = {"type": "output_text", "text": text, "annotations": []}
        item = {"type": "message", "id": id, "role": "assistant", "status": "completed", "content": [part]}
        response = {"id": "resp_1", "object": "response", "created_at": 1763650000, "model": "clerk"}
        bodies = [
            {"type": "response.created", "response": {**response, "status": "in_progress", "output": []}},
            {
                "type": "response.output_item.added",
                "output_index": 0,
                "item": {**item, "status": "in_progress", "content": []},
            },
            {"type": "response.content_part.added", **place, "part": {**part, "text": ""}},
            *({"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []} for piece in pieces),
            {"type": "response.output_text.done", **place, "text": text, "logprobs": []},
            {"type": "response.content_part.done", **place, "part": part},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": {**response, "status": "completed", "output": [item]}},
        ]
        for number, body in enumerate(bodies):
            yield ResponsesAgentStreamEvent(**body, sequence_number=number)


clerk = Clerk()


@invoke()
def answer(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    return clerk.predict(request)


@stream()
def answer_in_pieces(request: ResponsesAgentRequest) -> Events:
    yield from clerk.predict_stream(request)


def listen() -> socket.socket:
    listener = socket.socket(socket.AF_INET)
    listener.bind(("127.0.0.1", 0))
    return listener


async def main() -> None:
    listeners = {"agent-server": listen(), "long-running": listen()}
    apps = {"agent-server": AgentServer("ResponsesAgent").app, "long-running": LongRunningAgentServer().app}
    servers = [uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=2)) for app in apps.values()]
    running = [
        asyncio.create_task(server.serve(sockets=[listener]))
        for server, listener in zip(servers, listeners.values(), strict=True)
    ]
    while not all(server.started for server in servers):
        await asyncio.sleep(0.05)
    print(json.dumps({name: listener.getsockname()[1] for name, listener in listeners.items()}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*running)


if __name__ == "__main__":
    asyncio.run(main())
