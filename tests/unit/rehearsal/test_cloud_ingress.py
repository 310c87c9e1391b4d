"""Ingresses in the stand-in cloud: nothing of a load balancer is left behind."""

from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

_PARAMETERS = "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"
_CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
_INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"


@pytest.fixture
def controller(kubernetes: Actor, nodes: Row) -> Row:  # noqa: ARG001 - ground
    return kubernetes.create(
        t.RELEASE,
        "controller",
        name="controller",
        namespace="kube-system",
        chart="aws-load-balancer-controller",
    )


def _class(name: str) -> dict[str, Any]:
    parameters = {"apiGroup": "elbv2.k8s.aws", "kind": "IngressClassParams", "name": name}
    spec = {"controller": "ingress.k8s.aws/alb", "parameters": parameters}
    return {"metadata": {"name": name}, "spec": spec}


def _ingress(class_name: str) -> dict[str, Any]:
    metadata = {"name": "page", "namespace": "kube-system"}
    return {"metadata": metadata, "spec": {"ingressClassName": class_name}}


@pytest.fixture
def ingress_class(kubernetes: Actor, controller: Row) -> Row:  # noqa: ARG001 - ground
    kubernetes.create(_PARAMETERS, "parameters", metadata={"name": "platform"}, spec={})
    return kubernetes.create(_CLASS, "class", **_class("platform"))


@pytest.mark.usefixtures("controller")
def test_an_ingress_of_no_class_is_refused(kubernetes: Actor) -> None:
    assert kubernetes.refusal(_INGRESS, "page", **_ingress("platform")) == (
        f"page ({_INGRESS}): spec.ingressClassName = 'platform': there is no such IngressClass, "
        "and no controller would look at it; create it first and depend on it"
    )


@pytest.mark.usefixtures("controller")
def test_a_class_without_its_parameters_is_refused(kubernetes: Actor) -> None:
    assert kubernetes.refusal(_CLASS, "class", **_class("platform")) == (
        f"class ({_CLASS}): spec.parameters.name = 'platform': there is no such "
        "IngressClassParams; create it first and depend on it"
    )


@pytest.mark.usefixtures("controller")
def test_a_class_needs_no_parameters(kubernetes: Actor) -> None:
    plain = {"metadata": {"name": "plain"}, "spec": {"controller": "ingress.k8s.aws/alb"}}
    assert kubernetes.create(_CLASS, "class", **plain).id == "plain"


def test_a_class_in_use_cannot_be_deleted(kubernetes: Actor, ingress_class: Row) -> None:
    ingress = kubernetes.create(_INGRESS, "page", **_ingress("platform"))
    assert kubernetes.deletion_refusal(ingress_class) == (
        f"{ingress_class}: DependencyViolation: in use by {ingress}; delete these first, or let "
        "them depend on it"
    )


def test_the_controller_cannot_be_deleted_before_the_parameters(
    kubernetes: Actor, controller: Row, ingress_class: Row
) -> None:
    kubernetes.delete(ingress_class)
    assert kubernetes.deletion_refusal(controller).startswith(
        f"{controller}: DependencyViolation: in use by parameters"
    )


def test_an_ingress_that_outlives_the_controller_never_goes(
    kubernetes: Actor, controller: Row
) -> None:
    plain = {"metadata": {"name": "plain"}, "spec": {"controller": "ingress.k8s.aws/alb"}}
    kubernetes.create(_CLASS, "class", **plain)
    ingress = kubernetes.create(_INGRESS, "page", **_ingress("plain"))
    kubernetes.delete(controller)
    assert kubernetes.deletion_refusal(ingress) == (
        f"{ingress}: its finalizer is removed by the AWS load balancer controller only, and no "
        "aws-load-balancer-controller release is installed: it would never go, and its load "
        "balancer would run on; install the release again, and delete this before it"
    )
