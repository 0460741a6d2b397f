//! What the carrier's status codes mean here: one table, exhaustive and versioned.
//!
//! The code and the carrier's words are kept beside every fact, so a later version of the
//! table can be told from an earlier one, and a code that is not in it changes nothing.

use kernel::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Goes up with every change of [`TABLE`].
pub const TABLE_VERSION: u32 = 1;

/// What a status means for a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CarrierClass {
    /// The waybill exists, the parcel is still with the sender.
    Created,
    /// The waybill was deleted.
    Void,
    /// The carrier knows no such number.
    NotFound,
    /// With the carrier, on its way to the recipient.
    InTransit,
    /// Waiting for the recipient at a branch or a postomat, or in their hands for inspection.
    Arrived,
    /// Received.
    Delivered,
    /// Received; the carrier is going to transfer the recipient's money.
    DeliveredMoneyPending,
    /// Received; the money has been paid out to the sender.
    DeliveredMoneyPaid,
    /// Received; a return waybill was made for documents, money or goods.
    DeliveredReturnCreated,
    /// Refused; going back to the sender.
    Returning,
    /// Something went wrong that a person should look at; the parcel may still arrive.
    Exception,
    /// The address or the date was changed; the parcel is where it was.
    Amended,
    /// A code that the table does not have.
    Unrecognised,
}

/// One code of the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusRow {
    /// `StatusCode`, as text.
    pub code: &'static str,
    /// What it means here.
    pub class: CarrierClass,
    /// What the carrier says it means.
    pub meaning: &'static str,
}

const fn row(code: &'static str, class: CarrierClass, meaning: &'static str) -> StatusRow {
    StatusRow { code, class, meaning }
}

/// Every code of the carrier's table, in its order.
pub const TABLE: &[StatusRow] = &[
    row("1", CarrierClass::Created, "made by the sender, not handed over yet"),
    row("2", CarrierClass::Void, "deleted"),
    row("3", CarrierClass::NotFound, "number not found"),
    row("4", CarrierClass::InTransit, "in the sender's city"),
    row("41", CarrierClass::InTransit, "in the city, local delivery"),
    row("5", CarrierClass::InTransit, "on its way to the recipient's city"),
    row("6", CarrierClass::InTransit, "in the recipient's city, on its way to the branch"),
    row("7", CarrierClass::Arrived, "at the branch"),
    row("8", CarrierClass::Arrived, "in the postomat"),
    row("9", CarrierClass::Delivered, "received"),
    row("10", CarrierClass::DeliveredMoneyPending, "received, money transfer within a day"),
    row("11", CarrierClass::DeliveredMoneyPaid, "received, money transfer paid out"),
    row("12", CarrierClass::InTransit, "being packed by the carrier"),
    row("14", CarrierClass::Arrived, "given to the recipient for inspection"),
    row("101", CarrierClass::InTransit, "on its way to the recipient with a courier"),
    row("102", CarrierClass::Returning, "return ordered by the sender"),
    row("103", CarrierClass::Returning, "refused by the recipient"),
    row("104", CarrierClass::Amended, "address changed"),
    row("105", CarrierClass::Exception, "storage ended"),
    row("106", CarrierClass::DeliveredReturnCreated, "received, return waybill made"),
    row("108", CarrierClass::Returning, "refused, older spelling of 103"),
    row("111", CarrierClass::Exception, "delivery attempt failed"),
    row("112", CarrierClass::Amended, "delivery date moved by the recipient"),
];

/// What a code means; spaces around it are ignored, everything unknown is
/// [`CarrierClass::Unrecognised`].
pub fn classify(code: &str) -> CarrierClass {
    let code = code.trim();
    TABLE.iter().find(|row| row.code == code).map_or(CarrierClass::Unrecognised, |row| row.class)
}

impl CarrierClass {
    /// How far along the way; breaks ties of facts with equal times. Zero moves nothing.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Amended | Self::Unrecognised => 0,
            Self::Created => 1,
            Self::NotFound | Self::Void => 2,
            Self::InTransit => 3,
            Self::Arrived | Self::Exception => 4,
            Self::Returning => 5,
            Self::Delivered => 6,
            Self::DeliveredMoneyPending | Self::DeliveredReturnCreated => 7,
            Self::DeliveredMoneyPaid => 8,
        }
    }

    /// The recipient has the parcel.
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Delivered | Self::DeliveredMoneyPending | Self::DeliveredMoneyPaid | Self::DeliveredReturnCreated)
    }

    /// Nothing more is to be expected, and polling may stop.
    ///
    /// Not [`Self::Delivered`] of a parcel with money to collect: the transfer follows. Whether
    /// there is money to collect is the consignment's knowledge.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Void | Self::Delivered | Self::DeliveredMoneyPaid | Self::DeliveredReturnCreated)
    }

    /// The parcel did not move, or the code says nothing: the consignment stays as it is.
    pub const fn changes_nothing(self) -> bool {
        self.rank() == 0
    }

    /// Whether a later fact of this class may replace one of class `current`: never backwards,
    /// except that a return may follow a delivery, and that a courier tries again.
    pub const fn may_follow(self, current: Self) -> bool {
        if self.changes_nothing() {
            return false;
        }
        let returns = matches!(self, Self::Returning) && current.is_delivered();
        let tries_again = matches!(self, Self::InTransit) && matches!(current, Self::Exception);
        returns || tries_again || self.rank() >= current.rank()
    }
}

