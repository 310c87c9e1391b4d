"""What else a tenant puts into its namespace: Services, Secrets, volumes."""

from components.guardrails.policy import Guardrail, Kinds, Rule, listed

SECRET_TYPES = (
    "Opaque",
    "kubernetes.io/basic-auth",
    "kubernetes.io/dockerconfigjson",
    "kubernetes.io/ssh-auth",
    "kubernetes.io/tls",
)
"""Types of Secrets that nobody fills with rights."""

_RELEASE = "helm.sh/release.v1"

SERVICES = Guardrail(
    name="strata-services",
    kinds=(Kinds(group="", versions=("v1",), resources=("services",)),),
    rules=(
        Rule(
            expression="!has(object.spec.type) || object.spec.type == 'ClusterIP'",
            message=(
                "a Service must be of type ClusterIP: a LoadBalancer, a NodePort or another's name "
                "would lead out of the cluster, or into it"
            ),
        ),
        Rule(
            expression="!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0",
            message=(
                "externalIPs would take what every pod of the cluster sends to an address: "
                "remove them"
            ),
        ),
    ),
)

SECRETS = Guardrail(
    name="strata-secrets",
    kinds=(Kinds(group="", versions=("v1",), resources=("secrets",)),),
    variables={
        "release": (
            f"has(object.type) && object.type == '{_RELEASE}' || "
            "object.metadata.name.startsWith('sh.helm.release.') || "
            "(has(object.metadata.labels) && 'owner' in object.metadata.labels && "
            "object.metadata.labels['owner'] == 'helm')"
        ),
    },
    rules=(
        Rule(
            # Helm deletes what its record of the last release names and the new one does not, in
            # any namespace, with the rights of whoever deploys.
            expression=(
                "!variables.release || "
                "authorizer.group('').resource('namespaces').check('create').allowed()"
            ),
            message=(
                "Helm's records of releases are written by whoever deploys the tenant: choose "
                "another name, type and label owner"
            ),
        ),
        Rule(
            expression=(
                f"variables.release || !has(object.type) || object.type in {listed(SECRET_TYPES)}"
            ),
            message=(
                f"a Secret must be of type {', '.join(SECRET_TYPES)}: for a token of a service "
                "account, let a pod have one, which ends with it"
            ),
        ),
    ),
)

CLAIMS = Guardrail(
    name="strata-volume-claims",
    kinds=(Kinds(group="", versions=("v1",), resources=("persistentvolumeclaims",)),),
    rules=(
        Rule(
            # Whoever may change volumes binds claims to them: Kubernetes itself does.
            expression=(
                "!has(object.spec.selector) && "
                "(!has(object.spec.storageClassName) || object.spec.storageClassName != '') && "
                "(!has(object.spec.volumeName) || object.spec.volumeName == '' || "
                "(request.operation == 'UPDATE' && has(oldObject.spec.volumeName) && "
                "oldObject.spec.volumeName == object.spec.volumeName) || "
                "authorizer.group('').resource('persistentvolumes').check('update').allowed())"
            ),
            message=(
                "a claim gets a new volume, never one that is there and may hold another's data: "
                "remove volumeName and selector, and write storageClassName"
            ),
        ),
    ),
)
