"""What the real Databricks clients get from the sample workspace.

Environment: `CONTRACT_HOST`, the origin of the sample workspace, `CONTRACT_REDIRECT`, a redirect URI that its OAuth
client knows, and `CONTRACT_AGENT_SERVER`, the origin of a real AgentServer to compare the sample's with.
"""

import asyncio
import json
import os
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import (
    OAuthCredentialsProvider,
    OauthCredentialsStrategy,
    credentials_strategy,
)
from databricks.sdk.errors import NotFound, PermissionDenied, Unauthenticated
from databricks.sdk.oauth import OAuthClient, SessionCredentials
from databricks.sdk.service.apps import ApplicationState, ComputeState
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole, EndpointStateReady
from databricks.sdk.service.sql import (
    Disposition,
    ExecuteStatementRequestOnWaitTimeout,
    Format,
    State,
    StatementParameterListItem,
    StatementResponse,
    StatementState,
)
from databricks_openai import AsyncDatabricksOpenAI, DatabricksOpenAI
from mlflow.types.responses import ResponsesAgentResponse, ResponsesAgentStreamEvent
from openai import APIError, BadRequestError, InternalServerError, NotFoundError, OpenAI

from checks import check, contains, equal, raised, run_checks

HOST = os.environ["CONTRACT_HOST"]
REDIRECT = os.environ["CONTRACT_REDIRECT"]
AGENT_SERVER = os.environ["CONTRACT_AGENT_SERVER"]
NAUGHTY = "“Ünïcödé” 日本語 👩‍👩‍👧 'single' \"double\" \\back\\ \t tab\nline two; DROP TABLE agents; -- ${x} {{y}} </script>"


class Refused(Exception):
    pass


def allow_in_browser(authorization_url: str, person: str, decision: str = "allow") -> dict[str, str]:
    """What a person does in the browser that a client opens: picks who to be, and allows. Query of the way back."""
    with requests.Session() as browser:
        forms = iter([{"person": person}, {"decision": decision}])
        address = authorization_url
        answer = browser.get(address, allow_redirects=False)
        while True:
            if answer.is_redirect:
                address = urljoin(address, answer.headers["location"])
                if address.startswith(REDIRECT):
                    return dict(parse_qsl(urlsplit(address).query))
                answer = browser.get(address, allow_redirects=False)
            elif answer.ok:
                answer = browser.post(address, data=next(forms), allow_redirects=False)
            else:
                raise Refused(answer.text)


def sign_in(person: str) -> SessionCredentials:
    """The SDK's own sign-in with PKCE, as `external-browser` does it but for the fixed port."""
    client = OAuthClient.from_host(HOST, client_id="databricks-cli", redirect_url=REDIRECT)
    consent = client.initiate_consent()
    return consent.exchange_callback_parameters(allow_in_browser(consent.authorization_url, person))


def workspace_of(session: SessionCredentials) -> WorkspaceClient:
    """A client whose config also gives its OAuth token away, without which nobody may ask an app."""
    provider = OAuthCredentialsProvider(session(), session.token)
    return WorkspaceClient(
        host=HOST, credentials_strategy=OauthCredentialsStrategy("external-browser", lambda _config: provider)
    )


def client_of(person: str, **options: Any) -> DatabricksOpenAI:
    return DatabricksOpenAI(workspace_client=workspace_of(sign_in(person)), **options)


ada = sign_in("ada")
workspace = workspace_of(ada)
client = DatabricksOpenAI(workspace_client=workspace)


