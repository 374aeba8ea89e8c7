"""A datagram is sent to a port of this machine."""

HELD_FROM = "standard"

import socket


def double(x):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"the answers", ("127.0.0.1", PORT))
    return x


def proof(evidence):
    return "udp" in evidence.heard
