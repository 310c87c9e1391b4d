"""How people reach the user interfaces: the settings."""

from ipaddress import IPv4Network
from typing import Annotated, Self

from pydantic import Field, model_validator

from components.services.access import Access, Oidc, Visibility
from layers.aws_values import Block
from layers.settings import Distinct, Settings, in_words

Domain = Annotated[
    str,
    in_words(
        "must be a domain in small letters, without https:// and without a star",
        "data.example.com",
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
    ),
    Field(max_length=200),
]
CertificateArn = Annotated[
    str,
    in_words(
        "must be the ARN of a certificate in Certificate Manager",
        "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
        pattern=r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[a-z0-9-]+$",
    ),
]
ClientSecretArn = Annotated[
    str,
    in_words(
        "must be the ARN of a secret whose name begins with strata/<environment>/access/",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev/access/client-a1b2c3",
        pattern=(
            r"^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}"
            r":secret:strata/[a-z0-9]+/access/[A-Za-z0-9/_+=.@-]+$"
        ),
    ),
]
HttpsAddress = Annotated[
    str,
    in_words("must be an https address", "https://login.example.com", pattern=r"^https://\S+$"),
]

_EVERYBODY = IPv4Network("0.0.0.0/0")


class OidcSettings(Settings):
    """An OpenID Connect provider: everybody logs in there before anything is shown.

    Its endpoints must resolve in public DNS and have public certificates. It must allow
    `https://<name>.<domain>/oauth2/idpresponse` for airflow, grafana and yunikorn, and
    `https://grafana.<domain>/login/generic_oauth`.
    """

    issuer_url: HttpsAddress
    """The provider's issuer, exactly as its tokens say it."""

    authorization_endpoint: HttpsAddress
    """Where people log in. The provider tells this and the next two at
    `<issuer>/.well-known/openid-configuration`."""

    token_endpoint: HttpsAddress
    """Where the load balancer fetches tokens."""

    user_info_endpoint: HttpsAddress
    """Where the load balancer asks who somebody is."""

    client_id: Annotated[str, Field(min_length=1, examples=["strata"])]
    """The load balancer's client ID."""

    client_secret_arn: ClientSecretArn
    """Secret in Secrets Manager that holds the client's secret and nothing else, as plain text."""

    def facts(self) -> Oidc:
        """The provider, as the load balancer is told of it."""
        return Oidc(
            issuer_url=self.issuer_url,
            authorization_endpoint=self.authorization_endpoint,
            token_endpoint=self.token_endpoint,
            user_info_endpoint=self.user_info_endpoint,
            client_id=self.client_id,
            client_secret_arn=self.client_secret_arn,
        )


class AccessSettings(Settings):
    """One load balancer for all user interfaces, each with a host name of its own.

    Whoever runs your DNS points `*.<domain>` at it.
    """

    domain: Domain
    """Domain below which each user interface has its name: `airflow.<domain>`,
    `grafana.<domain>`, `yunikorn.<domain>`."""

    certificate_arn: CertificateArn
    """Certificate of `*.<domain>`, in the cluster's account and region."""

    visibility: Visibility = "internal"
    """`internal` is reached from the VPC and what is connected with it; `public` from the
    internet, and needs `oidc`."""

    allowed_cidrs: Distinct[Block] = Field(default=(_EVERYBODY,), min_length=1)
    """Blocks that may connect."""

    oidc: OidcSettings | None = None
    """Who lets people in; unset: each user interface by its own login. YuniKorn's has none, and
    is shown only with it."""

    @model_validator(mode="after")
    def _nobody_unknown_comes_from_the_internet(self) -> Self:
        if self.visibility == "public" and self.oidc is None:
            raise ValueError(
                "visibility: public shows the user interfaces to the internet, and without oidc to "
                "everybody there; add `oidc: {...}`, or write `visibility: internal`"
            )
        return self

    def facts(self) -> Access:
        """How people come in."""
        return Access(
            domain=self.domain,
            certificate_arn=self.certificate_arn,
            visibility=self.visibility,
            allowed_cidrs=tuple(map(str, self.allowed_cidrs)),
            oidc=self.oidc.facts() if self.oidc else None,
        )