def user(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def text_of(items: Iterable[Any]) -> str:
    return "".join(part.text for item in items if item.type == "message" for part in item.content if hasattr(part, "text"))


def streamed(model: str, question: str, **options: Any) -> list[Any]:
    return list(client.responses.create(model=model, input=user(question), stream=True, **options))


def deltas_of(events: Iterable[Any]) -> str:
    return "".join(event.delta for event in events if event.type == "response.output_text.delta")


def done_items(events: Iterable[Any]) -> list[Any]:
    return [event.item for event in events if event.type == "response.output_item.done"]


def shape_of(item: Any) -> tuple[Any, ...]:
    """What must be the same however an item came."""
    match item.type:
        case "message":
            return ("message", text_of([item]))
        case "function_call":
            return ("function_call", item.name, json.loads(item.arguments))
        case "function_call_output":
            return ("function_call_output", item.output)
        case "reasoning":
            return ("reasoning", [part.text for part in item.summary])
        case other:
            return (other,)


# --- sign-in


@check("sign-in: the SDK's own PKCE flow gets a token with a refresh token")
def _() -> None:
    token = ada.token()
    equal(token.token_type, "Bearer", "token type")
    if not token.refresh_token:
        raise AssertionError("no refresh token came")
    equal(workspace.config.oauth_token().access_token, token.access_token, "token of the config")


@check("sign-in: a refresh gives another token that works")
def _() -> None:
    credentials = sign_in("ada")
    before = credentials.token()
    after = credentials.refresh()
    if after.access_token == before.access_token:
        raise AssertionError("the token is the same after a refresh")
    equal(
        requests.get(
            f"{HOST}/api/2.0/preview/scim/v2/Me", headers={"authorization": f"Bearer {after.access_token}"}
        ).status_code,
        200,
    )


@check("sign-in: what a person refuses is told to the client")
def _() -> None:
    consent = OAuthClient.from_host(HOST, client_id="databricks-cli", redirect_url=REDIRECT).initiate_consent()
    back = allow_in_browser(consent.authorization_url, "ada", decision="cancel")
    contains(str(raised(ValueError, lambda: consent.exchange_callback_parameters(back))), "access_denied")


@check("sign-in: a redirect address that is not registered is refused in the browser")
def _() -> None:
    consent = OAuthClient.from_host(
        HOST, client_id="databricks-cli", redirect_url="http://localhost:9/elsewhere"
    ).initiate_consent()
    contains(str(raised(Refused, lambda: allow_in_browser(consent.authorization_url, "ada"))), "not registered")


# --- discovery


@check("discovery: current_user.me()")
def _() -> None:
    me = workspace.current_user.me()
    equal((me.user_name, me.display_name), ("ada.okafor@example.com", "Ada Okafor"))
    equal([email.value for email in me.emails or [] if email.primary], ["ada.okafor@example.com"])


@check("discovery: apps.list() follows every page, and knows every state")
def _() -> None:
    listed = list(workspace.apps.list())
    for size in (1, 3, 100):
        equal([app.name for app in workspace.apps.list(page_size=size)], [app.name for app in listed], f"pages of {size}")
    for app in listed:
        if app.compute_status is None or not isinstance(app.compute_status.state, ComputeState):
            raise AssertionError(f"compute state of {app.name}")
        if app.app_status is None or not isinstance(app.app_status.state, ApplicationState):
            raise AssertionError(f"app state of {app.name}")
        equal(workspace.apps.get(app.name).as_dict(), app.as_dict(), f"{app.name} listed and got")


@check("discovery: an app that does not exist is NotFound, with its error code and request id")
def _() -> None:
    error = raised(NotFound, lambda: workspace.apps.get("no-such-app"))
    equal(getattr(error, "error_code", None), "RESOURCE_DOES_NOT_EXIST")
    contains(str(error), "no-such-app")


@check("discovery: serving_endpoints.list(), .get() and .get_open_api()")
def _() -> None:
    listed = list(workspace.serving_endpoints.list())
    states = {endpoint.name: endpoint.state.ready if endpoint.state else None for endpoint in listed}
    equal(states["sales-insights"], EndpointStateReady.READY)
    equal(states["triage-endpoint"], EndpointStateReady.NOT_READY)
    for endpoint in listed:
        got = workspace.serving_endpoints.get(endpoint.name or "")
        equal((got.task, got.id), (endpoint.task, endpoint.id), endpoint.name or "")
    schema = workspace.serving_endpoints.get_open_api("sales-insights").contents
    if schema is None:
        raise AssertionError("no schema came")
    contains(json.dumps(json.load(schema)), "openapi", "/invocations")


@check("discovery: an endpoint that does not exist is NotFound")
def _() -> None:
    raised(NotFound, lambda: workspace.serving_endpoints.get("no-such-endpoint"))


@check("discovery: warehouses.list() knows every state")
def _() -> None:
    listed = list(workspace.warehouses.list())
    equal({warehouse.state for warehouse in listed}, {State.RUNNING, State.STOPPED, State.DELETED})
    equal([warehouse.name for warehouse in workspace.warehouses.list(page_size=1)], [w.name for w in listed])
    equal(workspace.warehouses.get(listed[0].id or "").name, listed[0].name)


@check("discovery: a forged token is PermissionDenied, none at all is Unauthenticated")
def _() -> None:
    forged = WorkspaceClient(host=HOST, token="dapi-no-such-token")
    raised(PermissionDenied, forged.current_user.me)
    no_credentials = credentials_strategy("none", [])(lambda _config: lambda: {})
    nobody = WorkspaceClient(host=HOST, credentials_strategy=no_credentials)
    raised(Unauthenticated, nobody.current_user.me)


# --- agents that are apps


@check("apps: echo-agent whole says back every character")
def _() -> None:
    response = client.responses.create(model="apps/echo-agent", input=user(NAUGHTY))
    equal(response.output_text, NAUGHTY)


@check("apps: echo-agent streamed says back every character, by deltas and by its items")
def _() -> None:
    events = streamed("apps/echo-agent", NAUGHTY)
    equal(deltas_of(events), NAUGHTY, "deltas")
    equal(text_of(done_items(events)), NAUGHTY, "finished items")
    last = events[-1]
    equal(last.type, "response.completed")
    equal(last.response.output_text, NAUGHTY, "final response")
    equal([event.sequence_number for event in events], list(range(len(events))), "sequence numbers")


def same_streamed_and_whole(model: str, question: str, **options: Any) -> tuple[Any, list[Any]]:
    whole = client.responses.create(model=model, input=user(question), **options)
    events = streamed(model, question, **options)
    shapes = [shape_of(item) for item in done_items(events)], [shape_of(item) for item in whole.output]
    # The template that research-crew speaks like finishes a round's calls before the message that came before them.
    if model == "apps/research-crew":
        shapes = sorted(shapes[0], key=str), sorted(shapes[1], key=str)
    equal(*shapes, "items")
    equal(deltas_of(events), text_of(whole.output), "text")
    return whole, events


for _agent, _question in [
    ("support-agent", "Where is order 1002?"),
    ("support-agent", "What were the sales in the West?"),
    ("support-agent", "What is 17 * 23?"),
    ("research-crew", "Compare the regions"),
    ("slow-thinker", "Think about it"),
]:

    @check(f"apps: {_agent} says the same streamed and whole: {_question}")
    def _(agent: str = _agent, question: str = _question) -> None:
        whole, _events = same_streamed_and_whole(f"apps/{agent}", question)
        if whole.output_text == "":
            raise AssertionError("no text came")


@check("apps: support-agent shows its work: reasoning, a call, its output, a message with sources")
def _() -> None:
    response = client.responses.create(model="apps/support-agent", input=user("Where is order 1002?"))
    equal([item.type for item in response.output], ["reasoning", "function_call", "function_call_output", "message"])
    calls = {item.call_id for item in response.output if item.type == "function_call"}
    outputs = {item.call_id for item in response.output if item.type == "function_call_output"}
    equal(outputs, calls, "call ids")
    annotations = [part.annotations for item in response.output if item.type == "message" for part in item.content]
    equal([annotation.type for annotation in annotations[0]], ["url_citation"])


@check("apps: support-agent refuses in a refusal part")
def _() -> None:
    response = client.responses.create(model="apps/support-agent", input=user("Tell me a password"))
    equal([part.type for item in response.output if item.type == "message" for part in item.content], ["refusal"])


@check("apps: custom_inputs by extra_body reach the agent, and custom_outputs come back")
def _() -> None:
    given = {"id": 5, "nested": {"text": NAUGHTY, "list": [1, None, True]}}
    whole, events = same_streamed_and_whole("apps/echo-agent", "Hello", extra_body={"custom_inputs": given})
    equal((whole.model_extra or {})["custom_outputs"]["custom_inputs"], given, "whole")
    equal((events[-1].response.model_extra or {})["custom_outputs"]["custom_inputs"], given, "streamed")


@check("apps: output items go back in as the next turn's input")
def _() -> None:
    history: list[Any] = user("Where is order 1002?")
    history += client.responses.create(model="apps/support-agent", input=history).output
    history += user("What did I ask before?")
    response = client.responses.create(model="apps/support-agent", input=history)
    contains(response.output_text, "Where is order 1002?")


@check("apps: a trace id comes when it is asked for")
def _() -> None:
    headers = {"x-mlflow-return-trace-id": "true"}
    response = client.responses.create(model="apps/echo-agent", input=user("Hello"), extra_headers=headers)
    trace = (response.metadata or {})["trace_id"]
    contains(trace, "tr-")
    last = streamed("apps/echo-agent", "Hello", extra_headers=headers)[-1]
    contains((last.model_extra or {})["trace_id"], "tr-")


@check("apps: the asynchronous client gets the same")
def _() -> None:
    async def ask() -> str:
        asynchronous = AsyncDatabricksOpenAI(workspace_client=workspace)
        stream = await asynchronous.responses.create(model="apps/echo-agent", input=user(NAUGHTY), stream=True)
        return "".join([event.delta async for event in stream if event.type == "response.output_text.delta"])

    equal(asyncio.run(ask()), NAUGHTY)


@check("apps: what MLflow's own types say about every event and every whole answer")
def _() -> None:
    for name in ("echo-agent", "support-agent", "research-crew"):
        body = {"input": user("Where is order 1002? Compare the regions"), "custom_inputs": {"id": 5}}
        headers = {"authorization": f"Bearer {ada.token().access_token}"}
        address = f"{HOST}/apps/{name}/responses"
        ResponsesAgentResponse.model_validate(requests.post(address, json=body, headers=headers).json())
        answer = requests.post(address, json={**body, "stream": True}, headers=headers)
        equal(answer.headers["content-type"], "text/event-stream; charset=utf-8")
        for line in answer.content.decode().split("\n\n"):
            if line not in ("", "data: [DONE]"):
                ResponsesAgentStreamEvent.model_validate(json.loads(line.removeprefix("data: ")))


# --- the sample's AgentServer beside the real one

ITEMS: list[Any] = [
    *[None, 1, "text", [], {}],
    *[{"content": "x"}, {"role": "user"}, {"role": "robot", "content": "x"}, {"role": "user", "content": 5}],
    *[{"role": role, "content": "x"} for role in ("user", "assistant", "system", "developer")],
    *[{"role": "user", "content": content} for content in ([], [{"type": "input_text", "text": "x"}])],
    {"role": "user", "content": [{"type": "input_image", "image_url": "data:,"}]},
    {"role": "assistant", "content": [{"type": "output_text", "text": "x"}]},
    {"role": "assistant", "content": [{"type": "refusal", "refusal": "x"}]},
    {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "x"}]},
    {"type": "message", "id": "m", "role": "assistant", "content": []},
    {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "refusal", "refusal": "x"}]},
    *[{"type": "function_call"}, {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}],
    *[{"type": "function_call_output", "call_id": "c", "output": output} for output in ("x", [], [{}], [1], {}, 5)],
    *[{"type": "function_call_output", "call_id": "c"}, {"type": "reasoning"}],
    *[{"type": "reasoning", "id": "r", "summary": summary} for summary in ([], "x")],
    {"type": "mcp_approval_response", "approval_request_id": "a", "approve": True},
    {"type": "mcp_approval_request", "id": "a", "name": "f", "arguments": "{}", "server_label": "s"},
    *[{"type": type_, "id": "i"} for type_ in ("web_search_call", "mcp_call", "item_reference", "image_generation_call")],
]


