"""What runs inside the sandbox, and the wire protocol that both ends share."""
