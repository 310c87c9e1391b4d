"""The recorder: takes the engine's place and writes down what a program registers.

It is built on the SDK's own mock monitor, and reads requests without deserialising them a second
time: the SDK's reader builds resource objects, which waits for ever inside a monitor.
"""

from collections.abc import Container, Mapping
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2

from layers.stack import PROJECT
from strata.eks.children import Child, Registered, expand
from strata.plan import placeholder
from strata.plan.recording import Planned, Recording
from strata.prefix_lists import managed_prefix_list
from strata.wire import ResourceReference, Secret, to_plain, to_struct

_STACK = "pulumi:pulumi:Stack"

Outputs = Mapping[str, Mapping[str, Any]]
"""What lower stacks export: `<organization>/<project>/<stack>` -> output name -> value."""


class UnansweredLookupError(Exception):
    """A program asked for something that only AWS could tell."""


class Monitor(mocks.MockMonitor):
    """Records resources, expands `eks` components, answers look-ups with placeholders."""

    def __init__(self, into: Recording, below: Outputs) -> None:
        super().__init__(_NoMocks())
        self._into = into
        self._below = below
        self._states: dict[str, Registered] = {}
        self._retained: set[str] = set()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """A URN as the engine makes it: the types of all its parents, the stack's left out."""
        types = "" if not parent or f"::{_STACK}::" in parent else parent.split("::")[2] + "$"
        return f"urn:pulumi:{self._into.stack}::{PROJECT}::{types}{type_}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Record one resource, or a component with its children."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == _STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        inputs = to_plain(request.object)
        self._record(request, urn, inputs)
        if request.remote:
            outputs = self._expand(request, urn, inputs)
            self._states[urn] = Registered(urn=urn, id="", outputs=outputs)
        else:
            outputs = _hidden(
                placeholder.outputs(request.type, request.name, inputs),
                request.additionalSecretOutputs,
            )
            identifier = placeholder.identifier(request.type, request.name, inputs)
            self._states[urn] = Registered(urn=urn, id=identifier, outputs=outputs)
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=self._states[urn].id if request.custom else "", object=to_struct(outputs)
        )

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Record which outputs a component gives."""
        self._into.component_outputs[request.urn] = frozenset(request.outputs.fields)
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Answer a stack reference."""
        stack = request.id
        self._into.read.append(stack)
        outputs = self._exports(stack)
        secrets = [name for name, value in outputs.items() if isinstance(value, Secret)]
        state = {"name": stack, "outputs": outputs, "secretOutputNames": secrets}
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=to_struct(state))

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Answer a look-up."""
        answer = to_struct(self._answer(request.tok, to_plain(request.args)))
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(answer)  # a keyword in Python
        return response

    def _answer(self, token: str, args: dict[str, Any]) -> dict[str, Any]:
        match token:
            case "pulumi:pulumi:getResource":
                known = self._states[args["urn"]]
                return {"urn": known.urn, "id": known.id, "state": known.outputs}
            case "pulumi:pulumi:readStackOutputs":
                return {"name": args["name"], "outputs": self._exports(args["name"])}
            case "aws:ssm/getParameter:getParameter":
                return {**args, "id": args["name"], "value": f"${{{args['name']}}}"}
            case "aws:secretsmanager/getSecretVersion:getSecretVersion":
                # Not marked as a secret, as AWS does not: whoever asks must.
                return {**args, "id": args["secretId"], "secretString": f"${{{args['secretId']}}}"}
            case "aws:msk/getBootstrapBrokers:getBootstrapBrokers":
                arn = args["clusterArn"]
                return {**args, "id": arn, "bootstrapBrokersSaslIam": f"${{{arn}.brokers}}"}
            case "aws:ec2/getManagedPrefixList:getManagedPrefixList" if (
                found := managed_prefix_list(args["name"])
            ):
                return found
            case _:
                raise UnansweredLookupError(f"{token}({args}): the plan has no answer to it")

    def _exports(self, stack: str) -> Mapping[str, Any]:
        return self._below.get(stack, {})

    def _record(self, request: Any, urn: str, inputs: dict[str, Any]) -> None:
        self._into.resources.append(
            Planned(
                urn=urn,
                type=request.type,
                name=request.name,
                parent="" if f"::{_STACK}::" in request.parent else request.parent,
                depends_on=tuple(sorted(request.dependencies)),
                protect=request.protect,
                retain=self._retains(request, urn),
                provider=request.provider,
                aliases=tuple(alias.spec.name or alias.urn for alias in request.aliases),
                inputs=inputs,
            )
        )

    def _retains(self, request: Any, urn: str) -> bool:
        """Whether it is retained: by its own word, or its parent's; the engine passes that on."""
        own = request.HasField("retainOnDelete")
        retained = bool(request.retainOnDelete if own else request.parent in self._retained)
        if retained:
            self._retained.add(urn)
        return retained

    def _expand(self, request: Any, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
        # Private to the SDK: without the functions behind a request's transforms, the plan would
        # show other inputs than the engine sends.
        transforms = mocks._resolve_callbacks(request.transforms)  # noqa: SLF001
        expansion = expand(request.type, request.name, self._resolved(inputs))
        try:
            child = next(expansion)
            while True:
                for transform in transforms:
                    child = _transformed(child, transform)
                child = expansion.send(self._child(request, urn, child))
        except StopIteration as end:
            outputs: dict[str, Any] = end.value
            return outputs

    def _child(self, request: Any, parent: str, child: Child) -> Registered:
        urn = self.make_urn(parent, child.type, child.name)
        siblings = {sibling.urn for sibling in child.depends_on}
        package, _, _ = child.type.partition(":")
        self._into.resources.append(
            Planned(
                urn=urn,
                type=child.type,
                name=child.name,
                parent=parent,
                depends_on=tuple(sorted({*request.dependencies, *siblings})),
                protect=request.protect,
                retain=parent in self._retained,
                provider=request.providers.get(package, ""),
                aliases=(),
                inputs=child.inputs,
            )
        )
        self._states[urn] = Registered(
            urn=urn,
            id=placeholder.identifier(child.type, child.name, child.inputs),
            outputs=placeholder.outputs(child.type, child.name, child.inputs),
        )
        return self._states[urn]

    def _resolved(self, value: Any) -> Any:
        match value:
            case ResourceReference():
                known = self._states[value.urn]
                return {**self._resolved(known.outputs), "urn": known.urn, "id": known.id}
            case Secret():
                return Secret(self._resolved(value.value))
            case Mapping():
                return {name: self._resolved(item) for name, item in value.items()}
            case list():
                return [self._resolved(item) for item in value]
            case _:
                return value


class _NoMocks(mocks.Mocks):
    """The monitor answers by itself; nothing may reach the SDK's own answers."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        raise UnansweredLookupError(f"{args.typ} {args.name}: registered in an unknown way")

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], None]:
        raise UnansweredLookupError(f"{args.token}: asked in an unknown way")


def _hidden(outputs: Mapping[str, Any], names: Container[str]) -> dict[str, Any]:
    """Outputs of which those of some names are secret, whatever they hold."""
    return {
        name: Secret(value) if name in names and not isinstance(value, Secret) else value
        for name, value in outputs.items()
    }


def _transformed(child: Child, transform: pulumi.ResourceTransform) -> Child:
    changed = transform(
        pulumi.ResourceTransformArgs(
            custom=True,
            type_=child.type,
            name=child.name,
            props=child.inputs,
            opts=pulumi.ResourceOptions(),
        )
    )
    if not isinstance(changed, pulumi.ResourceTransformResult):
        return child
    return Child(
        type=child.type,
        name=child.name,
        inputs=dict(changed.props),
        depends_on=child.depends_on,
        ignore_changes=child.ignore_changes,
    )
