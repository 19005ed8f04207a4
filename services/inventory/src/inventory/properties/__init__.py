"""Properties: the unit of access, language, currency and time zone."""