def said(origin: str, headers: dict[str, str], body: str, method: str = "POST", path: str = "/responses") -> Any:
    answer = requests.request(method, f"{origin}{path}", data=body.encode(), headers=headers, allow_redirects=False)
    if answer.ok:
        return answer.status_code
    text = re.sub(r"errors.pydantic.dev/[^/]+", "errors.pydantic.dev", answer.text)
    return answer.status_code, answer.headers.get("content-type"), answer.headers.get("allow"), text


def same_said(*arguments: str) -> None:
    bearer = {"authorization": f"Bearer {ada.token().access_token}", "content-type": "application/json"}
    real = said(AGENT_SERVER, {"content-type": "application/json"}, *arguments)
    equal(said(f"{HOST}/apps/echo-agent", bearer, *arguments), real, f"the sample's answer to {arguments}")


@check("AgentServer: the sample takes and refuses the same bodies, in the same words")
def _() -> None:
    hello = {"role": "user", "content": "Hello"}
    # Pydantic shortens by bytes, in the middle of which the sample does not cut.
    naughty = NAUGHTY.encode("ascii", "ignore").decode()
    for body in [
        *[{}, {"input": "Hello"}, {"input": naughty}, {"input": None}, {"input": 1.5}, {"input": True}, {"input": {}}],
        *[{"input": [hello], "custom_inputs": given} for given in ({}, None, [], "x")],
        {"messages": [hello], "stream": True},
        {"input": [hello], "model": "apps/echo-agent", "unknown": 1},
        [],
        "text",
    ]:
        same_said(json.dumps(body))


