"""Simulators of the partners' systems, speaking their published wire formats."""
