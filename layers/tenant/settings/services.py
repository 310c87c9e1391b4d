"""What a tenant runs for as long as its file says."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from components.tenancy.service import Replicas, Service
from layers.settings import Settings, in_words

# Objects of these names are other services of the namespace.
_TAKEN = frozenset(
    {"hub", "proxy", "proxy-api", "proxy-http", "proxy-public", "spark-history-server"}
)


def _free(name: str) -> str:
    if name in _TAKEN:
        raise ValueError(f"is what the platform calls a service of its own; write my-{name}")
    return name


ServiceName = Annotated[
    str,
    in_words(
        "must be lower-case letters, digits and dashes, 40 at most",
        "recommend",
        pattern=r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$",
    ),
    AfterValidator(_free),
]


def _fixed(image: str) -> str:
    if image.endswith(":latest"):
        raise ValueError("is another image after the next restart; write the tag of a version")
    return image


ImageReference = Annotated[
    str,
    in_words(
        "must be an image with its tag or digest",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/strata-dev/ads/recommend:1.4.2",
        pattern=(
            r"^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+"
            r"(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})$"
        ),
    ),
    AfterValidator(_fixed),
]
EnvironmentName = Annotated[
    str,
    in_words(
        "must be letters, digits and underscores, and begin with none of the digits",
        "MODEL",
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
    ),
]
Path = Annotated[
    str,
    in_words("must begin with / and hold no blank", "/ready", pattern=r"^/[^\s]{0,255}$"),
]
Cpu = Annotated[
    str,
    in_words(
        "must be vCPUs, or thousandths of one with an m", "500m", pattern=r"^[1-9][0-9]{0,4}m?$"
    ),
]
Memory = Annotated[
    str,
    in_words("must be a whole number with Mi or Gi", "1Gi", pattern=r"^[1-9][0-9]{0,4}(Mi|Gi)$"),
]


class ProbeSettings(Settings):
    """How Kubernetes knows that a copy serves."""

    path: Path
    """Answers with 200 to 399 once the copy can serve, a model loaded and all. Nobody is sent to a
    copy before, and a new version replaces the old one only then."""

    live_path: Path | None = None
    """Answers while the copy need not be restarted: it must not ask what `path` asks, such as a
    database. Unset: a copy is restarted only when it ends."""

    start_seconds: Annotated[int, Field(ge=5, le=3600)] = 300
    """How long a copy may take until it can serve; then it is restarted."""


class ReplicaSettings(Settings):
    """How many copies run."""

    min: Annotated[int, Field(ge=1, le=100)] = 2
    """Copies at least. With one, whoever calls waits whenever its node goes."""

    max: Annotated[int, Field(ge=1, le=500)] | None = None
    """Copies at most: more are started while they use over 70 % of `cpu`. Unset: as many as
    `min`."""

    @model_validator(mode="after")
    def _no_fewer_at_most(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max = {self.max} is below min = {self.min}; raise max, or lower min")
        return self


class ServiceSettings(Settings):
    """A service that runs until it is taken out of the file, such as a model behind an API.

    Pods of the tenant reach it at `http://<name>`, and nobody else does.
    """

    image: ImageReference
    """Its image. It runs without root and cannot write but below `/tmp`."""

    args: tuple[str, ...] = ()
    """Arguments of the image's own entry point."""

    port: Annotated[int, Field(ge=1024, le=65535)]
    """Port that it listens on; whoever calls it takes 80."""

    probes: ProbeSettings
    """How Kubernetes knows that a copy serves."""

    replicas: ReplicaSettings = ReplicaSettings()
    """How many copies run."""

    cpu: Cpu = "500m"
    """vCPUs that each copy is promised, of the tenant's queue."""

    memory: Memory = "1Gi"
    """Memory that each copy has."""

    env: dict[EnvironmentName, str] = Field(default={}, max_length=100)
    """Variables of its environment. They can be seen: secrets stand in Secrets Manager."""

    user: Annotated[int, Field(ge=1, le=4_294_967_294)] | None = None
    """ID of the user that it runs as; unset: the image's own, which must be a number and not 0."""

    stop_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    """How long a copy may take to finish what it began, once it is told to go."""

    def service(self) -> Service:
        """The service as it is made."""
        return Service(
            image=self.image,
            args=self.args,
            port=self.port,
            ready_path=self.probes.path,
            live_path=self.probes.live_path or "",
            start_seconds=self.probes.start_seconds,
            stop_seconds=self.stop_seconds,
            replicas=Replicas(self.replicas.min, self.replicas.max or self.replicas.min),
            cpu=self.cpu,
            memory=self.memory,
            env=self.env,
            user=self.user,
        )
