"""Named checks that say how each of them went, one JSON object a line, for the program that started them."""

import json
import time
import traceback
from collections.abc import Callable

_checks: list[tuple[str, Callable[[], None]]] = []


def check(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Registers a function as a check; it fails when it raises."""

    def register(body: Callable[[], None]) -> Callable[[], None]:
        _checks.append((name, body))
        return body

    return register


def equal(actual: object, expected: object, what: str = "value") -> None:
    if actual != expected:
        raise AssertionError(f"{what}:\n  is       {actual!r}\n  should be {expected!r}")


def contains(text: str, *parts: str) -> None:
    for part in parts:
        if part not in text:
            raise AssertionError(f"{part!r} is not in {text!r}")


def raised(kind: type[BaseException], body: Callable[[], object]) -> BaseException:
    """The error of that kind that the body raises."""
    try:
        result = body()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised; the result is {result!r}")


def run_checks() -> None:
    for name, body in _checks:
        begun = time.monotonic()
        detail = None
        try:
            body()
        except Exception:
            detail = traceback.format_exc()
        seconds = time.monotonic() - begun
        print(json.dumps({"check": name, "ok": detail is None, "seconds": seconds, "detail": detail}), flush=True)
