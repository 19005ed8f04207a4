"""Stands for Uber Direct: takes deliveries, moves couriers, sends webhooks."""
