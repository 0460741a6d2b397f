//! Every sentence of the console, in every language.
//!
//! A group of words is a struct with one field a sentence, and one constant a language: a
//! sentence that lacks a language does not compile, and one that no page shows is reported
//! as dead code.

mod approval;
mod clients;
mod codes;
mod commerce;
mod customs;
mod customs_desk;
mod customs_rates;
mod deals;
mod events;
mod frame;
mod holdings;
mod kit;
pub(crate) mod ledger;
mod margin;
mod notices;
mod orders;
mod parties;
mod payments;
mod problem;
mod trade;
mod waybill;

use kernel::Language;

/// Defines a group: a name, then `key: English, Ukrainian, Russian;` a line.
macro_rules! group {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $en:literal, $uk:literal, $ru:literal;)* }) => {
        $(#[$doc])*
        pub(crate) struct $name { $(pub(crate) $key: &'static str,)* }

        impl $name {
            pub(crate) const EN: Self = Self { $($key: $en,)* };
            pub(crate) const UK: Self = Self { $($key: $uk,)* };
            pub(crate) const RU: Self = Self { $($key: $ru,)* };
            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, [&'static str; 3])] = &[$((stringify!($key), [$en, $uk, $ru]),)*];
        }
    };
}
use group;

/// All words of one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) frame: frame::Frame,
    pub(crate) help: frame::Help,
    pub(crate) done: frame::Done,
    pub(crate) problem: problem::ProblemWords,
    pub(crate) orders: orders::Orders,
    pub(crate) order: orders::OrderWords,
    pub(crate) timeline: orders::Timeline,
    pub(crate) waybill: waybill::WaybillWords,
    pub(crate) clients: clients::Clients,
    pub(crate) payments: payments::Payments,
    pub(crate) review: payments::Review,
    pub(crate) events: events::Events,
    pub(crate) feeds: events::Feeds,
    pub(crate) letters: events::Letters,
    pub(crate) codes: codes::Codes,
    pub(crate) schemes: commerce::Schemes,
    pub(crate) parties: commerce::Parties,
    pub(crate) party_desk: parties::PartyDesk,
    pub(crate) contracts: commerce::Contracts,
    pub(crate) deals: deals::Deals,
    pub(crate) facts: commerce::Facts,
    pub(crate) proofs: deals::Proofs,
    pub(crate) trade_codes: commerce::TradeCodes,
    pub(crate) desk_codes: holdings::DeskCodes,
    pub(crate) invoices: trade::Invoices,
    pub(crate) money: trade::Money,
    pub(crate) claims: deals::Claims,
    pub(crate) overview: trade::Overview,
    pub(crate) holdings: holdings::Holdings,
    pub(crate) money_codes: trade::MoneyCodes,
    pub(crate) kit: kit::Kit,
    pub(crate) kit_done: kit::KitDone,
    pub(crate) books: ledger::Books,
    pub(crate) entries: ledger::Entries,
    pub(crate) periods: ledger::Periods,
    pub(crate) ledger_codes: ledger::LedgerCodes,
    pub(crate) purposes: ledger::Purposes,
    pub(crate) margin: margin::Margin,
    pub(crate) margin_codes: margin::MarginCodes,
    pub(crate) process_statuses: margin::ProcessStatuses,
    pub(crate) process_steps: margin::ProcessSteps,
    pub(crate) status_titles: margin::StatusTitles,
    pub(crate) approval: approval::Approval,
    pub(crate) customs: customs::Customs,
    pub(crate) customs_codes: customs::CustomsCodes,
    pub(crate) customs_done: customs::CustomsDone,
    pub(crate) customs_parties: customs_desk::CustomsParties,
    pub(crate) customs_fields: customs_desk::CustomsFields,
    pub(crate) customs_tables: customs_desk::CustomsTables,
    pub(crate) customs_health: customs_rates::CustomsHealth,
    pub(crate) clearances: customs_rates::Clearances,
    pub(crate) cost_boxes: customs_rates::CostBoxes,
    pub(crate) tariff: customs_rates::Tariff,
    pub(crate) vehicle: customs_rates::Vehicle,
    pub(crate) customs_rate_codes: customs_rates::CustomsRateCodes,
    pub(crate) notices: notices::Notices,
}

macro_rules! words {
    ($name:ident, $language:ident) => {
        static $name: Words = Words {
            language: Language::$language,
            frame: frame::Frame::$name,
            help: frame::Help::$name,
            done: frame::Done::$name,
            problem: problem::ProblemWords::$name,
            orders: orders::Orders::$name,
            order: orders::OrderWords::$name,
            timeline: orders::Timeline::$name,
            waybill: waybill::WaybillWords::$name,
            clients: clients::Clients::$name,
            payments: payments::Payments::$name,
            review: payments::Review::$name,
            events: events::Events::$name,
            feeds: events::Feeds::$name,
            letters: events::Letters::$name,
            codes: codes::Codes::$name,
            schemes: commerce::Schemes::$name,
            parties: commerce::Parties::$name,
            party_desk: parties::PartyDesk::$name,
            contracts: commerce::Contracts::$name,
            deals: deals::Deals::$name,
            facts: commerce::Facts::$name,
            proofs: deals::Proofs::$name,
            trade_codes: commerce::TradeCodes::$name,
            desk_codes: holdings::DeskCodes::$name,
            invoices: trade::Invoices::$name,
            money: trade::Money::$name,
            claims: deals::Claims::$name,
            overview: trade::Overview::$name,
            holdings: holdings::Holdings::$name,
            money_codes: trade::MoneyCodes::$name,
            kit: kit::Kit::$name,
            kit_done: kit::KitDone::$name,
            books: ledger::Books::$name,
            entries: ledger::Entries::$name,
            periods: ledger::Periods::$name,
            ledger_codes: ledger::LedgerCodes::$name,
            purposes: ledger::Purposes::$name,
            margin: margin::Margin::$name,
            margin_codes: margin::MarginCodes::$name,
            process_statuses: margin::ProcessStatuses::$name,
            process_steps: margin::ProcessSteps::$name,
            status_titles: margin::StatusTitles::$name,
            approval: approval::Approval::$name,
            customs: customs::Customs::$name,
            customs_codes: customs::CustomsCodes::$name,
            customs_done: customs::CustomsDone::$name,
            customs_parties: customs_desk::CustomsParties::$name,
            customs_fields: customs_desk::CustomsFields::$name,
            customs_tables: customs_desk::CustomsTables::$name,
            customs_health: customs_rates::CustomsHealth::$name,
            clearances: customs_rates::Clearances::$name,
            cost_boxes: customs_rates::CostBoxes::$name,
            tariff: customs_rates::Tariff::$name,
            vehicle: customs_rates::Vehicle::$name,
            customs_rate_codes: customs_rates::CustomsRateCodes::$name,
            notices: notices::Notices::$name,
        };
    };
}
words!(EN, En);
words!(UK, Uk);
words!(RU, Ru);

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Uk => &UK,
            Language::Ru => &RU,
        }
    }

    /// A sentence with its one gap filled; for templates.
    pub(crate) fn with(sentence: &str, value: &str) -> String {
        fill(sentence, &[value])
    }

    /// A language in its own words.
    pub(crate) const fn language_name(language: &Language) -> &'static str {
        match language {
            Language::En => "English",
            Language::Uk => "Українська",
            Language::Ru => "Русский",
        }
    }
}

