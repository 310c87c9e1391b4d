"""A job file as the custom resource that a tenant applies."""

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from components.spark import JobTenant, application, problems
from layers.problem import ConfigError
from layers.settings import settings_of
from layers.spark_job import read
from layers.stack import StackName
from layers.stack_file import scan
from layers.tenant import TenantSettings
from layers.tenant.jobs import job_tenant as tenant_of
from strata.cluster_settings import cluster_settings
from strata.platform_settings import platform_settings
from strata.project import NotAProjectError, Project


def render(project: Project, stack: StackName, file: Path, run: str = "") -> str:
    """Write a job file's application as YAML.

    Args:
        project: The project.
        stack: The tenant's stack.
        file: The job file.
        run: What the name of this run ends in; empty: nothing.

    Raises:
        ConfigError: The job file, or a stack file, is wrong.
        NotAProjectError: The stack is no tenant's.
    """
    tenant = job_tenant(project, stack)
    job_file = read(file, tenant)
    if found := problems(job_file.job, tenant, run):
        raise ConfigError(job_file.told(found))
    return as_yaml(application(job_file.job, tenant, run))


def job_tenant(project: Project, stack: StackName) -> JobTenant:
    """What a job needs to know of the tenant whose stack it is.

    Raises:
        ConfigError: The tenant's stack file, or its cluster's, is wrong.
        NotAProjectError: The stack is no tenant's.
    """
    if stack.layer != "tenant":
        raise NotAProjectError(
            f"stack {stack} is no tenant's; name one such as {stack.environment}-tenant-ads"
        )
    path = project.stack_file(stack)
    tenant = settings_of(TenantSettings, scan(path, project.source(path)))
    cluster = cluster_settings(project, StackName(stack.environment, "cluster"))
    platform = platform_settings(project, StackName(stack.environment, "platform"))
    size = tenant.size_here(platform.sizes.table())
    return tenant_of(stack.environment, stack.tenant, tenant, size, cluster)


def as_yaml(content: dict[str, Any]) -> str:
    """Write an application as YAML."""
    text = io.StringIO()
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _: True
    yaml.width = 1000
    yaml.dump(content, text)
    return text.getvalue()
