"""What stands in for a command of a step: notes how it is called, and answers as it was told.

`FAKES` is the folder of `calls.jsonl`, which it writes, and of `answers.json`, which it reads.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def main(command: str, *words: str) -> int:
    folder = Path(os.environ["FAKES"])
    said = [_content(word) for word in words]
    with (folder / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps([command, *said]) + "\n")
    line = " ".join((command, *words))
    for answer in json.loads((folder / "answers.json").read_text()):
        if line.startswith(answer["to"]):
            return _say(answer, words)
    print(f"nobody said what to answer to: {line}", file=sys.stderr)
    return 97


def _content(word: str) -> str:
    """A word; of one that says where a text stands, as `body=@file`, the text."""
    name, at, path = word.partition("=@")
    return f"{name}={Path(path).read_text()}" if at else word


def _say(answer: dict[str, Any], words: tuple[str, ...]) -> int:
    content = Path(answer["file"]).read_bytes() if answer["file"] else answer["says"].encode()
    if "--jq" in words:
        # As `gh` does it: strings without quotes.
        query = words[words.index("--jq") + 1]
        filtered = subprocess.run(
            ["jq", "--raw-output", query], input=content, capture_output=True, check=True
        )
        content = filtered.stdout
    sys.stdout.buffer.write(content)
    code: int = answer["code"]
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
