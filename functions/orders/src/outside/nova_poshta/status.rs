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

    /// Which leg of the way it belongs to; `None` where it says nothing of the parcel.
    pub const fn leg(self) -> Option<Leg> {
        match self {
            Self::Amended | Self::Unrecognised => None,
            Self::Created | Self::Void | Self::NotFound => Some(Leg::Sender),
            Self::InTransit | Self::Arrived | Self::Exception => Some(Leg::Carrier),
            Self::Returning | Self::Delivered | Self::DeliveredMoneyPending | Self::DeliveredMoneyPaid | Self::DeliveredReturnCreated => {
                Some(Leg::End)
            }
        }
    }
}

/// The legs of a parcel's way; it never goes back to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leg {
    /// With the sender, whether or not the carrier knows the waybill at the moment.
    Sender,
    /// With the carrier: on its way, arrived, tried in vain, on its way again.
    Carrier,
    /// With the recipient, or going back.
    End,
}

/// What the carrier said, and when that came about by its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen<'a> {
    /// What the code means.
    pub class: CarrierClass,
    /// The code, as it came.
    pub code: &'a str,
    /// When it came about; `None` when the carrier gave no time.
    pub at: Option<Moment>,
}

impl Seen<'_> {
    /// Orders what is of one instant: the farther along, then the later row of the table.
    fn precedence(&self) -> (u8, usize, &str) {
        let row = TABLE.iter().position(|row| row.code == self.code.trim());
        (self.class.rank(), row.unwrap_or(TABLE.len()), self.code)
    }

    /// Whether it is the more recent of two; of one instant, the one with precedence. Without a
    /// time it counts as later, because it was received later.
    pub fn is_after(&self, other: &Self) -> bool {
        match (self.at, other.at) {
            (Some(next), Some(current)) => next > current || (next == current && self.precedence() > other.precedence()),
            (None, _) | (_, None) => self != other,
        }
    }
}

/// Whether `next` replaces `current`: on a farther leg always, on the same leg when it is
/// more recent, on an earlier leg and where it says nothing of the parcel never.
///
/// So of all that the carrier ever said one fact counts, whatever the order in which it came:
/// the most recent one of the farthest leg.
pub fn supersedes(next: &Seen<'_>, current: &Seen<'_>) -> bool {
    match (next.class.leg(), current.class.leg()) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(to), Some(from)) => to > from || (to == from && next.is_after(current)),
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

    fn seen(class: CarrierClass, ms: i64) -> Seen<'static> {
        Seen { class, code: "", at: Some(Moment::from_unix_ms(ms)) }
    }

    fn later(next: CarrierClass, current: CarrierClass) -> bool {
        supersedes(&seen(next, 2), &seen(current, 1))
    }

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
            assert!(!later(C::Unrecognised, current) && !later(C::Amended, current), "{current:?}");
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
            (C::Created, C::Arrived, false),
            (C::Created, C::NotFound, true),
            (C::InTransit, C::Void, true),
            (C::InTransit, C::Arrived, true),
            (C::InTransit, C::Delivered, false),
            (C::Exception, C::Returning, false),
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
            (C::DeliveredReturnCreated, C::Delivered, true),
        ] {
            assert_eq!(later(next, current), allowed, "{next:?} after {current:?}");
        }
    }

    #[test]
    fn r47_rank_breaks_ties_and_older_facts_never_win() {
        for next in ALL {
            for current in ALL {
                let (next_leg, current_leg) = (next.leg(), current.leg());
                let older = supersedes(&seen(next, 1), &seen(current, 2));
                assert!(!older || next_leg > current_leg, "older {next:?} over {current:?} of the same leg");
                let one = supersedes(&seen(next, 1), &seen(current, 1));
                let other = supersedes(&seen(current, 1), &seen(next, 1));
                assert!(!(one && other), "{next:?} and {current:?} replace each other at one instant");
                let says_something = next_leg.is_some() && current_leg.is_some() && next.rank() != current.rank();
                assert!(!says_something || one || other, "{next:?} and {current:?} of one instant, and neither counts");
            }
        }
        assert!(supersedes(&seen(C::Delivered, 5), &seen(C::Arrived, 5)));
        assert!(!supersedes(&seen(C::Returning, 5), &seen(C::Delivered, 5)));
        assert!(supersedes(&seen(C::Returning, 6), &seen(C::Delivered, 5)));
        assert!(supersedes(&Seen { at: None, ..seen(C::InTransit, 0) }, &seen(C::Created, 5)));
        assert!(!supersedes(&Seen { at: None, ..seen(C::Created, 0) }, &seen(C::InTransit, 5)));
    }

    #[test]
    fn r47_codes_of_one_rank_and_one_instant_are_told_apart_by_the_table() {
        for one in TABLE {
            for other in TABLE.iter().filter(|other| other.code != one.code) {
                let at = |row: &StatusRow| Seen { class: row.class, code: row.code, at: Some(Moment::from_unix_ms(1)) };
                let both = (supersedes(&at(one), &at(other)), supersedes(&at(other), &at(one)));
                let either = one.class.leg().is_some() || other.class.leg().is_some();
                assert!(both.0 != both.1 || !either, "{} and {} of one instant: {both:?}", one.code, other.code);
            }
        }
        let of = |code: &'static str| Seen { class: classify(code), code, at: Some(Moment::from_unix_ms(1)) };
        assert!(supersedes(&of("105"), &of("7")) && !supersedes(&of("7"), &of("105")));
    }
}
