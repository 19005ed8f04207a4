"""Reconciliation: what the partner bills, what is owed and what the folio holds, day by day."""
