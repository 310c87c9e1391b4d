"""What each size of a tenant means here."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.tenancy.sizes import SIZES, Size, SizeName, size_problems
from layers.settings import Settings

Figure = Annotated[int, Field(ge=1, le=1_000_000)]


class SizeSettings(Settings):
    """One size: what is unset stays as it is."""

    guaranteed_vcpus: Figure | None = None
    """vCPUs that the queue can take back from others."""

    guaranteed_gib: Figure | None = None
    """Memory likewise, GiB."""

    max_vcpus: Figure | None = None
    """vCPUs that it may use while others do not."""

    max_gib: Figure | None = None
    """Memory likewise, GiB."""

    applications: Figure | None = None
    """Spark applications that run at the same time."""

    executors: Figure | None = None
    """Executors of one job that says no number."""

    storage_gib: Figure | None = None
    """Volumes, all together, GiB."""

    pods: Figure | None = None
    """Pods, all together; at least twice the executors."""

    def size(self, usual: Size) -> Size:
        """The size, of what is said and what is usual."""
        said = self.model_dump(exclude_none=True)
        return Size(**{**usual.told(), **said})


class SizesSettings(Settings):
    """What each size of a tenant means here. A change reaches a tenant with its next deployment."""

    xs: SizeSettings = SizeSettings()
    """4 to 16 vCPUs, 16 to 64 GiB."""

    s: SizeSettings = SizeSettings()
    """16 to 64 vCPUs, 64 to 256 GiB."""

    m: SizeSettings = SizeSettings()
    """64 to 256 vCPUs, 256 to 1024 GiB."""

    l: SizeSettings = SizeSettings()  # noqa: E741 - the size is called so
    """256 to 1024 vCPUs, 1024 to 4096 GiB."""

    xl: SizeSettings = SizeSettings()
    """1024 to 4096 vCPUs, 4096 to 16384 GiB."""

    @model_validator(mode="after")
    def _figures_go_together(self) -> Self:
        found = [
            f"{name} {problem}"
            for name, size in self.table().items()
            for problem in size_problems(size)
        ]
        if found:
            raise ValueError("\n".join(found))
        return self

    def table(self) -> dict[SizeName, Size]:
        """Every size."""
        return {name: getattr(self, name).size(usual) for name, usual in SIZES.items()}
