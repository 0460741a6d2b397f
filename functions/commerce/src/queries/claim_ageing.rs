//! What is owed to or by an own company, by how long it is overdue.

use std::collections::BTreeMap;

use kernel::view::RowQuery;
use kernel::{Answer, Context, Currency, Day, Facts, Money, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::invoice::InvoiceRefusal;
use crate::rules::Direction;
use crate::views::invoice_list::{self, InvoiceListItem};

/// The last overdue day of each bucket but the last, which has no end.
const BUCKET_DAYS: [i64; 3] = [30, 60, 90];

/// What is owed to (`AR`) or by (`AP`) a company at the end of a day, by counterparty and by how
/// long it is overdue.
///
/// For today only what is open is read; for a past day all invoices up to that day are, at most
/// 2,000 of them, and `complete` says whether that was all.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetClaimAgeing {
    /// The company.
    pub party_id: PartyId,
    /// `AR` unless it is said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// Open claims by counterparty.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ClaimAgeing {
    /// The day.
    pub as_of: Day,
    /// `AR` or `AP`.
    pub direction: Direction,
    /// By counterparty and currency.
    pub rows: Vec<AgeingRow>,
    /// By currency.
    pub totals: Vec<AgeingRow>,
    /// Whether all invoices were read.
    pub complete: bool,
}

/// Open claims by how long they are overdue.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AgeingRow {
    /// The counterparty; absent in totals.
    pub party: Option<PartyId>,
    /// Not due yet.
    pub not_due: Money,
    /// 1 to 30 days overdue.
    pub days_30: Money,
    /// 31 to 60 days.
    pub days_60: Money,
    /// 61 to 90 days.
    pub days_90: Money,
    /// Longer.
    pub older: Money,
    /// All together.
    pub total: Money,
}

impl AgeingRow {
    fn new(party: Option<PartyId>, currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { party, not_due: zero, days_30: zero, days_60: zero, days_90: zero, older: zero, total: zero }
    }

    fn add(&mut self, overdue_days: i64, amount: Money) {
        let bucket = match BUCKET_DAYS.iter().position(|last| overdue_days <= *last) {
            Some(_) if overdue_days <= 0 => &mut self.not_due,
            Some(0) => &mut self.days_30,
            Some(1) => &mut self.days_60,
            Some(_) => &mut self.days_90,
            None => &mut self.older,
        };
        // Sums of open claims stay far below what money holds.
        *bucket = bucket.plus(amount).unwrap_or(*bucket);
        self.total = self.total.plus(amount).unwrap_or(self.total);
    }
}

impl GetClaimAgeing {
    fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Receivable)
    }

    fn day(&self, context: &Context) -> Day {
        self.as_of.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn rows(&self, context: &Context) -> RowQuery {
        let (day, today) = (self.day(context), context.now.day_in(context.settings.time_zone));
        if day < today {
            invoice_list::of_party_until(self.party_id, self.direction(), day).wide()
        } else {
            invoice_list::open_of_party(self.party_id, self.direction()).wide()
        }
    }
}

impl Query for GetClaimAgeing {
    type Answer = ClaimAgeing;
    type Refusal = InvoiceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-claim-ageing",
        route: Route::get("/commerce/claims/{party_id}/ageing"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "What is owed to or by a company at the end of a day, by how long it is overdue.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<ClaimAgeing>, InvoiceRefusal> {
        let (day, rows) = (self.day(context), self.rows(context));
        let items = facts.rows(&rows).iter().filter_map(|row| serde_json::from_value::<InvoiceListItem>(row.data.clone()).ok());
        let mut by_party: BTreeMap<(PartyId, Currency), AgeingRow> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, AgeingRow> = BTreeMap::new();
        for item in items {
            let (open, currency) = (item.open_on(day), item.payable.currency());
            if !open.is_positive() {
                continue;
            }
            let party = match self.direction() {
                Direction::Receivable => item.debtor,
                Direction::Payable => item.creditor,
            };
            let overdue_days = item.due_day.map_or(0, |due| day.signed_duration_since(due).num_days());
            by_party.entry((party, currency)).or_insert_with(|| AgeingRow::new(Some(party), currency)).add(overdue_days, open);
            totals.entry(currency).or_insert_with(|| AgeingRow::new(None, currency)).add(overdue_days, open);
        }
        Ok(Answer::of(ClaimAgeing {
            as_of: day,
            direction: self.direction(),
            rows: by_party.into_values().collect(),
            totals: totals.into_values().collect(),
            complete: facts.page(&rows).is_none_or(|page| page.next_cursor.is_none()),
        }))
    }
}
