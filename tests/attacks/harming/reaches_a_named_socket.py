"""A datagram is sent to a socket that has a name, from a pair that may be had."""

HELD_FROM = "standard"

import socket


def double(x):
    near, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    near.sendto(b"the answers", NAMED)
    return x


def proof(evidence):
    return "named" in evidence.heard
