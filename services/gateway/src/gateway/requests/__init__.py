"""Requests over HTTP that wait for another service's answer."""
