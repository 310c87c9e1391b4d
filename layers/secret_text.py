"""Texts that can only be secrets."""

import re

# Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (unique
# identifiers), https://www.rfc-editor.org/rfc/rfc7468 (keys),
# https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
# https://docs.slack.dev/authentication/tokens and https://www.rfc-editor.org/rfc/rfc7519
_KINDS = {
    "an AWS access key": r"\b(AKIA|ASIA)[A-Z2-7]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a GitHub token": r"\b(gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})",
    "a Slack token": r"\bxox[abeprs]-[A-Za-z0-9-]{10,}",
    "a Slack webhook": r"hooks\.slack\.com/services/",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}


def secret_kind(text: str) -> str:
    """What kind of secret a text is or holds, such as `a private key`; empty: none that is known.

    Args:
        text: Any text.
    """
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), "")
