"""Stands for Oracle OPERA Cloud as its integration platform shows it."""
