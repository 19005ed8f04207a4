"""What a hut may be said to have, by families (R15). Codes only: pages have the words.

A code is never taken away or given another meaning; what is not here is said in free text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "season": ("summer", "spring_skiing", "winter", "winter_room", "all_year"),
        "lodging": (
            "dormitory",
            "private_room",
            "bivouac_area",
            "blankets",
            "sleeping_bag_liner_for_hire",
            "sleeping_bag_liner_required",
        ),
        "comfort": (
            "hot_water",
            "hot_shower",
            "indoor_toilets",
            "dry_toilets",
            "heating",
            "drying_room",
            "lockers",
            "ski_room",
            "bike_shed",
            "terrace",
            "library",
        ),
        "energy_and_network": (
            "mains_electricity",
            "solar_electricity",
            "charging_of_phones",
            "mobile_network",
            "wifi",
            "emergency_telephone",
        ),
        "meals": (
            "breakfast",
            "lunch",
            "half_board",
            "picnic",
            "bar",
            "self_catering_kitchen",
            "vegetarian",
            "vegan",
            "gluten_free",
            "local_produce",
            "drinking_water",
        ),
        "way_in": (
            "on_foot",
            "by_car",
            "by_bus",
            "cable_car",
            "on_skis",
            "on_snowshoes",
            "parking",
        ),
        "activities": (
            "hiking",
            "long_distance_path",
            "mountaineering",
            "rock_climbing",
            "via_ferrata",
            "ski_touring",
            "snowshoeing",
            "mountain_biking",
            "nature_discovery",
        ),
        "welcome": (
            "families",
            "children",
            "groups",
            "schools",
            "pets_welcome",
            "pets_refused",
            "pack_animals",
            "step_free_access",
        ),
        "payment": ("cash", "bank_card", "cheque", "holiday_vouchers", "bank_transfer"),
        "spoken": ("fr", "en", "it", "de", "es"),
    }
)
