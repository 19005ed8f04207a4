"""The words of the page on which an invited person sets their password."""

from __future__ import annotations

from contracts.properties import Language

WORDS: dict[Language, dict[str, str]] = {
    Language.FR: {
        "title": "Bienvenue",
        "hello": "Bonjour {name}. Choisissez un mot de passe pour vous connecter avec {mail}.",
        "password": "Mot de passe (au moins {shortest} caractères)",
        "save": "Enregistrer",
        "done": "C'est enregistré. Vous pouvez vous connecter.",
        "failed": "Cela n'a pas marché. Merci de réessayer dans un instant.",
        "sign-in": "Se connecter",
        "gone": "Ce lien a déjà servi ou n'est plus valable. Demandez-en un nouveau à la "
        "direction.",
    },
    Language.EN: {
        "title": "Welcome",
        "hello": "Hello {name}. Choose a password to sign in with {mail}.",
        "password": "Password (at least {shortest} characters)",
        "save": "Save",
        "done": "Saved. You can sign in now.",
        "failed": "That did not work. Please try again in a moment.",
        "sign-in": "Sign in",
        "gone": "This link was used already, or works no more. Ask the manager for a new one.",
    },
    Language.IT: {
        "title": "Benvenuto",
        "hello": "Buongiorno {name}. Scelga una password per accedere con {mail}.",
        "password": "Password (almeno {shortest} caratteri)",
        "save": "Salva",
        "done": "Salvata. Ora può accedere.",
        "failed": "Non ha funzionato. Riprovi tra un attimo.",
        "sign-in": "Accedi",
        "gone": "Questo link è già stato usato o non è più valido. Ne chieda uno nuovo alla "
        "direzione.",
    },
    Language.DE: {
        "title": "Willkommen",
        "hello": "Guten Tag {name}. Wählen Sie ein Passwort, um sich mit {mail} anzumelden.",
        "password": "Passwort (mindestens {shortest} Zeichen)",
        "save": "Speichern",
        "done": "Gespeichert. Sie können sich jetzt anmelden.",
        "failed": "Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.",
        "sign-in": "Anmelden",
        "gone": "Dieser Link wurde schon benutzt oder gilt nicht mehr. Bitten Sie die Leitung um "
        "einen neuen.",
    },
    Language.ES: {
        "title": "Bienvenido",
        "hello": "Buenos días, {name}. Elija una contraseña para entrar con {mail}.",
        "password": "Contraseña (al menos {shortest} caracteres)",
        "save": "Guardar",
        "done": "Guardada. Ya puede entrar.",
        "failed": "No ha funcionado. Inténtelo de nuevo en un momento.",
        "sign-in": "Entrar",
        "gone": "Este enlace ya se ha usado o ya no es válido. Pida uno nuevo a la dirección.",
    },
}
