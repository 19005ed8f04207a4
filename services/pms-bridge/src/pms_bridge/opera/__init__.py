"""Oracle OPERA Cloud, through its integration platform (OHIP)."""
