//! Books: opened, their accounts, their periods.

pub mod add_account;
pub mod close_account;
pub mod close_period;
pub mod open;
pub mod refusal;
pub mod reopen_period;

use kernel::Context;
use posting::Month;

pub use refusal::BookRefusal;

/// Today in the tenant's time zone.
pub(crate) fn today(context: &Context) -> kernel::Day {
    context.now.day_in(context.settings.time_zone)
}

/// The month of today.
pub(crate) fn this_month(context: &Context) -> Month {
    Month::of(today(context))
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::settings::Jurisdiction;
    use kernel::{Actor, Currency, Role};
    use posting::BookEvent;
    use testkit::person;

    use crate::samples;

    pub(crate) fn accountant() -> Actor {
        person("accountant", Role::Accountant)
    }

    /// The samples' book with the Ukrainian chart.
    pub(crate) fn ukrainian() -> BookEvent {
        samples::opened_with_chart(samples::party_id(), Currency::UAH, Jurisdiction::UA)
    }
}