@check("AgentServer: the sample takes and refuses the same items of the input, in the same words")
def _() -> None:
    wrong = []
    for item in ITEMS:
        try:
            same_said(json.dumps({"input": [item, {"role": "user", "content": "Hello"}]}))
        except AssertionError as error:
            wrong.append(str(error))
    if wrong:
        raise AssertionError(f"{len(wrong)} of {len(ITEMS)}\n" + "\n".join(wrong))


@check("AgentServer: the sample answers strange methods and paths in the same way")
def _() -> None:
    for method, path in [
        *[("GET", "/responses"), ("OPTIONS", "/responses"), ("PUT", "/invocations"), ("POST", "/health")],
        *[("GET", "/nothing"), ("POST", "/nothing"), ("GET", "/ping"), ("GET", "/health"), ("GET", "/agent/info")],
    ]:
        same_said("", method, path)


@check("AgentServer: the real one gives a trace id when it is asked for")
def _() -> None:
    direct = OpenAI(base_url=AGENT_SERVER, api_key="none", default_headers={"x-mlflow-return-trace-id": "true"})
    whole = direct.responses.create(model="clerk", input=user("letter"))
    contains((whole.metadata or {})["trace_id"], "tr-")
    events = list(direct.responses.create(model="clerk", input=user("letter"), stream=True))
    equal(deltas_of(events), whole.output_text)
    contains((events[-1].model_extra or {})["trace_id"], "tr-")


