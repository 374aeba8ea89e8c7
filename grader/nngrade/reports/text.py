"""Text made safe and short enough to show. What a student wrote passes through here before it is printed."""

import math

# What an author may write, for consoles that cannot show it.
_PLAIN = str.maketrans(
    {
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{MIDDLE DOT}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
        "\N{NOT EQUAL TO}": "!=",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    }
)


def clean(text: str, encoding: str = "utf-8") -> str:
    """`text` on one line, with everything that does not print escaped as `repr` would.

    That covers ANSI escapes, line breaks, bidirectional overrides and lone
    surrogates, and what `encoding` lacks.
    """
    text = text.expandtabs(4) if "\t" in text else text
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escaped(char) for char in text)
    if encoding.lower().startswith("utf") or text.isascii():
        return text
    return text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)


def prose(text: str, encoding: str = "utf-8") -> str:
    """A sentence to be wrapped: its line breaks and runs of blanks are single spaces."""
    return clean(" ".join(text.split()), encoding)


def head(text: str, lines: int, encoding: str = "utf-8") -> tuple[list[str], int]:
    """The first `lines` lines of `text`, each clean, and how many lines are left out."""
    split = text.replace("\r\n", "\n").strip("\n").split("\n")
    return [clean(line.rstrip(), encoding) for line in split[:lines]], max(0, len(split) - lines)


def shorten(text: str, length: int, ellipsis: str = "…") -> str:
    """`text`, cut to `length` characters."""
    return text if len(text) <= length else text[: max(0, length - len(ellipsis))] + ellipsis


def shorten_path(path: str, length: int, ellipsis: str = "…") -> str:
    """`path`, cut at its front: its end says most."""
    return path if len(path) <= length else ellipsis + path[len(path) - max(0, length - len(ellipsis)) :]


def number(value: float) -> str:
    """Points as people write them: 2, 1.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share in whole percent, rounded down: only a full score says 100%."""
    return f"{math.floor(share * 100 + 1e-9)}%"


def count(amount: int, noun: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
