"""The stay: nights in one or more huts, asked for, held, kept as an option or firm."""