# --- what goes wrong with apps


def app_error(name: str, who: DatabricksOpenAI = client, **options: Any) -> str:
    arguments = {"input": user("Hello"), **options}
    return str(raised(ValueError, lambda: who.responses.create(model=f"apps/{name}", **arguments)))


@check("apps: a stopped app is told as stopped")
def _() -> None:
    contains(app_error("archived-agent"), "503", "may be stopped or unavailable")


@check("apps: an app that is starting is told as an error of the app")
def _() -> None:
    contains(app_error("starting-agent"), "502", "Check the app logs and status")


@check("apps: a missing app is told as missing")
def _() -> None:
    contains(app_error("no-such-app"), "Failed to get Databricks App 'no-such-app'", "does not exist")


@check("apps: a missing permission names CAN_USE")
def _() -> None:
    contains(app_error("research-crew", client_of("chen")), "403", "CAN_USE permission on app 'research-crew'")


@check("apps: a bare string as input is refused as MLflow refuses it")
def _() -> None:
    contains(app_error("echo-agent", input="Hello"), "400", "returned a non-200 status code", "valid list")


@check("apps: a personal access token is refused before any call")
def _() -> None:
    with_token = DatabricksOpenAI(workspace_client=WorkspaceClient(host=HOST, token=ada.token().access_token))
    contains(app_error("echo-agent", with_token), "requires OAuth authentication")


@check("apps: an agent that fails in the middle raises out of the stream, and whole is an error of the app")
def _() -> None:
    events: list[Any] = []

    def read() -> None:
        for event in client.responses.create(model="apps/flaky-agent", input=user("Hello"), stream=True):
            events.append(event)

    raised(APIError, read)
    if deltas_of(events) == "":
        raise AssertionError("nothing came before the failure")
    contains(app_error("flaky-agent"), "500", "Check the app logs and status")


