"""Where Pulumi keeps an environment's state, as its commands are told.

Source: https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3 and
https://www.pulumi.com/docs/iac/concepts/secrets/#aws-key-management-service-kms
"""

from components import names


def backend(environment: str, account: str, region: str) -> str:
    """What `pulumi login` is told.

    Args:
        environment: Environment.
        account: Its AWS account: twelve digits.
        region: Its AWS region.
    """
    return f"s3://{names.state_bucket(environment, account, region)}?region={region}"


def secrets_provider(environment: str, region: str) -> str:
    """What encrypts secrets in the state: what `--secrets-provider` is told.

    Args:
        environment: Environment.
        region: Its AWS region.
    """
    return f"awskms:///alias/{names.state(environment)}?region={region}"
