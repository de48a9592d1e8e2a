"""Reads a PowerShell program of one pipeline: a here-string that goes into a command.

PowerShell itself is no Python package. What a string, an argument and a pipeline are is decided by a grammar that
others wrote for editors (tree-sitter-powershell); what a string stands for, by the rules of about_Quoting_Rules: in
verbatim strings two quotes are one, typographic single quotes count as quotes, and `$env:NAME` in an expandable string
is the variable's value. Whatever else occurs is refused, so that nothing is read more kindly than PowerShell would.
"""

import re
from typing import NamedTuple

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

_parser = Parser(Language(tree_sitter_powershell.language()))
_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"


class Pipeline(NamedTuple):
    command: list[str]
    input: str


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8")


def _only(node: Node) -> Node:
    """The innermost node that has this text: expressions are wrapped in one node for each level of precedence."""
    while len(node.named_children) == 1 and node.named_children[0].text == node.text:
        node = node.named_children[0]
    return node


def _verbatim(literal: str) -> str:
    inside = literal[1:-1]
    if not re.fullmatch(f"(?:[^{_SINGLE_QUOTES}]|[{_SINGLE_QUOTES}]{{2}})*", inside):
        raise ValueError(f"a single quote ends this string early: {literal}")
    return re.sub(f"([{_SINGLE_QUOTES}])[{_SINGLE_QUOTES}]", r"\1", inside)


def _here(literal: str) -> str:
    """The lines between `@'` and `'@`, without the line break before the end."""
    opening, *lines, _closing = literal.split("\n")
    if opening != "@'":
        raise ValueError(f"this here-string is not verbatim: {opening}")
    if any(line.startswith(f"{quote}@") for line in lines for quote in _SINGLE_QUOTES):
        raise ValueError("a line of the here-string ends it early")
    return "\n".join(lines)


def _expandable(node: Node, environment: dict[str, str]) -> str:
    inside = _text(node)[1:-1]
    if "`" in inside or '"' in inside:
        raise ValueError(f"an escape or a quote stands in {inside}")
    names = [_text(variable) for variable in node.named_children]
    if not all(name.startswith("$env:") for name in names):
        raise ValueError(f"these are not all variables of the environment: {names}")
    for name in names:
        inside = inside.replace(name, environment[name.removeprefix("$env:")])
    return inside


def _value(node: Node, environment: dict[str, str]) -> str:
    inner = _only(node)
    match inner.type:
        case "verbatim_string_characters":
            return _verbatim(_text(inner))
        case "verbatim_here_string_characters":
            return _here(_text(inner))
        case "expandable_string_literal":
            return _expandable(inner, environment)
        case "generic_token" | "command_parameter" | "command_name":
            return _text(inner)
    raise ValueError(f"{inner.type} is not expected: {_text(inner)[:200]}")


def read_pipeline(program: str, environment: dict[str, str]) -> Pipeline:
    tree = _parser.parse(program.encode("utf-8")).root_node
    if tree.has_error:
        raise ValueError("PowerShell could not read this program")
    statements = [node for node in tree.named_children if node.type == "statement_list"]
    if len(statements) != 1 or len(statements[0].named_children) != 1:
        raise ValueError("this is not one statement")
    chain = statements[0].named_children[0].named_children[0]
    source, command = chain.named_children
    name, elements = command.named_children
    arguments = [node for node in elements.named_children if node.type != "command_argument_sep"]
    words = [_value(node, environment) for node in [name, *arguments]]
    # PowerShell ends what it pipes into a program with a line break.
    return Pipeline(words, _value(source, environment) + "\n")