@check("apps: a dead session leads to the login page and never to an answer")
def _() -> None:
    forged = sign_in("ada")
    forged._token.access_token = "not.a.token"
    dead = DatabricksOpenAI(workspace_client=workspace_of(forged))
    contains(app_error("echo-agent", dead), "Failed to get Databricks App")
    answer = requests.post(f"{HOST}/apps/echo-agent/responses", json={"input": []}, allow_redirects=False)
    equal(answer.status_code, 302)
    contains(answer.headers["location"], "/oidc/", ".auth%2Fcallback")


# --- agents and models on Model Serving

serving = client_of("ada", max_retries=0)


@check("serving: sales-insights says the same streamed and whole, with custom_inputs")
def _() -> None:
    whole, events = same_streamed_and_whole(
        "sales-insights", "What were the sales?", extra_body={"custom_inputs": {"id": 5}}
    )
    contains((whole.model_extra or {})["databricks_output"]["databricks_request_id"], whole.id)
    if "databricks_output" not in (events[-1].model_extra or {}):
        raise AssertionError(f"the last event has no databricks_output: {events[-1]!r}")


@check("serving: databricks-gpt-sample by chat completions says the same streamed and whole")
def _() -> None:
    messages = [{"role": "system", "content": "Be brief."}, *user(NAUGHTY)]
    whole = serving.chat.completions.create(model="databricks-gpt-sample", messages=messages)
    contains(whole.choices[0].message.content or "", NAUGHTY)
    equal(whole.choices[0].finish_reason, "stop")
    if whole.usage is None or whole.usage.total_tokens != whole.usage.prompt_tokens + whole.usage.completion_tokens:
        raise AssertionError(f"usage: {whole.usage}")
    chunks = list(serving.chat.completions.create(model="databricks-gpt-sample", messages=messages, stream=True))
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    equal(text, whole.choices[0].message.content)
    equal([choice.finish_reason for choice in chunks[-1].choices], ["stop"])


@check("serving: content in parts is read like a string")
def _() -> None:
    messages = [{"role": "user", "content": [{"type": "text", "text": "In parts"}]}]
    whole = serving.chat.completions.create(model="databricks-gpt-sample", messages=messages)
    contains(whole.choices[0].message.content or "", "In parts")


@check("serving: the SDK's serving_endpoints.query()")
def _() -> None:
    answer = workspace.serving_endpoints.query(
        name="databricks-gpt-sample", messages=[ChatMessage(role=ChatMessageRole.USER, content="By the SDK")]
    )
    contains((answer.choices or [])[0].message.content or "", "By the SDK")


@check("serving: a missing endpoint is NotFoundError with its error code")
def _() -> None:
    for create in (
        lambda: serving.responses.create(model="no-such-endpoint", input=user("Hello")),
        lambda: serving.chat.completions.create(model="no-such-endpoint", messages=user("Hello")),
    ):
        contains(str(raised(NotFoundError, create)), "ENDPOINT_NOT_FOUND")


@check("serving: an endpoint that is not ready is a 503 that says when to come back")
def _() -> None:
    error = raised(
        InternalServerError, lambda: serving.responses.create(model="triage-endpoint", input=user("Hello"))
    )
    equal(getattr(error, "status_code", None), 503)
    equal(error.response.headers.get("retry-after"), "30")  # type: ignore[attr-defined]


@check("serving: the wrong kind of call is a BadRequestError")
def _() -> None:
    raised(BadRequestError, lambda: serving.chat.completions.create(model="sales-insights", messages=user("Hello")))
    raised(BadRequestError, lambda: serving.responses.create(model="databricks-gpt-sample", input=user("Hello")))


@check("serving: a token works as a personal access token would")
def _() -> None:
    with_token = DatabricksOpenAI(workspace_client=WorkspaceClient(host=HOST, token=ada.token().access_token))
    answer = with_token.chat.completions.create(model="databricks-gpt-sample", messages=user("With a token"))
    contains(answer.choices[0].message.content or "", "With a token")


