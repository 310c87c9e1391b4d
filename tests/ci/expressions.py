"""As much of GitHub's expressions as the workflows use.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

import ast
import json
import re
from collections.abc import Mapping
from typing import Any

_WORDS = {"&&": " and ", "||": " or ", "!": " not ", "null": "None"}
_TOKENS = re.compile(r"'[^']*'|&&|\|\||!(?!=)|\bnull\b")
_WHOLE = re.compile(r"\$\{\{((?:(?!\}\}).)*)\}\}")

Context = Mapping[str, Any]
"""What names stand for, functions among them."""

_FUNCTIONS: Context = {"fromJSON": json.loads, "toJSON": json.dumps}


def evaluated(expression: str, context: Context) -> Any:
    """The value of one expression, without `${{` around it; None: there is none.

    Raises:
        ValueError: It uses what is not known here.
    """
    python = _TOKENS.sub(lambda token: _WORDS.get(token[0], token[0]), expression)
    return _value(ast.parse(python.strip(), mode="eval").body, context)


def filled(text: str, context: Context) -> str:
    """A text with the values of its expressions."""
    return _WHOLE.sub(lambda match: _text(evaluated(match[1], context)), text)


def _value(node: ast.expr, context: Context) -> Any:
    match node:
        case ast.UnaryOp(ast.Not(), of):
            return not _value(of, context)
        case ast.BoolOp(operator, parts):
            for part in parts:
                found = _value(part, context)
                if bool(found) is isinstance(operator, ast.Or):
                    break
            return found
        case ast.Compare(left, [operator], [right]):
            equal = _value(left, context) == _value(right, context)
            return equal is isinstance(operator, ast.Eq)
        case _:
            return _operand(node, context)


def _operand(node: ast.expr, context: Context) -> Any:
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            return context[name]
        case ast.Attribute(of, name):
            return (_value(of, context) or {}).get(name)
        case ast.Subscript(of, ast.Constant(int(index))):
            return dict(enumerate(_value(of, context))).get(index)
        case ast.Call(ast.Name(name), arguments):
            function = {**_FUNCTIONS, **context}[name]
            return function(*(_value(one, context) for one in arguments))
        case _:
            raise ValueError(f"no test knows {ast.unparse(node)}")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
