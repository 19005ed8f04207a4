"""The words of the printed sheet, and in which language somebody reads it."""

from __future__ import annotations

from contracts.properties import Language

WORDS: dict[Language, dict[str, str]] = {
    Language.FR: {
        "title": "Commandes en cours",
        "printed": "Imprimé le {when}",
        "room": "Chambre",
        "guest": "Client",
        "restaurant": "Restaurant",
        "expected": "Attendue",
        "code": "Code livreur",
        "courier": "Livreur",
        "stage": "État",
        "reference": "Référence",
        "none": "Aucune commande en cours.",
        "placed": "Passée",
        "accepted": "Acceptée",
        "preparing": "En préparation",
        "on_the_way": "En route",
        "near": "Tout près",
    },
    Language.EN: {
        "title": "Open orders",
        "printed": "Printed {when}",
        "room": "Room",
        "guest": "Guest",
        "restaurant": "Restaurant",
        "expected": "Expected",
        "code": "Courier code",
        "courier": "Courier",
        "stage": "State",
        "reference": "Reference",
        "none": "No open orders.",
        "placed": "Placed",
        "accepted": "Accepted",
        "preparing": "Being prepared",
        "on_the_way": "On the way",
        "near": "Nearly here",
    },
    Language.IT: {
        "title": "Ordini in corso",
        "printed": "Stampato il {when}",
        "room": "Camera",
        "guest": "Ospite",
        "restaurant": "Ristorante",
        "expected": "Atteso",
        "code": "Codice corriere",
        "courier": "Corriere",
        "stage": "Stato",
        "reference": "Riferimento",
        "none": "Nessun ordine in corso.",
        "placed": "Inviato",
        "accepted": "Accettato",
        "preparing": "In preparazione",
        "on_the_way": "In arrivo",
        "near": "Qui vicino",
    },
    Language.DE: {
        "title": "Offene Bestellungen",
        "printed": "Gedruckt am {when}",
        "room": "Zimmer",
        "guest": "Gast",
        "restaurant": "Restaurant",
        "expected": "Erwartet",
        "code": "Code für den Kurier",
        "courier": "Kurier",
        "stage": "Stand",
        "reference": "Nummer",
        "none": "Keine offenen Bestellungen.",
        "placed": "Bestellt",
        "accepted": "Angenommen",
        "preparing": "In Zubereitung",
        "on_the_way": "Unterwegs",
        "near": "Gleich da",
    },
    Language.ES: {
        "title": "Pedidos en curso",
        "printed": "Impreso el {when}",
        "room": "Habitación",
        "guest": "Cliente",
        "restaurant": "Restaurante",
        "expected": "Previsto",
        "code": "Código del repartidor",
        "courier": "Repartidor",
        "stage": "Estado",
        "reference": "Referencia",
        "none": "Ningún pedido en curso.",
        "placed": "Pedido",
        "accepted": "Aceptado",
        "preparing": "En preparación",
        "on_the_way": "En camino",
        "near": "Muy cerca",
    },
}


def language_of(accepted: str, otherwise: Language) -> Language:
    """The language that an Accept-Language header asks for most, of those that we speak
    (RFC 9110, section 12.5.4)."""
    wished: list[tuple[float, Language]] = []
    for part in accepted.split(","):
        tag, _, weight = part.partition(";")
        code = tag.strip().lower()[:2]
        if code in set(Language):
            wished.append((_weight(weight), Language(code)))
    best = max(wished, key=lambda wish: wish[0], default=(0.0, otherwise))
    return best[1] if best[0] > 0 else otherwise


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    digits = value.strip().replace(".", "", 1)
    return min(float(value), 1.0) if digits.isascii() and digits.isdigit() else 0.0