# --- SQL


SHARED_WAREHOUSE = next(w.id or "" for w in workspace.warehouses.list() if w.state == State.RUNNING)


def execute(statement: str, **options: Any) -> StatementResponse:
    return workspace.statement_execution.execute_statement(statement, SHARED_WAREHOUSE, wait_timeout="30s", **options)


def state_of(response: StatementResponse) -> StatementState | None:
    return response.status.state if response.status else None


def rows_of(response: StatementResponse) -> list[list[str]]:
    equal(state_of(response), StatementState.SUCCEEDED, f"state of {response.as_dict()}")
    return (response.result.data_array if response.result else None) or []


@check("sql: the statement of the documentation, as it is written there")
def _() -> None:
    response = execute("""SELECT ai_query(
  "databricks-gpt-sample", question
) FROM (VALUES ('what is MLflow?'), ('how does MLflow work?')) AS t(question);""")
    rows = rows_of(response)
    contains(rows[0][0], "what is MLflow?")
    contains(rows[1][0], "how does MLflow work?")
    equal(len(rows), 2, "rows")


@check("sql: parameters keep every character, and have types")
def _() -> None:
    items = [
        StatementParameterListItem(name="text", value=NAUGHTY),
        StatementParameterListItem(name="number", value="41", type="BIGINT"),
        StatementParameterListItem(name="nothing"),
    ]
    response = execute("SELECT :text, :number + 1, :nothing", parameters=items)
    equal(rows_of(response), [[NAUGHTY, "42", None]])


@check("sql: a result in several chunks, each got by its number")
def _() -> None:
    response = execute("SELECT id FROM range(1200)")
    rows = rows_of(response)
    following = response.result.next_chunk_index if response.result else None
    while following is not None:
        chunk = workspace.statement_execution.get_statement_result_chunk_n(response.statement_id or "", following)
        rows += chunk.data_array or []
        following = chunk.next_chunk_index
    equal([int(row[0]) for row in rows], list(range(1200)))
    manifest = response.manifest
    if manifest is None:
        raise AssertionError("no manifest came")
    equal((manifest.total_row_count, manifest.total_chunk_count, manifest.truncated), (1200, 3, False), "manifest")


@check("sql: results behind links are got without a credential")
def _() -> None:
    response = execute("SELECT id FROM range(3)", disposition=Disposition.EXTERNAL_LINKS, format=Format.CSV)
    links = (response.result.external_links if response.result else None) or []
    equal([requests.get(link.external_link or "").text for link in links], ["id\r\n0\r\n1\r\n2\r\n"])


@check("sql: a failure is an answer, with its state and its words")
def _() -> None:
    response = execute("SELECT ai_query('triage-endpoint', 'x')")
    equal(state_of(response), StatementState.FAILED)
    error = response.status.error if response.status else None
    contains((error.message if error else "") or "", "REMOTE_FUNCTION_HTTP_FAILED_ERROR", "not ready")


@check("sql: a statement that runs on can be asked for, and canceled")
def _() -> None:
    slow = "SELECT count(*) FROM range(1000000000000) WHERE id % 7 = 3"
    api = workspace.statement_execution
    response = api.execute_statement(
        slow, SHARED_WAREHOUSE, wait_timeout="0s", on_wait_timeout=ExecuteStatementRequestOnWaitTimeout.CONTINUE
    )
    if state_of(response) not in (StatementState.PENDING, StatementState.RUNNING):
        raise AssertionError(f"state {state_of(response)}")
    api.cancel_execution(response.statement_id or "")
    equal(state_of(api.get_statement(response.statement_id or "")), StatementState.CANCELED)


@check("sql: no permission, no such warehouse, no such statement")
def _() -> None:
    finance = next(w.id or "" for w in workspace.warehouses.list() if w.name == "Finance only")
    api = workspace.statement_execution
    raised(PermissionDenied, lambda: api.execute_statement("SELECT 1", finance))
    raised(NotFound, lambda: api.execute_statement("SELECT 1", "no-such-warehouse"))
    raised(NotFound, lambda: api.get_statement("no-such-statement"))


if __name__ == "__main__":
    run_checks()
