"""Kafka and MongoDB for one machine: local processes, containers, or any by address."""
