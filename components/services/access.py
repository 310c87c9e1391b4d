"""How people reach the user interfaces from outside of the cluster."""

from dataclasses import dataclass
from typing import Literal

Visibility = Literal["internal", "public"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Oidc:
    """The identity provider that the load balancer sends everybody to.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html

    Attributes:
        issuer_url: The provider's issuer.
        authorization_endpoint: Where people log in.
        token_endpoint: Where the load balancer fetches tokens.
        user_info_endpoint: Where it asks who somebody is.
        client_id: The load balancer's client ID.
        client_secret_arn: Secret in Secrets Manager that holds the client's secret, as plain text.
    """

    issuer_url: str
    authorization_endpoint: str
    token_endpoint: str
    user_info_endpoint: str
    client_id: str
    client_secret_arn: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """One load balancer for all user interfaces.

    Attributes:
        domain: Domain below which each has its name, such as `data.example.com`.
        certificate_arn: Certificate of `*.<domain>` in Certificate Manager.
        visibility: `internal`, or `public` on the internet.
        allowed_cidrs: Who may connect.
        oidc: Who lets people in; none: each user interface by its own login.
    """

    domain: str
    certificate_arn: str
    visibility: Visibility
    allowed_cidrs: tuple[str, ...]
    oidc: Oidc | None

    def host(self, name: str) -> str:
        """Host name of a user interface."""
        return f"{name}.{self.domain}"

    def url(self, name: str) -> str:
        """Where people reach a user interface."""
        return f"https://{self.host(name)}"
