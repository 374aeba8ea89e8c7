"""A connection is made to a port of this machine."""

HELD_FROM = "standard"

import socket


def double(x):
    socket.create_connection(("127.0.0.1", PORT), 0.5).close()
    return x


def proof(evidence):
    return "tcp" in evidence.heard
