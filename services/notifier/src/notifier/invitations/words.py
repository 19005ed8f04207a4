"""The words of an invitation, in every language that we speak."""

from __future__ import annotations

from contracts.properties import Language

WORDS: dict[Language, dict[str, str]] = {
    Language.FR: {
        "title": "Votre accès au back office de {property_name}",
        "hello": "Bonjour {name},",
        "lead": "{invited_by} vous ouvre l'accès au back office de {property_name}. Choisissez "
        "votre mot de passe ici :",
        "button": "Choisir mon mot de passe",
        "good": "Le lien sert une seule fois et vaut jusqu'au {until} (UTC). Ne le transmettez à "
        "personne.",
    },
    Language.EN: {
        "title": "Your access to the back office of {property_name}",
        "hello": "Hello {name},",
        "lead": "{invited_by} gives you access to the back office of {property_name}. Choose your "
        "password here:",
        "button": "Choose my password",
        "good": "The link works once, until {until} (UTC). Do not pass it on to anybody.",
    },
    Language.IT: {
        "title": "Il suo accesso al back office di {property_name}",
        "hello": "Buongiorno {name},",
        "lead": "{invited_by} le apre l'accesso al back office di {property_name}. Scelga la sua "
        "password qui:",
        "button": "Scegliere la password",
        "good": "Il link serve una sola volta e vale fino al {until} (UTC). Non lo inoltri a "
        "nessuno.",
    },
    Language.DE: {
        "title": "Ihr Zugang zum Backoffice von {property_name}",
        "hello": "Guten Tag {name},",
        "lead": "{invited_by} gibt Ihnen Zugang zum Backoffice von {property_name}. Wählen Sie "
        "hier Ihr Passwort:",
        "button": "Passwort wählen",
        "good": "Der Link gilt einmal, bis {until} (UTC). Geben Sie ihn an niemanden weiter.",
    },
    Language.ES: {
        "title": "Su acceso al back office de {property_name}",
        "hello": "Buenos días, {name}:",
        "lead": "{invited_by} le da acceso al back office de {property_name}. Elija su contraseña "
        "aquí:",
        "button": "Elegir mi contraseña",
        "good": "El enlace sirve una sola vez y vale hasta el {until} (UTC). No lo comparta con "
        "nadie.",
    },
}