/// A class and when the carrier says it came about.
pub type Seen = (CarrierClass, Option<Moment>);

/// Whether `next` replaces `current`. An older fact never does; of two facts of one instant
/// the higher rank wins; a later fact follows [`CarrierClass::may_follow`]. A fact without a
/// time counts as later, because it was received later.
pub fn supersedes(next: Seen, current: Seen) -> bool {
    let (next_class, current_class) = (next.0, current.0);
    match (next.1, current.1) {
        (Some(next_time), Some(current_time)) if next_time < current_time => false,
        (Some(next_time), Some(current_time)) if next_time == current_time => next_class.rank() > current_class.rank(),
        _ => next_class.may_follow(current_class),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CarrierClass as C;

    const ALL: [CarrierClass; 13] = [
        C::Created,
        C::Void,
        C::NotFound,
        C::InTransit,
        C::Arrived,
        C::Delivered,
        C::DeliveredMoneyPending,
        C::DeliveredMoneyPaid,
        C::DeliveredReturnCreated,
        C::Returning,
        C::Exception,
        C::Amended,
        C::Unrecognised,
    ];

    #[test]
    fn r05_every_code_of_the_carrier_has_a_class() {
        let expected = [
            ("1", C::Created),
            ("2", C::Void),
            ("3", C::NotFound),
            ("4", C::InTransit),
            ("41", C::InTransit),
            ("5", C::InTransit),
            ("6", C::InTransit),
            ("7", C::Arrived),
            ("8", C::Arrived),
            ("9", C::Delivered),
            ("10", C::DeliveredMoneyPending),
            ("11", C::DeliveredMoneyPaid),
            ("12", C::InTransit),
            ("14", C::Arrived),
            ("101", C::InTransit),
            ("102", C::Returning),
            ("103", C::Returning),
            ("104", C::Amended),
            ("105", C::Exception),
            ("106", C::DeliveredReturnCreated),
            ("108", C::Returning),
            ("111", C::Exception),
            ("112", C::Amended),
        ];
        assert_eq!(TABLE.iter().map(|row| (row.code, row.class)).collect::<Vec<_>>(), expected);
        for (code, class) in expected {
            assert_eq!(classify(code), class, "{code}");
            assert_eq!(classify(&format!(" {code} ")), class, "{code}");
        }
    }

    #[test]
    fn r05_unknown_codes_change_nothing() {
        for code in ["", "0", "13", "107", "999", "07", "-1", "7a", "сім"] {
            assert_eq!(classify(code), C::Unrecognised, "{code:?}");
        }
        for current in ALL {
            assert!(!C::Unrecognised.may_follow(current) && !C::Amended.may_follow(current), "{current:?}");
        }
    }

    #[test]
    fn r47_a_later_fact_never_goes_backwards_except_on_the_return_path() {
        for (next, current, allowed) in [
            (C::InTransit, C::Created, true),
            (C::Void, C::Created, true),
            (C::NotFound, C::InTransit, false),
            (C::Void, C::InTransit, false),
            (C::Created, C::InTransit, false),
            (C::Arrived, C::InTransit, true),
            (C::InTransit, C::Arrived, false),
            (C::Exception, C::Arrived, true),
            (C::InTransit, C::Exception, true),
            (C::Arrived, C::Exception, true),
            (C::Delivered, C::Exception, true),
            (C::Returning, C::Arrived, true),
            (C::Returning, C::Delivered, true),
            (C::Returning, C::DeliveredMoneyPaid, true),
            (C::Arrived, C::Returning, false),
            (C::Delivered, C::Returning, true),
            (C::DeliveredMoneyPending, C::Delivered, true),
            (C::DeliveredMoneyPaid, C::DeliveredMoneyPending, true),
            (C::Delivered, C::DeliveredMoneyPaid, false),
            (C::DeliveredMoneyPending, C::DeliveredMoneyPaid, false),
            (C::DeliveredReturnCreated, C::Delivered, true),
        ] {
            assert_eq!(next.may_follow(current), allowed, "{next:?} after {current:?}");
        }
    }

    #[test]
    fn r47_rank_breaks_ties_and_older_facts_never_win() {
        let at = |ms: i64| Some(Moment::from_unix_ms(ms));
        for next in ALL {
            for current in ALL {
                assert!(!supersedes((next, at(1)), (current, at(2))), "older {next:?} over {current:?}");
                let both = supersedes((next, at(1)), (current, at(1))) && supersedes((current, at(1)), (next, at(1)));
                assert!(!both, "{next:?} and {current:?} replace each other at one instant");
            }
        }
        assert!(supersedes((C::Delivered, at(5)), (C::Arrived, at(5))));
        assert!(!supersedes((C::Returning, at(5)), (C::Delivered, at(5))));
        assert!(supersedes((C::Returning, at(6)), (C::Delivered, at(5))));
        assert!(supersedes((C::InTransit, None), (C::Created, at(5))));
        assert!(!supersedes((C::Created, None), (C::InTransit, at(5))));
    }
}