/// A sentence with its gaps `{}` filled, in order.
pub(crate) fn fill(sentence: &str, values: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (part, value) in parts.zip(values.iter().copied().chain(std::iter::repeat(""))) {
        filled.push_str(value);
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(&'static str, [&'static str; 3])> {
        [
            frame::Frame::ALL,
            frame::Help::ALL,
            frame::Done::ALL,
            problem::ProblemWords::ALL,
            orders::Orders::ALL,
            orders::OrderWords::ALL,
            orders::Timeline::ALL,
            waybill::WaybillWords::ALL,
            clients::Clients::ALL,
            payments::Payments::ALL,
            payments::Review::ALL,
            events::Events::ALL,
            events::Feeds::ALL,
            events::Letters::ALL,
            codes::Codes::ALL,
            commerce::Schemes::ALL,
            commerce::Parties::ALL,
            parties::PartyDesk::ALL,
            commerce::Contracts::ALL,
            deals::Deals::ALL,
            commerce::Facts::ALL,
            deals::Proofs::ALL,
            commerce::TradeCodes::ALL,
            holdings::DeskCodes::ALL,
            trade::Invoices::ALL,
            trade::Money::ALL,
            deals::Claims::ALL,
            trade::Overview::ALL,
            holdings::Holdings::ALL,
            trade::MoneyCodes::ALL,
            kit::Kit::ALL,
            kit::KitDone::ALL,
            ledger::Books::ALL,
            ledger::Entries::ALL,
            ledger::Periods::ALL,
            ledger::LedgerCodes::ALL,
            ledger::Purposes::ALL,
            margin::Margin::ALL,
            margin::MarginCodes::ALL,
            margin::ProcessStatuses::ALL,
            margin::ProcessSteps::ALL,
            margin::StatusTitles::ALL,
            approval::Approval::ALL,
            customs::Customs::ALL,
            customs::CustomsCodes::ALL,
            customs::CustomsDone::ALL,
            customs_desk::CustomsParties::ALL,
            customs_desk::CustomsFields::ALL,
            customs_desk::CustomsTables::ALL,
            customs_rates::CustomsHealth::ALL,
            customs_rates::Clearances::ALL,
            customs_rates::CostBoxes::ALL,
            customs_rates::Tariff::ALL,
            customs_rates::Vehicle::ALL,
            customs_rates::CustomsRateCodes::ALL,
            notices::Notices::ALL,
        ]
        .concat()
    }

    /// The same in every language: names and abbreviations.
    const ALIKE: &[&str] = &["language_short", "iban", "sku", "email", "telegram", "title_suffix"];

    #[test]
    fn no_sentence_lacks_a_language() {
        for (key, texts) in all() {
            for text in texts {
                assert!(!text.trim().is_empty(), "{key} lacks a language");
                assert_eq!(text.trim(), text, "{key} has spaces around it");
            }
            let [en, uk, ru] = texts;
            let cyrillic =
                |text: &str| text.chars().any(|c| ('а'..='я').contains(&c.to_lowercase().next().unwrap_or(c)) || "іїєґ".contains(c));
            if !ALIKE.contains(&key) {
                assert!(cyrillic(uk) && cyrillic(ru), "{key} is not translated: {uk:?} {ru:?}");
                assert!(!cyrillic(en), "{key} is not English: {en:?}");
            }
            assert!(!ru.contains(['і', 'ї', 'є', 'ґ']), "{key} has Ukrainian letters in Russian: {ru:?}");
            assert!(!uk.contains(['ы', 'э', 'ъ', 'ё']), "{key} has Russian letters in Ukrainian: {uk:?}");
        }
    }

    #[test]
    fn the_gaps_of_a_sentence_are_the_same_in_every_language() {
        for (key, texts) in all() {
            let gaps = texts.map(|text| text.matches("{}").count());
            assert!(gaps.iter().all(|count| *count == gaps[0]), "{key}: {gaps:?}");
        }
    }

    #[test]
    fn fills_gaps() {
        assert_eq!(fill("{} of {}", &["2", "{}"]), "2 of {}");
    }
}
