"""`make bench`: what Comptoir does on this machine, beside a bare floor."""
