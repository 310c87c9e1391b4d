"""The image cache: where images are, what they are kept for, and whom they belong to."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.sources import Sources
from components.storage.image_cache import (
    UPSTREAMS,
    ImageCache,
    ImageCacheArgs,
    Upstream,
    cache_prefixes,
    first_pull_document,
    prefix,
)
from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.samples import ACCOUNT, REGION

HUB: tuple[Upstream, ...] = ("docker-hub",)
SOURCES = Sources(registries=cache_prefixes(HUB, account=ACCOUNT, region=REGION, environment="dev"))
REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
LEGAL = r"((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?|ROOT)"

ENVIRONMENTS = st.from_regex(r"[a-z][a-z0-9]{0,18}", fullmatch=True)


def planned(*credentials: Upstream) -> Recording:
    secrets = dict.fromkeys(credentials, "arn:example")

    def build() -> None:
        ImageCache("x", ImageCacheArgs(environment="dev", credentials=secrets))

    return record(build)


def rules(recording: Recording) -> dict[str, str]:
    made = recording.of_type("aws:ecr/pullThroughCacheRule:PullThroughCacheRule")
    return {one.inputs["ecrRepositoryPrefix"]: one.inputs["upstreamRegistryUrl"] for one in made}


@pytest.mark.parametrize(
    ("image", "path"),
    [
        ("registry.k8s.io/dns/k8s-dns-node-cache:1", "dev-k8s/dns/k8s-dns-node-cache:1"),
        ("public.ecr.aws/karpenter/controller:1", "dev-ecr-public/karpenter/controller:1"),
        ("docker.io/library/python:3", "dev-docker-hub/library/python:3"),
        ("quay.io/a/b@sha256:0", "dev-quay/a/b@sha256:0"),
    ],
)
def test_an_image_keeps_its_path_in_the_cache(image: str, path: str) -> None:
    assert SOURCES.image(image) == f"{REGISTRY}/{path}"


def test_an_image_of_another_registry_stays_where_it_is() -> None:
    assert SOURCES.image("nvcr.io/nvidia/x:1") == "nvcr.io/nvidia/x:1"


@given(environment=ENVIRONMENTS, upstream=st.sampled_from(list(UPSTREAMS)))
@settings(max_examples=20)
def test_ecr_takes_every_prefix(environment: str, upstream: Upstream) -> None:
    found = prefix(environment, upstream)
    assert re.fullmatch(LEGAL, found)
    assert 2 <= len(found) <= 30


@given(environments=st.lists(ENVIRONMENTS, min_size=2, max_size=2, unique=True))
@settings(max_examples=20)
def test_two_environments_of_an_account_share_no_prefix(environments: list[str]) -> None:
    one, other = ({prefix(name, upstream) for upstream in UPSTREAMS} for name in environments)
    assert one & other == set()


def test_without_credentials_only_open_registries_are_cached() -> None:
    assert rules(planned()) == {
        "dev-ecr-public": "public.ecr.aws",
        "dev-k8s": "registry.k8s.io",
        "dev-quay": "quay.io",
    }


def test_a_registry_with_credentials_is_cached_by_them() -> None:
    recording = planned("ghcr")
    assert rules(recording)["dev-ghcr"] == "ghcr.io"
    assert recording.named("x-ghcr").inputs["credentialArn"] == "arn:example"


def test_no_image_is_dropped_for_its_age() -> None:
    templates = planned().of_type("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate")
    [[rule], *others] = [json.loads(one.inputs["lifecyclePolicy"])["rules"] for one in templates]
    assert rule["selection"]["countType"] == "imageCountMoreThan"
    assert others == [[rule]] * 2


def test_a_node_makes_repositories_of_its_environment_only() -> None:
    text = first_pull_document(account=ACCOUNT, region=REGION, environment="dev")
    [statement] = json.loads(text)["Statement"]
    repositories = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/dev-"
    assert all(one.startswith(repositories) for one in statement["Resource"])
