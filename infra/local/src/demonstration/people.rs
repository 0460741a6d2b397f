//! Where the people of the Russian tenant are reached, and who has which duty.

use std::collections::BTreeMap;

use kernel::Role;
use serde_json::{Value, json};

use super::group::Entered;
use crate::personas::{self, Persona, RUSSIAN};

/// The chat of the first persona; the others follow. Larger than 32 bits, as those of today are.
const FIRST_CHAT: i64 = 7_300_000_001;

fn of_the_tenant() -> impl Iterator<Item = Persona> {
    personas::all().into_iter().filter(|persona| persona.tenant.as_str() == RUSSIAN)
}

/// The chats of the personas with the bot, by their names.
pub fn chats() -> BTreeMap<&'static str, i64> {
    of_the_tenant().map(|persona| persona.persona).zip(FIRST_CHAT..).collect()
}

/// The e-mail address of a persona.
pub fn email(persona: &str) -> String {
    format!("{persona}@{RUSSIAN}.example")
}

/// The tenant's settings of notices: the bot, the mail server, and who has which duty.
pub fn notices(telegram_url: &str, smtp_port: u16) -> Value {
    json!({
        "duties": {
            "drp": [personas::subject("sales-director", RUSSIAN)],
            "dp": [personas::subject("commercial-director", RUSSIAN)],
            "gd": [personas::subject("general-director", RUSSIAN)],
            "fd": [personas::subject("finance-director", RUSSIAN)],
            "finance": [personas::subject("accountant", RUSSIAN)],
            "it": [personas::subject("administrator", RUSSIAN)],
            "it-director": [personas::subject("administrator", RUSSIAN)],
        },
        "telegram": { "base_url": telegram_url },
        "smtp": { "host": "127.0.0.1", "port": smtp_port, "security": "none", "from": format!("entrepot@{RUSSIAN}.example") },
    })
}

/// Everybody is reached in Russian, at any hour: whoever looks at the demonstration at night
/// is to see its messages.
pub fn addresses() -> Vec<Entered> {
    let address = |(persona, chat): (&'static str, i64)| {
        let quiet = json!({ "from": "00:00", "to": "00:00" });
        let body = json!({ "person": personas::subject(persona, RUSSIAN), "telegram": chat, "email": email(persona), "language": "ru", "quiet": quiet });
        Entered { role: Role::Administrator, command: "notices.set-address", key: format!("address-{persona}"), body }
    };
    chats().into_iter().map(address).collect()
}
