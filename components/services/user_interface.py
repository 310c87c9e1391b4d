"""What a user interface is to those who come from outside: a Service, a port, a login."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstAccount:
    """The account that somebody logs in with before there is another.

    Attributes:
        user: Its name.
        secret: Kubernetes Secret that holds its generated password.
        key: Key of the password in there.
    """

    user: str
    secret: str
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UserInterface:
    """A web page that a service of the platform shows to people.

    Attributes:
        name: What people call it; the first part of its host name.
        namespace: Kubernetes namespace of its Service.
        service: Its Service.
        port: Port of the Service.
        health_path: Path that answers 200 while it is well.
        account: Its first account; none: it asks nobody who they are.
    """

    name: str
    namespace: str
    service: str
    port: int
    health_path: str
    account: FirstAccount | None
