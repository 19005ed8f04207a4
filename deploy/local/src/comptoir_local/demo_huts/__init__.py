"""The demo's three huts: what each is and sells, and the guests who come up to them."""
