"""Resource providers that the engine attaches to, in front of the stand-in cloud.

Source: https://www.pulumi.com/docs/iac/concepts/providers/protocol/
"""
