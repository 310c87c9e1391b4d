"""How large a message between the engine and a provider may be."""

from typing import Final

_MEBIBYTE: Final = 1024 * 1024

# The engine's own limit, https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/rpcutil
OPTIONS: Final = (
    ("grpc.max_receive_message_length", 400 * _MEBIBYTE),
    ("grpc.max_send_message_length", 400 * _MEBIBYTE),
)
