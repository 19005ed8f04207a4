"""The words of the sales on paper, in each language."""

from __future__ import annotations

from contracts.properties import Language

COLUMNS = ("reference", "state", "guest", "phone", "nights", "persons", "booked", "total")
_KEYS = (
    *("title", "printed", "all_days", "since", "until", "between", "page", "none"),
    *COLUMNS,
    *("option", "firm", "cancelled", "expired", "moved"),
    *("options_total", "firm_total", "all_total"),
)


def _words(*texts: str) -> dict[str, str]:
    return dict(zip(_KEYS, texts, strict=True))


WORDS: dict[Language, dict[str, str]] = {
    Language.FR: _words(
        *("Suivi des ventes", "Imprimé le {when}", "Toutes les dates", "Réservé depuis le {first}"),
        *("Réservé jusqu’au {last}", "Réservé du {first} au {last}", "Page", "Aucune vente."),
        *("Numéro", "État", "Client", "Téléphone", "Nuits", "Pers.", "Réservé", "Total"),
        *("Pré-résa", "Résa", "Annulée", "Expirée", "Partie ailleurs"),
        *("PRÉ-RÉSAS", "RÉSAS", "TOTAL"),
    ),
    Language.EN: _words(
        *("Sales", "Printed {when}", "All days", "Booked since {first}"),
        *("Booked until {last}", "Booked from {first} to {last}", "Page", "No sales."),
        *("Number", "State", "Guest", "Phone", "Nights", "Pers.", "Booked", "Total"),
        *("Option", "Firm", "Cancelled", "Expired", "Moved elsewhere"),
        *("OPTIONS", "FIRM", "TOTAL"),
    ),
    Language.IT: _words(
        *(
            "Andamento delle vendite",
            "Stampato il {when}",
            "Tutte le date",
            "Prenotato dal {first}",
        ),
        *(
            "Prenotato fino al {last}",
            "Prenotato dal {first} al {last}",
            "Pagina",
            "Nessuna vendita.",
        ),
        *("Numero", "Stato", "Cliente", "Telefono", "Notti", "Pers.", "Prenotato", "Totale"),
        *("Opzione", "Confermata", "Annullata", "Scaduta", "Spostata altrove"),
        *("OPZIONI", "CONFERMATE", "TOTALE"),
    ),
    Language.DE: _words(
        *("Verkäufe", "Gedruckt am {when}", "Alle Tage", "Gebucht ab {first}"),
        *("Gebucht bis {last}", "Gebucht von {first} bis {last}", "Seite", "Keine Verkäufe."),
        *("Nummer", "Status", "Gast", "Telefon", "Nächte", "Pers.", "Gebucht", "Summe"),
        *("Option", "Fest gebucht", "Storniert", "Verfallen", "Verlegt"),
        *("OPTIONEN", "FEST", "SUMME"),
    ),
    Language.ES: _words(
        *(
            "Seguimiento de ventas",
            "Impreso el {when}",
            "Todas las fechas",
            "Reservado desde {first}",
        ),
        *("Reservado hasta {last}", "Reservado del {first} al {last}", "Página", "Ninguna venta."),
        *("Número", "Estado", "Cliente", "Teléfono", "Noches", "Pers.", "Reservado", "Total"),
        *("Opción", "En firme", "Anulada", "Caducada", "Trasladada"),
        *("OPCIONES", "EN FIRME", "TOTAL"),
    ),
}
